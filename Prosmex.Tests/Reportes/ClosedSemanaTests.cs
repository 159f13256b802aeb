using System.Globalization;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>Clients and titulares move at random, brackets are edited: no report of a week that is over changes any more.</summary>
[Trait("Kind", "Simulation")]
public sealed class ClosedSemanaTests(TestServer server)
{
    private const int Semanas = 6;
    private const int Grupos = 3;
    private static readonly string[] Titulares = ["tina", "olga", "rosa"];

    private static readonly string[] DeLaOficina =
    [
        "general?per_page=200", "general/totales?", "general.csv?", "cobranza?per_page=200", "cobranza?grupo_id=2", "rutas?", "por-cobrar?per_page=200", "antiguedad?",
        "cartera?per_page=200", "cartera?grupo_id=1&con_faltas=true", "faltas?per_page=200", "faltas.csv?", "comparacion?por=titular&semanas=3", "comparacion?por=grupo", "antiguedad?grupo_id=1", "tendencia?semanas=3", "tendencia?semanas=3&grupo_id=1", "sobrante-semanal/1?", "sobrante-semanal/2?", "sobrante-semanal/3?",
    ];

    private static readonly string[] DelTitular = ["bono-grupos-titular?", "bono-global-titular?"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Reportes_AfterRandomMoves_StayAsTheyWereAtTheEndOfTheWeek(int seed)
    {
        var random = new Random(seed);
        await using var d = await Despacho.OpenAsync(server);
        var clientes = await SetUpAsync(d);
        var titulares = new List<int>();
        foreach (var titular in Titulares)
        {
            titulares.Add(await Personas.AgregarAsync(d.Connection, titular, rol: 2));
        }

        await AssignAsync(d, [.. Enumerable.Range(1, Grupos).Select(g => (g, titulares[g - 1]))]);
        var before = new Dictionary<DateOnly, string>();
        for (var lunes = new DateOnly(2026, 11, 16); before.Count < Semanas; lunes = lunes.AddDays(7))
        {
            await MoveAsync(d, random, clientes, titulares);
            await CobrarAsync(d, random, clientes.Count);
            await MoveAsync(d, random, clientes, titulares);
            await AssertUnchangedAsync(d, before);

            await d.AdvanceAsync(TimeSpan.FromDays(7));
            (await d.Admin.PostAsync("/verificacion/semanal")).Success("post", "/verificacion/semanal");
            before[lunes] = await ReportesAsync(d, lunes);
            await AssertUnchangedAsync(d, before);
            await AssertSumAsync(d, lunes);
        }

        Assert.True(await d.CountAsync("membresias") > clientes.Count + Semanas, "No client has moved between weeks.");
        Assert.True(await d.CountAsync("titularidades") > Grupos + 2, "No titular was replaced between weeks.");
        Assert.True(await d.CountAsync("vigencias_de_bono") > 5 + 2, "No bracket was edited between weeks.");
    }

    // Four clients in each group, each with a loan of 2,000 a week, so that a group comes to the bonos.
    private static async Task<List<int>> SetUpAsync(Despacho d)
    {
        List<int> clientes = [];
        for (var n = 0; n < 4 * Grupos; n++)
        {
            var datos = JsonNode.Parse(Despacho.Cliente($"Cliente {n}"))!;
            datos["grupo_id"] = 1 + n / 4;
            clientes.Add((int)(await d.Admin.PostAsync("/clientes", datos)).Success("post", "/clientes").Data["cliente"]!);
        }

        for (var n = 0; n < clientes.Count; n++)
        {
            var aval = clientes[n / 4 * 4 + (n + 1) % 4];
            (await d.Admin.PostAsync("/prestamos", JsonNode.Parse($$"""
                {"cliente_id":{{clientes[n]}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":20000,"fecha_inicio":"2026-11-11"}
                """))).Success("post", "/prestamos");
        }

        return clientes;
    }

    private static async Task MoveAsync(Despacho d, Random random, List<int> clientes, List<int> titulares)
    {
        foreach (var cliente in random.GetItems(clientes.ToArray(), 3))
        {
            (await d.Admin.PutAsync($"/clientes/{cliente}", new JsonObject { ["grupo_id"] = random.Next(1, Grupos + 1) })).Success("put", "/clientes/{id}");
        }

        await AssignAsync(d, (random.Next(1, Grupos + 1), titulares[random.Next(titulares.Count)]));
        (await d.Admin.PutAsync($"/bonos/{random.Next(1, 6)}", new JsonObject { ["monto"] = random.Next(100, 900) })).Success("put", "/bonos/{id}");
    }

    private static async Task AssignAsync(Despacho d, params (int Grupo, int Titular)[] assignments)
    {
        foreach (var (grupo, titular) in assignments)
        {
            (await d.Admin.PutAsync($"/grupos/{grupo}", new JsonObject { ["usuario_id_titular"] = titular })).Success("put", "/grupos/{id}");
        }
    }

    private static async Task CobrarAsync(Despacho d, Random random, int prestamos)
    {
        var pagos = new JsonArray();
        for (var prestamo = 1; prestamo <= prestamos; prestamo++)
        {
            if (random.Next(10) > 0)
            {
                pagos.Add(new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = random.Next(10) == 0 ? 1_000 : 2_000 });
            }
        }

        (await d.Admin.PostWithKeyAsync("/pagos", pagos)).Success("post", "/pagos");
    }

    private static async Task AssertUnchangedAsync(Despacho d, Dictionary<DateOnly, string> before)
    {
        foreach (var (lunes, reportes) in before)
        {
            Assert.Equal(reportes, await ReportesAsync(d, lunes));
        }
    }

    private static async Task AssertSumAsync(Despacho d, DateOnly lunes)
    {
        var filas = (await d.Admin.GetAsync($"/reporte/general?semana={Text(lunes)}")).Data["reporte"]!.AsArray();

        Assert.Equal(
            await TestDatabase.ValueAsync<decimal>(d.Connection, $"SELECT sum(monto_pagado) FROM pagos WHERE (fecha_pago AT TIME ZONE 'America/Mexico_City')::date BETWEEN '{Text(lunes)}' AND '{Text(lunes.AddDays(6))}'"),
            filas.Sum(f => (decimal)f!["cobranza_real"]!));
    }

    /// <summary>Every report of the week, as the office and each titular get it.</summary>
    private static async Task<string> ReportesAsync(Despacho d, DateOnly lunes)
    {
        List<string> texts = [];
        await AskAsync(d.Admin, DeLaOficina);
        foreach (var titular in Titulares)
        {
            using var api = await d.Admin.SignedInAsync(titular);
            await AskAsync(api, DelTitular);
        }

        return string.Join('\n', texts);

        async Task AskAsync(Api api, string[] reportes)
        {
            foreach (var reporte in reportes)
            {
                var answer = await api.GetAsync($"/reporte/{reporte}&semana={Text(lunes)}");
                Assert.True(answer.Message.IsSuccessStatusCode, answer.Text);
                texts.Add($"{reporte}: {answer.Text}");
            }
        }
    }

    private static string Text(DateOnly dia) => dia.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
