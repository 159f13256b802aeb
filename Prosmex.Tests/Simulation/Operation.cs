using System.Globalization;

namespace Prosmex.Tests.Simulation;

/// <summary>An operation on the lender. Loans and payments have keys of the simulation, chosen by the generator.</summary>
internal abstract record Operation;

/// <summary>Grants one loan, or several in a batch; to a client with an open loan it is a renewal.</summary>
internal sealed record Conceder(IReadOnlyList<FilaDePrestamo> Filas) : Operation
{
    public override string ToString() => $"conceder {string.Join(", ", Filas)}";
}

/// <summary>Collects once, or several times in a batch.</summary>
internal sealed record Cobrar(IReadOnlyList<FilaDePago> Filas) : Operation
{
    public override string ToString() => $"cobrar {string.Join(", ", Filas)}";
}

internal sealed record Reversar(int Pago) : Operation
{
    public override string ToString() => $"reversar p{Pago}";
}

/// <summary>Reverses a payment and registers another in its place; null leaves as it was.</summary>
internal sealed record Corregir(int Pago, int Nuevo, decimal? Monto, Moment? Fecha) : Operation
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"corregir p{Pago} → p{Nuevo} {Monto} {Fecha}");
}

/// <summary>Changes terms or start; null leaves as it was.</summary>
internal sealed record Editar(int Prestamo, decimal? Monto, Producto? Producto, DateOnly? Inicio) : Operation
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"editar #{Prestamo} {Monto} {Producto} {Inicio:yyyy-MM-dd}");
}

internal sealed record Eliminar(int Prestamo) : Operation
{
    public override string ToString() => $"eliminar #{Prestamo}";
}

/// <summary>The weekly verification.</summary>
internal sealed record Cerrar : Operation
{
    public override string ToString() => "cerrar";
}

/// <summary>Declares the week of a day without collection; without route and group for all groups.</summary>
internal sealed record Declarar(int Declaracion, DateOnly Dia, int? Ruta, int? Grupo) : Operation
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"declarar d{Declaracion} {Dia:yyyy-MM-dd} ruta {Ruta} grupo {Grupo}");
}

/// <summary>Takes a declaration back.</summary>
internal sealed record QuitarDeclaracion(int Declaracion) : Operation
{
    public override string ToString() => $"quitar d{Declaracion}";
}

/// <summary>A client moves to another group.</summary>
internal sealed record Mudar(int Cliente, int Grupo) : Operation
{
    public override string ToString() => $"mudar al cliente {Cliente} al grupo {Grupo}";
}

internal sealed record FilaDePrestamo(int Prestamo, int Cliente, Producto Producto, decimal Monto, DateOnly? Inicio)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"#{Prestamo} {Monto} a {Producto} al cliente {Cliente} desde {(Inicio is { } d ? $"{d:yyyy-MM-dd}" : "hoy")}");
}

/// <param name="Pago">The payment's key: a second row with the same is the same payment, delivered again.</param>
internal sealed record FilaDePago(int Pago, int Prestamo, decimal Monto, Moment Fecha)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"p{Pago} {Monto} del #{Prestamo} {Fecha}");
}

/// <summary>What a payment says of its time: an instant, a day, or nothing at all, which is the moment of its arrival.</summary>
internal readonly record struct Moment(DateOnly? Dia, DateTimeOffset? Instante)
{
    public DateTimeOffset Resolver(DateTimeOffset ahora) => Instante ?? (Dia is { } dia ? Calendario.Instante(dia, ahora) : ahora);

    public override string ToString() => Instante is { } i ? i.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)
        : Dia is { } d ? d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : "";
}

/// <summary>A product: so many weeks, so much of the nominal amount each.</summary>
internal sealed record Producto(int Id, int Semanas, decimal Porcentaje, decimal Interes)
{
    /// <summary>The five of the seed, then some that are short or do not divide evenly.</summary>
    public static readonly IReadOnlyList<Producto> All =
    [
        new(1, 14, 0.10m, 0.40m), new(34, 20, 0.07m, 0.40m), new(35, 30, 0.05m, 0.50m), new(36, 11, 0.10m, 0.10m), new(37, 13, 0.10m, 0.30m),
        new(101, 1, 1.2m, 0.2m), new(103, 3, 0.4m, 0.2m), new(106, 6, 0.2m, 0.2m), new(107, 7, 0.171429m, 0.200003m),
    ];

    /// <summary>How many of them the database has from its first migration.</summary>
    public const int FromSeed = 5;

    public override string ToString() => $"{Semanas} sem.";
}

/// <summary>How large a lender is simulated.</summary>
/// <param name="Prestamos">Clients, each with one open loan at most; who has paid borrows again.</param>
internal sealed record RunSize(int Prestamos, int Semanas)
{
    public override string ToString() => $"{Prestamos} préstamos × {Semanas} semanas";
}

/// <summary>An operation and when it arrives; without one, everything is looked over.</summary>
internal sealed record Paso(DateTimeOffset Instante, Operation? Operation);
