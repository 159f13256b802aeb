using System.Diagnostics;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions.Http;

/// <summary>The body of every error (RFC 9457), with <c>message</c> for the client and <c>error.message</c> for older scripts.</summary>
/// <param name="Type">Always <c>about:blank</c>: <see cref="Codigo"/> identifies the error.</param>
/// <param name="Errors">Field → reason; absent where the error has no field.</param>
/// <param name="RetryAfter">Seconds, for the header of this name; null where a retry makes no sense.</param>
public sealed record Problema(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Codigo,
    [property: JsonPropertyName("traceId")] string TraceId,
    string Message,
    ErrorAntiguo Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, string>? Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    LoteRechazado? Data,
    [property: JsonIgnore] int? RetryAfter = null);

/// <summary>For a rejected batch: every invalid row.</summary>
/// <param name="Failed">Their number.</param>
public sealed record LoteRechazado(string Message, IReadOnlyList<RejectedRow> Errors, int Failed);

/// <summary>For scripts written for the replaced system.</summary>
public sealed record ErrorAntiguo(string Message);

/// <summary>The only mapping from errors to problem bodies.</summary>
public static class ProblemMapper
{
    public const string ContentType = "application/problem+json";

    /// <summary>Retry-After of a 503.</summary>
    public const int RetryAfterSeconds = 5;

    /// <summary>An unexpected error; reveals only the trace id.</summary>
    public static Problema Unexpected(string traceId) =>
        Create(StatusCodes.Status500InternalServerError, "Error interno", "error.interno", $"Algo falló. Si estaba guardando, revise antes de repetir. Si sigue, avise a soporte con este código: {traceId}.", traceId, null);

    public static Problema Unavailable(Unavailability cause, string traceId)
    {
        var (codigo, message) = cause switch
        {
            Unavailability.NoFreeConnection => ("servicio.saturado", "Hay demasiadas solicitudes en este momento. Espere unos segundos e intente de nuevo."),
            Unavailability.SlowStatement => ("servicio.consulta_lenta", "La consulta tardó demasiado y se canceló. Intente de nuevo; si se repite, pida menos datos a la vez."),
            Unavailability.Locked => ("servicio.registro_ocupado", "Otra operación está usando estos datos. Espere unos segundos e intente de nuevo."),
            Unavailability.UncertainOutcome => ("servicio.resultado_incierto", "El sistema no respondió a tiempo. Si estaba guardando, revise antes de repetir."),
            _ => ("servicio.no_disponible", "El sistema no responde. Espere unos segundos e intente de nuevo."),
        };
        return Create(StatusCodes.Status503ServiceUnavailable, "Servicio no disponible", codigo, message, traceId, null) with { RetryAfter = RetryAfterSeconds };
    }

    public static Problema De(ErrorDeDominio error, string traceId)
    {
        ArgumentNullException.ThrowIfNull(error);
        var (status, title) = error.Tipo switch
        {
            TipoDeError.Invalido => (StatusCodes.Status400BadRequest, "Solicitud no válida"),
            TipoDeError.SinSesion => (StatusCodes.Status401Unauthorized, "Sin sesión"),
            TipoDeError.Prohibido => (StatusCodes.Status403Forbidden, "Sin permiso"),
            TipoDeError.NoEncontrado => (StatusCodes.Status404NotFound, "No encontrado"),
            TipoDeError.Conflicto => (StatusCodes.Status409Conflict, "Conflicto"),
            TipoDeError.Slow => (StatusCodes.Status408RequestTimeout, "Tiempo agotado"),
            TipoDeError.DemasiadoGrande => (StatusCodes.Status413PayloadTooLarge, "Demasiado grande"),
            TipoDeError.OtherContent => (StatusCodes.Status422UnprocessableEntity, "Otra solicitud"),
            TipoDeError.Demasiado => (StatusCodes.Status429TooManyRequests, "Demasiadas solicitudes"),
            _ => throw new UnreachableException(),
        };
        return Create(status, title, error.Codigo, error.Mensaje, traceId, error.Fields) with
        {
            Data = error.Filas is { } filas ? new(error.Mensaje, filas, filas.Count) : null,
            RetryAfter = error.Espera is { } espera ? (int)Math.Ceiling(espera.TotalSeconds) : null,
        };
    }

    private static Problema Create(int status, string title, string codigo, string message, string traceId, IReadOnlyDictionary<string, string>? fields) =>
        new("about:blank", title, status, message, codigo, traceId, message, new(message), fields, Data: null);
}
