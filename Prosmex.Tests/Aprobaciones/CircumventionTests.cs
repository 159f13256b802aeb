using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Aprobaciones;

/// <summary>What needs an approval is not done by another way, on other terms, or with the approval of a user who may not give it any more.</summary>
[Trait("Kind", "Integration")]
public sealed class CircumventionTests(TestServer server)
{
    [Fact]
    public async Task Correccion_AfterTheCorteWasDeleted_StillNeedsApproval()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.CorreccionTrasCorte);
        await asunto.ReglaAsync(d, 1, 6);
        var before = await asunto.VerAsync(d);
        (await d.Admin.DeleteAsync("/cortes/cortes/1")).Success("delete", "/cortes/cortes/{id}");

        (await asunto.SendAsync(d.Admin)).Problem(HttpStatusCode.Forbidden, "aprobacion.necesaria");
        (await (asunto with { Method = "DELETE", Body = null }).SendAsync(d.Admin)).Problem(HttpStatusCode.Forbidden, "aprobacion.necesaria");
        Assert.Equal(before, await asunto.VerAsync(d));

        Assert.Equal("hecha", await AprobarAsync(d.Admin, await asunto.PedidaAsync()));
        Assert.NotEqual(before, await asunto.VerAsync(d));
    }

    [Fact]
    public async Task PrestamoSobreLimite_GivenToAnotherCliente_IsAGrantToThem()
    {
        await using var d = await Despacho.OpenAsync(server);
        var granted = await d.NuevoPrestamoAsync();
        await TestDatabase.ExecuteAsync(d.Connection, $"INSERT INTO permisos (rol_id, accion_id) VALUES (5, 8); UPDATE prestamos SET monto_prestamo = 9000 WHERE prestamo_id = {granted}");
        var asunto = new Asunto(
            TipoDeSolicitud.PrestamoSobreLimite,
            await d.AnotherAsync("dora", 5),
            "PUT",
            $"/prestamos/{granted}",
            new JsonObject { ["cliente_id"] = await d.NuevoClienteAsync() },
            $"SELECT cliente_id::text FROM prestamos WHERE prestamo_id = {granted}");
        var before = await asunto.VerAsync(d);

        (await asunto.SendAsync()).Problem(HttpStatusCode.Forbidden, "prestamo.sobre_limite");
        await asunto.ReglaAsync(d, 1, 6);
        (await asunto.SendAsync(d.Admin)).Problem(HttpStatusCode.Forbidden, "aprobacion.necesaria");
        Assert.Equal(before, await asunto.VerAsync(d));

        Assert.Equal("hecha", await AprobarAsync(d.Admin, await asunto.PedidaAsync()));
        Assert.Equal($"{asunto.Body!["cliente_id"]}", await asunto.VerAsync(d));
    }

    // Neither what changed with the product, nor that it would be a renewal now, was shown to those who approved.
    [Theory]
    [InlineData("UPDATE tipos_prestamo SET interes = 0.6, porcentaje_semanal = 1.6 / numero_semanas")]
    [InlineData("UPDATE tipos_prestamo SET numero_semanas = 20, porcentaje_semanal = 0.07 WHERE tipo_prestamo_id = 1")]
    [InlineData("renovable")]
    public async Task Aprobar_AfterTheTermsChanged_DoesNothingAndSaysWhy(string cambio)
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.PrestamoSobreLimite);
        await asunto.ReglaAsync(d, 1, 6);
        var id = await asunto.PedidaAsync();
        if (cambio == "renovable")
        {
            var otro = asunto.Body!.DeepClone();
            (otro["monto_prestamo"], otro["fecha_inicio"]) = (1000, d.Ahora.AddDays(-7 * 12).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            var old = (int)(await d.Admin.PostAsync("/prestamos", otro)).Success("post", "/prestamos").Data["prestamo"]!;
            var pagos = new JsonArray([.. Enumerable.Range(0, 9).Select(_ => new JsonObject { ["prestamo_id"] = old, ["monto_pagado"] = 100 })]);
            (await d.Admin.PostAsync("/pagos", pagos)).Success("post", "/pagos");
        }
        else
        {
            await TestDatabase.ExecuteAsync(d.Connection, cambio);
        }

        var before = await asunto.VerAsync(d);

        var solicitud = (await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Success("post", "/solicitudes/{id}/aprobar").Data["solicitud"]!;

        Assert.Equal("no_hecha", (string)solicitud["estado"]!);
        Assert.Contains("condiciones", (string)solicitud["motivo"]!, StringComparison.Ordinal);
        Assert.Equal(before, await asunto.VerAsync(d));
    }

    // Neither the new total nor the new weeks of a product that was changed since are what the solicitud shows, or leaves out as unchanged.
    [Theory]
    [InlineData("interes = 0.6, porcentaje_semanal = 0.08")]
    [InlineData("numero_semanas = 28, porcentaje_semanal = 0.05")]
    [InlineData("numero_semanas = 14, porcentaje_semanal = 0.10")]
    public async Task AprobarAnEdit_AfterItsProductChanged_DoesNothing(string cambio)
    {
        await using var d = await Despacho.OpenAsync(server);
        var granted = await d.NuevoPrestamoAsync();
        await TestDatabase.ExecuteAsync(
            d.Connection,
            $"UPDATE prestamos SET tipo_prestamo_id = 1, monto_prestamo = 9000, monto_prestamo_real = 9000, monto_utilidad = 12600, cobranza_ideal = 900, numero_semanas = 14 WHERE prestamo_id = {granted}");
        var asunto = new Asunto(
            TipoDeSolicitud.PrestamoSobreLimite,
            await d.AnotherAsync("berta"),
            "PUT",
            $"/prestamos/{granted}",
            new JsonObject { ["cliente_id"] = await d.NuevoClienteAsync(), ["tipo_prestamo_id"] = 34 },
            $"SELECT concat_ws(':', cliente_id, tipo_prestamo_id, monto_utilidad, cobranza_ideal, numero_semanas) FROM prestamos WHERE prestamo_id = {granted}");
        await asunto.ReglaAsync(d, 1, 6);
        var (antes, id) = (await asunto.VerAsync(d), await asunto.PedidaAsync());
        await TestDatabase.ExecuteAsync(d.Connection, $"UPDATE tipos_prestamo SET {cambio} WHERE tipo_prestamo_id = 34");

        Assert.Equal("no_hecha", await AprobarAsync(d.Admin, id));
        Assert.Equal(antes, await asunto.VerAsync(d));
    }

    [Fact]
    public async Task Solicitud_OfAPrestamo_ShowsItsWeeksAndWeeklyAmount()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.PrestamoSobreLimite);
        asunto.Body!["tipo_prestamo_id"] = 1;
        await asunto.ReglaAsync(d, 1, 6);
        var id = await asunto.PedidaAsync();

        var cambios = (await d.Admin.GetAsync($"/solicitudes/{id}")).Success("get", "/solicitudes/{id}").Data["solicitud"]!["cambios"]!.AsArray();

        Assert.Equal(
            ["numero_semanas=14", "cobranza_ideal=900.00"],
            cambios.Where(c => (string)c!["campo"]! is "numero_semanas" or "cobranza_ideal").Select(c => $"{c!["campo"]}={c["despues"]}"));
    }

    // The same work on a later day, with the same terms, is done.
    [Fact]
    public async Task Aprobar_OnALaterDay_DoesWhatWasAskedFor()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.PrestamoSobreLimite);
        await asunto.ReglaAsync(d, 1, 6);
        var id = await asunto.PedidaAsync();
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE solicitudes SET cambios = replace(cambios::text, '2026-11-18', '2026-11-16')::jsonb");

        Assert.Equal("hecha", await AprobarAsync(d.Admin, id));
    }

    [Theory]
    [InlineData("activo = false")]
    [InlineData("rol_id = 1")]
    public async Task Aprobar_WhereAnApproverMayNotAnyMore_WaitsForAnother(string cambio)
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.Castigo);
        var (carla, ema) = (await d.AnotherAsync("carla"), await d.AnotherAsync("ema"));
        await asunto.ReglaAsync(d, 2, 6);
        var id = await asunto.PedidaAsync();
        Assert.Equal("pendiente", await AprobarAsync(carla, id));
        await TestDatabase.ExecuteAsync(d.Connection, $"UPDATE usuarios SET {cambio} WHERE usuario = 'carla'");

        Assert.Equal("pendiente", await AprobarAsync(d.Admin, id));
        Assert.Equal("pendiente0", await asunto.VerAsync(d));
        Assert.Equal("hecha", await AprobarAsync(ema, id));
    }

    // These have neither client nor group: only director and admin see them.
    [Theory]
    [InlineData("cambio_de_rol", "[4]", false)]
    [InlineData("cambio_de_limite", "[1,2,3,4]", false)]
    [InlineData("cambio_de_rol", "[4,5]", true)]
    [InlineData("cambio_de_limite", "[6]", true)]
    [InlineData("castigo", "[4]", true)]
    public async Task Regla_OfWhatItsRolesDoNotSee_IsRefused(string tipo, string roles, bool seen)
    {
        await using var d = await Despacho.OpenAsync(server);

        var response = await d.Admin.PostAsync("/solicitudes/reglas", JsonNode.Parse($$"""{"tipo":"{{tipo}}","aprobadores":1,"roles":{{roles}}}"""));

        if (seen)
        {
            response.Success("post", "/solicitudes/reglas");
        }
        else
        {
            response.Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        }
    }

    private static async Task<string> AprobarAsync(Api api, int id) =>
        (string)(await api.PostAsync($"/solicitudes/{id}/aprobar")).Success("post", "/solicitudes/{id}/aprobar").Data["solicitud"]!["estado"]!;
}
