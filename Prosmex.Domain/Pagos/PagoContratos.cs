using System.Globalization;
using System.Text.Json.Serialization;
using Prosmex.Domain.Common;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Pagos;

/// <summary>What a request says about a payment.</summary>
public sealed record PagoRequest
{
    public Optional<int?> PrestamoId { get; init; }

    public Optional<NumberText> MontoPagado { get; init; }

    [OptionalOnCreate]
    public Optional<string> FechaPago { get; init; }

    /// <summary>A UUID that the client made for this payment: sent again, it is the same payment and not another one.</summary>
    [OptionalOnCreate, CreateOnly]
    public Optional<Guid?> Clave { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal DatosDePago Validar()
    {
        var v = Validation.ForCreate();
        var datos = new DatosDePago(v.Id("prestamo_id", PrestamoId), v.Monto("monto_pagado", MontoPagado), v.Fecha("fecha_pago", FechaPago))
        {
            Clave = Clave.GetValueOrDefault(null),
        };
        v.ThrowIfInvalid();
        return datos;
    }

    /// <summary>For a correction: the loan may be said again, but not changed.</summary>
    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDePago ValidarCorreccion()
    {
        // The loan alone is nothing that can be set; said wrongly it is refused all the same.
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

/// <summary>Why a payment is undone; the body may be missing altogether.</summary>
public sealed record ReversaRequest
{
    [OptionalOnCreate]
    public Optional<string> Motivo { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal string? Validar()
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

/// <summary>The checked fields of a payment that a request sets.</summary>
public sealed record DatosDePago(Optional<int> PrestamoId, Optional<decimal> Monto, Optional<Fecha> Fecha)
{
    public Guid? Clave { get; init; }

    /// <summary>The request says what the payment is: the same user, loan and amount, and the same day or instant if it says one.</summary>
    internal bool Describe(Pago pago, int usuarioId) =>
        pago.RegistradoPor == usuarioId && pago.PrestamoId == PrestamoId.GetValueOrDefault(0) && pago.MontoPagado == Monto.GetValueOrDefault(0)
        && (!Fecha.IsPresent || EsElDe(Fecha.GetValueOrDefault(default), pago.FechaPago));

    // The database keeps microseconds.
    private static bool EsElDe(Fecha fecha, DateTimeOffset guardado) => fecha.Instante is { } instante
        ? (instante - guardado).Duration() < TimeSpan.FromMicroseconds(1)
        : fecha.Dia == HoraMexico.Dia(guardado);

    /// <summary>The business instant of the payment.</summary>
    /// <param name="predeterminada">Where the request says none.</param>
    /// <param name="ahora">Stands for a day that is today.</param>
    /// <exception cref="DominioException">pago.fecha_futura for a day to come.</exception>
    internal DateTimeOffset Instante(DateTimeOffset predeterminada, DateTimeOffset ahora)
    {
        if (!Fecha.IsPresent)
        {
            return predeterminada;
        }

        var fecha = Fecha.GetValueOrDefault(default);
        return fecha.Instante ?? HoraMexico.InstanteDe(fecha.Dia, ahora);
    }
}

/// <summary>Which payments the list shows.</summary>
/// <param name="Desde">First business day.</param>
/// <param name="Hasta">Last business day.</param>
public sealed record FiltroDePagos(DateOnly? Desde, DateOnly? Hasta, int? GrupoId, int? PrestamoId);

/// <summary>A payment with its loan as it stands now.</summary>
/// <param name="MontoPagado">Two decimals; a string, as it always was.</param>
public sealed record PagoDto(int Id, DateTimeOffset FechaPago, string MontoPagado, bool Reversado, PrestamoDto Prestamo)
{
    internal static PagoDto De(Pago pago, Prestamo prestamo) => new(pago.PagoId, pago.FechaPago, Texto(pago.MontoPagado), false, PrestamoDto.De(prestamo));

    internal static string Texto(decimal monto) => monto.ToString("0.00", CultureInfo.InvariantCulture);
}

/// <summary>A payment by its id: also a reversed one, and a renewal's settlement.</summary>
/// <param name="ReversadoPor">The id of the user who undid it.</param>
public sealed record PagoConReversaDto(
    int Id, DateTimeOffset FechaPago, string MontoPagado, bool Reversado, int? ReversadoPor, string? Motivo, PrestamoDto Prestamo);

/// <summary>A group to collect in.</summary>
public sealed record GrupoDeCobranzaDto(int Id, string Nombre);

/// <summary>An open loan on the group's collection list, under the keys that the client's table has for headings.</summary>
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

/// <summary>A collection of a loan, under the keys that the client's table has for headings.</summary>
public sealed record PagoDePrestamoDto(
    [property: JsonPropertyName("GRUPO")] string Grupo,
    [property: JsonPropertyName("CLIENTE")] string Cliente,
    [property: JsonPropertyName("MONTO_PRESTAMO")] decimal MontoPrestamo,
    [property: JsonPropertyName("MONTO_PAGO")] decimal MontoPago,
    [property: JsonPropertyName("FECHA_PAGO")] DateOnly FechaPago);

/// <summary>A week in which a loan fell short.</summary>
public sealed record FaltaDto(int Id, DateOnly Fecha, int PrestamoId, decimal MontoAbonado);
