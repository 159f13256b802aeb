using System.Globalization;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Prestamos;

/// <summary>The fields of a loan in a request.</summary>
public sealed record PrestamoRequest
{
    public Optional<int?> ClienteId { get; init; }

    [OptionalOnCreate]
    public Optional<string> FechaInicio { get; init; }

    public Optional<NumberText> MontoPrestamo { get; init; }

    public Optional<int?> TipoPrestamoId { get; init; }

    public Optional<int?> AvalId { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDePrestamo Validate(Validation v)
    {
        var datos = new DatosDePrestamo(
            v.Id("cliente_id", ClienteId),
            v.Fecha("fecha_inicio", FechaInicio),
            v.Monto("monto_prestamo", MontoPrestamo, positivo: true),
            v.Id("tipo_prestamo_id", TipoPrestamoId),
            v.Id("aval_id", AvalId));
        v.ThrowIfInvalid();
        return datos;
    }
}

/// <summary>The validated fields of a loan.</summary>
public sealed record DatosDePrestamo(Optional<int> ClienteId, Optional<Fecha> FechaInicio, Optional<decimal> Monto, Optional<int> TipoPrestamoId, Optional<int> AvalId);

/// <summary>The filters of a list of loans.</summary>
public sealed record PrestamosFilter(int? ClienteId, int? GrupoId, StatusPrestamo? Estado)
{
    public bool IsEmpty => this == new PrestamosFilter(null, null, null);
}

/// <summary>A product in responses.</summary>
/// <param name="PenaIncumplimiento">A string, for compatibility with the existing client.</param>
public sealed record TipoPrestamoDto(
    string Nombre,
    int TipoPrestamoId,
    int NumeroSemanas,
    decimal PorcentajeSemanal,
    int IncumplimientosTolerados,
    string PenaIncumplimiento,
    int LimitePenalizaciones,
    decimal Interes)
{
    // Enough digits to strip the column's trailing zeros.
    private const decimal Uno = 1.000000000000000000000000000000m;

    internal static TipoPrestamoDto De(TipoPrestamo tipo) => new(
        tipo.Nombre,
        tipo.TipoPrestamoId,
        tipo.NumeroSemanas,
        tipo.PorcentajeSemanal / Uno,
        tipo.IncumplimientosTolerados,
        tipo.PenaIncumplimiento.ToString("0.0#", CultureInfo.InvariantCulture),
        tipo.LimitePenalizaciones,
        tipo.Interes / Uno);
}

/// <summary>A loan in its current state.</summary>
public sealed record PrestamoDto(
    int PrestamoId,
    int ClienteId,
    DateOnly FechaInicio,
    decimal MontoPrestamo,
    decimal MontoUtilidad,
    int TipoPrestamoId,
    int? AvalId,
    bool Completado,
    StatusPrestamo Status,
    bool Renovacion,
    int SemanaActiva,
    decimal MontoPagado,
    decimal MontoRestante,
    decimal AdelantoAcumulado)
{
    internal static PrestamoDto De(Prestamo prestamo)
    {
        var avance = prestamo.Avance();
        return new(
            prestamo.PrestamoId,
            prestamo.ClienteId,
            prestamo.FechaInicio,
            prestamo.MontoPrestamo,
            prestamo.MontoUtilidad,
            prestamo.TipoPrestamoId,
            prestamo.AvalId,
            prestamo.EstaCerrado,
            prestamo.Status,
            prestamo.Renovacion,
            avance.SemanaActiva,
            prestamo.Pagado,
            prestamo.Restante,
            avance.AdelantoAcumulado);
    }
}

/// <summary>In how many weeks a loan is paid, and how much in each.</summary>
/// <param name="CobranzaIdeal">Weekly amount, MXN.</param>
public sealed record CondicionesDelPlan(int NumeroSemanas, decimal CobranzaIdeal);

/// <summary>A loan as the list shows it.</summary>
/// <param name="NumeroPagos">The completed weeks again: the existing client reads both.</param>
public sealed record PrestamoDeListaDto(
    int PrestamoId,
    int ClienteId,
    string ClienteNombre,
    DateOnly FechaInicio,
    decimal MontoPrestamo,
    decimal MontoPrestamoReal,
    decimal MontoUtilidad,
    decimal MontoPagado,
    int TipoPrestamoId,
    string TipoPrestamoNombre,
    int? AvalId,
    string AvalNombre,
    bool Renovacion,
    bool Completado,
    int SemanaActiva,
    DateTimeOffset FechaCreacion,
    int NumeroPagos,
    int SemanasQueDebe);

/// <summary>A granted loan of a batch.</summary>
public sealed record PrestamoCreadoDto(int Index, int PrestamoId, int ClienteId, decimal MontoPrestamo);

/// <summary>Totals of a client's loans, MXN.</summary>
/// <param name="Prestado">Nominal amounts.</param>
/// <param name="Pagado">Payments in force, settlements included.</param>
/// <param name="Papel">The latest loan's nominal amount.</param>
/// <param name="Real">The amount handed out for the latest loan.</param>
public sealed record CifrasDeCliente(decimal Prestado, decimal Pagado, decimal Papel, decimal Real);

/// <summary>Σ over a group's clients of their latest loan's nominal amount and amount handed out, MXN.</summary>
public sealed record CifrasDeGrupo(decimal Papel, decimal Real);
