using Prosmex.Domain.Common;

namespace Prosmex.Functions.Http;

/// <summary>Errors of HTTP itself.</summary>
public static class ErroresHttp
{
    public static readonly ErrorDeDominio RutaDesconocida =
        new(TipoDeError.NoEncontrado, "ruta_http.no_encontrada", "Esa dirección no existe en este sistema. Revise cómo está escrita.");

    public static readonly ErrorDeDominio ContentType =
        new(TipoDeError.Invalido, "solicitud.tipo_de_contenido", "El cuerpo debe ser JSON: envíe Content-Type: application/json.");

    public static readonly ErrorDeDominio NoBody =
        new(TipoDeError.Invalido, "solicitud.sin_cuerpo", "La solicitud llegó vacía. Actualice la aplicación e intente de nuevo.");

    public static readonly ErrorDeDominio DemasiadoGrande =
        new(TipoDeError.DemasiadoGrande, "solicitud.demasiado_grande", "Se enviaron demasiados datos a la vez: el máximo es 1 MB. Envíelos por partes.");

    public static readonly ErrorDeDominio SlowBody =
        new(TipoDeError.Slow, "solicitud.cuerpo_lento", "La solicitud no llegó completa en 30 segundos. Revise su conexión e intente de nuevo.");

    public static readonly ErrorDeDominio Malformada =
        new(TipoDeError.Invalido, "solicitud.malformada", "La solicitud llegó dañada y no se puede leer. Intente de nuevo.");

    public static readonly ErrorDeDominio JsonInvalido =
        new(TipoDeError.Invalido, "solicitud.json", "El cuerpo no es JSON válido.");

    public static readonly ErrorDeDominio SinFilas =
        new(TipoDeError.Invalido, "solicitud.sin_filas", "No se envió ningún renglón. Agregue al menos uno.");

    public static readonly ErrorDeDominio DemasiadasFilas =
        new(TipoDeError.Invalido, "solicitud.demasiadas_filas", $"Se enviaron demasiados renglones: el máximo es {Batch.MaxRows} a la vez. Envíelos por partes.");

    public static readonly ErrorDeDominio IdempotencyKey =
        new(TipoDeError.Invalido, "idempotencia.clave", "La cabecera Idempotency-Key debe traer una sola clave de 1 a 255 caracteres visibles, sin espacios ni comillas.");

    /// <param name="fieldName">The path of the field inside the body; empty for the body itself.</param>
    public static ErrorDeDominio FieldType(string fieldName) => fieldName.Length == 0
        ? JsonInvalido with { Mensaje = "El cuerpo JSON no tiene la forma esperada." }
        : ErroresComunes.Invalido(fieldName, FieldLabels.WrongType(fieldName));
}
