using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>Each report as a file, over HTTP: the rows and sums of its JSON, for the same filters and the same caller.</summary>
[Trait("Kind", "Integration")]
public sealed class ExportRoutesTests(TestServer server)
{
    private const string Financiera = "Créditos del Valle";

    private static readonly string[] Reportes = ["general", "por-cobrar", "cartera", "faltas", "antiguedad", "tendencia"];

    // Among them a route and a group that have nothing in common, and a past week.
    private static readonly string[] Filters =
        ["", "ruta_id=1", "ruta_id=2", "grupo_id=2", "ruta_id=1&grupo_id=1", "ruta_id=1&grupo_id=2", "semana=2026-11-11", "semana=2026-11-11&ruta_id=2"];

    public static TheoryData<string, string> Files => [.. from reporte in Reportes from format in new[] { "xlsx", "csv" } select (reporte, format)];

    public static TheoryData<string> Names => [.. Reportes];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Xlsx_WithEachFilter_HasTheRowsAndSumsOfItsReporte(string reporte)
    {
        await using var program = await SetUpAsync();
        using var admin = await program.Api().SignedInAsync("ada");
        HashSet<string> distinct = [];
        foreach (var filter in Filters)
        {
            var filas = await FilasAsync(admin, reporte, filter);

            Assert.Equal(await ExpectedAsync(admin, reporte, filter), filas);
            distinct.Add(string.Join('|', filas.SelectMany(f => f)));
        }

        // Where every filter gave the same, the test would show nothing.
        Assert.True(distinct.Count >= 6, $"{distinct.Count}");
    }

    [Fact]
    public async Task Csv_NoSlotLeft_Is429UntilOneIsFree()
    {
        await using var program = await SetUpAsync();
        using var api = await program.Api().SignedInAsync("ada");
        var held = new TaskCompletionSource();
        var exports = Enumerable.Range(0, ExportSlots.AtOnce).Select(_ => program.Service<ExportSlots>().RunAsync(() => held.Task, CancellationToken.None)).ToList();

        (await api.GetAsync("/reporte/general.csv")).Problem(HttpStatusCode.TooManyRequests, "exportacion.saturado");
        held.SetResult();
        await Task.WhenAll(exports);
        Assert.True((await api.GetAsync("/reporte/general.csv")).Message.IsSuccessStatusCode);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Xlsx_OfASupervisor_HasTheRowsOfTheirRutas(string reporte)
    {
        await using var program = await SetUpAsync();
        using var admin = await program.Api().SignedInAsync("ada");
        using var supervisor = await admin.SignedInAsync("sofia");

        var suyas = await FilasAsync(supervisor, reporte, "");

        Assert.Equal(await FilasAsync(admin, reporte, "ruta_id=1"), suyas);
        Assert.Equal(suyas, await FilasAsync(supervisor, reporte, "ruta_id=1"));
        Assert.NotEqual(suyas, await FilasAsync(admin, reporte, ""));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Csv_WithEachFilter_HasTheCellsOfTheXlsx(string reporte)
    {
        await using var program = await SetUpAsync();
        using var admin = await program.Api().SignedInAsync("ada");
        foreach (var filter in Filters)
        {
            var hoja = await HojaAsync(admin, reporte, filter);

            var csv = (await admin.GetAsync($"/reporte/{reporte}.csv?{filter}")).Text.TrimStart('\uFEFF').Replace("\"", "", StringComparison.Ordinal);

            Assert.Equal(hoja.Select(f => string.Join(',', f.Select(Text))), csv.Split("\r\n")[..^1]);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task File_OfAForeignUnknownOrMalformedFilter_IsRefused(string reporte, string format)
    {
        await using var program = await SetUpAsync();
        using var admin = await program.Api().SignedInAsync("ada");
        using var supervisor = await admin.SignedInAsync("sofia");
        var route = $"/reporte/{reporte}.{format}";

        foreach (var (api, id) in new[] { (supervisor, 2), (admin, 99999) })
        {
            (await api.GetAsync($"{route}?ruta_id={id}")).Problem(HttpStatusCode.NotFound, "ruta.no_encontrada");
            (await api.GetAsync($"{route}?grupo_id={id}")).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
        }

        foreach (var query in new[] { "ruta_id=0", "ruta_id=x", "grupo_id=-1", "grupo_id=1&grupo_id=2" })
        {
            (await admin.GetAsync($"{route}?{query}")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        }
    }

    [Theory]
    [InlineData("general", "Semana 2026-11-16", "Reporte general", true, "Semana del 16 al 22 de noviembre de 2026", "reporte-general")]
    [InlineData("por-cobrar", "Por cobrar", "Préstamos con algo por cobrar", true, "Semana del 16 al 22 de noviembre de 2026", "por-cobrar")]
    [InlineData("cartera", "Cartera", "Préstamos activos", true, "Semana del 16 al 22 de noviembre de 2026", "cartera")]
    [InlineData("faltas", "Faltas", "Faltas de la semana", true, "Semana del 16 al 22 de noviembre de 2026", "faltas")]
    [InlineData("atrasados", "Atrasados", "Clientes atrasados", true, "Semana del 16 al 22 de noviembre de 2026", "atrasados")]
    [InlineData("antiguedad", "Antigüedad", "Cartera por días de atraso", false, "Semana del 16 al 22 de noviembre de 2026", "antiguedad")]
    [InlineData("tendencia", "Tendencia", "Tendencia de la cobranza", false, "Semanas del 31 de agosto al 22 de noviembre de 2026", "tendencia")]
    public async Task Xlsx_EachReporte_PrintsUnderTheLendersNameWithItsFilters(string reporte, string hoja, string title, bool landscape, string semanas, string file)
    {
        await using var program = await SetUpAsync();
        using var admin = await program.Api().SignedInAsync("ada");

        var response = await admin.GetAsync($"/reporte/{reporte}.xlsx?ruta_id=1&grupo_id=1");
        var libro = Workbook.Read(await response.Message.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        libro.AssertPrints(hoja, Financiera, title, landscape);
        Assert.Equal(
            $"{semanas} · Ruta: Ruta del Río · Grupo: Grupo del Cerro · Montos en pesos (MXN) · Generado el 18/11/2026, 12:00 p. m.", libro.Setup(hoja).TitleLines[2].Split('\n')[0]);
        Assert.Equal($"A4:{libro.Setup(hoja).Filter[3]}{3 + libro[hoja].Count - 1}", libro.Setup(hoja).Filter);
        Assert.Equal($"attachment; filename=\"{file}-2026-11-16-ruta-1-grupo-1.xlsx\"", response.Message.Content.Headers.ContentDisposition?.ToString());
    }

    [Fact]
    public async Task TendenciaXlsx_OfSomeSemanas_HasThatMany()
    {
        await using var program = await SetUpAsync();
        using var admin = await program.Api().SignedInAsync("ada");

        Assert.Equal(3 + 1, (await FilasAsync(admin, "tendencia", "semanas=3")).Count);
        (await admin.GetAsync("/reporte/tendencia.xlsx?semanas=53")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
    }

    /// <summary>The rows of the report's JSON as the table has them, and their sums.</summary>
    private static async Task<List<List<object?>>> ExpectedAsync(Api api, string reporte, string filter)
    {
        var lunes = new DateOnly(2026, 11, filter.Contains("semana", StringComparison.Ordinal) ? 9 : 16);
        switch (reporte)
        {
            case "general":
                var grupos = (await ReadAsync(api, "general", filter.Split('&').FirstOrDefault(f => f.StartsWith("semana", StringComparison.Ordinal)) ?? ""))["reporte"]!.AsArray()
                    .Where(g => Passes(g!, filter)).ToList();
                string[] fields =
                [
                    "grupo_id", "grupo", "ruta", "gerente", "supervisor", "titular", "cobranza_ideal", "cobranza_real", "prestamo_papel", "prestamo_real", "morosidad_monto", "morosidad_porcentaje",
                    "porcentaje_prestamo", "sobrante", "sobrante_logico", "bono", "numero_de_creditos", "prestamos_activos",
                ];
                return
                [
                    .. grupos.Select(g => Fila(g!, lunes, fields)),
                    [
                        null, null, "Total", null, null, null, null, Suma(grupos, "cobranza_ideal"), Suma(grupos, "cobranza_real"), Suma(grupos, "prestamo_papel"), Suma(grupos, "prestamo_real"),
                        Suma(grupos, "morosidad_monto"), Percent(Suma(grupos, "morosidad_monto"), Suma(grupos, "cobranza_ideal")),
                        Percent(Suma(grupos, "prestamo_real"), Suma(grupos, "cobranza_real")), Suma(grupos, "sobrante"), Suma(grupos, "sobrante_logico"), Suma(grupos, "bono"),
                        Suma(grupos, "numero_de_creditos"), Suma(grupos, "prestamos_activos"),
                    ],
                ];
            case "por-cobrar":
                var data = await ReadAsync(api, reporte, filter);
                var prestamos = data["por_cobrar"]!.AsArray();
                Assert.Equal((int)data["total_items"]!, prestamos.Count);
                decimal PorCobrar(JsonNode? p) => (decimal)p!["vence"]! + (decimal)p["atrasado"]!;
                return
                [
                    .. prestamos.Select(p => Fila(p!, lunes, ["prestamo_id", "cliente", "aval", "grupo_id", "grupo", "ruta", "vence", "atrasado", "restante", "faltas"])[..9]
                        .Append(PorCobrar(p)).Append((decimal)p!["restante"]!).Append((decimal)p["faltas"]!).ToList()),
                    [
                        null, null, "Total", null, null, null, null, Suma(prestamos, "vence"), Suma(prestamos, "atrasado"), prestamos.Sum(PorCobrar), Suma(prestamos, "restante"), Suma(prestamos, "faltas"),
                    ],
                ];
            case "cartera":
                var abiertos = (await ReadAsync(api, reporte, filter))["cartera"]!.AsArray();
                return
                [
                    .. abiertos.Select(p => (List<object?>)
                    [
                        .. Fila(p!, lunes, ["prestamo_id", "cliente", "grupo", "ruta", "titular", "gestor", "dias_de_atraso"]), Dia(p!["atrasado_desde"]),
                        (decimal)p["atrasado"]!, (decimal)p["restante"]!, Dia(p["ultima_visita"]), Dia(p["ultimo_pago"]), (decimal)p["faltas"]!,
                    ]),
                    [null, null, "Total", null, null, null, null, null, null, Suma(abiertos, "atrasado"), Suma(abiertos, "restante"), null, null, Suma(abiertos, "faltas")],
                ];
            case "faltas":
                var faltas = (await ReadAsync(api, reporte, filter))["faltas"]!.AsArray();
                return
                [
                    .. faltas.Select(f => (List<object?>)[.. Fila(f!, lunes, ["prestamo_id", "cliente", "grupo", "ruta", "titular", "debia", "abonado", "restante"]), Dia(f!["ultima_visita"])]),
                    [null, null, "Total", null, null, null, Suma(faltas, "debia"), Suma(faltas, "abonado"), Suma(faltas, "restante"), null],
                ];
            case "antiguedad":
                var cartera = await ReadAsync(api, reporte, filter);
                var total = (decimal)cartera["total_restante"]!;
                return
                [
                    .. cartera["antiguedad"]!.AsArray().Zip(
                        ["Al corriente", "1 a 7 días", "8 a 30 días", "31 a 60 días", "61 a 90 días", "91 días o más"],
                        (t, name) => Fila(t!, lunes, ["desde", "hasta", "prestamos", "atrasado", "restante"]) is [var semana, .. var cifras]
                            ? (List<object?>)[semana, name, .. cifras, Share((decimal)t!["restante"]!, total)]
                            : []),
                    [null, "Total", null, null, (decimal)cartera["total_prestamos"]!, (decimal)cartera["total_atrasado"]!, total, Share(total, total)],
                ];
            default:
                var semanas = (await ReadAsync(api, reporte, filter))["tendencia"]!.AsArray();
                return
                [
                    .. semanas.Select(s => (List<object?>)[
                        DateOnly.Parse((string)s!["semana"]!, CultureInfo.InvariantCulture),
                        .. Fila(s, lunes, ["cobranza_ideal", "cobranza_real", "morosidad_monto", "morosidad_porcentaje", "faltas", "bono", "prestamos_activos"])[1..]]),
                    [
                        "Total", Suma(semanas, "cobranza_ideal"), Suma(semanas, "cobranza_real"), Suma(semanas, "morosidad_monto"),
                        Share(Suma(semanas, "morosidad_monto"), Suma(semanas, "cobranza_ideal")), Suma(semanas, "faltas"), Suma(semanas, "bono"), null,
                    ],
                ];
        }
    }

    private static async Task<JsonNode> ReadAsync(Api api, string reporte, string filter) => (await api.GetAsync($"/reporte/{reporte}?per_page=200&{filter}")).Data;

    // The general report has no filter: its groups have the ids of their routes.
    private static bool Passes(JsonNode grupo, string filter) => filter.Split('&').All(f => f.Split('=') is not ["ruta_id" or "grupo_id", var id] || (string)grupo["grupo_id"]!.ToString() == id);

    private static List<object?> Fila(JsonNode fila, DateOnly lunes, string[] fields) => [lunes, .. fields.Select(c => Value(fila[c]))];

    private static object? Value(JsonNode? node) => node is null ? null : node.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string?)node : (decimal)node;

    // Payments of these tests are dated noon in Mexico City, the same day in UTC.
    private static object? Dia(JsonNode? node) => node is null ? null : DateOnly.Parse(((string)node!)[..10], CultureInfo.InvariantCulture);

    private static decimal Suma(IEnumerable<JsonNode?> filas, string field) => filas.Sum(f => (decimal)f![field]!);

    private static decimal? Share(decimal part, decimal whole) => whole == 0 ? null : Math.Round(part / whole, 6, MidpointRounding.AwayFromZero);

    // As the totals of the general report: × 100 with two decimals, 0 where it is not defined.
    private static decimal Percent(decimal part, decimal whole) => whole == 0 ? 0 : Math.Round(part / whole * 100, 2, MidpointRounding.AwayFromZero) / 100;

    private static string Text(ReadCelda cell) => (cell.Value, cell.Format) switch
    {
        (null, _) => "",
        (string text, _) => text,
        (DateOnly dia, _) => dia.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (decimal n, "0.00%") => (n * 100).ToString("0.00", CultureInfo.InvariantCulture) + "%",
        (decimal n, "#,##0.00") => n.ToString("0.00", CultureInfo.InvariantCulture),
        (decimal n, _) => n.ToString("0", CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, null),
    };

    private static async Task<List<List<object?>>> FilasAsync(Api api, string reporte, string filter) =>
        [.. (await HojaAsync(api, reporte, filter)).Skip(1).Select(f => f.Select(c => c.Value).ToList())];

    private static async Task<IReadOnlyList<IReadOnlyList<ReadCelda>>> HojaAsync(Api api, string reporte, string filter)
    {
        var response = await api.GetAsync($"/reporte/{reporte}.xlsx?{filter}");
        Assert.True(response.Status == HttpStatusCode.OK, response.Text);
        var libro = Workbook.Read(await response.Message.Content.ReadAsByteArrayAsync());
        return libro[Assert.Single(libro.Hojas)];
    }

    /// <summary>A loan in group 1 of route 1, one in group 2 of route 2, both with a payment in the past week; a supervisor of route 1.</summary>
    private async Task<ProgramWithClock> SetUpAsync()
    {
        var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ada");
        var supervisor = await Personas.AgregarAsync(connection, "sofia", rol: 3);
        await TestDatabase.ExecuteAsync(connection, $"""
            UPDATE rutas SET usuario_id_supervisor = {supervisor}, nombre_ruta = 'Ruta del Río' WHERE ruta_id = 1;
            UPDATE grupos SET ruta_id = grupo_id;
            UPDATE grupos SET nombre_grupo = 'Grupo del Cerro' WHERE grupo_id = 1
            """);
        var program = await ProgramWithClock.StartAtAsync(database, null, ("Prosmex:Financiera:Nombre", $"  {Financiera} "));
        using var admin = await program.Api().SignedInAsync("ada");
        foreach (var grupo in new[] { 1, 2 })
        {
            var (cliente, aval) = (await ClienteAsync(admin, grupo), await ClienteAsync(admin, grupo));
            var prestamo = (int)(await admin.PostAsync("/prestamos", JsonNode.Parse($$"""
                {"cliente_id":{{cliente}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":{{1000 * grupo}},"fecha_inicio":"2026-10-28"}
                """))).Data["prestamo"]!;
            await admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":{{60 * grupo}},"fecha_pago":"2026-11-10"}]"""));
        }

        return program;
    }

    private static async Task<int> ClienteAsync(Api api, int grupo)
    {
        var cliente = JsonNode.Parse(Despacho.Cliente())!;
        cliente["grupo_id"] = grupo;
        return (int)(await api.PostAsync("/clientes", cliente)).Data["cliente"]!;
    }
}
