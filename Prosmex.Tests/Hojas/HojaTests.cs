using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hojas;

/// <summary>What a collector takes along.</summary>
[Trait("Kind", "Integration")]
public sealed class HojaTests(TestServer server)
{
    [Fact]
    public async Task Hoja_WeekAfterWeek_TellsWhatIsExpected()
    {
        await using var d = await Despacho.OpenAsync(server);

        // 100 a week for 14 weeks, granted on Wednesday the 18th.
        var prestamo = await d.NuevoPrestamoAsync();
        Assert.Equal("vence 0 atraso 0 adelanto 0 pagado 0 restante 1400 hechas 0/14 faltas 0 esperado 0", await SaysAsync(d));
        await PagarAsync(d, prestamo, 30);
        Assert.Equal("vence 0 atraso 0 adelanto 0 pagado 30 restante 1370 hechas 0/14 faltas 0 esperado 0", await SaysAsync(d));

        await SemanaAsync(d);
        Assert.Equal("vence 100 atraso 0 adelanto 30 pagado 0 restante 1370 hechas 0/14 faltas 0 esperado 70", await SaysAsync(d));
        await PagarAsync(d, prestamo, 20);
        Assert.Equal("vence 100 atraso 0 adelanto 30 pagado 20 restante 1350 hechas 0/14 faltas 0 esperado 50", await SaysAsync(d));

        await SemanaAsync(d);
        Assert.Equal("vence 100 atraso 50 adelanto 0 pagado 0 restante 1350 hechas 0/14 faltas 1 esperado 150", await SaysAsync(d));
        await PagarAsync(d, prestamo, 400);
        Assert.Equal("vence 100 atraso 50 adelanto 0 pagado 400 restante 950 hechas 3/14 faltas 1 esperado 0", await SaysAsync(d));

        await SemanaAsync(d);
        Assert.Equal("vence 100 atraso 0 adelanto 250 pagado 0 restante 950 hechas 3/14 faltas 1 esperado 0", await SaysAsync(d));

        // Each week as it was at its end, regardless of later changes.
        Assert.Equal("vence 100 atraso 0 adelanto 30 pagado 20 restante 1350 hechas 0/14 faltas 1 esperado 50", await SaysAsync(d, "&semana=2026-11-25"));
        Assert.Equal("vence 100 atraso 50 adelanto 0 pagado 400 restante 950 hechas 3/14 faltas 1 esperado 0", await SaysAsync(d, "&semana=2026-12-06"));

        // Past the last week all that is left is expected; once it is paid the loan is off the sheet.
        await SemanaAsync(d, 12);
        Assert.Equal("vence 0 atraso 950 adelanto 0 pagado 0 restante 950 hechas 3/14 faltas 11 esperado 950", await SaysAsync(d));
        await PagarAsync(d, prestamo, 950);
        Assert.Equal("", await SaysAsync(d));
        Assert.StartsWith("vence 100 atraso 0 adelanto 250", await SaysAsync(d, "&semana=2026-12-09"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hoja_RutaOfFourHundredClientes_FitsInSixtyKilobytesAndAgreesWithOtherLists()
    {
        await using var d = await Despacho.OpenAsync(server);
        await RutaOfFourHundredAsync(d);
        var response = await RequestAsync(d.Admin, "/hojas?ruta_id=1", ("Accept-Encoding", "br, gzip;q=0.8"));
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.InRange(bytes.Length, 1, 60_000);
        TestContext.Current.SendDiagnosticMessage("The sheet of 400 clients: {0} bytes with gzip", bytes.Length);
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        var lisa = (await d.Admin.GetAsync("/hojas?ruta_id=1")).Success("get", "/hojas");
        Assert.Equal(lisa.Text, text);

        var hoja = lisa.Data["hoja"]!;
        Assert.Equal(("2026-11-16", 10), ((string)hoja["semana"]!, hoja["grupos"]!.AsArray().Count));
        var prestamos = hoja["grupos"]!.AsArray().SelectMany(g => g!["prestamos"]!.AsArray().Select(p => (Grupo: (int)g["grupo_id"]!, Prestamo: p!))).ToList();
        Assert.Equal(400, prestamos.Count);

        // As the collection lists and the report have it.
        foreach (var grupo in prestamos.GroupBy(p => p.Grupo))
        {
            var lista = (await d.Admin.GetAsync($"/pagos/prestamos?grupo_id={grupo.Key}&per_page=200")).Data["prestamos"]!.AsArray().ToDictionary(p => (int)p!["PRESTAMO_ID"]!);
            Assert.Equal(lista.Keys.Order(), grupo.Select(p => (int)p.Prestamo["prestamo_id"]!).Order());
            Assert.Equal(grupo.Select(p => (string)p.Prestamo["cliente"]!), grupo.Select(p => (string)p.Prestamo["cliente"]!).Order(StringComparer.Create(CultureInfo.GetCultureInfo("es-MX"), ignoreCase: false)));
            foreach (var (_, p) in grupo)
            {
                var fila = lista[(int)p["prestamo_id"]!]!;
                Assert.Equal((string)fila["CLIENTE"]!, (string)p["cliente"]!);
                Assert.Equal((string)fila["AVAL"]!, (string)p["aval"]!);
                Assert.Equal((decimal)fila["COBRANZA_IDEAL_SEMANAL"]!, (decimal)p["monto_semanal"]!);
                Assert.Equal((decimal)fila["MONTO_UTILIDAD"]! - (decimal)fila["MONTO_PAGADO"]!, (decimal)p["restante"]!);
                Assert.Equal((int)fila["NUMERO_PAGOS"]!, (int)p["semanas_hechas"]!);
                Assert.Equal((int)fila["SEMANAS_QUE_DEBE"]!, (int)p["semanas"]! - (int)p["semanas_hechas"]! + (int)p["faltas"]!);
                Assert.Equal(
                    Math.Max(0, (decimal)p["atraso"]! + (decimal)p["vence_semana"]! - (decimal)p["adelanto"]! - (decimal)p["pagado_semana"]!), (decimal)p["esperado"]!);
                Assert.InRange((decimal)p["esperado"]!, 0, (decimal)p["restante"]!);
            }

            var reporte = (await d.Admin.GetAsync("/reporte/general?per_page=200")).Data["reporte"]!.AsArray().Single(r => (int)r!["grupo_id"]! == grupo.Key)!;
            Assert.Equal(((decimal)reporte["cobranza_ideal"]!, (decimal)reporte["cobranza_real"]!), (grupo.Sum(p => (decimal)p.Prestamo["monto_semanal"]!), grupo.Sum(p => (decimal)p.Prestamo["pagado_semana"]!)));
        }
    }

    [Fact]
    public async Task Version_NothingChanged_StaysAndSavesTheDownload()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var primera = await RequestAsync(d.Admin, "/hojas?grupo_id=1");
        var version = (string)JsonNode.Parse(await primera.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["data"]!["hoja"]!["version"]!;
        var etag = $"W/\"{version}\"";
        Assert.Equal((etag, "no-cache, private", "Accept-Encoding"), ($"{primera.Headers.ETag}", $"{primera.Headers.CacheControl}", $"{primera.Headers.Vary}"));
        await d.AdvanceAsync(TimeSpan.FromHours(1));
        foreach (var conocida in new[] { etag, $"\"{version}\"", $"\"otra\", {etag}", "*" })
        {
            var igual = await RequestAsync(d.Admin, "/hojas?grupo_id=1", ("If-None-Match", conocida));
            Assert.Equal((HttpStatusCode.NotModified, etag, ""), (igual.StatusCode, $"{igual.Headers.ETag}", await igual.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }

        await PagarAsync(d, prestamo, 1);
        var cambiada = await RequestAsync(d.Admin, "/hojas?grupo_id=1", ("If-None-Match", etag), ("Accept-Encoding", "gzip;q=0, identity"));
        Assert.Equal((HttpStatusCode.OK, 0), (cambiada.StatusCode, cambiada.Content.Headers.ContentEncoding.Count));
        Assert.NotEqual(etag, $"{cambiada.Headers.ETag}");
    }

    [Fact]
    public async Task Request_MalformedOrOutOfScope_IsRefused()
    {
        await using var d = await Despacho.OpenAsync(server);
        foreach (var mala in new[] { "", "?ruta_id=1&grupo_id=1", "?ruta_id=x", "?grupo_id=0", "?grupo_id=1&semana=2026-11-23", "?grupo_id=1&semana=ayer" })
        {
            (await d.Admin.GetAsync("/hojas" + mala)).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        }

        (await d.Admin.GetAsync("/hojas?grupo_id=999")).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
        (await d.Admin.GetAsync("/hojas?ruta_id=999")).Problem(HttpStatusCode.NotFound, "ruta.no_encontrada");
        var empty = (int)(await d.Admin.PostAsync("/rutas", JsonNode.Parse("""{"nombre_ruta":"R","usuario_id_gerente":null,"usuario_id_supervisor":null}"""))).Data["ruta"]!["ruta_id"]!;
        Assert.Empty((await d.Admin.GetAsync($"/hojas?ruta_id={empty}")).Success("get", "/hojas").Data["hoja"]!["grupos"]!.AsArray());
        Assert.Single((await d.Admin.GetAsync("/hojas?grupo_id=1")).Data["hoja"]!["grupos"]!.AsArray());

        // A supervisor without groups sees their route, empty; a gestor sees a route that holds one of their groups, with that group only.
        var (supervisor, gestor) = (await d.AnotherAsync("sara", rol: 3), await d.AnotherAsync("gil", rol: 1));
        await TestDatabase.ExecuteAsync(d.Connection, $"""
            UPDATE rutas SET usuario_id_supervisor = (SELECT id FROM usuarios WHERE usuario = 'sara') WHERE ruta_id = {empty};
            UPDATE grupos SET usuario_id_gestor = (SELECT id FROM usuarios WHERE usuario = 'gil') WHERE grupo_id = 1;
            INSERT INTO grupos (nombre_grupo, ruta_id) VALUES ('otro', 1)
            """);
        Assert.Empty((await supervisor.GetAsync($"/hojas?ruta_id={empty}")).Data["hoja"]!["grupos"]!.AsArray());
        (await supervisor.GetAsync("/hojas?ruta_id=1")).Problem(HttpStatusCode.NotFound, "ruta.no_encontrada");
        Assert.Equal([1], (await gestor.GetAsync("/hojas?ruta_id=1")).Data["hoja"]!["grupos"]!.AsArray().Select(g => (int)g!["grupo_id"]!));
        (await gestor.GetAsync("/hojas?grupo_id=2")).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
    }

    private static async Task<string> SaysAsync(Despacho d, string semana = "")
    {
        var hoja = (await d.Admin.GetAsync($"/hojas?grupo_id=1{semana}")).Success("get", "/hojas").Data["hoja"]!;
        return string.Join('\n', hoja["grupos"]![0]!["prestamos"]!.AsArray().Select(p =>
        {
            string Monto(string fieldName) => ((decimal)p![fieldName]!).ToString("0.##", CultureInfo.InvariantCulture);
            return $"vence {Monto("vence_semana")} atraso {Monto("atraso")} adelanto {Monto("adelanto")} pagado {Monto("pagado_semana")} restante {Monto("restante")} "
                + $"hechas {p!["semanas_hechas"]}/{p["semanas"]} faltas {p["faltas"]} esperado {Monto("esperado")}";
        }));
    }

    private static async Task SemanaAsync(Despacho d, int semanas = 1)
    {
        await d.AdvanceAsync(TimeSpan.FromDays(7 * semanas));
        (await d.Admin.PostAsync("/verificacion/semanal")).Success("post", "/verificacion/semanal");
    }

    private static async Task PagarAsync(Despacho d, int prestamo, decimal monto) => (await d.Admin.PostAsync(
        "/pagos", new JsonArray(new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = monto }))).Success("post", "/pagos");

    private static async Task<HttpResponseMessage> RequestAsync(Api api, string path, params (string, string)[] headers) =>
        (await api.SendAsync(HttpMethod.Get, path, null, headers)).Message;

    // Ten groups of forty clients with names as people have them, and loans of several ages, amounts and states.
    private static Task RutaOfFourHundredAsync(Despacho d)
    {
        var random = new Random(11);
        string[] nombres = ["María Guadalupe", "José Luis", "Juana", "Miguel Ángel", "Rosa Isela", "Francisco Javier", "Verónica", "Martín", "Leticia", "Jesús", "Alejandra", "Óscar", "Yolanda", "Raúl", "Silvia"];
        string[] apellidos = ["Hernández", "García", "Martínez", "López", "González", "Pérez", "Rodríguez", "Sánchez", "Ramírez", "Cruz", "Flores", "Gómez", "Morales", "Vázquez", "Jiménez", "Reyes", "Díaz", "Torres", "Gutiérrez", "Ruiz", "Núñez", "Ávila", "Ibarra", "Zavala"];
        var clientes = new StringBuilder();
        for (var i = 0; i < 400; i++)
        {
            clientes.Append(i == 0 ? "" : ",").Append(
                CultureInfo.InvariantCulture,
                $"({i + 1}, '{nombres[random.Next(nombres.Length)]}', '{apellidos[random.Next(apellidos.Length)]}', '{apellidos[random.Next(apellidos.Length)]}', {random.Next(25, 95)}00, {random.Next(0, 15)}, {random.Next(0, 11)}, {random.Next(1, 300)}.{random.Next(100):00})");
        }

        return TestDatabase.ExecuteAsync(d.Connection, $"""
            INSERT INTO grupos (grupo_id, nombre_grupo, ruta_id) SELECT 100 + n, 'Grupo ' || n || ' - Las Flores', 1 FROM generate_series(1, 9) n;
            CREATE TEMP TABLE datos (n integer, nombre text, paterno text, materno text, monto numeric, edad integer, pagados integer, abono numeric);
            INSERT INTO datos VALUES {clientes};
            INSERT INTO clientes_avales (cliente_id, nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            SELECT n, nombre, paterno, materno, 'C', '01000', 'I', 'viudo', 0, 'rentada', true, CASE WHEN n % 10 = 0 THEN 1 ELSE 100 + n % 10 END FROM datos;
            INSERT INTO prestamos (prestamo_id, cliente_id, aval_id, tipo_prestamo_id, fecha_inicio, monto_prestamo, monto_prestamo_real, monto_utilidad, cobranza_ideal,
                                   numero_semanas, pagado, numero_pagos, status, renovacion, fecha_creacion, excepcion_adopcion)
            SELECT 7000 + n, n, CASE WHEN n <= 10 THEN n + 10 ELSE n - 10 END, 1, DATE '2026-11-18' - 7 * edad, monto, monto, round(monto * 1.4, 2), round(monto * 0.1, 2), 14, 0, 0, 'activo', false,
                   TIMESTAMPTZ '2026-11-18' - make_interval(weeks => edad), false
            FROM datos;
            INSERT INTO pagos (prestamo_id, tipo, fecha_pago, monto_pagado, recibido_en, excepcion_adopcion)
            SELECT 7000 + d.n, 'cobro', TIMESTAMPTZ '2026-11-17 18:00Z' - make_interval(weeks => k), abono, now(), false
            FROM datos d, generate_series(0, 10) k WHERE k < pagados AND k <= edad;
            UPDATE prestamos p SET (pagado, numero_pagos) = (SELECT coalesce(sum(m.monto_pagado), 0), count(*) FROM pagos m WHERE m.prestamo_id = p.prestamo_id);
            INSERT INTO falta (prestamo_id, fecha, monto_abonado) SELECT 7000 + n, DATE '2026-11-15' - 7 * k, 0 FROM datos, generate_series(0, 3) k WHERE n % 4 < k
            """);
    }
}
