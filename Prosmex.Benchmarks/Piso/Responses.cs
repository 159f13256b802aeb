using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Benchmarks.Piso;

internal sealed record Datos<T>(T Data);

internal sealed record ClientePiso(
    int Id, string Nombre, string ApellidoPaterno, string ApellidoMaterno, string Colonia, string Cp, string CodigoIne, string EstadoCivil, int NumHijos, string Propiedad,
    bool EsAval, int GrupoId);

internal sealed record ClientesPiso(IReadOnlyList<ClientePiso> Clientes, int Page, int PerPage, int TotalPages);

internal sealed record PorCobrarPiso(IReadOnlyList<PrestamoPorCobrarDto> Prestamos, int Page, int PerPage, int TotalItems, int TotalPages);

internal sealed record PrestamosPiso(IReadOnlyList<PrestamoDeListaDto> Prestamos, int Page, int PerPage, int TotalPages, int TotalItems);

internal sealed record PrestamoPiso(
    int PrestamoId, int ClienteId, DateOnly FechaInicio, decimal MontoPrestamo, decimal MontoUtilidad, int TipoPrestamoId, int? AvalId, bool Completado, string Status,
    bool Renovacion, int SemanaActiva, decimal MontoPagado, decimal MontoRestante, decimal AdelantoAcumulado);

internal sealed record PagoPiso(int Id, DateTimeOffset FechaPago, string MontoPagado, bool Reversado, PrestamoPiso Prestamo);

internal sealed record UnPagoPiso(PagoPiso Pago);

internal sealed record PagosPiso(IReadOnlyList<PagoPiso> Pagos);

internal sealed record PaginaDePagosPiso(IReadOnlyList<PagoPiso> Pagos, int Page, int PerPage, int TotalItems, int TotalPages);

internal sealed record ReportePiso(IReadOnlyList<FilaDeReporteDto> Reporte, int Page, int PerPage, int TotalItems);

internal sealed record TotalesPiso(TotalesDto Totales);

internal sealed record UsuarioPiso(
    [property: JsonPropertyName("userId")] int UserId, string Nombre, string ApellidoPaterno, string ApellidoMaterno, string Usuario, string Rol, int RolId);

internal sealed record LoginPiso(string Message, [property: JsonPropertyName("User")] UsuarioPiso User, string AccessToken, string RefreshToken);

internal sealed record SemanasPiso(IReadOnlyList<SemanaCerradaDto> Semanas);

internal sealed record CredencialPiso(string? Usuario, string? Contrasena);

internal sealed record CobroPiso(int PrestamoId, decimal? MontoPagado, string? FechaPago, Guid? Clave);

/// <summary>JSON without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString, Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(Datos<ClientesPiso>))]
[JsonSerializable(typeof(Datos<PorCobrarPiso>))]
[JsonSerializable(typeof(Datos<PrestamosPiso>))]
[JsonSerializable(typeof(Datos<UnPagoPiso>))]
[JsonSerializable(typeof(Datos<PagosPiso>))]
[JsonSerializable(typeof(Datos<PaginaDePagosPiso>))]
[JsonSerializable(typeof(Datos<ReportePiso>))]
[JsonSerializable(typeof(Datos<TotalesPiso>))]
[JsonSerializable(typeof(Datos<LoginPiso>))]
[JsonSerializable(typeof(Datos<SemanasPiso>))]
[JsonSerializable(typeof(CredencialPiso))]
[JsonSerializable(typeof(CobroPiso))]
[JsonSerializable(typeof(CobroPiso[]))]
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
internal sealed class Respuesta<T>(T valor, JsonTypeInfo<T> tipo, int estado = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var http = httpContext.Response;
        http.StatusCode = estado;
        http.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(http.BodyWriter, valor, tipo, httpContext.RequestAborted);
    }
}
