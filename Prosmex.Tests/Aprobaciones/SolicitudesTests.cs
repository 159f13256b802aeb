using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Aprobaciones;

/// <summary>Each kind of work, from the asking to its end.</summary>
[Trait("Kind", "Integration")]
public sealed class SolicitudesTests(TestServer servidor)
{
    public static TheoryData<TipoDeSolicitud> Tipos => [.. Enum.GetValues<TipoDeSolicitud>()];

    [Theory]
    [MemberData(nameof(Tipos))]
    public async Task Work_WithItsRuleOn_IsRefusedUntilAnotherUserApproves(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, tipo);
        var antes = await asunto.VerAsync(d);
        await asunto.ReglaAsync(d, 1, 5, 6);

        (await asunto.HacerAsync()).Problema(HttpStatusCode.Forbidden, "aprobacion.necesaria");
        (await asunto.HacerAsync(d.Admin)).Problema(HttpStatusCode.Forbidden, "aprobacion.necesaria");
        var response = await asunto.PedirAsync();
        var pedida = response.Data["solicitud"]!;
        var ruta = $"/solicitudes/{pedida["id"]}";

        Assert.Equal(HttpStatusCode.Accepted, response.Estado);
        Assert.Equal(("pendiente", true, false), ((string)pedida["estado"]!, (bool)pedida["es_mia"]!, (bool)pedida["puede_responder"]!));
        Assert.NotEmpty(pedida["cambios"]!.AsArray());
        Assert.DoesNotContain(pedida["cambios"]!.AsArray(), c => (string)c!["campo"]! is "id" or "prestamo_id");
        Assert.Equal(antes, await asunto.VerAsync(d));
        (await asunto.Quien.PostAsync($"{ruta}/aprobar")).Problema(HttpStatusCode.Forbidden, "aprobacion.propia");
        (await asunto.Quien.PostAsync($"{ruta}/rechazar", Nota())).Problema(HttpStatusCode.Forbidden, "aprobacion.propia");
        Assert.True((bool)(await d.Admin.GetAsync(ruta)).Exito("get", "/solicitudes/{id}").Data["solicitud"]!["puede_responder"]!);

        var hecha = (await d.Admin.PostAsync($"{ruta}/aprobar", Nota())).Exito("post", "/solicitudes/{id}/aprobar").Data["solicitud"]!;

        Assert.Equal(("hecha", "Adelante."), ((string)hecha["estado"]!, (string)hecha["respuestas"]![0]!["nota"]!));
        Assert.NotEqual(antes, await asunto.VerAsync(d));
        (await d.Admin.PostAsync($"{ruta}/aprobar")).Problema(HttpStatusCode.Conflict, "aprobacion.ya_terminada");
        Assert.Equal(1L, await Base.ValorAsync<long>(d.Conexion, "SELECT count(*) FROM solicitudes WHERE contenido IS NULL"));
        await CuadraAsync(d);
    }

    [Theory]
    [MemberData(nameof(Tipos))]
    public async Task Work_WithItsRuleOff_IsDoneAtOnceAlsoWhereApprovalIsPreferred(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, tipo);
        var antes = await asunto.VerAsync(d);

        // A loan above the limit still needs its permission.
        var response = await asunto.PedirAsync(quien: d.Admin);

        Assert.True(response.Estado is HttpStatusCode.OK or HttpStatusCode.Created, response.Texto);
        Assert.NotEqual(antes, await asunto.VerAsync(d));
        Assert.Equal(0, await d.CuentaAsync("solicitudes"));
    }

    [Theory]
    [MemberData(nameof(Tipos))]
    public async Task Solicitud_ThatIsRefusedOrTakenBackOrExpired_IsNeverDone(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, tipo);
        var antes = await asunto.VerAsync(d);
        await asunto.ReglaAsync(d, 1, 6);
        var (rechazada, retirada, vencida) = (await asunto.PedidaAsync(), await asunto.PedidaAsync(), await asunto.PedidaAsync());

        (await d.Admin.PostAsync($"/solicitudes/{rechazada}/rechazar", Nota())).Exito("post", "/solicitudes/{id}/rechazar");
        (await d.Admin.PostAsync($"/solicitudes/{retirada}/retirar")).Problema(HttpStatusCode.Forbidden, "aprobacion.ajena");
        (await asunto.Quien.PostAsync($"/solicitudes/{retirada}/retirar")).Exito("post", "/solicitudes/{id}/retirar");
        await d.AdelantarAsync(Solicitud.Plazo);

        foreach (var id in new[] { rechazada, retirada, vencida })
        {
            (await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Problema(HttpStatusCode.Conflict, "aprobacion.ya_terminada");
        }

        Assert.Equal(antes, await asunto.VerAsync(d));
        Assert.Equal(["vencida", "retirada", "rechazada"], await EstadosAsync(d.Admin));
        (await d.Admin.FireTimerAsync("SesionesLimpiar")).Mensaje.EnsureSuccessStatusCode();
        Assert.Equal(["vencida", "retirada", "rechazada"], await EstadosAsync(d.Admin));
        Assert.Equal(0L, await Base.ValorAsync<long>(d.Conexion, "SELECT count(*) FROM solicitudes WHERE contenido IS NOT NULL"));
    }

    [Theory]
    [MemberData(nameof(Tipos))]
    public async Task Aprobar_ByOtherRolesAndByOnesOwnSubject_IsRefused(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, tipo);
        await asunto.ReglaAsync(d, 1, 3, 6);
        var id = await asunto.PedidaAsync();
        var (director, ajeno, gestor) = (await d.OtroAsync("dino", 5), await d.OtroAsync("sara", 3), await d.OtroAsync("gil", 1));
        var antes = await asunto.VerAsync(d);

        // The director sees everything and is not asked; the supervisor is, but sees no route; the gestor is neither.
        (await director.PostAsync($"/solicitudes/{id}/aprobar")).Problema(HttpStatusCode.Forbidden, "aprobacion.no_le_toca");
        (await ajeno.PostAsync($"/solicitudes/{id}/aprobar")).Problema(HttpStatusCode.NotFound, "aprobacion.no_encontrada");
        (await gestor.GetAsync($"/solicitudes/{id}")).Problema(HttpStatusCode.NotFound, "aprobacion.no_encontrada");
        Assert.Equal((0, 1, 0), (await TotalAsync(ajeno), await TotalAsync(d.Admin, "?por_responder=true"), await TotalAsync(director, "?por_responder=true")));

        await Base.EjecutarAsync(d.Conexion, "UPDATE rutas SET usuario_id_supervisor = (SELECT id FROM usuarios WHERE usuario = 'sara') WHERE ruta_id = (SELECT ruta_id FROM grupos WHERE grupo_id = 1)");
        var propia = tipo is TipoDeSolicitud.CambioDeRol or TipoDeSolicitud.CambioDeLimite;
        var response = await ajeno.PostAsync($"/solicitudes/{id}/aprobar");
        Assert.Equal(propia ? HttpStatusCode.NotFound : HttpStatusCode.OK, response.Estado);
        Assert.Equal(propia, antes == await asunto.VerAsync(d));
    }

    [Theory]
    [MemberData(nameof(Tipos))]
    public async Task Aprobar_ByTwoAtOnce_DoesItOnce(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, tipo);
        var carla = await d.OtroAsync("carla");
        await asunto.ReglaAsync(d, 1, 6);
        var una = await asunto.PedidaAsync();
        var deUno = await Task.WhenAll(d.Admin.PostAsync($"/solicitudes/{una}/aprobar"), carla.PostAsync($"/solicitudes/{una}/aprobar"));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], deUno.Select(r => r.Estado).Order());
        Assert.Equal("hecha", Assert.Single(await EstadosAsync(d.Admin)));
        await CuadraAsync(d);
    }

    [Fact]
    public async Task Aprobar_WhereTwoAreNeeded_WaitsForTheSecondAndCountsNoUserTwice()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, TipoDeSolicitud.PrestamoSobreLimite);
        var carla = await d.OtroAsync("carla");
        await asunto.ReglaAsync(d, 2, 6);
        var id = await asunto.PedidaAsync();

        Assert.Equal("pendiente", (string)(await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Data["solicitud"]!["estado"]!);
        (await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Problema(HttpStatusCode.Conflict, "aprobacion.ya_respondida");
        Assert.Equal("0:0", await asunto.VerAsync(d));
        Assert.Equal("hecha", (string)(await carla.PostAsync($"/solicitudes/{id}/aprobar")).Data["solicitud"]!["estado"]!);

        // On behalf of the one who asked, who could not do it alone.
        var dora = await Base.ValorAsync<int>(d.Conexion, "SELECT id FROM usuarios WHERE usuario = 'dora'");
        Assert.Equal($"1:{dora}", await asunto.VerAsync(d));

        // What cannot be done any more cannot be asked for either.
        (await asunto.PedirAsync("otra")).Problema(HttpStatusCode.Conflict, "prestamo.no_renovable");
    }

    [Fact]
    public async Task Aprobar_TheSecondAndTheThirdAtOnce_DoesItOnce()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, TipoDeSolicitud.PrestamoSobreLimite);
        Api[] admins = [d.Admin, await d.OtroAsync("carla"), await d.OtroAsync("ema")];
        await asunto.ReglaAsync(d, 2, 6);
        var id = await asunto.PedidaAsync();

        var responses = await Task.WhenAll(admins.Select(a => a.PostAsync($"/solicitudes/{id}/aprobar")));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict], responses.Select(r => r.Estado).Order());
        Assert.Equal(1, await d.CuentaAsync("prestamos"));
        Assert.Equal(2, await d.CuentaAsync("respuestas_de_solicitud"));
    }

    internal static JsonObject Nota() => new() { ["nota"] = "Adelante." };

    internal static async Task<int> TotalAsync(Api api, string query = "") => (int)(await api.GetAsync($"/solicitudes{query}")).Exito("get", "/solicitudes").Data["total_items"]!;

    internal static async Task<string[]> EstadosAsync(Api api) =>
        [.. (await api.GetAsync("/solicitudes")).Exito("get", "/solicitudes").Data["solicitudes"]!.AsArray().Select(s => (string)s!["estado"]!)];

    private static async Task CuadraAsync(Despacho d) => Assert.Equal(0L, await Base.ValorAsync<long>(d.Conexion, """
        SELECT count(*) FROM prestamos p
        WHERE p.pagado <> coalesce((SELECT sum(m.monto_pagado) FROM pagos m WHERE m.prestamo_id = p.prestamo_id), 0)
        """));
}
