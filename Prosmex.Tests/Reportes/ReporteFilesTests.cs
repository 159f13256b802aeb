using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Functions.Http;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>The general report and a client's statement as files, over HTTP: cell by cell what the API answers in JSON.</summary>
[Trait("Kind", "Integration")]
public sealed class ReporteFilesTests(TestServer server)
{
    private const string Hostile = "=cmd|' /C calc'!A0";

    // As the general report's row is called in JSON, in the order of the columns.
    private static readonly string[] Fields =
    [
        "grupo_id", "grupo", "ruta", "gerente", "supervisor", "titular", "cobranza_ideal", "cobranza_real", "prestamo_papel", "prestamo_real", "morosidad_monto", "morosidad_porcentaje",
        "porcentaje_prestamo", "sobrante", "sobrante_logico", "bono", "numero_de_creditos", "prestamos_activos",
    ];

    private static readonly Dictionary<string, string> Status = new() { ["activo"] = "Activo", ["renovado"] = "Renovado" };

    private static readonly Dictionary<string, string> Movimientos = new() { ["cobro"] = "Pago", ["liquidacion_por_renovacion"] = "Liquidación por renovación (sin efectivo)" };

    private static readonly string[] TotalesFields =
    [
        "total_cobranza_ideal", "total_cobranza_real", "total_prestamo_papel", "total_prestamo_real", "morosidad_monto", "morosidad_porcentaje", "porcentaje_prestamo", "sobrante",
        "total_sobrante_logico", "total_bono", "total_numero_de_creditos", "total_prestamos_activos",
    ];

    [Fact]
    public async Task General_AsXlsxAndCsv_HasTheRowsOfEachUsersReporte()
    {
        await using var d = await Despacho.OpenAsync(server);
        await SetUpAsync(d);
        foreach (var rol in Enumerable.Range(1, 6))
        {
            using var quien = await d.Admin.SignedInAsync($"rol{rol}");
            foreach (var semana in new[] { "", "?semana=2026-11-11" })
            {
                var lunes = semana.Length == 0 ? "2026-11-16" : "2026-11-09";
                var reporte = (await quien.GetAsync($"/reporte/general?per_page=200&{semana.TrimStart('?')}")).Data["reporte"]!.AsArray();
                var totales = (await quien.GetAsync($"/reporte/general/totales{semana}")).Data["totales"]!;
                Assert.Equal(rol >= 5 ? 3 : rol == 1 ? 0 : 1, reporte.Count);

                var libro = Workbook.Read(await BytesAsync(quien, $"/reporte/general.xlsx{semana}", $"reporte-general-{lunes}.xlsx", ContentTypes.Xlsx));
                var filas = libro.Values($"Semana {lunes}");
                Assert.Equal($"Semana {lunes}", Assert.Single(libro.Hojas));
                Assert.Equal(reporte.Count + 1, filas.Count);
                foreach (var (fila, expected) in filas.Zip(reporte))
                {
                    Assert.Equal(DateOnly.ParseExact(lunes, "yyyy-MM-dd", CultureInfo.InvariantCulture), fila[0]);
                    Assert.Equal(Fields.Select(c => Value(expected![c])), fila.Skip(1));
                }

                Assert.Equal("Total", filas[^1][2]);
                Assert.Equal(
                    TotalesFields.Select(c => c.Contains("porcentaje", StringComparison.Ordinal) ? (decimal)totales[c]! / 100 : (decimal)totales[c]!), filas[^1].Skip(7).Cast<decimal>());
                if (rol >= 2)
                {
                    Assert.Contains(filas, f => (string?)f[2] == Hostile);
                }

                var csv = System.Text.Encoding.UTF8.GetString(await BytesAsync(quien, $"/reporte/general.csv{semana}", $"reporte-general-{lunes}.csv", ContentTypes.Csv));
                Assert.Equal(reporte.Count + 3, csv.Split("\r\n").Length);
                Assert.Equal(rol >= 2, csv.Contains(",\"'" + Hostile + "\",", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task EstadoDeCuenta_AsXlsx_EqualsTheJson()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (cliente, _) = await SetUpAsync(d);
        var cuenta = (await d.Admin.GetAsync($"/clientes/{cliente}/estado-de-cuenta")).Success("get", "/clientes/{id}/estado-de-cuenta").Data;
        var libro = Workbook.Read(await BytesAsync(d.Admin, $"/clientes/{cliente}/estado-de-cuenta.xlsx", $"estado-de-cuenta-{cliente}-2026-11-18.xlsx", ContentTypes.Xlsx));
        Assert.Equal(["Cliente", "Préstamos", "Movimientos"], libro.Hojas);
        foreach (var (hoja, landscape) in libro.Hojas.Zip([false, true, false]))
        {
            libro.AssertPrints(hoja, "Prosmex", $"Estado de cuenta de {Hostile} P M", landscape);
            Assert.Equal($"Grupo: {Hostile} · Saldos al 18/11/2026 · Montos en pesos (MXN)", libro.Setup(hoja).TitleLines[2]);
        }

        Assert.Equal(["Cliente", "Núm. de cliente", "Grupo", "Saldos al", "Préstamos", "Por pagar en total"], libro["Cliente"][0].Select(c => c.Value));
        Assert.Equal(["0", "0"], new[] { libro["Cliente"][1][1], libro["Movimientos"][1][3] }.Select(c => c.Format));
        Assert.Equal([$"{Hostile} P M", (decimal)cliente, Hostile, new DateOnly(2026, 11, 18), 2m, (decimal)cuenta["total_restante"]!], libro.Values("Cliente")[0]);

        var prestamos = cuenta["prestamos"]!.AsArray();
        Assert.Equal(2, prestamos.Count);
        string[] numeros = ["monto_prestamo", "monto_prestamo_real", "monto_utilidad", "cobranza_ideal", "numero_semanas", "semana_activa", "monto_pagado", "monto_restante"];
        Assert.Equal(
            prestamos.Select(p => new object?[] { (decimal)p!["prestamo_id"]!, (string?)p["tipo"], Status[(string)p["status"]!], (bool)p["renovacion"]! ? "Sí" : "No", (string?)p["aval"] }
                .Concat(numeros[..5].Select(n => Value(p[n]))).Append((decimal)p["cat"]! / 100).Concat(numeros[5..].Select(n => Value(p[n])))),
            libro.Values("Préstamos").Select(f => f.Take(1).Concat(f.Skip(2))));
        Assert.Equal(
            prestamos.SelectMany(p => p!["movimientos"]!.AsArray().Select(m => new object?[]
            {
                (decimal)p["prestamo_id"]!, DateOnly.Parse((string)m!["fecha"]!, CultureInfo.InvariantCulture), Movimientos[(string)m["tipo"]!], (decimal)m["pago_id"]!, (decimal)m["monto"]!,
                (decimal)m["restante"]!,
            })),
            libro.Values("Movimientos").Select(f => f.ToArray()));
    }

    [Fact]
    public async Task EstadoDeCuenta_WithReversaAndRenovacion_CountsTheMoneyInForce()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (cliente, prestamos) = await SetUpAsync(d);
        var cuenta = (await d.Admin.GetAsync($"/clientes/{cliente}/estado-de-cuenta")).Data;
        Assert.Equal(prestamos.Reverse(), cuenta["prestamos"]!.AsArray().Select(p => (int)p!["prestamo_id"]!));
        var (nuevo, old) = (cuenta["prestamos"]![0]!, cuenta["prestamos"]![1]!);
        Assert.Equal(("renovado", 1400m, 0m), ((string?)old["status"], (decimal)old["monto_pagado"]!, (decimal)old["monto_restante"]!));

        // Nine of 100, one of them corrected from 90; then what the renewal settled.
        var movimientos = old["movimientos"]!.AsArray();
        Assert.Equal([.. Enumerable.Repeat("cobro", 9), "liquidacion_por_renovacion"], movimientos.Select(m => (string)m!["tipo"]!));
        Assert.Equal([.. Enumerable.Range(1, 9).Select(n => 1400m - (100 * n)), 0m], movimientos.Select(m => (decimal)m!["restante"]!));
        Assert.Equal(500, (decimal)movimientos[^1]!["monto"]!);
        Assert.True((bool)nuevo["renovacion"]!);
        Assert.Equal(2000m, (decimal)nuevo["monto_prestamo"]!);
        Assert.Equal(1500m, (decimal)nuevo["monto_prestamo_real"]!);
        Assert.Equal(2800m, (decimal)nuevo["monto_restante"]!);
        Assert.Equal(2800, (decimal)cuenta["total_restante"]!);
        (await d.Admin.GetAsync("/clientes/99999/estado-de-cuenta")).Problem(HttpStatusCode.NotFound, "cliente.no_encontrado");
        (await d.Admin.GetAsync("/clientes/99999/estado-de-cuenta.xlsx")).Problem(HttpStatusCode.NotFound, "cliente.no_encontrado");
    }

    [Fact]
    public async Task General_AsFileOfAFutureSemana_IsAProblem()
    {
        await using var d = await Despacho.OpenAsync(server);
        foreach (var file in new[] { "xlsx", "csv" })
        {
            (await d.Admin.GetAsync($"/reporte/general.{file}?semana=2026-11-23")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
            (await d.Admin.GetAsync($"/reporte/general.{file}?semana=x")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        }
    }

    [Fact]
    public async Task Calendario_WeekAfterWeek_TellsWhatIsCoveredAndTheFaltas()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (cliente, aval) = (await d.NuevoClienteAsync(), await d.NuevoClienteAsync());
        var prestamo = await PrestarAsync(d.Admin, cliente, aval, 1000, "2026-10-22");
        await PagarAsync(d.Admin, prestamo, 130, "2026-10-28");
        await PagarAsync(d.Admin, prestamo, 60, "2026-11-10");
        (await d.Admin.PostAsync("/verificacion/semanal")).Success("post", "/verificacion/semanal");

        // Week 1 was paid, week 2 only by 30 of advance, week 3 short; week 4 is the current one.
        string[] expected =
        [
            "1 2026-11-01 100.00 100.00 False pagada", "2 2026-11-08 100.00 90.00 True vencida", "3 2026-11-15 100.00 0 True vencida", "4 2026-11-22 100.00 0 False pendiente",
        ];
        var calendario = await CalendarioAsync();
        Assert.Equal(14, calendario.Count);
        Assert.Equal(expected, calendario.Take(4));
        Assert.Equal("14 2027-01-31 100.00 0 False pendiente", calendario[^1]);
        await PagarAsync(d.Admin, prestamo, 120, "2026-11-18");
        Assert.Equal("4 2026-11-22 100.00 10.00 False parcial", (await CalendarioAsync())[3]);
        Assert.Equal("3 2026-11-15 100.00 100.00 True pagada", (await CalendarioAsync())[2]);
        await PagarAsync(d.Admin, prestamo, 1090, "2026-11-18");
        Assert.All(await CalendarioAsync(), s => Assert.EndsWith("pagada", s, StringComparison.Ordinal));
        (await d.Admin.GetAsync("/prestamos/99999/calendario")).Problem(HttpStatusCode.NotFound, "prestamo.no_encontrado");

        async Task<List<string>> CalendarioAsync() =>
        [
            .. (await d.Admin.GetAsync($"/prestamos/{prestamo}/calendario")).Success("get", "/prestamos/{id}/calendario").Data["calendario"]!.AsArray()
                .Select(s => $"{s!["semana"]} {s["vence"]} {s["monto"]!.ToJsonString()} {s["pagado"]!.ToJsonString()} {(bool)s["falta"]!} {s["estado"]}"),
        ];
    }

    [Fact]
    public async Task Yo_AfterSignIn_IsTheUserOfTheSignInWithTheirAcciones()
    {
        await using var d = await Despacho.OpenAsync(server);
        foreach (var (rol, acciones) in new[] { (1, new[] { 3, 4 }), (2, [1, 2, 3, 4]), (5, [.. Enumerable.Range(1, 7)]), (6, [.. Enumerable.Range(1, 14)]) })
        {
            await Personas.AgregarAsync(d.Connection, $"rol{rol}", rol);
            using var quien = d.Admin.Another();
            var signIn = await quien.SignInAsync($"rol{rol}", Personas.Contrasena);
            var yo = (await quien.GetAsync("/auth/yo")).Success("get", "/auth/yo").Data;
            Assert.Equal(signIn.Data["User"]!.ToJsonString(), yo["User"]!.ToJsonString());
            Assert.Equal(acciones, yo["acciones"]!.AsArray().Select(a => (int)a!));
        }
    }

    /// <summary>A route and a group with malicious names, a user of each role, and a client who renewed a loan; the gestor has no group.</summary>
    private static async Task<(int Cliente, int[] Prestamos)> SetUpAsync(Despacho d)
    {
        var personas = new Dictionary<int, int>();
        for (var rol = 1; rol <= 6; rol++)
        {
            personas[rol] = await Personas.AgregarAsync(d.Connection, $"rol{rol}", rol);
        }

        await TestDatabase.ExecuteAsync(d.Connection, $"""
            UPDATE rutas SET usuario_id_gerente = {personas[4]}, usuario_id_supervisor = {personas[3]} WHERE ruta_id = 1;
            UPDATE grupos SET usuario_id_titular = {personas[2]}, nombre_grupo = '{Hostile.Replace("'", "''", StringComparison.Ordinal)}' WHERE grupo_id = 1;
            UPDATE usuarios SET nombre = '+{personas[2]}' WHERE id = {personas[2]}
            """);
        var cliente = (int)(await d.Admin.PostAsync("/clientes", JsonNode.Parse(Despacho.Cliente(Hostile)))).Data["cliente"]!;
        var aval = await d.NuevoClienteAsync();
        var old = await PrestarAsync(d.Admin, cliente, aval, 1000, "2026-09-01");
        var bad = await PagarAsync(d.Admin, old, 90, "2026-09-08");
        (await d.Admin.PutAsync($"/pagos/{bad}", new JsonObject { ["monto_pagado"] = 100 })).Success("put", "/pagos/{id}");
        for (var semana = 1; semana < 9; semana++)
        {
            await PagarAsync(d.Admin, old, 100, new DateOnly(2026, 9, 8).AddDays(7 * semana).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        return (cliente, [old, await PrestarAsync(d.Admin, cliente, aval, 2000, "2026-11-12")]);
    }

    private static async Task<int> PrestarAsync(Api api, int cliente, int aval, int monto, string inicio) => (int)(await api.PostAsync(
        "/prestamos", JsonNode.Parse($$"""{"cliente_id":{{cliente}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":{{monto}},"fecha_inicio":"{{inicio}}"}"""))).Data["prestamo"]!;

    private static async Task<int> PagarAsync(Api api, int prestamo, int monto, string dia) => (int)(await api.PostAsync(
        "/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":{{monto}},"fecha_pago":"{{dia}}"}]"""))).Data["pago"]!["id"]!;

    private static async Task<byte[]> BytesAsync(Api api, string path, string file, string tipo)
    {
        var response = await api.GetAsync(path);
        Assert.True(response.Status == HttpStatusCode.OK, response.Text);
        Assert.Equal((tipo, $"attachment; filename=\"{file}\""), (response.Message.Content.Headers.ContentType?.MediaType, response.Message.Content.Headers.ContentDisposition?.ToString()));
        return await response.Message.Content.ReadAsByteArrayAsync();
    }

    private static object? Value(JsonNode? node) => node is null ? null : node.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string?)node : (decimal)node;
}
