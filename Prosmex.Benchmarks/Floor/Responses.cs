using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Benchmarks.Floor;

internal sealed record Envelope<T>(T Data);

internal sealed record ClienteResponse(
    int Id, string Nombre, string ApellidoPaterno, string ApellidoMaterno, string Colonia, string Cp, string CodigoIne, string EstadoCivil, int NumHijos, string Propiedad,
    bool EsAval, int GrupoId);

internal sealed record ClientesResponse(IReadOnlyList<ClienteResponse> Clientes, int Page, int PerPage, int TotalPages);

internal sealed record PorCobrarResponse(IReadOnlyList<PrestamoPorCobrarDto> Prestamos, int Page, int PerPage, int TotalItems, int TotalPages);

internal sealed record PrestamoResponse(
    int PrestamoId, int ClienteId, DateOnly FechaInicio, decimal MontoPrestamo, decimal MontoUtilidad, int TipoPrestamoId, int? AvalId, bool Completado, string Status,
    bool Renovacion, int SemanaActiva, decimal MontoPagado, decimal MontoRestante, decimal AdelantoAcumulado);

internal sealed record PagoResponse(int Id, DateTimeOffset FechaPago, string MontoPagado, bool Reversado, PrestamoResponse Prestamo);

internal sealed record SinglePagoResponse(PagoResponse Pago);

internal sealed record PagosResponse(IReadOnlyList<PagoResponse> Pagos);

internal sealed record ReporteResponse(IReadOnlyList<FilaDeReporteDto> Reporte, int Page, int PerPage, int TotalItems);

internal sealed record SemanasResponse(IReadOnlyList<SemanaCerradaDto> Semanas);

internal sealed record CobroRequest(int PrestamoId, decimal? MontoPagado, string? FechaPago, Guid? Clave);

/// <summary>JSON without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString, Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(Envelope<ClientesResponse>))]
[JsonSerializable(typeof(Envelope<PorCobrarResponse>))]
[JsonSerializable(typeof(Envelope<SinglePagoResponse>))]
[JsonSerializable(typeof(Envelope<PagosResponse>))]
[JsonSerializable(typeof(Envelope<ReporteResponse>))]
[JsonSerializable(typeof(Envelope<SemanasResponse>))]
[JsonSerializable(typeof(CobroRequest))]
[JsonSerializable(typeof(CobroRequest[]))]
internal sealed partial class Json : JsonSerializerContext;

/// <summary>As the product writes instants.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[40];
        value.UtcDateTime.TryFormat(text, out var n, "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..n]);
    }
}

/// <summary>Writes the answer straight into the response's pipe.</summary>
internal sealed class JsonResponse<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var http = httpContext.Response;
        http.StatusCode = status;
        http.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(http.BodyWriter, value, type, httpContext.RequestAborted);
    }
}
