using System.Text.Json.Nodes;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Common;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Aprobaciones;

/// <summary>A piece of work of one kind that needs approval, in an office of its own, and how to see whether it was done.</summary>
/// <param name="Quien">Who asks: the user with the least permissions who may.</param>
/// <param name="Visto">SQL of a text that changes when it is done.</param>
internal sealed record Asunto(TipoDeSolicitud Tipo, Api Quien, string Method, string Path, JsonNode? Body, string Visto)
{
    /// <summary>Makes the office ready for a kind; the rule is still off.</summary>
    public static async Task<Asunto> PrepareAsync(Despacho d, TipoDeSolicitud tipo)
    {
        switch (tipo)
        {
            case TipoDeSolicitud.PrestamoSobreLimite:
                var prestamo = JsonNode.Parse(await d.SolicitudDePrestamoAsync())!;
                prestamo["monto_prestamo"] = 9000;
                return new(tipo, await d.AnotherAsync("dora", 5), "POST", "/prestamos", prestamo, "SELECT count(*)::text || ':' || coalesce(max(registrado_por), 0) FROM prestamos");
            case TipoDeSolicitud.CorreccionTrasCorte:
                var cobrado = await d.NuevoPrestamoAsync();
                var pago = (int)(await d.Admin.PostAsync("/pagos", new JsonObject { ["prestamo_id"] = cobrado, ["monto_pagado"] = 100 })).Data["pago"]!["id"]!;
                (await d.Admin.PostAsync("/cortes/cortes", new JsonObject { ["corte_total"] = 100, ["total_gastos"] = 0, ["semilla"] = 0 })).Success("post", "/cortes/cortes");
                return new(tipo, await d.AnotherAsync("berta"), "PUT", $"/pagos/{pago}", new JsonObject { ["monto_pagado"] = 80 }, "SELECT string_agg(monto_pagado || ':' || registrado_por, ',' ORDER BY pago_id) FROM pagos");
            case TipoDeSolicitud.Castigo:
                await d.Admin.FilasAsync(Telefono.Fila(99_999, 250, d.Ahora));
                return new(tipo, await d.AnotherAsync("berta"), "POST", "/por-aclarar/1/castigar", new JsonObject { ["nota"] = "No aparece." }, "SELECT estado || coalesce(resuelto_por, 0) FROM por_aclarar");
            case TipoDeSolicitud.CambioDeRol:
                await d.AnotherAsync("tito", 2);
                var tito = await TestDatabase.ValueAsync<int>(d.Connection, "SELECT id FROM usuarios WHERE usuario = 'tito'");
                return new(tipo, await d.AnotherAsync("berta"), "PUT", $"/users/{tito}", new JsonObject { ["rol_id"] = 5 }, "SELECT rol_id::text FROM usuarios WHERE usuario = 'tito'");
            case TipoDeSolicitud.CambioDeLimite:
                return new(tipo, await d.AnotherAsync("berta"), "POST", "/limites", new JsonObject { ["limite"] = "limite_de_prestamo", ["valor"] = 7000 }, "SELECT coalesce(max(valor), 0)::text FROM limites");
            default:
                var cliente = await TestDatabase.ValueAsync<int>(d.Connection, $"SELECT cliente_id FROM prestamos WHERE prestamo_id = {await d.NuevoPrestamoAsync()}");
                return new(
                    tipo, await d.AnotherAsync("berta"), "PUT", $"/clientes/{cliente}/expediente", new JsonObject { ["clabe"] = "032180000118359719" }, "SELECT coalesce(max(clabe), '') FROM expedientes");
        }
    }

    public Task<ApiResponse> SendAsync(Api? quien = null) => (quien ?? Quien).SendAsync(HttpMethod.Parse(Method), Path, Body?.DeepClone());

    public Task<ApiResponse> PedirAsync(string? key = null, Api? quien = null) => (quien ?? Quien).SendAsync(
        HttpMethod.Parse(Method),
        Path,
        Body is null ? null : new StringContent(Body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        [("Prefer", "approval"), .. key is null ? Array.Empty<(string, string)>() : [("Idempotency-Key", key)]]);

    /// <summary>The id of a new solicitud for it; the key keeps two of them from being a double click.</summary>
    public async Task<int> PedidaAsync()
    {
        var response = await PedirAsync($"{Guid.NewGuid()}");
        Assert.True(response.Status == System.Net.HttpStatusCode.Accepted, response.Text);
        return (int)response.Data["solicitud"]!["id"]!;
    }

    public Task<string> VerAsync(Despacho d) => TestDatabase.ValueAsync<string>(d.Connection, Visto);

    public Task ReglaAsync(Despacho d, int aprobadores, params int[] roles) => FijarReglaAsync(d.Admin, Tipo, aprobadores, roles);

    public static async Task FijarReglaAsync(Api admin, TipoDeSolicitud tipo, int aprobadores, params int[] roles) =>
        (await admin.PostAsync("/solicitudes/reglas", new JsonObject { ["tipo"] = EnumNames.NameOf(tipo), ["aprobadores"] = aprobadores, ["roles"] = new JsonArray([.. roles.Select(r => JsonValue.Create(r))]) }))
            .Success("post", "/solicitudes/reglas");
}
