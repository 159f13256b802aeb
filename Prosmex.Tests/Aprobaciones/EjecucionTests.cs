using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Aprobaciones;

/// <summary>What happens between the asking and the approval, and what is left where it does not fit any more.</summary>
[Trait("Kind", "Integration")]
public sealed class EjecucionTests(TestServer server)
{
    public static TheoryData<TipoDeSolicitud> Tipos => SolicitudesTests.Tipos;

    [Theory]
    [MemberData(nameof(Tipos))]
    public async Task Pedir_ATwiceSentRequest_IsOneSolicitudWithOneAnswer(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, tipo);
        await asunto.ReglaAsync(d, 1, 6);

        var (primera, segunda) = (await asunto.PedirAsync("k"), await asunto.PedirAsync("k"));
        var aprobar = $"/solicitudes/{primera.Data["solicitud"]!["id"]}/aprobar";
        var (hecha, otraVez) = (await Despacho.SendAsync(d.Admin, "POST", aprobar, null, "a"), await Despacho.SendAsync(d.Admin, "POST", aprobar, null, "a"));

        Assert.Equal((HttpStatusCode.Accepted, primera.Text), (segunda.Status, segunda.Text));
        Assert.Equal((HttpStatusCode.OK, hecha.Text, true), (otraVez.Status, otraVez.Text, Despacho.IsReplayed(otraVez)));
        Assert.Equal(1, await d.CountAsync("solicitudes"));
        Assert.Equal("hecha", Assert.Single(await SolicitudesTests.EstadosAsync(d.Admin)));

        // Also after it was done: the answer is that of then.
        Assert.Equal(primera.Text, (await asunto.PedirAsync("k")).Text);
    }

    [Fact]
    public async Task Pedir_WhatWouldBeRefused_IsRefusedForThat()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.PrestamoSobreLimite);
        await asunto.ReglaAsync(d, 1, 6);
        asunto.Body!["aval_id"] = 99_999;

        (await asunto.PedirAsync()).Problem(HttpStatusCode.NotFound, "aval.no_encontrado");

        Assert.Equal(0, await d.CountAsync("solicitudes"));
    }

    [Fact]
    public async Task Pedir_Itself_LeavesNothingButTheSolicitud()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.CorreccionTrasCorte);
        await asunto.ReglaAsync(d, 1, 6);
        const string Todo = "SELECT string_agg(x::text, '|' ORDER BY x::text) FROM (SELECT p::text AS x FROM prestamos p UNION ALL SELECT g::text FROM pagos g UNION ALL SELECT b::text FROM bitacora b WHERE entidad <> 'solicitud') t";
        var before = await TestDatabase.ValueAsync<string>(d.Connection, Todo);

        var cambios = (await asunto.PedirAsync()).Data["solicitud"]!["cambios"]!.AsArray().ToDictionary(c => (string)c!["campo"]!, c => ((string?)c!["antes"], (string?)c["despues"]));

        Assert.Equal(before, await TestDatabase.ValueAsync<string>(d.Connection, Todo));
        Assert.Equal(("100.00", "80.00"), cambios["monto_pagado"]);
        Assert.Equal("solicitud", await TestDatabase.ValueAsync<string>(d.Connection, "SELECT entidad FROM bitacora ORDER BY id DESC LIMIT 1"));
    }

    [Fact]
    public async Task Pedir_PersonalKeys_ShowsTheirEndAndKeepsThemNowhereElse()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.DatosDelCliente);
        await asunto.ReglaAsync(d, 1, 6);

        var response = await asunto.PedirAsync("k");

        Assert.Contains("…9719", response.Data["solicitud"]!["cambios"]!.AsArray().Select(c => (string?)c!["despues"]));
        Assert.Equal(1L, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM solicitudes WHERE contenido LIKE '%032180000118359719%'"));
        await d.Admin.PostAsync($"/solicitudes/{response.Data["solicitud"]!["id"]}/aprobar");
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM solicitudes s WHERE s::text LIKE '%032180000118359719%'"));
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM bitacora b WHERE b::text LIKE '%032180000118359719%'"));
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM operaciones o WHERE o::text LIKE '%032180000118359719%'"));
    }

    [Fact]
    public async Task Pedir_APasswordWithARole_IsRefused()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.CambioDeRol);
        await asunto.ReglaAsync(d, 1, 6);
        asunto.Body!["contrasena"] = "Otra-Distinta-2026";

        (await asunto.PedirAsync()).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal(0, await d.CountAsync("solicitudes"));
    }

    // The other request of the same kind.
    [Theory]
    [InlineData(TipoDeSolicitud.CorreccionTrasCorte)]
    [InlineData(TipoDeSolicitud.PrestamoSobreLimite)]
    public async Task Aprobar_ACancellationOrAChangedLoan_DoesIt(TipoDeSolicitud tipo)
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, tipo);
        if (tipo == TipoDeSolicitud.CorreccionTrasCorte)
        {
            asunto = asunto with { Method = "DELETE", Body = null };
        }
        else
        {
            asunto = asunto with
            {
                Quien = await d.AnotherAsync("berta"),
                Method = "PUT",
                Path = $"/prestamos/{await d.NuevoPrestamoAsync()}",
                Body = new JsonObject { ["monto_prestamo"] = 9000 },
                Visto = "SELECT max(monto_prestamo)::text FROM prestamos",
            };
        }

        var before = await asunto.VerAsync(d);
        await asunto.ReglaAsync(d, 1, 6);
        (await asunto.SendAsync()).Problem(HttpStatusCode.Forbidden, "aprobacion.necesaria");
        var id = await asunto.PedidaAsync();
        Assert.Equal(before, await asunto.VerAsync(d));

        Assert.Equal("hecha", (string)(await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Data["solicitud"]!["estado"]!);

        Assert.NotEqual(before, await asunto.VerAsync(d));
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
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, tipo);
        await asunto.ReglaAsync(d, 1, 6);
        var id = await asunto.PedidaAsync();
        await asunto.ReglaAsync(d, 0);
        Assert.True((int)(await asunto.SendAsync(d.Admin)).Status is 200 or 201);
        var before = await asunto.VerAsync(d);

        var solicitud = (await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Success("post", "/solicitudes/{id}/aprobar").Data["solicitud"]!;

        Assert.Equal((estado, estado == "hecha"), ((string)solicitud["estado"]!, solicitud["motivo"] is null));
        Assert.Equal(before, await asunto.VerAsync(d));
    }

    [Fact]
    public async Task Aprobar_WhatNoLongerFits_SaysWhyAndDoesNothing()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.PrestamoSobreLimite);
        await asunto.ReglaAsync(d, 1, 6);
        var id = await asunto.PedidaAsync();
        var otro = asunto.Body!.DeepClone();
        otro["monto_prestamo"] = 1000;
        (await d.Admin.PostAsync("/prestamos", otro)).Success("post", "/prestamos");

        var noHecha = (await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Success("post", "/solicitudes/{id}/aprobar").Data["solicitud"]!;

        Assert.Equal("no_hecha", (string)noHecha["estado"]!);
        Assert.Contains("renovar", (string)noHecha["motivo"]!, StringComparison.Ordinal);
        Assert.Equal(1, await d.CountAsync("prestamos"));
        Assert.Equal(0, await d.CountAsync("pagos"));
    }

    [Fact]
    public async Task Aprobar_AfterTheAuthorLostThePermission_DoesNothing()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.Castigo);
        await asunto.ReglaAsync(d, 1, 6);
        var id = await asunto.PedidaAsync();
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE usuarios SET rol_id = 5 WHERE usuario = 'berta'");

        Assert.Equal("no_hecha", (string)(await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Data["solicitud"]!["estado"]!);
        Assert.Equal("pendiente0", await asunto.VerAsync(d));
    }

    [Fact]
    public async Task Deactivation_OfTheAuthor_TakesTheSolicitudAlong()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.Castigo);
        await asunto.ReglaAsync(d, 1, 6);
        var id = await asunto.PedidaAsync();
        var berta = await TestDatabase.ValueAsync<int>(d.Connection, "SELECT id FROM usuarios WHERE usuario = 'berta'");

        (await d.Admin.DeleteAsync($"/users/{berta}")).Success("delete", "/users/{id}");

        (await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Problem(HttpStatusCode.Conflict, "aprobacion.ya_terminada");
        Assert.Equal("retirada", Assert.Single(await SolicitudesTests.EstadosAsync(d.Admin)));
        Assert.Equal("pendiente0", await asunto.VerAsync(d));
    }

    [Fact]
    public async Task Regla_ThatIsChangedLater_DoesNotHoldForWhatWaits()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.Castigo);
        var carla = await d.AnotherAsync("carla");
        await asunto.ReglaAsync(d, 2, 6);
        var id = await asunto.PedidaAsync();
        await asunto.ReglaAsync(d, 1, 5);

        Assert.Equal("pendiente", (string)(await d.Admin.PostAsync($"/solicitudes/{id}/aprobar")).Data["solicitud"]!["estado"]!);
        Assert.Equal("hecha", (string)(await carla.PostAsync($"/solicitudes/{id}/aprobar")).Data["solicitud"]!["estado"]!);
    }

    [Fact]
    public async Task Aprobar_WithASessionThatHasEnded_WritesNothing()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.Castigo);
        var carla = await d.AnotherAsync("carla");
        await asunto.ReglaAsync(d, 1, 6);
        var id = await asunto.PedidaAsync();
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE sesiones SET revocada_en = now() WHERE usuario_id = (SELECT id FROM usuarios WHERE usuario = 'carla')");

        (await carla.PostAsync($"/solicitudes/{id}/aprobar")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        Assert.Equal("pendiente0", await asunto.VerAsync(d));
    }

    [Fact]
    public async Task CambioDeRol_ApprovedByTheOneWhoseRoleItIs_IsRefused()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.CambioDeRol);
        await asunto.ReglaAsync(d, 1, 2, 6);
        var id = await asunto.PedidaAsync();
        var tito = await d.Admin.SignedInAsync("tito");

        // They do not even see it: a titular sees no accounts.
        (await tito.PostAsync($"/solicitudes/{id}/aprobar")).Problem(HttpStatusCode.NotFound, "aprobacion.no_encontrada");
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE usuarios SET rol_id = 6 WHERE usuario = 'tito'");
        (await tito.PostAsync($"/solicitudes/{id}/aprobar")).Problem(HttpStatusCode.Forbidden, "aprobacion.propia");
    }

    [Fact]
    public async Task Preview_WithThePreference_ShowsWhatTheApprovedWorkWouldChange()
    {
        await using var d = await Despacho.OpenAsync(server);
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.PrestamoSobreLimite);
        var preview = asunto with { Path = "/prestamos/vista-previa" };
        (await preview.PedirAsync()).Problem(HttpStatusCode.Forbidden, "prestamo.sobre_limite");
        (await asunto.PedirAsync()).Problem(HttpStatusCode.Forbidden, "prestamo.sobre_limite");
        await asunto.ReglaAsync(d, 1, 6);

        (await preview.SendAsync()).Problem(HttpStatusCode.Forbidden, "aprobacion.necesaria");
        Assert.Equal(HttpStatusCode.OK, (await preview.PedirAsync()).Status);
        Assert.Equal((0L, 0L), (await d.CountAsync("prestamos"), await d.CountAsync("solicitudes")));
    }

    [Fact]
    public async Task Limites_Changed_HoldFromTheNextLoanOn()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = JsonNode.Parse(await d.SolicitudDePrestamoAsync())!;
        prestamo["monto_prestamo"] = 6000;
        var dora = await d.AnotherAsync("dora", 5);
        (await dora.PostAsync("/prestamos", prestamo.DeepClone())).Problem(HttpStatusCode.Forbidden, "prestamo.sobre_limite");
        Assert.Contains("permiso", await SignificadoAsync(), StringComparison.Ordinal);
        await Asunto.FijarReglaAsync(d.Admin, TipoDeSolicitud.PrestamoSobreLimite, 1, 6);
        Assert.Contains("aprobación", await SignificadoAsync(), StringComparison.Ordinal);
        await Asunto.FijarReglaAsync(d.Admin, TipoDeSolicitud.PrestamoSobreLimite, 0);

        var limites = (await d.Admin.PostAsync("/limites", new JsonObject { ["limite"] = "limite_de_prestamo", ["valor"] = 6000 })).Success("post", "/limites").Data["limites"]!.AsArray();

        Assert.Equal(6000m, (decimal)limites.Single(l => (string)l!["clave"]! == "limite_de_prestamo")!["valor"]!);
        (await dora.PostAsync("/prestamos", prestamo)).Success("post", "/prestamos");
        (await d.Admin.PostAsync("/limites", new JsonObject { ["limite"] = "horas_de_sesion", ["valor"] = 6 })).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await d.Admin.PostAsync("/limites", new JsonObject { ["limite"] = "semanas_para_renovar", ["valor"] = 0 })).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        Assert.Equal("limite", await TestDatabase.ValueAsync<string>(d.Connection, "SELECT entidad FROM bitacora WHERE ruta = 'POST /limites'"));

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
        await using var d = await Despacho.OpenAsync(server);

        (await d.Admin.PostAsync("/solicitudes/reglas", JsonNode.Parse(regla))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM reglas_de_aprobacion WHERE aprobadores > 0"));
    }
}
