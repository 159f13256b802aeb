using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Prestamos;

/// <summary>What a preview says is what the change then does, and it leaves nothing behind.</summary>
[Trait("Kind", "Integration")]
public sealed class VistaPreviaTests(TestServer server)
{
    private const int Cambios = 25;

    // Six weeks closed, the first a week after the loans' start; the running one is that of November 16.
    private static readonly DateOnly PrimerLunes = new(2026, 10, 5);
    private static readonly DateOnly Lunes = new(2026, 11, 16);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Preview_OfARandomChange_SaysWhatTheChangeThenDoes(int seed)
    {
        var random = new Random(seed);
        await using var d = await Despacho.OpenAsync(server);
        var prestamos = await SetUpAsync(d, random);
        Dictionary<string, int> vistos = [];
        void Cuenta(string que) => vistos[que] = vistos.GetValueOrDefault(que) + 1;
        for (var n = 0; n < Cambios; n++)
        {
            var cambio = await CambioAsync(d, random, prestamos, n);
            var (snapshot, before) = (await SnapshotAsync(d), await SemanasAsync(d));
            var previa = await d.Admin.PostAsync(cambio.Previa, cambio.Body?.DeepClone());
            Assert.Equal(snapshot, await SnapshotAsync(d));

            var hecho = await d.Admin.SendAsync(cambio.Method, cambio.Path, cambio.Body);
            if (!hecho.Message.IsSuccessStatusCode)
            {
                Assert.Equal((hecho.Status, hecho.Codigo, (string?)hecho.Json["message"]), (previa.Status, previa.Codigo, (string?)previa.Json["message"]));
                Cuenta(hecho.Codigo!);
                continue;
            }

            previa.Success("post", cambio.Template);
            var prestamo = Assert.Single(previa.Data["prestamos"]!.AsArray())!;
            Assert.Equal(await PrestamoAsync(d, (int)prestamo["prestamo_id"]!), prestamo["despues"]!.ToJsonString());
            var semanas = previa.Data["semanas"]!.AsArray().ToDictionary(s => DateOnly.Parse((string)s!["semana"]!, CultureInfo.InvariantCulture), s => s!);
            foreach (var (semana, after) in await SemanasAsync(d))
            {
                Assert.Equal(before[semana], semanas.TryGetValue(semana, out var dicha) ? dicha["antes"]!.ToJsonString() : before[semana]);
                Assert.Equal(after, dicha is null ? before[semana] : dicha["despues"]!.ToJsonString());
            }

            Cuenta(cambio.Method.Method);
            Cuenta($"faltas {(int)prestamo["antes"]!["faltas"]! != (int)prestamo["despues"]!["faltas"]!}");
            Cuenta($"{prestamo["antes"]!["status"]} → {prestamo["despues"]!["status"]}");
            Cuenta($"bono {semanas.Values.Any(s => (bool)s["cerrada"]! && (decimal)s["antes"]!["bono"]! != (decimal)s["despues"]!["bono"]!)}");
        }

        Assert.Superset(
            new HashSet<string> { "PUT", "DELETE", "POST", "faltas True", "faltas False", "bono True", "liquidado → activo", "pago.prestamo_posterior_abierto" },
            vistos.Keys.ToHashSet());
        Assert.Equal(0, (int)(await d.Admin.GetAsync("/verificacion/cuadre")).Data["total_items"]!);
    }

    [Fact]
    public async Task Preview_OfACancelacion_ShowsTheSemanaOfThePagoAndThoseOfTheFaltas()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await PrestarAsync(d, await d.NuevoClienteAsync(), 1000);
        var pago = await PagarAsync(d, prestamo, 300, "2026-10-13");
        await d.Admin.PostAsync("/verificacion/semanal");

        var previa = (await d.Admin.PostAsync($"/pagos/{pago}/cancelacion/vista-previa")).Success("post", "/pagos/{id}/cancelacion/vista-previa").Data;

        var cambio = previa["prestamos"]![0]!;
        Assert.Equal(("activo", 300m, 1100m, 1, 2), Estado(cambio["antes"]!));
        Assert.Equal(("activo", 0m, 1400m, 0, 5), Estado(cambio["despues"]!));
        Assert.Equal(
            [
                "2026-10-12 true 300.00/0 0/1", "2026-10-19 true 0/0 0/1", "2026-10-26 true 0/0 0/1",
            ],
            previa["semanas"]!.AsArray().Select(s => $"{s!["semana"]} {s["cerrada"]} {Cifras(s["antes"]!)} {Cifras(s["despues"]!)}"));
    }

    [Fact]
    public async Task Preview_OfAForeignThing_IsNotFound()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await PrestarAsync(d, await d.NuevoClienteAsync(), 1000);
        var pago = await PagarAsync(d, prestamo, 300, "2026-10-13");
        await d.Admin.FilasAsync(Telefono.Fila(99_999, 250, d.Ahora));
        await TestDatabase.ExecuteAsync(d.Connection, "INSERT INTO permisos (rol_id, accion_id) VALUES (3, 8)");
        var supervisor = await d.AnotherAsync("sara", rol: 3);

        (await supervisor.PostAsync($"/pagos/{pago}/cancelacion/vista-previa")).Problem(HttpStatusCode.NotFound, "pago.no_encontrado");
        (await supervisor.PostAsync($"/pagos/{pago}/correccion/vista-previa", JsonNode.Parse("""{"monto_pagado":1}"""))).Problem(HttpStatusCode.NotFound, "pago.no_encontrado");
        (await supervisor.PostAsync("/por-aclarar/1/aplicar/vista-previa", JsonNode.Parse($$"""{"prestamo_id":{{prestamo}}}"""))).Problem(HttpStatusCode.NotFound, "por_aclarar.no_encontrado");

        // The money is of her group now, and the loan's client of another.
        await TestDatabase.ExecuteAsync(d.Connection, """
            UPDATE rutas SET usuario_id_supervisor = (SELECT id FROM usuarios WHERE usuario = 'sara') WHERE ruta_id = (SELECT ruta_id FROM grupos WHERE grupo_id = 1);
            UPDATE clientes_avales SET grupo_id = (SELECT min(grupo_id) FROM grupos WHERE ruta_id <> (SELECT ruta_id FROM grupos WHERE grupo_id = 1))
            """);
        (await supervisor.PostAsync("/por-aclarar/1/aplicar/vista-previa", JsonNode.Parse($$"""{"prestamo_id":{{prestamo}}}"""))).Problem(HttpStatusCode.NotFound, "prestamo.no_encontrado");
    }

    [Fact]
    public async Task Preview_WithWrongFields_RefusesThemBeforeItLooksForThePago()
    {
        await using var d = await Despacho.OpenAsync(server);

        (await d.Admin.PostAsync("/pagos/99/correccion/vista-previa", JsonNode.Parse("{}"))).Problem(HttpStatusCode.BadRequest, "solicitud.vacia");
        (await d.Admin.PostAsync("/pagos/99/correccion/vista-previa", JsonNode.Parse("""{"monto_pagado":-1}"""))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await d.Admin.PostAsync("/pagos/99/cancelacion/vista-previa", JsonNode.Parse("""{"motivo":5}"""))).Problem(HttpStatusCode.BadRequest);
        (await d.Admin.PostAsync("/por-aclarar/99/aplicar/vista-previa", JsonNode.Parse("{}"))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
    }

    [Fact]
    public async Task Preview_WhileTheSameMoneyChanges_WaitsAndSaysWhatIsThen()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await PrestarAsync(d, await d.NuevoClienteAsync(), 1000);
        var pago = await PagarAsync(d, prestamo, 300, "2026-10-13");
        for (var n = 0; n < 10; n++)
        {
            var (previa, otro) = (d.Admin.PostAsync($"/pagos/{pago}/cancelacion/vista-previa"), PagarAsync(d, prestamo, 10, "2026-10-14"));
            await Task.WhenAll(previa, otro);

            var cambio = (await previa).Data["prestamos"]![0]!;
            Assert.Equal(300m, (decimal)cambio["antes"]!["pagado"]! - (decimal)cambio["despues"]!["pagado"]!);
        }
    }

    // Group 1 has a titular's brackets from 5,000 a week: six loans that pay 1,000 a week, one that is paid in full, one whose client has borrowed again.
    private static async Task<List<int>> SetUpAsync(Despacho d, Random random)
    {
        List<int> prestamos = [];
        for (var n = 0; n < 6; n++)
        {
            prestamos.Add(await PrestarAsync(d, await d.NuevoClienteAsync(), 10_000));
        }

        var (pagado, anterior) = (await d.NuevoClienteAsync(), await d.NuevoClienteAsync());
        prestamos.AddRange([await PrestarAsync(d, pagado, 1000), await PrestarAsync(d, anterior, 1000)]);
        foreach (var lunes in Enumerable.Range(1, 5).Select(n => PrimerLunes.AddDays(7 * n)))
        {
            foreach (var prestamo in prestamos.Take(6).Where(_ => random.Next(8) > 0))
            {
                await PagarAsync(d, prestamo, random.Next(8) > 0 ? 1000 : random.Next(1, 1500), $"{lunes.AddDays(random.Next(7)):yyyy-MM-dd}");
            }

            await PagarAsync(d, prestamos[6], 280, $"{lunes:yyyy-MM-dd}");
        }

        await PagarAsync(d, prestamos[7], 1400, "2026-10-20");
        prestamos.Add(await PrestarAsync(d, anterior, 1000, "2026-11-10"));
        (await d.Admin.PostAsync("/verificacion/semanal")).Success("post", "/verificacion/semanal");
        await d.Admin.FilasAsync([.. Enumerable.Range(0, Cambios).Select(n => Telefono.Fila(99_999 + n, random.Next(1, 1200), d.Ahora))]);
        return prestamos;
    }

    private static async Task<Cambio> CambioAsync(Despacho d, Random random, List<int> prestamos, int n)
    {
        if (n % 5 == 4)
        {
            var body = new JsonObject { ["prestamo_id"] = prestamos[random.Next(prestamos.Count)] };
            if (random.Next(2) == 0)
            {
                body["fecha_pago"] = $"{PrimerLunes.AddDays(random.Next(7, 50)):yyyy-MM-dd}";
            }

            return new(HttpMethod.Post, $"/por-aclarar/{n + 1}/aplicar", $"/por-aclarar/{n + 1}/aplicar/vista-previa", "/por-aclarar/{id}/aplicar/vista-previa", body);
        }

        // The second is one of the loan that a later one follows, the third of the one that is paid in full.
        var deCual = n switch { 1 => $"prestamo_id = {prestamos[7]}", 2 => $"prestamo_id = {prestamos[6]}", _ => "true" };
        var pago = await TestDatabase.ValueAsync<int>(d.Connection, $"""
            SELECT pago_id FROM pagos p WHERE tipo = 'cobro' AND {deCual} AND NOT EXISTS (SELECT FROM pagos r WHERE r.reversa_de = p.pago_id)
            ORDER BY md5(concat(pago_id, {random.Next()})) LIMIT 1
            """);
        if (n < 3 || random.Next(2) == 0)
        {
            return new(HttpMethod.Delete, $"/pagos/{pago}", $"/pagos/{pago}/cancelacion/vista-previa", "/pagos/{id}/cancelacion/vista-previa", new JsonObject { ["motivo"] = "Se repitió." });
        }

        var correccion = new JsonObject();
        if (random.Next(3) > 0)
        {
            correccion["monto_pagado"] = random.Next(0, 3000);
        }

        if (random.Next(3) > 0 || correccion.Count == 0)
        {
            correccion["fecha_pago"] = $"{PrimerLunes.AddDays(random.Next(5, 50)):yyyy-MM-dd}";
        }

        return new(HttpMethod.Put, $"/pagos/{pago}", $"/pagos/{pago}/correccion/vista-previa", "/pagos/{id}/correccion/vista-previa", correccion);
    }

    private static async Task<int> PrestarAsync(Despacho d, int cliente, int monto, string inicio = "2026-10-07") =>
        (int)(await d.Admin.PostWithKeyAsync("/prestamos", JsonNode.Parse($$"""
            {"cliente_id":{{cliente}},"aval_id":{{await d.NuevoClienteAsync()}},"tipo_prestamo_id":1,"monto_prestamo":{{monto}},"fecha_inicio":"{{inicio}}"}
            """)!)).Success("post", "/prestamos").Data["prestamo"]!;

    private static async Task<int> PagarAsync(Despacho d, int prestamo, int monto, string fecha) =>
        (int)(await d.Admin.PostWithKeyAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":{{monto}},"fecha_pago":"{{fecha}}"}]""")!))
            .Success("post", "/pagos").Data["pago"]!["id"]!;

    // All that a change may write.
    internal static Task<string> SnapshotAsync(Despacho d) => TestDatabase.ValueAsync<string>(d.Connection, """
        SELECT concat_ws(' ',
            (SELECT md5(string_agg(t::text, '|' ORDER BY prestamo_id)) FROM prestamos t),
            (SELECT md5(string_agg(t::text, '|' ORDER BY pago_id)) FROM pagos t),
            (SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM falta t),
            (SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM por_aclarar t),
            (SELECT count(*) FROM bitacora),
            (SELECT count(*) FROM operaciones))
        """);

    /// <summary>The loan as the API shows it, in the form of a preview.</summary>
    internal static async Task<string> PrestamoAsync(Despacho d, int id)
    {
        var ficha = (await d.Admin.GetAsync($"/prestamos/{id}/ficha")).Data["prestamo"]!;
        var detail = (await d.Admin.GetAsync($"/prestamos/{id}")).Data;
        var fila = (await d.Admin.GetAsync($"/prestamos?cliente_id={detail["cliente_id"]}&per_page=200")).Data["prestamos"]!.AsArray().Single(p => (int)p!["prestamo_id"]! == id)!;
        var estado = new JsonObject();
        foreach (var field in new[] { "monto_prestamo", "monto_prestamo_real", "monto_utilidad", "cobranza_ideal", "numero_semanas", "fecha_inicio", "status", "pagado", "restante", "semana_activa" })
        {
            estado[field] = ficha[field]!.DeepClone();
        }

        estado["adelanto_acumulado"] = detail["adelanto_acumulado"]!.DeepClone();
        estado["semanas_que_debe"] = fila["semanas_que_debe"]!.DeepClone();
        estado["faltas"] = ficha["faltas"]!.DeepClone();
        return estado.ToJsonString();
    }

    /// <summary>The weeks of group 1 as the trend shows them.</summary>
    private static async Task<Dictionary<DateOnly, string>> SemanasAsync(Despacho d) =>
        (await d.Admin.GetAsync($"/reporte/tendencia?grupo_id=1&semanas=7&semana={Lunes:yyyy-MM-dd}")).Data["tendencia"]!.AsArray().ToDictionary(
            s => DateOnly.Parse((string)s!["semana"]!, CultureInfo.InvariantCulture),
            s => new JsonObject { ["cobranza_real"] = s!["cobranza_real"]!.DeepClone(), ["faltas"] = s["faltas"]!.DeepClone(), ["bono"] = s["bono"]!.DeepClone() }.ToJsonString());

    private static (string Status, decimal Pagado, decimal Restante, int Semana, int Faltas) Estado(JsonNode e) =>
        ((string)e["status"]!, (decimal)e["pagado"]!, (decimal)e["restante"]!, (int)e["semana_activa"]!, (int)e["faltas"]!);

    private static string Cifras(JsonNode c) => $"{c["cobranza_real"]}/{c["faltas"]}";

    private sealed record Cambio(HttpMethod Method, string Path, string Previa, string Template, JsonObject? Body);
}
