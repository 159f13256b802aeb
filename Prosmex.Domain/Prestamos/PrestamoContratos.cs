using System.Globalization;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Prestamos;

/// <summary>What a request says about a loan.</summary>
public sealed record PrestamoRequest
{
    public Optional<int?> ClienteId { get; init; }

    [OptionalOnCreate]
    public Optional<string> FechaInicio { get; init; }

    public Optional<NumberText> MontoPrestamo { get; init; }

    public Optional<int?> TipoPrestamoId { get; init; }

    public Optional<int?> AvalId { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDePrestamo Validar(Validation v)
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

/// <summary>The checked fields of a loan that a request sets.</summary>
public sealed record DatosDePrestamo(Optional<int> ClienteId, Optional<Fecha> FechaInicio, Optional<decimal> Monto, Optional<int> TipoPrestamoId, Optional<int> AvalId);

/// <summary>Which loans a list shows.</summary>
/// <param name="Estado">A status by its name.</param>
public sealed record FiltroDePrestamos(int? ClienteId, int? GrupoId, string? Estado);

/// <summary>A product as clients read it.</summary>
/// <param name="PenaIncumplimiento">A string, as it always was.</param>
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
    // Enough digits to strip the zeros that the column's scale adds.
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

/// <summary>A loan as it stands.</summary>
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

/// <summary>A loan as the list shows it.</summary>
/// <param name="NumeroPagos">The weeks completed, again: the client reads both.</param>
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

/// <summary>A client's loans in sums, MXN.</summary>
/// <param name="Prestado">Nominal amounts.</param>
/// <param name="Pagado">Payments in force, settlements included.</param>
/// <param name="Papel">The latest loan's nominal amount.</param>
/// <param name="Real">What the latest loan really handed out.</param>
public sealed record CifrasDeCliente(decimal Prestado, decimal Pagado, decimal Papel, decimal Real);

/// <summary>Σ over a group's clients of their latest loan's nominal and really handed out amount, MXN.</summary>
public sealed record CifrasDeGrupo(decimal Papel, decimal Real);
