namespace Prosmex.Domain.Common;

/// <summary>The kind of an error; each has one HTTP status (see the mapper in Prosmex.Functions).</summary>
public enum TipoDeError
{
    /// <summary>The input is malformed or not allowed: 400.</summary>
    Invalido,

    /// <summary>No token, or one that is expired, forged or ended: 401.</summary>
    SinSesion,

    /// <summary>The caller lacks the permission: 403.</summary>
    Prohibido,

    /// <summary>The id is unknown or outside the caller's scope: 404.</summary>
    NoEncontrado,

    /// <summary>The body did not arrive in time: 408.</summary>
    Slow,

    /// <summary>The state does not allow it: 409.</summary>
    Conflicto,

    /// <summary>The body exceeds the size limit: 413.</summary>
    DemasiadoGrande,

    /// <summary>The same idempotency key with different content: 422.</summary>
    OtherContent,

    /// <summary>Rate or concurrency limit: 429.</summary>
    Demasiado,
}

/// <summary>An error with a message for users and a stable code.</summary>
/// <param name="Tipo">Determines the HTTP status.</param>
/// <param name="Codigo">Stable identifier, <c>room.reason</c>; never changes.</param>
/// <param name="Mensaje">Spanish, says what to do; never contains SQL, a type name or a secret.</param>
public sealed record ErrorDeDominio(TipoDeError Tipo, string Codigo, string Mensaje)
{
    /// <summary>For invalid input: JSON field name → reason, a sentence.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    /// <summary>For a rejected batch: every invalid row.</summary>
    public IReadOnlyList<RejectedRow>? Filas { get; init; }

    /// <summary>For errors that a retry can resolve: the time to wait before it.</summary>
    public TimeSpan? Espera { get; init; }
}

/// <summary>Carries an <see cref="ErrorDeDominio"/> to the middleware that answers it.</summary>
#pragma warning disable CA1032 // Without an error this exception makes no sense.
public sealed class DominioException(ErrorDeDominio error) : Exception(error.Codigo)
#pragma warning restore CA1032
{
    public ErrorDeDominio Error { get; } = error;
}

/// <summary>Errors shared by several rooms.</summary>
public static class ErroresComunes
{
    /// <summary>A PUT without any settable field.</summary>
    public static readonly ErrorDeDominio EmptyRequest =
        new(TipoDeError.Invalido, "solicitud.vacia", "No hay ningún cambio que guardar. Cambie al menos un dato.");

    /// <summary>The row changed between this request's read and its write.</summary>
    public static readonly ErrorDeDominio CambioSimultaneo =
        new(TipoDeError.Conflicto, "conflicto.cambio_simultaneo", "Otra persona cambió este registro al mismo tiempo y lo suyo no se guardó. Ábralo otra vez e intente de nuevo.");

    /// <summary>A row that others reference cannot be deleted.</summary>
    public static readonly ErrorDeDominio Referenciado =
        new(TipoDeError.Conflicto, "conflicto.referenciado", "No se puede eliminar porque otros registros dependen de este. Cámbielos o elimínelos antes.");

    public static readonly ErrorDeDominio NoPermitido =
        new(TipoDeError.Prohibido, "permiso.denegado", "Su rol no tiene permiso para esto. Pídalo a quien administra el sistema.");

    /// <summary>Each file download keeps a database connection while it is sent.</summary>
    public static readonly ErrorDeDominio DemasiadasExportaciones =
        new(TipoDeError.Demasiado, "exportacion.saturado", "Se están descargando demasiados archivos a la vez. Espere unos segundos e intente de nuevo.") { Espera = TimeSpan.FromSeconds(5) };

    public static ErrorDeDominio Invalido(string fieldName, string problem) =>
        InvalidFields(new Dictionary<string, string> { [fieldName] = problem });

    /// <param name="problems">JSON field name → what is wrong, as <see cref="FieldLabels"/> describes.</param>
    public static ErrorDeDominio InvalidFields(IReadOnlyDictionary<string, string> problems)
    {
        var (message, fields) = FieldLabels.Describe(problems);
        return new(TipoDeError.Invalido, "solicitud.invalida", message) { Fields = fields };
    }
}
