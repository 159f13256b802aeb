using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Aprobaciones;

/// <summary>What happens between the asking and the approval, and what is left where it does not fit any more.</summary>
[Trait("Kind", "Integration")]
public sealed class EjecucionTests(TestServer servidor)
{
    public static TheoryData<TipoDeSolicitud> Tipos => SolicitudesTests.Tipos;

    [Theory]
    [MemberData(nameof(Tipos))]
    public async Task Pedir_ATwiceSentRequest_IsOneSolicitudWithOneAnswer(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, tipo);
        await asunto.ReglaAsync(d, 1, 6);

        var (primera, segunda) = (await asunto.PedirAsync("k"), await asunto.PedirAsync("k"));
        var aprobar = $"/solicitudes/{primera.Data["solicitud"]!["id"]}/aprobar";
        var (hecha, otraVez) = (await Despacho.EnviarAsync(d.Admin, "POST", aprobar, null, "a"), await Despacho.EnviarAsync(d.Admin, "POST", aprobar, null, "a"));

        Assert.Equal((HttpStatusCode.Accepted, primera.Texto), (segunda.Estado, segunda.Texto));
        Assert.Equal((HttpStatusCode.OK, hecha.Texto, true), (otraVez.Estado, otraVez.Texto, Despacho.EsRepetida(otraVez)));
        Assert.Equal(1, await d.CuentaAsync("solicitudes"));
        Assert.Equal("hecha", Assert.Single(await SolicitudesTests.EstadosAsync(d.Admin)));

        // Also after it was done: the answer is that of then.
        Assert.Equal(primera.Texto, (await asunto.PedirAsync("k")).Texto);
    }

    [Fact]
    public async Task Pedir_WhatWouldBeRefused_IsRefusedForThat()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, TipoDeSolicitud.PrestamoSobreLimite);
        await asunto.ReglaAsync(d, 1, 6);
        asunto.Cuerpo!["aval_id"] = 99_999;

        (await asunto.PedirAsync()).Problema(HttpStatusCode.NotFound, "aval.no_encontrado");

        Assert.Equal(0, await d.CuentaAsync("solicitudes"));
    }

    [Fact]
    public async Task Pedir_Itself_LeavesNothingButTheSolicitud()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, TipoDeSolicitud.CorreccionTrasCorte);
        await asunto.ReglaAsync(d, 1, 6);
        const string Todo = "SELECT string_agg(x::text, '|' ORDER BY x::text) FROM (SELECT p::text AS x FROM prestamos p UNION ALL SELECT g::text FROM pagos g UNION ALL SELECT b::text FROM bitacora b WHERE entidad <> 'solicitud') t";
        var antes = await Base.ValorAsync<string>(d.Conexion, Todo);

        var cambios = (await asunto.PedirAsync()).Data["solicitud"]!["cambios"]!.AsArray().ToDictionary(c => (string)c!["campo"]!, c => ((string?)c!["antes"], (string?)c["despues"]));

        Assert.Equal(antes, await Base.ValorAsync<string>(d.Conexion, Todo));
        Assert.Equal(("100.00", "80.00"), cambios["monto_pagado"]);
        Assert.Equal("solicitud", await Base.ValorAsync<string>(d.Conexion, "SELECT entidad FROM bitacora ORDER BY id DESC LIMIT 1"));
    }

    [Fact]
    public async Task Pedir_PersonalKeys_ShowsTheirEndAndKeepsThemNowhereElse()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, TipoDeSolicitud.DatosDelCliente);
        await asunto.ReglaAsync(d, 1, 6);

        var response = await asunto.PedirAsync("k");

        Assert.Contains("…9719", response.Data["solicitud"]!["cambios"]!.AsArray().Select(c => (string?)c!["despues"]));
        Assert.Equal(1L, await Base.ValorAsync<long>(d.Conexion, "SELECT count(*) FROM solicitudes WHERE contenido LIKE '%032180000118359719%'"));
        await d.Admin.PostAsync($"/solicitudes/{response.Data["solicitud"]!["id"]}/aprobar");
        Assert.Equal(0L, await Base.ValorAsync<long>(d.Conexion, "SELECT count(*) FROM solicitudes s WHERE s::text LIKE '%032180000118359719%'"));
        Assert.Equal(0L, await Base.ValorAsync<long>(d.Conexion, "SELECT count(*) FROM bitacora b WHERE b::text LIKE '%032180000118359719%'"));
        Assert.Equal(0L, await Base.ValorAsync<long>(d.Conexion, "SELECT count(*) FROM operaciones o WHERE o::text LIKE '%032180000118359719%'"));
    }

    [Fact]
    public async Task Pedir_APasswordWithARole_IsRefused()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, TipoDeSolicitud.CambioDeRol);
        await asunto.ReglaAsync(d, 1, 6);
        asunto.Cuerpo!["contrasena"] = "Otra-Distinta-2026";

        (await asunto.PedirAsync()).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal(0, await d.CuentaAsync("solicitudes"));
    }

    // The other request of the same kind.
    [Theory]
    [InlineData(TipoDeSolicitud.CorreccionTrasCorte)]
    [InlineData(TipoDeSolicitud.PrestamoSobreLimite)]
    public async Task Aprobar_ACancellationOrAChangedLoan_DoesIt(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, tipo);
        if (tipo == TipoDeSolicitud.CorreccionTrasCorte)
        {
            asunto = asunto with { Metodo = "DELETE", Cuerpo = null };
        }
        else
        {
            asunto = asunto with
            {
                Quien = await d.OtroAsync("berta"),
                Metodo = "PUT",
                Ruta = $"/prestamos/{await d.NuevoPrestamoAsync()}",
                Cuerpo = new JsonObject { ["monto_prestamo"] = 9000 },
                Visto = "SELECT max(monto_prestamo)::text FROM prestamos",
            };
        }

        var antes = await asunto.VerAsync(d);
        await asunto.ReglaAsync(d, 1, 6);
        (await asunto.HacerAsync()).Problema(HttpStatusCode.Forbidden, "aprobacion.necesaria");
        var id = await asunto.PedidaAsync();
        Assert.Equal(antes, await asunto.VerAsync(d));

        Assert.Equal("hecha", (string)(await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Data["solicitud"]!["estado"]!);

        Assert.NotEqual(antes, await asunto.VerAsync(d));
    }

    // What another user did meanwhile is done; a change to what there is already changes nothing.
    [Theory]
    [InlineData(TipoDeSolicitud.PrestamoSobreLimite, "no_hecha")]
    [InlineData(TipoDeSolicitud.CorreccionTrasCorte, "no_hecha")]
    [InlineData(TipoDeSolicitud.Castigo, "no_hecha")]
    [InlineData(TipoDeSolicitud.CambioDeRol, "hecha")]
    [InlineData(TipoDeSolicitud.CambioDeLimite, "hecha")]
    [InlineData(TipoDeSolicitud.DatosDelCliente, "hecha")]
    public async Task Aprobar_AfterAnotherUserDidTheSame_ChangesNothing(TipoDeSolicitud tipo, string estado)
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, tipo);
        await asunto.ReglaAsync(d, 1, 6);
        var id = await asunto.PedidaAsync();
        await asunto.ReglaAsync(d, 0);
        Assert.True((int)(await asunto.HacerAsync(d.Admin)).Estado is 200 or 201);
        var antes = await asunto.VerAsync(d);

        var solicitud = (await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Exito("post", "/solicitudes/{id}/aprobar").Data["solicitud"]!;

        Assert.Equal((estado, estado == "hecha"), ((string)solicitud["estado"]!, solicitud["motivo"] is null));
        Assert.Equal(antes, await asunto.VerAsync(d));
    }

    [Fact]
    public async Task Aprobar_WhatNoLongerFits_SaysWhyAndDoesNothing()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, TipoDeSolicitud.PrestamoSobreLimite);
        await asunto.ReglaAsync(d, 1, 6);
        var id = await asunto.PedidaAsync();
        var otro = asunto.Cuerpo!.DeepClone();
        otro["monto_prestamo"] = 1000;
        (await d.Admin.PostAsync("/prestamos", otro)).Exito("post", "/prestamos");

        var noHecha = (await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Exito("post", "/solicitudes/{id}/aprobar").Data["solicitud"]!;

        Assert.Equal("no_hecha", (string)noHecha["estado"]!);
        Assert.Contains("renovar", (string)noHecha["motivo"]!, StringComparison.Ordinal);
        Assert.Equal(1, await d.CuentaAsync("prestamos"));
        Assert.Equal(0, await d.CuentaAsync("pagos"));
    }

    [Fact]
    public async Task Aprobar_AfterTheAuthorLostThePermission_DoesNothing()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, TipoDeSolicitud.Castigo);
        await asunto.ReglaAsync(d, 1, 6);
        var id = await asunto.PedidaAsync();
        await Base.EjecutarAsync(d.Conexion, "UPDATE usuarios SET rol_id = 5 WHERE usuario = 'berta'");

        Assert.Equal("no_hecha", (string)(await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Data["solicitud"]!["estado"]!);
        Assert.Equal("pendiente0", await asunto.VerAsync(d));
    }

    [Fact]
    public async Task Deactivation_OfTheAuthor_TakesTheSolicitudAlong()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, TipoDeSolicitud.Castigo);
        await asunto.ReglaAsync(d, 1, 6);
        var id = await asunto.PedidaAsync();
        var berta = await Base.ValorAsync<int>(d.Conexion, "SELECT id FROM usuarios WHERE usuario = 'berta'");

        (await d.Admin.DeleteAsync($"/users/{berta}")).Exito("delete", "/users/{id}");

        (await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Problema(HttpStatusCode.Conflict, "aprobacion.ya_terminada");
        Assert.Equal("retirada", Assert.Single(await SolicitudesTests.EstadosAsync(d.Admin)));
        Assert.Equal("pendiente0", await asunto.VerAsync(d));
    }

    [Fact]
    public async Task Regla_ThatIsChangedLater_DoesNotHoldForWhatWaits()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, TipoDeSolicitud.Castigo);
        var carla = await d.OtroAsync("carla");
        await asunto.ReglaAsync(d, 2, 6);
        var id = await asunto.PedidaAsync();
        await asunto.ReglaAsync(d, 1, 5);

        Assert.Equal("pendiente", (string)(await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Data["solicitud"]!["estado"]!);
        Assert.Equal("hecha", (string)(await carla.PostAsync($"/solicitudes/{id}/aprobar")).Data["solicitud"]!["estado"]!);
    }

    [Fact]
    public async Task Aprobar_WithASessionThatHasEnded_WritesNothing()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, TipoDeSolicitud.Castigo);
        var carla = await d.OtroAsync("carla");
        await asunto.ReglaAsync(d, 1, 6);
        var id = await asunto.PedidaAsync();
        await Base.EjecutarAsync(d.Conexion, "UPDATE sesiones SET revocada_en = now() WHERE usuario_id = (SELECT id FROM usuarios WHERE usuario = 'carla')");

        (await carla.PostAsync($"/solicitudes/{id}/aprobar")).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        Assert.Equal("pendiente0", await asunto.VerAsync(d));
    }

    [Fact]
    public async Task CambioDeRol_ApprovedByTheOneWhoseRoleItIs_IsRefused()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, TipoDeSolicitud.CambioDeRol);
        await asunto.ReglaAsync(d, 1, 2, 6);
        var id = await asunto.PedidaAsync();
        var tito = await d.Admin.EntradaAsync("tito");

        // They do not even see it: a titular sees no accounts.
        (await tito.PostAsync($"/solicitudes/{id}/aprobar")).Problema(HttpStatusCode.NotFound, "aprobacion.no_encontrada");
        await Base.EjecutarAsync(d.Conexion, "UPDATE usuarios SET rol_id = 6 WHERE usuario = 'tito'");
        (await tito.PostAsync($"/solicitudes/{id}/aprobar")).Problema(HttpStatusCode.Forbidden, "aprobacion.propia");
    }

    [Fact]
    public async Task Preview_WithThePreference_ShowsWhatTheApprovedWorkWouldChange()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var asunto = await Asunto.PrepararAsync(d, TipoDeSolicitud.PrestamoSobreLimite);
        var preview = asunto with { Ruta = "/prestamos/vista-previa" };
        (await preview.PedirAsync()).Problema(HttpStatusCode.Forbidden, "prestamo.sobre_limite");
        (await asunto.PedirAsync()).Problema(HttpStatusCode.Forbidden, "prestamo.sobre_limite");
        await asunto.ReglaAsync(d, 1, 6);

        (await preview.HacerAsync()).Problema(HttpStatusCode.Forbidden, "aprobacion.necesaria");
        Assert.Equal(HttpStatusCode.OK, (await preview.PedirAsync()).Estado);
        Assert.Equal((0L, 0L), (await d.CuentaAsync("prestamos"), await d.CuentaAsync("solicitudes")));
    }

    [Fact]
    public async Task Limites_Changed_HoldFromTheNextLoanOn()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var prestamo = JsonNode.Parse(await d.SolicitudDePrestamoAsync())!;
        prestamo["monto_prestamo"] = 6000;
        var dora = await d.OtroAsync("dora", 5);
        (await dora.PostAsync("/prestamos", prestamo.DeepClone())).Problema(HttpStatusCode.Forbidden, "prestamo.sobre_limite");
        Assert.Contains("permiso", await SignificadoAsync(), StringComparison.Ordinal);
        await Asunto.FijarReglaAsync(d.Admin, TipoDeSolicitud.PrestamoSobreLimite, 1, 6);
        Assert.Contains("aprobación", await SignificadoAsync(), StringComparison.Ordinal);
        await Asunto.FijarReglaAsync(d.Admin, TipoDeSolicitud.PrestamoSobreLimite, 0);

        var limites = (await d.Admin.PostAsync("/limites", new JsonObject { ["limite"] = "limite_de_prestamo", ["valor"] = 6000 })).Exito("post", "/limites").Data["limites"]!.AsArray();

        Assert.Equal(6000m, (decimal)limites.Single(l => (string)l!["clave"]! == "limite_de_prestamo")!["valor"]!);
        (await dora.PostAsync("/prestamos", prestamo)).Exito("post", "/prestamos");
        (await d.Admin.PostAsync("/limites", new JsonObject { ["limite"] = "horas_de_sesion", ["valor"] = 6 })).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await d.Admin.PostAsync("/limites", new JsonObject { ["limite"] = "semanas_para_renovar", ["valor"] = 0 })).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");
        Assert.Equal("limite", await Base.ValorAsync<string>(d.Conexion, "SELECT entidad FROM bitacora WHERE ruta = 'POST /limites'"));

        async Task<string> SignificadoAsync() => (string)(await d.Admin.GetAsync("/limites")).Data["limites"]![0]!["significado"]!;
    }

    [Theory]
    [InlineData("""{"tipo":"castigo","aprobadores":3,"roles":[6]}""")]
    [InlineData("""{"tipo":"castigo","aprobadores":1,"roles":[]}""")]
    [InlineData("""{"tipo":"castigo","aprobadores":1,"roles":[7]}""")]
    [InlineData("""{"tipo":"otra","aprobadores":1,"roles":[6]}""")]
    [InlineData("""{"aprobadores":1,"roles":[6]}""")]
    [InlineData("""{"tipo":"castigo","roles":[6]}""")]
    public async Task Regla_ThatMakesNoSense_IsRefused(string regla)
    {
        await using var d = await Despacho.AbrirAsync(servidor);

        (await d.Admin.PostAsync("/solicitudes/reglas", JsonNode.Parse(regla))).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal(0L, await Base.ValorAsync<long>(d.Conexion, "SELECT count(*) FROM reglas_de_aprobacion WHERE aprobadores > 0"));
    }
}
