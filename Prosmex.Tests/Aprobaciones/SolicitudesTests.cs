using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Aprobaciones;

/// <summary>Each kind of work, from the asking to its end.</summary>
[Trait("Kind", "Integration")]
public sealed class SolicitudesTests(TestServer server)
{
    public static TheoryData<TipoDeSolicitud> Tipos => [.. Enum.GetValues<TipoDeSolicitud>()];

    [Theory]
    [MemberData(nameof(Tipos))]
    public async Task Work_WithItsRuleOn_IsRefusedUntilAnotherUserApproves(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, tipo);
        var before = await asunto.VerAsync(d);
        await asunto.ReglaAsync(d, 1, 5, 6);

        (await asunto.SendAsync()).Problem(HttpStatusCode.Forbidden, "aprobacion.necesaria");
        (await asunto.SendAsync(d.Admin)).Problem(HttpStatusCode.Forbidden, "aprobacion.necesaria");
        var response = await asunto.PedirAsync();
        var pedida = response.Data["solicitud"]!;
        var path = $"/solicitudes/{pedida["id"]}";

        Assert.Equal(HttpStatusCode.Accepted, response.Status);
        Assert.Equal(("pendiente", true, false), ((string)pedida["estado"]!, (bool)pedida["es_mia"]!, (bool)pedida["puede_responder"]!));
        Assert.NotEmpty(pedida["cambios"]!.AsArray());
        Assert.DoesNotContain(pedida["cambios"]!.AsArray(), c => (string)c!["campo"]! is "id" or "prestamo_id");
        Assert.Equal(before, await asunto.VerAsync(d));
        (await asunto.Quien.PostAsync($"{path}/aprobar")).Problem(HttpStatusCode.Forbidden, "aprobacion.propia");
        (await asunto.Quien.PostAsync($"{path}/rechazar", Nota())).Problem(HttpStatusCode.Forbidden, "aprobacion.propia");
        Assert.True((bool)(await d.Admin.GetAsync(path)).Success("get", "/solicitudes/{id}").Data["solicitud"]!["puede_responder"]!);

        var hecha = (await d.Admin.PostAsync($"{path}/aprobar", Nota())).Success("post", "/solicitudes/{id}/aprobar").Data["solicitud"]!;

        Assert.Equal(("hecha", "Adelante."), ((string)hecha["estado"]!, (string)hecha["respuestas"]![0]!["nota"]!));
        Assert.NotEqual(before, await asunto.VerAsync(d));
        (await d.Admin.PostAsync($"{path}/aprobar")).Problem(HttpStatusCode.Conflict, "aprobacion.ya_terminada");
        Assert.Equal(1L, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM solicitudes WHERE contenido IS NULL"));
        await CuadraAsync(d);
    }

    [Theory]
    [MemberData(nameof(Tipos))]
    public async Task Work_WithItsRuleOff_IsDoneAtOnceAlsoWhereApprovalIsPreferred(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, tipo);
        var before = await asunto.VerAsync(d);

        // A loan above the limit still needs its permission.
        var response = await asunto.PedirAsync(quien: d.Admin);

        Assert.True(response.Status is HttpStatusCode.OK or HttpStatusCode.Created, response.Text);
        Assert.NotEqual(before, await asunto.VerAsync(d));
        Assert.Equal(0, await d.CountAsync("solicitudes"));
    }

    [Theory]
    [MemberData(nameof(Tipos))]
    public async Task Solicitud_ThatIsRefusedOrTakenBackOrExpired_IsNeverDone(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, tipo);
        var before = await asunto.VerAsync(d);
        await asunto.ReglaAsync(d, 1, 6);
        var (rechazada, retirada, vencida) = (await asunto.PedidaAsync(), await asunto.PedidaAsync(), await asunto.PedidaAsync());

        (await d.Admin.PostAsync($"/solicitudes/{rechazada}/rechazar", Nota())).Success("post", "/solicitudes/{id}/rechazar");
        (await d.Admin.PostAsync($"/solicitudes/{retirada}/retirar")).Problem(HttpStatusCode.Forbidden, "aprobacion.ajena");
        (await asunto.Quien.PostAsync($"/solicitudes/{retirada}/retirar")).Success("post", "/solicitudes/{id}/retirar");
        await d.AdvanceAsync(Solicitud.Plazo);

        foreach (var id in new[] { rechazada, retirada, vencida })
        {
            (await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Problem(HttpStatusCode.Conflict, "aprobacion.ya_terminada");
        }

        Assert.Equal(before, await asunto.VerAsync(d));
        Assert.Equal(["vencida", "retirada", "rechazada"], await EstadosAsync(d.Admin));
        (await d.Admin.FireTimerAsync("SesionesLimpiar")).Message.EnsureSuccessStatusCode();
        Assert.Equal(["vencida", "retirada", "rechazada"], await EstadosAsync(d.Admin));
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM solicitudes WHERE contenido IS NOT NULL"));
    }

    [Theory]
    [MemberData(nameof(Tipos))]
    public async Task Aprobar_ByOtherRolesAndByOnesOwnSubject_IsRefused(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, tipo);
        await asunto.ReglaAsync(d, 1, 3, 6);
        var id = await asunto.PedidaAsync();
        var (director, ajeno, gestor) = (await d.AnotherAsync("dino", 5), await d.AnotherAsync("sara", 3), await d.AnotherAsync("gil", 1));
        var before = await asunto.VerAsync(d);

        // The director sees everything and is not asked; the supervisor is, but sees no route; the gestor is neither.
        (await director.PostAsync($"/solicitudes/{id}/aprobar")).Problem(HttpStatusCode.Forbidden, "aprobacion.no_le_toca");
        (await ajeno.PostAsync($"/solicitudes/{id}/aprobar")).Problem(HttpStatusCode.NotFound, "aprobacion.no_encontrada");
        (await gestor.GetAsync($"/solicitudes/{id}")).Problem(HttpStatusCode.NotFound, "aprobacion.no_encontrada");
        Assert.Equal((0, 1, 0), (await TotalAsync(ajeno), await TotalAsync(d.Admin, "?por_responder=true"), await TotalAsync(director, "?por_responder=true")));

        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE rutas SET usuario_id_supervisor = (SELECT id FROM usuarios WHERE usuario = 'sara') WHERE ruta_id = (SELECT ruta_id FROM grupos WHERE grupo_id = 1)");
        var propia = tipo is TipoDeSolicitud.CambioDeRol or TipoDeSolicitud.CambioDeLimite;
        var response = await ajeno.PostAsync($"/solicitudes/{id}/aprobar");
        Assert.Equal(propia ? HttpStatusCode.NotFound : HttpStatusCode.OK, response.Status);
        Assert.Equal(propia, before == await asunto.VerAsync(d));
    }

    [Theory]
    [MemberData(nameof(Tipos))]
    public async Task Aprobar_ByTwoAtOnce_DoesItOnce(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, tipo);
        var carla = await d.AnotherAsync("carla");
        await asunto.ReglaAsync(d, 1, 6);
        var una = await asunto.PedidaAsync();
        var deUno = await Task.WhenAll(d.Admin.PostAsync($"/solicitudes/{una}/aprobar"), carla.PostAsync($"/solicitudes/{una}/aprobar"));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], deUno.Select(r => r.Status).Order());
        Assert.Equal("hecha", Assert.Single(await EstadosAsync(d.Admin)));
        await CuadraAsync(d);
    }

    [Fact]
    public async Task Aprobar_WhereTwoAreNeeded_WaitsForTheSecondAndCountsNoUserTwice()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.PrestamoSobreLimite);
        var carla = await d.AnotherAsync("carla");
        await asunto.ReglaAsync(d, 2, 6);
        var id = await asunto.PedidaAsync();

        Assert.Equal("pendiente", (string)(await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Data["solicitud"]!["estado"]!);
        (await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Problem(HttpStatusCode.Conflict, "aprobacion.ya_respondida");
        Assert.Equal("0:0", await asunto.VerAsync(d));
        Assert.Equal("hecha", (string)(await carla.PostAsync($"/solicitudes/{id}/aprobar")).Data["solicitud"]!["estado"]!);

        // On behalf of the one who asked, who could not do it alone.
        var dora = await TestDatabase.ValueAsync<int>(d.Connection, "SELECT id FROM usuarios WHERE usuario = 'dora'");
        Assert.Equal($"1:{dora}", await asunto.VerAsync(d));

        // What cannot be done any more cannot be asked for either.
        (await asunto.PedirAsync("otra")).Problem(HttpStatusCode.Conflict, "prestamo.no_renovable");
    }

    [Fact]
    public async Task Aprobar_TheSecondAndTheThirdAtOnce_DoesItOnce()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.PrestamoSobreLimite);
        Api[] admins = [d.Admin, await d.AnotherAsync("carla"), await d.AnotherAsync("ema")];
        await asunto.ReglaAsync(d, 2, 6);
        var id = await asunto.PedidaAsync();

        var responses = await Task.WhenAll(admins.Select(a => a.PostAsync($"/solicitudes/{id}/aprobar")));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict], responses.Select(r => r.Status).Order());
        Assert.Equal(1, await d.CountAsync("prestamos"));
        Assert.Equal(2, await d.CountAsync("respuestas_de_solicitud"));
    }

    internal static JsonObject Nota() => new() { ["nota"] = "Adelante." };

    internal static async Task<int> TotalAsync(Api api, string query = "") => (int)(await api.GetAsync($"/solicitudes{query}")).Success("get", "/solicitudes").Data["total_items"]!;

    internal static async Task<string[]> EstadosAsync(Api api) =>
        [.. (await api.GetAsync("/solicitudes")).Success("get", "/solicitudes").Data["solicitudes"]!.AsArray().Select(s => (string)s!["estado"]!)];

    private static async Task CuadraAsync(Despacho d) => Assert.Equal(0L, await TestDatabase.ValueAsync<long>(d.Connection, """
        SELECT count(*) FROM prestamos p
        WHERE p.pagado <> coalesce((SELECT sum(m.monto_pagado) FROM pagos m WHERE m.prestamo_id = p.prestamo_id), 0)
        """));
}
