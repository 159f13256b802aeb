using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Tests.Aprobaciones;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Clientes;

/// <summary>A person's rights: all that is kept of them in one file, and their expediente erased when the law no longer asks to keep it.</summary>
[Trait("Kind", "Integration")]
public sealed class DatosPersonalesTests(TestServer servidor)
{
    [Fact]
    public async Task EliminarCliente_WithAnExpediente_TakesItAlong()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var id = await d.NuevoClienteAsync();
        await ExpedienteTests.PutAsync(d, id, ExpedienteTests.Todo);

        (await d.Admin.DeleteAsync($"/clientes/{id}")).Exito("delete", "/clientes/{id}");

        Assert.Equal(0, await d.CuentaAsync("expedientes"));
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
        await using var d = await Despacho.AbrirAsync(servidor);
        var prestamo = await d.NuevoPrestamoAsync();
        var id = await Base.ValorAsync<int>(d.Conexion, $"SELECT {as_} FROM prestamos WHERE prestamo_id = {prestamo}");
        await ExpedienteTests.PutAsync(d, id, ExpedienteTests.Todo);
        if (closed is not null)
        {
            await Base.EjecutarAsync(d.Conexion, $"UPDATE prestamos SET status = 'liquidado', pagado = monto_utilidad, fecha_cierre = '{closed} 12:00-06'");
        }

        var answer = await d.Admin.DeleteAsync($"/clientes/{id}/expediente");

        if (says is null)
        {
            answer.Exito("delete", "/clientes/{id}/expediente");
            (await d.Admin.DeleteAsync($"/clientes/{id}/expediente")).Problema(HttpStatusCode.NotFound, "expediente.no_encontrado");
        }
        else
        {
            Assert.Contains(says, (string)answer.Problema(HttpStatusCode.Conflict, "expediente.se_conserva").Json["message"]!, StringComparison.Ordinal);
        }

        Assert.Equal(says is null ? 0 : 1, await d.CuentaAsync("expedientes"));
    }

    [Theory]
    [InlineData(5, null, "")]
    [InlineData(5, """{"telefono":"3312345678"}""", "")]
    [InlineData(5, """{"telefono":"3312345678"}""", ".xlsx")]
    [InlineData(1, ExpedienteTests.Todo, "")]
    [InlineData(1, null, ".xlsx")]
    public async Task DatosPersonales_WhateverIsInThem_AreHandedOutOnRecord(int rol, string? expediente, string format)
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var id = await d.NuevoClienteAsync();
        if (expediente is not null)
        {
            await ExpedienteTests.PutAsync(d, id, expediente);
        }

        await Base.EjecutarAsync(d.Conexion, "INSERT INTO permisos (rol_id, accion_id) VALUES (1, 7)");
        using var lector = await d.OtroAsync("bea", rol);
        await ExpedienteTests.OfGroupAsync(d, "bea");

        (await lector.GetAsync($"/clientes/{id}/datos-personales{format}")).Exito("get", $"/clientes/{{id}}/datos-personales{format}");

        Assert.Equal("bea", await Base.ValorAsync<string>(d.Conexion, $"""
            SELECT coalesce(string_agg(u.usuario, ', '), '') FROM bitacora b JOIN usuarios u ON u.id = b.usuario_id
            WHERE b.entidad = 'expediente' AND b.entidad_id = {id} AND b.accion = 'consulta'
            """));
    }

    [Fact]
    public async Task DatosPersonales_OfAClient_AreAllThatThereIsAndNothingOfOthers()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var prestamo = await d.NuevoPrestamoAsync();
        var (cliente, aval) = (await IdAsync("cliente_id"), await IdAsync("aval_id"));
        await Base.EjecutarAsync(d.Conexion, $"UPDATE clientes_avales SET nombre = 'Deudora' WHERE cliente_id = {cliente}");
        await ExpedienteTests.PutAsync(d, aval, ExpedienteTests.Todo);
        (await d.Admin.PostAsync($"/prestamos/{prestamo}/visitas", JsonNode.Parse("""{"visita":"no_quiso","nota":"Secreto de la deudora."}"""))).Exito("post", "/prestamos/{id}/visitas");
        (await d.Admin.PostAsync("/prestamos", JsonNode.Parse($$"""{"cliente_id":{{aval}},"aval_id":{{await d.NuevoClienteAsync()}},"tipo_prestamo_id":1,"monto_prestamo":1000}"""))).Exito("post", "/prestamos");
        var propio = await Base.ValorAsync<int>(d.Conexion, "SELECT max(prestamo_id) FROM prestamos");
        (await d.Admin.PostAsync($"/prestamos/{propio}/visitas", JsonNode.Parse("""{"visita":"prometio","nota":"Sale a las ocho.","promesa":{"fecha":"2026-11-25","monto":100}}"""))).Exito("post", "/prestamos/{id}/visitas");
        await Base.EjecutarAsync(d.Conexion, $"INSERT INTO falta (prestamo_id, fecha, monto_abonado) VALUES ({prestamo}, '2026-11-15', 3), ({propio}, '2026-11-08', 4)");
        var cancelado = (int)(await d.Admin.PostAsync("/pagos", new JsonObject { ["prestamo_id"] = propio, ["monto_pagado"] = 50 })).Data["pago"]!["id"]!;
        (await d.Admin.EnviarAsync(HttpMethod.Delete, $"/pagos/{cancelado}", JsonNode.Parse("""{"motivo":"Era de otro día."}"""))).Exito("delete", "/pagos/{id}");
        (await d.Admin.PostAsync($"/clientes/{cliente}/parecidos", JsonNode.Parse($$"""{"otro_id":{{aval}},"decision":"distinta","nota":"Son primas."}"""))).Exito("post", "/clientes/{id}/parecidos");
        await Asunto.FijarReglaAsync(d.Admin, TipoDeSolicitud.DatosDelCliente, 1, 6);
        await new Asunto(TipoDeSolicitud.DatosDelCliente, d.Admin, "PUT", $"/clientes/{aval}/expediente", JsonNode.Parse("""{"clabe":"002010077777777771"}"""), "").PedidaAsync();
        using var director = await d.OtroAsync("bea", rol: 5);

        var datos = (await director.GetAsync($"/clientes/{aval}/datos-personales")).Exito("get", "/clientes/{id}/datos-personales");

        Assert.Equal((ExpedienteTests.Curp, aval), ((string?)datos.Data["expediente"]!["curp"], (int?)datos.Data["cuenta"]!["cliente"]!["id"]));
        Assert.Equal(prestamo, (int?)Assert.Single(datos.Data["avala"]!.AsArray())!["prestamo_id"]);
        Assert.Null(Assert.Single(datos.Data["grupos"]!.AsArray())!["hasta"]);
        Assert.Equal(
            [("bea", "expediente", "consulta"), ("ada", "expediente", "alta"), ("ada", "cliente", "alta")],
            datos.Data["registro"]!.AsArray().Select(r => ((string)r!["usuario"]!, (string)r["entidad"]!, (string)r["accion"]!)));
        Assert.DoesNotContain("eudora", datos.Texto, StringComparison.Ordinal);
        var visita = Assert.Single(datos.Data["visitas"]!.AsArray())!;
        Assert.Equal((propio, "prometio", "Sale a las ocho.", "2026-11-25", 100m), ((int)visita["prestamo_id"]!, (string)visita["visita"]!, (string)visita["nota"]!, (string)visita["promesa_fecha"]!, (decimal)visita["promesa_monto"]!));
        Assert.Equal("pendiente", (string)Assert.Single(datos.Data["solicitudes"]!.AsArray())!["estado"]!);
        Assert.Equal((propio, "2026-11-08", 4m), Read(datos, "faltas", f => ((int)f["prestamo_id"]!, (string)f["fecha"]!, (decimal)f["monto_abonado"]!)));
        Assert.Equal(
            (propio, cancelado, "cobro", 50m, "Era de otro día."),
            Read(datos, "movimientos_cancelados", m => ((int)m["prestamo_id"]!, (int)m["pago_id"]!, (string)m["tipo"]!, (decimal)m["monto"]!, (string)m["motivo"]!)));
        Assert.Equal(("distinta", "Son primas."), Read(datos, "decisiones", e => ((string)e["decision"]!, (string)e["nota"]!)));

        var book = Workbook.Leer(await (await director.GetAsync($"/clientes/{aval}/datos-personales.xlsx")).Mensaje.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["Persona", "Cliente", "Préstamos", "Movimientos", "Cancelados", "Faltas", "Grupos", "Es aval", "Visitas", "Solicitudes", "Parecidos", "Registro"], book.Hojas);
        Assert.Equal([1, 1, 1], new[] { "Cancelados", "Faltas", "Parecidos" }.Select(h => book.Valores(h).Count));
        Assert.Contains(book.Valores("Persona"), r => r[1] is ExpedienteTests.Curp);
        Assert.Equal(4, book.Valores("Registro").Count);

        static T Read<T>(ApiResponse answer, string list, Func<JsonNode, T> fields) => fields(Assert.Single(answer.Data[list]!.AsArray())!);

        Task<int> IdAsync(string column) => Base.ValorAsync<int>(d.Conexion, $"SELECT {column} FROM prestamos WHERE prestamo_id = {prestamo}");
    }
}
