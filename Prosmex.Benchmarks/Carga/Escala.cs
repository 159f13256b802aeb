namespace Prosmex.Benchmarks.Carga;

/// <summary>The size of a lender: thirty clients a group, ten loans for three clients, ten payments a loan.</summary>
internal sealed record Escala(string Nombre, int Grupos)
{
    public static readonly Escala Pequena = new("pequena", 3);

    /// <summary>For the smoke run.</summary>
    public static readonly Escala Reducida = new("reducida", 40);

    public static readonly Escala Grande = new("grande", 200);

    public static readonly Escala Enorme = new("enorme", 5000);

    public int Clientes => 30 * Grupos;

    public int Prestamos => 100 * Grupos;

    public int Pagos => 1000 * Grupos;

    /// <exception cref="FormatException">There is no such size.</exception>
    public static Escala De(string nombre) => new[] { Pequena, Reducida, Grande, Enorme }.FirstOrDefault(e => e.Nombre == nombre)
        ?? throw new FormatException($"No hay escala «{nombre}»: pequena, reducida, grande o enorme.");
}
