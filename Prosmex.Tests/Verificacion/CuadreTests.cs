using System.Text.Json.Nodes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Verificacion;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Verificacion;

/// <summary>The cuadre finds every change made directly in the database, and nothing else.</summary>
[Trait("Kind", "Integration")]
public sealed class CuadreTests(TestServer server)
{
    [Fact]
    public async Task Cuadre_OfAWorkingLender_FindsNothingUntilSomethingIsDamaged()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (paga, fault, renueva) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync());
        for (var semana = 0; semana < 17; semana++)
        {
            await d.AdvanceAsync(TimeSpan.FromDays(7));
            await PagarAsync(d, paga, semana == 3 ? 0 : 100);
            await PagarAsync(d, renueva, 100);
            await d.Admin.PostAsync("/verificacion/semanal");
            if (semana == 9)
            {
                var detail = (await d.Admin.GetAsync($"/prestamos/{renueva}")).Data;
                await d.Admin.PostAsync("/prestamos", JsonNode.Parse(
                    $$"""{"cliente_id":{{detail["cliente_id"]}},"aval_id":{{detail["aval_id"]}},"tipo_prestamo_id":1,"monto_prestamo":2000}"""));
            }
        }

        Assert.Equal((0, 4), await VerAsync(d));
        Assert.Equal(["activo", "liquidado", "renovado", "vencido"], (await StatusAsync(d)).Order());

        foreach (var (estropear, conceptos) in new[]
        {
            ($"UPDATE prestamos SET pagado = pagado + 1, numero_pagos = 3 WHERE prestamo_id = {fault}", new[] { "numero_pagos", "pagado" }),
            ($"UPDATE prestamos SET status = 'activo' WHERE prestamo_id = {fault}", ["status"]),
            ($"UPDATE prestamos SET fecha_cierre = fecha_cierre + interval '1 day' WHERE prestamo_id IN ({paga}, {renueva})", ["fecha_cierre", "fecha_cierre"]),
            ($"DELETE FROM falta WHERE id = (SELECT min(id) FROM falta WHERE prestamo_id = {fault})", ["falta", "resumen"]),
            ($"INSERT INTO falta (prestamo_id, fecha, monto_abonado) SELECT {paga}, semana + 6, 0 FROM semana_cierre ORDER BY semana DESC LIMIT 1", ["falta", "resumen"]),
            ("DELETE FROM semana_cierre WHERE semana = '2026-12-07'", ["semana"]),
            ("UPDATE resumen_semanal SET cobranza_ideal = cobranza_ideal + 0.01 WHERE semana = '2026-12-07'", ["resumen"]),
            ("UPDATE resumen_semanal SET cobranza_real = cobranza_real - 0.01 WHERE semana = '2026-12-07'", ["resumen"]),
            ("UPDATE resumen_semanal SET prestamos_activos = prestamos_activos + 1 WHERE semana = '2026-12-07'", ["resumen"]),
            ("DELETE FROM resumen_semanal WHERE semana = '2026-12-07'", ["resumen"]),
            ("INSERT INTO resumen_semanal SELECT semana, 2, 0, 0.01, 0, 0 FROM semana_cierre WHERE semana = '2026-12-07'", ["resumen"]),
        })
        {
            await TestDatabase.ExecuteAsync(d.Connection, $"CREATE SCHEMA copia; CREATE TABLE copia.p AS TABLE prestamos; CREATE TABLE copia.f AS TABLE falta; CREATE TABLE copia.s AS TABLE semana_cierre; CREATE TABLE copia.r AS TABLE resumen_semanal; {estropear}");
            var hallado = (await d.Admin.GetAsync("/verificacion/cuadre")).Success("get", "/verificacion/cuadre").Data["diferencias"]!.AsArray().Select(x => (string)x!["concepto"]!);
            Assert.Equal(conceptos.Order(), hallado.Order());
            await TestDatabase.ExecuteAsync(d.Connection, """
                UPDATE prestamos p SET (pagado, numero_pagos, status, fecha_cierre) = (SELECT c.pagado, c.numero_pagos, c.status, c.fecha_cierre FROM copia.p c WHERE c.prestamo_id = p.prestamo_id);
                DELETE FROM falta; INSERT INTO falta OVERRIDING SYSTEM VALUE TABLE copia.f;
                DELETE FROM semana_cierre; INSERT INTO semana_cierre TABLE copia.s;
                DELETE FROM resumen_semanal; INSERT INTO resumen_semanal TABLE copia.r;
                DROP SCHEMA copia CASCADE
                """);
        }

        Assert.Equal((0, 4), await VerAsync(d));
    }

    [Fact]
    public async Task Cuadre_PrestamoOlderThanTheFirstClosedSemana_FindsNothing()
    {
        await using var d = await Despacho.OpenAsync(server);
        (await d.Admin.PostAsync("/verificacion/semanal")).Success("post", "/verificacion/semanal");
        var solicitud = JsonNode.Parse(await d.SolicitudDePrestamoAsync())!;
        solicitud["fecha_inicio"] = "2026-10-05";
        (await d.Admin.PostAsync("/prestamos", solicitud)).Success("post", "/prestamos");
        Assert.Equal(5, await d.CountAsync("falta"));
        Assert.Equal((0, 1), await VerAsync(d));
    }

    [Fact]
    public async Task Cuadre_WithoutPrestamos_IsEmpty()
    {
        await using var d = await Despacho.OpenAsync(server);
        Assert.Equal((0, 0), await VerAsync(d));
    }

    [Fact]
    public async Task Cuadre_WrongRuleInSql_ReportsItsFaltas()
    {
        await using var cartera = await Cartera.NuevaAsync(server, Cartera.Hora("2026-11-02"));
        var adelantado = await cartera.PrestarAsync(1, "2026-11-02");
        await cartera.CobrarAsync(adelantado, 400, "2026-11-02");
        await TestDatabase.ExecuteAsync(cartera.Connection, """
            CREATE OR REPLACE FUNCTION hay_falta(total numeric, semanal numeric, semanas integer, k integer, antes numeric, en_la_semana numeric)
            RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
            RETURN k >= 1 AND k <= semanas AND en_la_semana < debe_en_semana(total, semanal, semanas, k)
            """);

        await cartera.CerrarAsync("2026-11-16");
        var cuadre = await CuadrarAsync(cartera, new(1, 10));

        Assert.Equal([new DiferenciaDto(adelantado, "falta", Cartera.Dia("2026-11-09"), "0.00", null)], cuadre.Diferencias.Items);
    }

    [Fact]
    public async Task Cuadre_MoreLoansThanABatch_PagesThemInOrder()
    {
        const int loans = 2100;
        await using var cartera = await Cartera.NuevaAsync(server, Cartera.Hora("2026-11-02"), loans);
        await TestDatabase.ExecuteAsync(cartera.Connection, $"""
            INSERT INTO prestamos (cliente_id, aval_id, tipo_prestamo_id, fecha_inicio, monto_prestamo, monto_prestamo_real, monto_utilidad, cobranza_ideal,
                numero_semanas, pagado, numero_pagos, status, renovacion, fecha_creacion, excepcion_adopcion)
            SELECT n, 1 + n % {loans}, {Cartera.ThreeSemanas}, '2026-11-02', 1000, 1000, 1200, 400, 3, 1, 0, 'activo', false, '2026-11-02 18:00Z', false
            FROM generate_series(1, {loans}) n
            """);

        var cuadre = await CuadrarAsync(cartera, new(10, 200));

        Assert.Equal((loans, loans), (cuadre.Prestamos, cuadre.Diferencias.Total));
        Assert.Equal(Enumerable.Range(1801, 200).Select(id => new DiferenciaDto(id, "pagado", null, "1.00", "0")), cuadre.Diferencias.Items);
    }

    [Fact]
    public async Task Cuadre_MoreFindingsThanAPage_ListsDifferencesFirst()
    {
        await using var cartera = await Cartera.NuevaAsync(server, Cartera.Hora("2026-11-02"), 420);
        var damaged = await cartera.PrestarAsync(1, "2026-11-02");
        await TestDatabase.ExecuteAsync(cartera.Connection, $"""
            UPDATE clientes_avales SET codigo_ine = 'HRLPMR' || lpad((cliente_id / 2)::text, 12, '0');
            UPDATE prestamos SET pagado = 1 WHERE prestamo_id = {damaged}
            """);

        var cuadre = await CuadrarAsync(cartera, new(1, PageRequest.MaxPerPage));

        Assert.Equal(new DiferenciaDto(damaged, "pagado", null, "1.00", "0"), cuadre.Diferencias.Items[0]);
        Assert.Equal("ine_repetido", cuadre.Diferencias.Items[^1].Concepto);
        Assert.True(cuadre.Findings > PageRequest.MaxPerPage, $"{cuadre.Findings}");
        Assert.Equal(cuadre.Findings + 1, cuadre.Diferencias.Total);
    }

    [Fact]
    public async Task Cuadre_ChangedClose_WritesInstantsInUtc()
    {
        await using var cartera = await Cartera.NuevaAsync(server, Cartera.Hora("2026-11-02"));
        var pagado = await cartera.PrestarAsync(1, "2026-11-02");
        await cartera.CobrarAsync(pagado, 1200, "2026-11-02 10:30:00.5");
        await TestDatabase.ExecuteAsync(cartera.Connection, "UPDATE prestamos SET fecha_cierre = '2026-11-03 18:00Z'");

        var cuadre = await CuadrarAsync(cartera, new(1, 10));

        Assert.Equal([new DiferenciaDto(pagado, "fecha_cierre", null, "2026-11-03 18:00:00+00", "2026-11-02 16:30:00.5+00")], cuadre.Diferencias.Items);
    }

    private static async Task<Cuadre> CuadrarAsync(Cartera cartera, PageRequest paging)
    {
        await using var db = TestDatabase.Context(cartera.Connection);
        return await new CuadreService(db, cartera.Clock).CuadrarAsync(paging, TestContext.Current.CancellationToken);
    }

    private static async Task<(int Diferencias, int Prestamos)> VerAsync(Despacho d)
    {
        var datos = (await d.Admin.GetAsync("/verificacion/cuadre")).Success("get", "/verificacion/cuadre").Data;
        Assert.True((int)datos["total_items"]! == 0, datos.ToJsonString());
        return ((int)datos["total_items"]!, (int)datos["prestamos"]!);
    }

    private static async Task PagarAsync(Despacho d, int prestamo, int monto)
    {
        var restante = (decimal)(await d.Admin.GetAsync($"/prestamos/{prestamo}")).Data["monto_restante"]!;
        if (restante > 0)
        {
            (await d.Admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":{{Math.Min(monto, restante)}}}]"""))).Success("post", "/pagos");
        }
    }

    private static async Task<string[]> StatusAsync(Despacho d) =>
        await TestDatabase.ValueAsync<string[]>(d.Connection, "SELECT array_agg(status::text) FROM prestamos");
}
