namespace Prosmex.Benchmarks.Loading;

/// <summary>The size of a lender: thirty clients a group, ten loans for three clients, ten payments a loan.</summary>
/// <param name="Pausa">Between two loans a client pauses for less than so many weeks more than one; 1 makes a lender of one year.</param>
internal sealed record Scale(string Name, int Grupos, int Pausa = 1)
{
    public static readonly Scale Small = new("small", 5);

    /// <summary>For the smoke run.</summary>
    public static readonly Scale Reduced = new("reduced", 40);

    /// <summary>As small, and as old as the gigantic one, for the smoke run of <c>--growth</c>.</summary>
    public static readonly Scale Aged = new("aged", 40, Pausa: 53);

    public static readonly Scale Large = new("large", 200);

    public static readonly Scale Huge = new("huge", 5000);

    /// <summary>Four years old.</summary>
    public static readonly Scale Gigantic = new("gigantic", 20_000, Pausa: 53);

    public int Clientes => 30 * Grupos;

    public int Prestamos => 100 * Grupos;

    public int Pagos => 1000 * Grupos;

    /// <exception cref="FormatException">Unknown scale.</exception>
    public static Scale Parse(string name) => new[] { Small, Reduced, Aged, Large, Huge, Gigantic }.FirstOrDefault(e => e.Name == name)
        ?? throw new FormatException($"No hay escala «{name}»: small, reduced, aged, large, huge o gigantic.");
}
