using System.Globalization;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hojas;

/// <summary>Makes envíos as the mobile client does.</summary>
internal static class Telefono
{
    public static JsonObject Fila(int prestamo, decimal monto, DateTimeOffset ocurrido, string? key = null, string visita = "pago") => new()
    {
        ["clave"] = key ?? Guid.NewGuid().ToString(),
        ["prestamo_id"] = prestamo,
        ["monto"] = monto,
        ["ocurrido_en"] = ocurrido.ToString("O", CultureInfo.InvariantCulture),
        ["visita"] = visita,
    };

    /// <summary>With correct control totals, under a new id unless one is given.</summary>
    public static JsonObject Envio(IEnumerable<JsonObject> filas, string? envioId = null)
    {
        var lista = filas.Select(f => f.DeepClone()).ToArray();
        return new()
        {
            ["envio_id"] = envioId ?? Guid.NewGuid().ToString(),
            ["control_filas"] = lista.Length,
            ["control_total"] = lista.Sum(f => (decimal)f["monto"]!),
            ["filas"] = new JsonArray(lista),
        };
    }

    public static Task<ApiResponse> SendAsync(this Api api, JsonNode envio, int grupo = 1) => api.PostAsync($"/hojas/{grupo}/envios", envio);

    public static async Task<JsonNode> RecibidoAsync(this Api api, JsonNode envio, int grupo = 1) =>
        (await api.SendAsync(envio, grupo)).Success("post", "/hojas/{id}/envios").Data;

    public static Task<JsonNode> FilasAsync(this Api api, params JsonObject[] filas) => api.RecibidoAsync(Envio(filas));

    /// <summary>"estado codigo" of each row.</summary>
    public static IEnumerable<string> Estados(this JsonNode recibido) =>
        recibido["filas"]!.AsArray().Select(f => $"{f!["estado"]} {f["codigo"]}".TrimEnd());
}
