using System.Globalization;
using System.Text.Json.Serialization;
using Prosmex.Domain.Common;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Pagos;

/// <summary>The fields of a payment in a request.</summary>
public sealed record PagoRequest
{
    public Optional<int?> PrestamoId { get; init; }

    public Optional<NumberText> MontoPagado { get; init; }

    [OptionalOnCreate]
    public Optional<string> FechaPago { get; init; }

    /// <summary>A client-generated UUID for this payment: sent again, it is the same payment.</summary>
    [OptionalOnCreate, CreateOnly]
    public Optional<Guid?> Clave { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal DatosDePago Validate()
    {
        var v = Validation.ForCreate();
        var datos = new DatosDePago(v.Id("prestamo_id", PrestamoId), v.Monto("monto_pagado", MontoPagado), v.Fecha("fecha_pago", FechaPago))
        {
            Clave = v.OptionalUuid("clave", Clave).GetValueOrDefault(null),
        };
        v.ThrowIfInvalid();
        return datos;
    }

    /// <summary>For a correction: the loan may be repeated, but not changed.</summary>
    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDePago ValidateCorreccion()
    {
        // The loan alone does not count as a settable field; a different loan is still rejected.
        var (v, dicho) = (Validation.ForUpdate(), Validation.ForUpdate());
        var datos = new DatosDePago(dicho.Id("prestamo_id", PrestamoId), v.Monto("monto_pagado", MontoPagado), v.Fecha("fecha_pago", FechaPago));
        if (PrestamoId.IsPresent)
        {
            dicho.ThrowIfInvalid();
        }

        v.ThrowIfInvalid();
        return datos;
    }
}

/// <summary>The reason for a reversal; the body is optional.</summary>
public sealed record ReversaRequest
{
    [OptionalOnCreate]
    public Optional<string> Motivo { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal string? Validate()
    {
        if (!Motivo.HasValue)
        {
            return null;
        }

        var v = Validation.ForCreate();
        var motivo = v.Text("motivo", Motivo, max: 500);
        v.ThrowIfInvalid();
        return motivo.GetValueOrDefault(null);
    }
}

/// <summary>The validated fields of a payment.</summary>
public sealed record DatosDePago(Optional<int> PrestamoId, Optional<decimal> Monto, Optional<Fecha> Fecha)
{
    public Guid? Clave { get; init; }

    /// <summary>The request describes this payment: the same user, loan and amount, and the same day or instant if it has one.</summary>
    internal bool Describe(Pago pago, int usuarioId) =>
        pago.RegistradoPor == usuarioId && pago.PrestamoId == PrestamoId.GetValueOrDefault(0) && pago.MontoPagado == Monto.GetValueOrDefault(0)
        && (!Fecha.IsPresent || EsElDe(Fecha.GetValueOrDefault(default), pago.FechaPago));

    // The database keeps microseconds.
    private static bool EsElDe(Fecha fecha, DateTimeOffset guardado) => fecha.Instante is { } instante
        ? (instante - guardado).Duration() < TimeSpan.FromMicroseconds(1)
        : fecha.Dia == HoraMexico.Dia(guardado);

    /// <summary>The business instant of the payment.</summary>
    /// <param name="fallback">Used where the request has no date.</param>
    /// <param name="ahora">Used for a day that is today.</param>
    /// <exception cref="DominioException">pago.fecha_futura for a future day.</exception>
    internal DateTimeOffset Instante(DateTimeOffset fallback, DateTimeOffset ahora) =>
        Fecha.IsPresent ? Fecha.GetValueOrDefault(default).ToInstante(ahora) : fallback;
}

/// <summary>Which payments the list shows.</summary>
/// <param name="Desde">First business day.</param>
/// <param name="Hasta">Last business day.</param>
public sealed record PagosFilter(DateOnly? Desde, DateOnly? Hasta, int? GrupoId, int? PrestamoId)
{
    public bool IsEmpty => this == new PagosFilter(null, null, null, null);
}

/// <summary>A payment with its loan as it stands now.</summary>
/// <param name="MontoPagado">Two decimals; a string, for compatibility with the existing client.</param>
public sealed record PagoDto(int Id, DateTimeOffset FechaPago, string MontoPagado, bool Reversado, PrestamoDto Prestamo)
{
    internal static PagoDto De(Pago pago, Prestamo prestamo) => new(pago.PagoId, pago.FechaPago, AmountText(pago.MontoPagado), false, PrestamoDto.De(prestamo));

    internal static string AmountText(decimal monto) => monto.ToString("0.00", CultureInfo.InvariantCulture);
}

/// <summary>A payment by its id, including reversed ones and settlements by renewal.</summary>
/// <param name="ReversadoPor">Id of the user who reversed it.</param>
public sealed record PagoConReversaDto(
    int Id, DateTimeOffset FechaPago, string MontoPagado, bool Reversado, int? ReversadoPor, string? Motivo, PrestamoDto Prestamo);

/// <summary>A group to collect in.</summary>
public sealed record GrupoDeCobranzaDto(int Id, string Nombre);

/// <summary>An open loan on the group's collection list; its keys are the column headings of the client's table.</summary>
public sealed record PrestamoPorCobrarDto(
    [property: JsonPropertyName("GRUPO")] string Grupo,
    [property: JsonPropertyName("CLIENTE")] string Cliente,
    [property: JsonPropertyName("AVAL")] string Aval,
    [property: JsonPropertyName("MONTO_PR\u00c9STAMO")] decimal MontoPrestamo,
    [property: JsonPropertyName("MONTO_PR\u00c9STAMO_REAL")] decimal MontoPrestamoReal,
    [property: JsonPropertyName("FECHA_PR\u00c9STAMO")] DateOnly FechaPrestamo,
    [property: JsonPropertyName("COBRANZA_IDEAL_SEMANAL")] decimal CobranzaIdealSemanal,
    [property: JsonPropertyName("TIPO_PRESTAMO")] string TipoPrestamo,
    [property: JsonPropertyName("NUMERO_PAGOS")] int NumeroPagos,
    [property: JsonPropertyName("SEMANAS_QUE_DEBE")] int SemanasQueDebe,
    [property: JsonPropertyName("PRESTAMO_ID")] int PrestamoId,
    [property: JsonPropertyName("MONTO_UTILIDAD")] decimal MontoUtilidad,
    [property: JsonPropertyName("RENOVACION")] bool Renovacion,
    [property: JsonPropertyName("COMPLETADO")] bool Completado,
    [property: JsonPropertyName("MONTO_PAGADO")] decimal MontoPagado,
    [property: JsonPropertyName("ADELANTO_ACUMULADO")] decimal AdelantoAcumulado);

/// <summary>A collection of a loan; its keys are the column headings of the client's table.</summary>
public sealed record PagoDePrestamoDto(
    [property: JsonPropertyName("GRUPO")] string Grupo,
    [property: JsonPropertyName("CLIENTE")] string Cliente,
    [property: JsonPropertyName("MONTO_PRESTAMO")] decimal MontoPrestamo,
    [property: JsonPropertyName("MONTO_PAGO")] decimal MontoPago,
    [property: JsonPropertyName("FECHA_PAGO")] DateOnly FechaPago);

/// <summary>A week in which a loan fell short.</summary>
public sealed record FaltaDto(int Id, DateOnly Fecha, int PrestamoId, decimal MontoAbonado);
