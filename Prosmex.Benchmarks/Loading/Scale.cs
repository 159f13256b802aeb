namespace Prosmex.Benchmarks.Loading;

/// <summary>The size of a lender: thirty clients a group, ten loans for three clients, ten payments a loan.</summary>
internal sealed record Scale(string Name, int Grupos)
{
    public static readonly Scale Small = new("small", 3);

    /// <summary>For the smoke run.</summary>
    public static readonly Scale Reduced = new("reduced", 40);

    public static readonly Scale Large = new("large", 200);

    public static readonly Scale Huge = new("huge", 5000);

    public int Clientes => 30 * Grupos;

    public int Prestamos => 100 * Grupos;

    public int Pagos => 1000 * Grupos;

    /// <exception cref="FormatException">Unknown scale.</exception>
    public static Scale Parse(string name) => new[] { Small, Reduced, Large, Huge }.FirstOrDefault(e => e.Name == name)
        ?? throw new FormatException($"No hay escala «{name}»: small, reduced, large o huge.");
}
