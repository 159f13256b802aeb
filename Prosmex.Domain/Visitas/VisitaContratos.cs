using Prosmex.Domain.Common;
using Prosmex.Domain.Hojas;

namespace Prosmex.Domain.Visitas;

/// <summary>A visit without a payment, noted on the page. Its fields are those of a row of an envío; the day and the promise are checked against the loan too.</summary>
public sealed record VisitaRequest
{
    /// <summary>no_estaba, no_quiso or prometio. A visit with a payment is a payment.</summary>
    public Optional<string> Visita { get; init; }

    /// <summary>When it was made: an instant, or a day (then noon in Mexico City); now where absent.</summary>
    [OptionalOnCreate]
    public Optional<string> Fecha { get; init; }

    /// <summary>Up to 500 characters.</summary>
    [OptionalOnCreate]
    public Optional<string> Nota { get; init; }

    /// <summary>What the client promised; only with the visita prometio. Its day is not before the visit, its amount not above what is owed.</summary>
    [OptionalOnCreate]
    public Optional<PromesaRequest> Promesa { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal DatosDeVisita Validate()
    {
        var v = Validation.ForCreate();
        var visita = v.OneOf("visita", Visita, VisitaFields.SinPago);
        var fecha = v.Fecha("fecha", Fecha);
        var (nota, promesa) = VisitaFields.Read(v, visita, Nota, Promesa);
        v.ThrowIfInvalid();
        return new(visita.GetValueOrDefault(default), fecha.IsPresent ? fecha.GetValueOrDefault(default) : null, nota, promesa);
    }
}

/// <summary>The fields that are the same in a row of an envío and on the page.</summary>
internal static class VisitaFields
{
    public const int MaximoDeNota = 500;

    /// <summary>By name; without the visit that is a payment.</summary>
    public static readonly IReadOnlyDictionary<string, Visita> SinPago =
        EnumNames.ByName<Visita>().Where(v => v.Value != Visita.Pago).ToDictionary(StringComparer.Ordinal);

    /// <summary>The note and the promise; a promise goes with a visit that ended in one.</summary>
    public static (string? Nota, PromesaDto? Promesa) Read(Validation v, Optional<Visita> visita, Optional<string> nota, Optional<PromesaRequest> promesa)
    {
        var text = nota.HasValue ? v.Text("nota", nota, max: MaximoDeNota) : default;
        var prometido = promesa.HasValue ? v.Object("promesa", promesa, PromesaRequest.Read) : default;
        if (promesa.HasValue && visita.HasValue && visita.GetValueOrDefault(default) != Visita.Prometio)
        {
            v.Reject("promesa", "solo se anota si el resultado de la visita es «prometió».");
        }

        return (text.GetValueOrDefault(null), prometido.GetValueOrDefault(null));
    }
}

/// <summary>A validated visit.</summary>
/// <param name="Fecha">Null for now.</param>
internal sealed record DatosDeVisita(Visita Visita, Fecha? Fecha, string? Nota, PromesaDto? Promesa);

/// <summary>A visit that was noted on the page.</summary>
/// <param name="Fecha">When it was made.</param>
public sealed record VisitaAnotadaDto(int Id, int PrestamoId, DateTimeOffset Fecha, Visita Visita, string? Nota, PromesaDto? Promesa)
{
    internal static VisitaAnotadaDto De(VisitaAnotada visita) => new(visita.Id, visita.PrestamoId, visita.Fecha, visita.Visita, visita.Nota, visita.Promesa);
}

public static class VisitaErrores
{
    public static readonly ErrorDeDominio WrongFecha = ErroresComunes.Invalido("fecha", "elija un día entre el inicio del préstamo y hoy.");

    public static readonly ErrorDeDominio PromesaAnterior = ErroresComunes.Invalido("promesa.fecha", "elija el día de la visita o uno posterior.");

    public static ErrorDeDominio PromesaExcedeSaldo(decimal restante) => new(
        TipoDeError.Conflicto, "visita.promesa_excede_saldo", $"La promesa rebasa el saldo: faltan {Dinero.Text(restante)} por pagar. Anote esa cantidad o menos.");
}
