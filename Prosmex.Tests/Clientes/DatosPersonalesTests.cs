using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Tests.Aprobaciones;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Clientes;

/// <summary>A person's rights: all that is kept of them in one file, and their expediente erased when the law no longer asks to keep it.</summary>
[Trait("Kind", "Integration")]
public sealed class DatosPersonalesTests(TestServer server)
{
    [Fact]
    public async Task EliminarCliente_WithAnExpediente_TakesItAlong()
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoClienteAsync();
        await ExpedienteTests.PutAsync(d, id, ExpedienteTests.Todo);

        (await d.Admin.DeleteAsync($"/clientes/{id}")).Success("delete", "/clientes/{id}");

        Assert.Equal(0, await d.CountAsync("expedientes"));
    }

    [Theory]
    [InlineData("cliente_id", null, "mientras haya un préstamo abierto")]
    [InlineData("aval_id", null, "mientras haya un préstamo abierto")]
    [InlineData("cliente_id", "2016-11-20", "antes del 20/11/2026")]
    [InlineData("aval_id", "2016-11-19", "antes del 19/11/2026")]
    [InlineData("cliente_id", "2016-11-18", null)]
    [InlineData("aval_id", "2016-11-18", null)]
    public async Task Eliminar_ALoanYoungerThanTenYears_IsRefusedWithTheDay(string as_, string? closed, string? says)
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var id = await TestDatabase.ValueAsync<int>(d.Connection, $"SELECT {as_} FROM prestamos WHERE prestamo_id = {prestamo}");
        await ExpedienteTests.PutAsync(d, id, ExpedienteTests.Todo);
        if (closed is not null)
        {
            await TestDatabase.ExecuteAsync(d.Connection, $"UPDATE prestamos SET status = 'liquidado', pagado = monto_utilidad, fecha_cierre = '{closed} 12:00-06'");
        }

        var answer = await d.Admin.DeleteAsync($"/clientes/{id}/expediente");

        if (says is null)
        {
            answer.Success("delete", "/clientes/{id}/expediente");
            (await d.Admin.DeleteAsync($"/clientes/{id}/expediente")).Problem(HttpStatusCode.NotFound, "expediente.no_encontrado");
        }
        else
        {
            Assert.Contains(says, (string)answer.Problem(HttpStatusCode.Conflict, "expediente.se_conserva").Json["message"]!, StringComparison.Ordinal);
        }

        Assert.Equal(says is null ? 0 : 1, await d.CountAsync("expedientes"));
    }

    [Theory]
    [InlineData(5, null, "")]
    [InlineData(5, """{"telefono":"3312345678"}""", "")]
    [InlineData(5, """{"telefono":"3312345678"}""", ".xlsx")]
    [InlineData(1, ExpedienteTests.Todo, "")]
    [InlineData(1, null, ".xlsx")]
    public async Task DatosPersonales_WhateverIsInThem_AreHandedOutOnRecord(int rol, string? expediente, string format)
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoClienteAsync();
        if (expediente is not null)
        {
            await ExpedienteTests.PutAsync(d, id, expediente);
        }

        await TestDatabase.ExecuteAsync(d.Connection, "INSERT INTO permisos (rol_id, accion_id) VALUES (1, 7)");
        using var reader = await d.AnotherAsync("bea", rol);
        await ExpedienteTests.OfGroupAsync(d, "bea");

        (await reader.GetAsync($"/clientes/{id}/datos-personales{format}")).Success("get", $"/clientes/{{id}}/datos-personales{format}");

        Assert.Equal("bea", await TestDatabase.ValueAsync<string>(d.Connection, $"""
            SELECT coalesce(string_agg(u.usuario, ', '), '') FROM bitacora b JOIN usuarios u ON u.id = b.usuario_id
            WHERE b.entidad = 'expediente' AND b.entidad_id = {id} AND b.accion = 'consulta'
            """));
    }

    [Fact]
    public async Task DatosPersonales_OfAClient_AreAllThatThereIsAndNothingOfOthers()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var (cliente, aval) = (await IdAsync("cliente_id"), await IdAsync("aval_id"));
        await TestDatabase.ExecuteAsync(d.Connection, $"UPDATE clientes_avales SET nombre = 'Deudora' WHERE cliente_id = {cliente}");
        await ExpedienteTests.PutAsync(d, aval, ExpedienteTests.Todo);
        (await d.Admin.PostAsync($"/prestamos/{prestamo}/visitas", JsonNode.Parse("""{"visita":"no_quiso","nota":"Secreto de la deudora."}"""))).Success("post", "/prestamos/{id}/visitas");
        (await d.Admin.PostAsync("/prestamos", JsonNode.Parse($$"""{"cliente_id":{{aval}},"aval_id":{{await d.NuevoClienteAsync()}},"tipo_prestamo_id":1,"monto_prestamo":1000}"""))).Success("post", "/prestamos");
        var propio = await TestDatabase.ValueAsync<int>(d.Connection, "SELECT max(prestamo_id) FROM prestamos");
        (await d.Admin.PostAsync($"/prestamos/{propio}/visitas", JsonNode.Parse("""{"visita":"prometio","nota":"Sale a las ocho.","promesa":{"fecha":"2026-11-25","monto":100}}"""))).Success("post", "/prestamos/{id}/visitas");
        await TestDatabase.ExecuteAsync(d.Connection, $"INSERT INTO falta (prestamo_id, fecha, monto_abonado) VALUES ({prestamo}, '2026-11-15', 3), ({propio}, '2026-11-08', 4)");
        var cancelado = (int)(await d.Admin.PostAsync("/pagos", new JsonObject { ["prestamo_id"] = propio, ["monto_pagado"] = 50 })).Data["pago"]!["id"]!;
        (await d.Admin.SendAsync(HttpMethod.Delete, $"/pagos/{cancelado}", JsonNode.Parse("""{"motivo":"Era de otro día."}"""))).Success("delete", "/pagos/{id}");
        (await d.Admin.PostAsync($"/clientes/{cliente}/parecidos", JsonNode.Parse($$"""{"otro_id":{{aval}},"decision":"distinta","nota":"Son primas."}"""))).Success("post", "/clientes/{id}/parecidos");
        await Asunto.FijarReglaAsync(d.Admin, TipoDeSolicitud.DatosDelCliente, 1, 6);
        await new Asunto(TipoDeSolicitud.DatosDelCliente, d.Admin, "PUT", $"/clientes/{aval}/expediente", JsonNode.Parse("""{"clabe":"002010077777777771"}"""), "").PedidaAsync();
        using var director = await d.AnotherAsync("bea", rol: 5);

        var datos = (await director.GetAsync($"/clientes/{aval}/datos-personales")).Success("get", "/clientes/{id}/datos-personales");

        Assert.Equal((ExpedienteTests.Curp, aval), ((string?)datos.Data["expediente"]!["curp"], (int?)datos.Data["cuenta"]!["cliente"]!["id"]));
        Assert.Equal(prestamo, (int?)Assert.Single(datos.Data["avala"]!.AsArray())!["prestamo_id"]);
        Assert.Null(Assert.Single(datos.Data["grupos"]!.AsArray())!["hasta"]);
        Assert.Equal(
            [("bea", "expediente", "consulta"), ("ada", "expediente", "alta"), ("ada", "cliente", "alta")],
            datos.Data["registro"]!.AsArray().Select(r => ((string)r!["usuario"]!, (string)r["entidad"]!, (string)r["accion"]!)));
        Assert.DoesNotContain("eudora", datos.Text, StringComparison.Ordinal);
        var visita = Assert.Single(datos.Data["visitas"]!.AsArray())!;
        Assert.Equal((propio, "prometio", "Sale a las ocho.", "2026-11-25", 100m), ((int)visita["prestamo_id"]!, (string)visita["visita"]!, (string)visita["nota"]!, (string)visita["promesa_fecha"]!, (decimal)visita["promesa_monto"]!));
        Assert.Equal("pendiente", (string)Assert.Single(datos.Data["solicitudes"]!.AsArray())!["estado"]!);
        Assert.Equal((propio, "2026-11-08", 4m), Read(datos, "faltas", f => ((int)f["prestamo_id"]!, (string)f["fecha"]!, (decimal)f["monto_abonado"]!)));
        Assert.Equal(
            (propio, cancelado, "cobro", 50m, "Era de otro día."),
            Read(datos, "movimientos_cancelados", m => ((int)m["prestamo_id"]!, (int)m["pago_id"]!, (string)m["tipo"]!, (decimal)m["monto"]!, (string)m["motivo"]!)));
        Assert.Equal(("distinta", "Son primas."), Read(datos, "decisiones", e => ((string)e["decision"]!, (string)e["nota"]!)));

        var book = Workbook.Read(await (await director.GetAsync($"/clientes/{aval}/datos-personales.xlsx")).Message.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["Persona", "Cliente", "Préstamos", "Movimientos", "Cancelados", "Faltas", "Grupos", "Es aval", "Visitas", "Solicitudes", "Parecidos", "Registro"], book.Hojas);
        Assert.Equal([1, 1, 1], new[] { "Cancelados", "Faltas", "Parecidos" }.Select(h => book.Values(h).Count));
        Assert.Contains(book.Values("Persona"), r => r[1] is ExpedienteTests.Curp);
        Assert.Equal(4, book.Values("Registro").Count);

        static T Read<T>(ApiResponse answer, string list, Func<JsonNode, T> fields) => fields(Assert.Single(answer.Data[list]!.AsArray())!);

        Task<int> IdAsync(string column) => TestDatabase.ValueAsync<int>(d.Connection, $"SELECT {column} FROM prestamos WHERE prestamo_id = {prestamo}");
    }
}
