using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>The queue of the late over HTTP: what a row says, whose it is, its filters, its steps and its files.</summary>
[Trait("Kind", "Integration")]
public sealed class AtrasadosRoutesTests(TestServer server)
{
    private static readonly System.Text.Json.JsonSerializerOptions Utf8 = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Atrasados_ALoanWithVisitasAndAPromesa_SaysWhatToDoNext()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await LatePrestamoAsync(d, "2026-10-21");
        await AnotarAsync(d, prestamo, """{"visita":"prometio","fecha":"2026-11-12","promesa":{"fecha":"2026-11-19","monto":150}}""");
        await d.Admin.FilasAsync(Telefono.Fila(prestamo, 60, d.Ahora.AddHours(-3)));
        await AnotarAsync(d, prestamo, """{"visita":"no_estaba","nota":"Salió al mandado."}""");

        var fila = Assert.Single(await FilasAsync(d.Admin))!;

        // The weeks of 26 October, 2 and 9 November are due; the first is paid in part.
        Assert.Equal(("Ana P M", "Ana P M"), ((string?)fila["cliente"], (string?)fila["aval"]));
        Assert.Equal(("2026-11-01", 17, 240m, 1340m), ((string?)fila["atrasado_desde"], (int)fila["dias_de_atraso"]!, (decimal)fila["atrasado"]!, (decimal)fila["restante"]!));
        Assert.Equal("""{"dias":15,"paso":"Visitar con el aval"}""", fila["paso"]!.ToJsonString());
        Assert.Equal(("no_estaba", "Salió al mandado.", "N P"), ((string?)fila["ultima_visita"]!["visita"], (string?)fila["ultima_visita"]!["nota"], (string?)fila["ultima_visita"]!["registrado_por"]));
        Assert.Equal(("2026-11-19", 150m, 60m, "pendiente"), Promesa(fila));
    }

    [Fact]
    public async Task Promesa_PaidByTheEndOfItsDay_IsKeptUntilThePagoIsReversed()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await LatePrestamoAsync(d, "2026-10-21");
        await AnotarAsync(d, prestamo, """{"visita":"prometio","fecha":"2026-11-12","promesa":{"fecha":"2026-11-13","monto":50}}""");
        List<string?> estados = [Promesa((await FilasAsync(d.Admin))[0]!).Estado];

        var pago = (await d.Admin.PostAsync("/pagos", JsonNode.Parse($$"""{"prestamo_id":{{prestamo}},"monto_pagado":50,"fecha_pago":"2026-11-13T23:59:59-06:00"}"""))).Success("post", "/pagos");
        estados.Add(Promesa((await FilasAsync(d.Admin))[0]!).Estado);
        (await d.Admin.DeleteAsync($"/pagos/{pago.Data["pago"]!["id"]}")).Success("delete", "/pagos/{id}");
        estados.Add(Promesa((await FilasAsync(d.Admin))[0]!).Estado);

        Assert.Equal(["incumplida", "cumplida", "incumplida"], estados);
    }

    [Fact]
    public async Task Promesa_FollowedByANewerOne_IsReplacedByIt()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await LatePrestamoAsync(d, "2026-10-21");
        await AnotarAsync(d, prestamo, """{"visita":"prometio","promesa":{"fecha":"2026-11-25","monto":70}}""");

        await AnotarAsync(d, prestamo, """{"visita":"prometio","fecha":"2026-11-12","promesa":{"fecha":"2026-11-13","monto":50}}""");
        var older = Promesa((await FilasAsync(d.Admin))[0]!);
        await AnotarAsync(d, prestamo, """{"visita":"prometio","promesa":{"fecha":"2026-11-26","monto":80}}""");

        // Both at one instant: the one noted later.
        Assert.Equal((("2026-11-25", 70m, 0m, "pendiente"), ("2026-11-26", 80m, 0m, "pendiente")), (older, Promesa((await FilasAsync(d.Admin))[0]!)));
    }

    [Theory]
    [InlineData(1, "UPDATE grupos SET usuario_id_gestor = {0} WHERE grupo_id = 1")]
    [InlineData(3, "UPDATE rutas SET usuario_id_supervisor = {0} WHERE ruta_id = (SELECT ruta_id FROM grupos WHERE grupo_id = 1)")]
    public async Task Atrasados_OfACaller_AreThoseOfTheirGrupos(int rol, string asignar)
    {
        await using var d = await Despacho.OpenAsync(server);
        await LatePrestamoAsync(d, "2026-10-21");
        using var quien = await d.AnotherAsync("quien", rol);

        var before = await FilasAsync(quien);
        await TestDatabase.ExecuteAsync(d.Connection, asignar.Replace("{0}", "(SELECT id FROM usuarios WHERE usuario = 'quien')", StringComparison.Ordinal));

        Assert.Empty(before);
        Assert.Single(await FilasAsync(quien));
        (await quien.GetAsync("/reporte/atrasados?grupo_id=2")).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
    }

    [Theory]
    [InlineData("2026-11-04", 3, null)]
    [InlineData("2026-10-28", 10, "Avisar al aval")]
    public async Task Pasos_OfTheLender_ComeFromTheSetting(string inicio, int dias, string? paso)
    {
        await using var d = await Despacho.OpenAsync(server, ("Prosmex:Atrasos:Pasos", "5 Tocar; 8 Avisar al aval"));
        await LatePrestamoAsync(d, inicio);

        var data = (await d.Admin.GetAsync("/reporte/atrasados")).Success("get", "/reporte/atrasados").Data;

        Assert.Equal("""[{"dias":5,"paso":"Tocar"},{"dias":8,"paso":"Avisar al aval"}]""", data["pasos"]!.ToJsonString(Utf8));
        Assert.Equal((dias, paso), ((int)data["atrasados"]![0]!["dias_de_atraso"]!, (string?)data["atrasados"]![0]!["paso"]?["paso"]));
    }

    [Theory]
    [InlineData("promesa=rota", "Promesa de pago: elija ninguna, pendiente, cumplida o incumplida.")]
    [InlineData("paso=2", "Siguiente paso: elija llamar, visitar, visitar con el aval, turnar al supervisor o revisar para castigo.")]
    [InlineData("paso=x", "Elija el siguiente paso.")]
    [InlineData("titular_id=0", "Elija el titular.")]
    public async Task Atrasados_WithAMalformedFilter_AreRefusedAsTheirFiles(string filter, string message)
    {
        await using var d = await Despacho.OpenAsync(server);

        foreach (var format in new[] { "", ".xlsx", ".csv" })
        {
            var answer = (await d.Admin.GetAsync($"/reporte/atrasados{format}?{filter}")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");

            Assert.Equal(message, (string?)answer.Json["message"]);
        }
    }

    [Fact]
    public async Task Files_WithFilters_HaveTheRowsOfTheListAndTheirSums()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await LatePrestamoAsync(d, "2026-10-21");
        var other = await LatePrestamoAsync(d, "2026-11-04");
        (await d.Admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{other}},"monto_pagado":0}]"""))).Success("post", "/pagos");
        await AnotarAsync(d, prestamo, """{"visita":"prometio","promesa":{"fecha":"2026-11-19","monto":150}}""");

        var all = await FileAsync(d, "");
        var filtrado = await FileAsync(d, "promesa=pendiente&paso=15&q=ana");
        var csv = (await d.Admin.GetAsync("/reporte/atrasados.csv?promesa=pendiente")).Text.TrimStart('\uFEFF').Split("\r\n");

        var hoja = filtrado[Assert.Single(filtrado.Hojas)];
        Assert.Equal((1 + 2 + 1, 1 + 1 + 1), (all[all.Hojas.Single()].Count, hoja.Count));
        Assert.Equal(
            [(decimal)prestamo, "Ana P M", null, "Ana P M", 17m, new DateOnly(2026, 11, 1), 300m, 1400m, "Prometió", new DateOnly(2026, 11, 19), 150m, "Pendiente", "Visitar con el aval"],
            new[] { 0, 1, 2, 3, 7, 8, 9, 10, 12, 14, 15, 16, 17 }.Select(c => hoja[1][c].Value));
        Assert.Equal([300m, 1400m], new[] { 9, 10 }.Select(c => hoja[2][c].Value));
        Assert.Contains("· Promesa: pendiente · Siguiente paso: Visitar con el aval · Cliente: ana ·", filtrado.Setup("Atrasados").TitleLines[2], StringComparison.Ordinal);
        Assert.Equal(["Prometió", "Sin pago"], all["Atrasados"].Skip(1).Take(2).Select(f => f[12].Value));
        Assert.StartsWith($"{prestamo},", csv[1], StringComparison.Ordinal);
    }

    private static (string? Fecha, decimal Monto, decimal Pagado, string? Estado) Promesa(JsonNode fila) =>
        ((string?)fila["promesa"]!["fecha"], (decimal)fila["promesa"]!["monto"]!, (decimal)fila["promesa"]!["pagado"]!, (string?)fila["promesa"]!["estado"]);

    private static async Task<JsonArray> FilasAsync(Api api) => (await api.GetAsync("/reporte/atrasados")).Success("get", "/reporte/atrasados").Data["atrasados"]!.AsArray();

    private static async Task<Workbook> FileAsync(Despacho d, string filter) =>
        Workbook.Read(await (await d.Admin.GetAsync($"/reporte/atrasados.xlsx?{filter}")).Message.Content.ReadAsByteArrayAsync());

    private static async Task AnotarAsync(Despacho d, int prestamo, string body) =>
        (await d.Admin.PostAsync($"/prestamos/{prestamo}/visitas", JsonNode.Parse(body))).Success("post", "/prestamos/{id}/visitas");

    // Of 1,000 in 14 weeks of 100 each.
    private static async Task<int> LatePrestamoAsync(Despacho d, string inicio)
    {
        var solicitud = JsonNode.Parse(await d.SolicitudDePrestamoAsync())!;
        solicitud["fecha_inicio"] = inicio;
        return (int)(await d.Admin.PostAsync("/prestamos", solicitud)).Success("post", "/prestamos").Data["prestamo"]!;
    }
}
