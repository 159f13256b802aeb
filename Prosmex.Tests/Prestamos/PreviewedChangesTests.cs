using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Prestamos;

/// <summary>What the preview of a grant, of a changed loan or of a client who moves says is what the change then does; it leaves nothing behind.</summary>
[Trait("Kind", "Integration")]
public sealed class PreviewedChangesTests(TestServer server)
{
    private const int Cambios = 20;

    // Its weeks are closed up to the running one, that of November 16.
    private static readonly DateOnly PrimerLunes = new(2026, 8, 10);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Preview_OfARandomChange_SaysWhatTheChangeThenDoes(int seed)
    {
        var random = new Random(seed);
        await using var d = await Despacho.OpenAsync(server);
        var clientes = await SetUpAsync(d, random);
        HashSet<string> vistos = [];
        for (var n = 0; n < Cambios; n++)
        {
            var cambio = await CambioAsync(d, random, clientes, n);
            var (snapshot, before) = (await VistaPreviaTests.SnapshotAsync(d), await SemanasAsync(d));
            var previa = await d.Admin.PostAsync(cambio.Previa, cambio.Body.DeepClone());
            Assert.Equal(snapshot, await VistaPreviaTests.SnapshotAsync(d));

            var hecho = cambio.Method == HttpMethod.Post ? await d.Admin.PostWithKeyAsync(cambio.Path, cambio.Body) : await d.Admin.PutAsync(cambio.Path, cambio.Body.DeepClone());
            if (!hecho.Message.IsSuccessStatusCode)
            {
                Assert.Equal((hecho.Status, hecho.Codigo, (string?)hecho.Json["message"]), (previa.Status, previa.Codigo, (string?)previa.Json["message"]));
                vistos.Add(hecho.Codigo!);
                continue;
            }

            previa.Success("post", cambio.Template);
            foreach (var prestamo in previa.Data["prestamos"]!.AsArray())
            {
                var id = prestamo!["antes"] is null ? (int)hecho.Data["prestamo"]! : (int)prestamo["prestamo_id"]!;
                Assert.Equal(await VistaPreviaTests.PrestamoAsync(d, id), prestamo["despues"]!.ToJsonString());
                vistos.Add($"{cambio.Template} {prestamo["antes"]?["status"] ?? "-"} {prestamo["despues"]!["status"]}");
                vistos.Add($"faltas {(int?)prestamo["antes"]?["faltas"] != (int)prestamo["despues"]!["faltas"]!}");
            }

            var dichas = previa.Data["semanas"]!.AsArray().ToDictionary(Clave, s => s!);
            foreach (var (clave, after) in await SemanasAsync(d))
            {
                Assert.Equal(before[clave], dichas.TryGetValue(clave, out var dicha) ? dicha["antes"]!.ToJsonString() : before[clave]);
                Assert.Equal(after, dicha is null ? before[clave] : dicha["despues"]!.ToJsonString());
            }
        }

        Assert.Superset(
            new HashSet<string>
            {
                "/prestamos/vista-previa - activo", "/prestamos/vista-previa activo renovado", "/prestamos/{id}/cambio/vista-previa activo activo",
                "/clientes/{id}/cambio/vista-previa activo activo", "faltas True", "faltas False", "prestamo.no_renovable", "prestamo.con_pagos",
            },
            vistos);
        Assert.Equal(0, (int)(await d.Admin.GetAsync("/verificacion/cuadre")).Data["total_items"]!);
    }

    [Fact]
    public async Task Preview_OfAMove_ShowsTheRunningWeekOfBothGroupsAndNoOther()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var cliente = (int)(await d.Admin.GetAsync($"/prestamos/{prestamo}")).Data["cliente_id"]!;
        await d.Admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":150}]"""));

        var previa = (await d.Admin.PostAsync($"/clientes/{cliente}/cambio/vista-previa", new JsonObject { ["grupo_id"] = 2 })).Success("post", "/clientes/{id}/cambio/vista-previa").Data;

        Assert.Equal(prestamo, (int)Assert.Single(previa["prestamos"]!.AsArray())!["prestamo_id"]!);
        Assert.Equal(
            ["2026-11-16 false 1 150.00 0", "2026-11-16 false 2 0 150.00"],
            previa["semanas"]!.AsArray().Select(s => $"{s!["semana"]} {s["cerrada"]} {s["grupo_id"]} {s["antes"]!["cobranza_real"]} {s["despues"]!["cobranza_real"]}"));
    }

    [Fact]
    public async Task Preview_OfAStartOutOfRange_IsRefusedAsTheGrant()
    {
        await using var d = await Despacho.OpenAsync(server);
        var request = (JsonObject)JsonNode.Parse(await d.SolicitudDePrestamoAsync())!;
        foreach (var inicio in new[] { "0001-01-01", "1999-12-31", "2026-11-20", "9999-12-31" })
        {
            request["fecha_inicio"] = inicio;
            var refused = (await d.Admin.PostAsync("/prestamos/vista-previa", request.DeepClone())).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
            Assert.Equal((string?)(await d.Admin.PostAsync("/prestamos", request.DeepClone())).Json["message"], (string?)refused.Json["message"]);
        }

        foreach (var inicio in new[] { "2000-01-01", "2026-11-19" })
        {
            request["fecha_inicio"] = inicio;
            (await d.Admin.PostAsync("/prestamos/vista-previa", request.DeepClone())).Success("post", "/prestamos/vista-previa");
        }
    }

    [Fact]
    public async Task Preview_OfForeignThings_IsNotFound()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var detail = (await d.Admin.GetAsync($"/prestamos/{prestamo}")).Data;
        await TestDatabase.ExecuteAsync(d.Connection, "INSERT INTO permisos (rol_id, accion_id) VALUES (3, 8)");
        using var sara = await d.AnotherAsync("sara", rol: 3);
        var solicitud = new JsonObject { ["cliente_id"] = (int)detail["cliente_id"]!, ["aval_id"] = (int)detail["aval_id"]!, ["tipo_prestamo_id"] = 1, ["monto_prestamo"] = 1000 };

        (await sara.PostAsync("/prestamos/vista-previa", solicitud)).Problem(HttpStatusCode.NotFound, "cliente.no_encontrado");
        (await sara.PostAsync($"/prestamos/{prestamo}/cambio/vista-previa", new JsonObject { ["monto_prestamo"] = 900 })).Problem(HttpStatusCode.NotFound, "prestamo.no_encontrado");
        (await sara.PostAsync($"/clientes/{detail["cliente_id"]}/cambio/vista-previa", new JsonObject { ["grupo_id"] = 2 })).Problem(HttpStatusCode.NotFound, "cliente.no_encontrado");

        // Her own client, to a group that is not hers.
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE rutas SET usuario_id_supervisor = (SELECT id FROM usuarios WHERE usuario = 'sara') WHERE ruta_id = 1");
        (await sara.PostAsync($"/clientes/{detail["cliente_id"]}/cambio/vista-previa", new JsonObject { ["grupo_id"] = 2 })).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
    }

    [Fact]
    public async Task Preview_OfManyLoans_SendsTheSameStatements()
    {
        await using var d = await Despacho.OpenAsync(server);
        List<int> cuentas = [];
        foreach (var cuantos in new[] { 1, 30 })
        {
            for (var n = 0; n < cuantos; n++)
            {
                await d.NuevoPrestamoAsync();
            }

            var (cliente, aval) = (await d.NuevoClienteAsync(), await d.NuevoClienteAsync());
            var counter = new StatementCounter();
            await using var db = TestDatabase.Context(d.Connection, counter);
            var service = new PrestamoService(db, new UnitOfWork(db, TimeProvider.System), TestServer.Options(d.Connection));
            var request = Reportes.Oficina.Prestamo(cliente, aval, 1, 1000, new DateOnly(2026, 10, 20));
            await service.PreviewCrearAsync(RequestContext.SystemFor(Oficina.Admin, d.Ahora), request, TestContext.Current.CancellationToken);
            cuentas.Add(counter.Count);
        }

        Assert.Single(cuentas.Distinct());
    }

    // Clients of group 1: some with a loan that can be renewed, some with a short one, some without.
    private static async Task<List<int>> SetUpAsync(Despacho d, Random random)
    {
        List<int> clientes = [];
        for (var n = 0; n < 9; n++)
        {
            clientes.Add(await d.NuevoClienteAsync());
        }

        foreach (var (n, inicio) in new[] { (0, PrimerLunes), (1, PrimerLunes), (2, PrimerLunes.AddDays(56)), (3, PrimerLunes.AddDays(70)), (4, PrimerLunes.AddDays(77)), (5, PrimerLunes.AddDays(84)) })
        {
            var prestamo = (int)(await d.Admin.PostWithKeyAsync("/prestamos", Solicitud(clientes[n], clientes[8], n < 2 ? 1000 : 5000, inicio))).Success("post", "/prestamos").Data["prestamo"]!;
            for (var lunes = inicio.AddDays(7); n < 4 && lunes < new DateOnly(2026, 11, 2); lunes = lunes.AddDays(7))
            {
                var monto = n < 2 ? 100 : random.Next(0, 700);
                await d.Admin.PostWithKeyAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":{{monto}},"fecha_pago":"{{lunes.AddDays(random.Next(5)):yyyy-MM-dd}}"}]""")!);
            }
        }

        (await d.Admin.PostAsync("/verificacion/semanal")).Success("post", "/verificacion/semanal");
        return clientes;
    }

    private static async Task<Cambio> CambioAsync(Despacho d, Random random, List<int> clientes, int n)
    {
        var cliente = clientes[random.Next(8)];
        if (n % 3 == 0)
        {
            // The first ones see to it that each kind comes: a renewal, and a client who cannot renew.
            cliente = n switch { 0 => clientes[0], 3 => clientes[2], _ => cliente };
            var inicio = new DateOnly(2026, 11, 19).AddDays(-random.Next(0, n == 0 ? 10 : 30));
            return new(HttpMethod.Post, "/prestamos", "/prestamos/vista-previa", "/prestamos/vista-previa", Solicitud(cliente, clientes[8], random.Next(9, 50) * 100, inicio));
        }

        if (n % 3 == 1)
        {
            var cambios = new JsonObject();
            if (random.Next(2) == 0 || n == 1)
            {
                cambios["monto_prestamo"] = random.Next(9, 50) * 100;
            }

            if (random.Next(2) == 0 || cambios.Count == 0)
            {
                cambios["fecha_inicio"] = $"{new DateOnly(2026, 11, 19).AddDays(-random.Next(0, 50)):yyyy-MM-dd}";
            }

            // The first one's has payments, the second one's has none.
            var deCual = n switch { 1 => $"cliente_id = {clientes[2]}", 4 => $"cliente_id = {clientes[5]}", _ => "true" };
            var prestamo = await TestDatabase.ValueAsync<int>(d.Connection, $"SELECT prestamo_id FROM prestamos WHERE {deCual} ORDER BY md5(concat(prestamo_id, {random.Next()})) LIMIT 1");
            return new(HttpMethod.Put, $"/prestamos/{prestamo}", $"/prestamos/{prestamo}/cambio/vista-previa", "/prestamos/{id}/cambio/vista-previa", cambios);
        }

        // Clients 3 and 4 have open loans.
        cliente = n == 2 ? clientes[3] : n == 5 ? clientes[4] : cliente;
        return new(HttpMethod.Put, $"/clientes/{cliente}", $"/clientes/{cliente}/cambio/vista-previa", "/clientes/{id}/cambio/vista-previa", new JsonObject { ["grupo_id"] = n == 2 ? 2 : random.Next(1, 3) });
    }

    private static JsonObject Solicitud(int cliente, int aval, int monto, DateOnly inicio) => new()
    {
        ["cliente_id"] = cliente,
        ["aval_id"] = aval,
        ["tipo_prestamo_id"] = 1,
        ["monto_prestamo"] = monto,
        ["fecha_inicio"] = inicio.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private static (int, string) Clave(JsonNode? semana) => ((int)semana!["grupo_id"]!, (string)semana["semana"]!);

    /// <summary>The weeks of groups 1 and 2 as the trend shows them.</summary>
    private static async Task<Dictionary<(int Grupo, string Semana), string>> SemanasAsync(Despacho d)
    {
        Dictionary<(int, string), string> semanas = [];
        foreach (var grupo in new[] { 1, 2 })
        {
            foreach (var s in (await d.Admin.GetAsync($"/reporte/tendencia?grupo_id={grupo}&semanas=16")).Data["tendencia"]!.AsArray())
            {
                semanas[(grupo, (string)s!["semana"]!)] =
                    new JsonObject { ["cobranza_real"] = s["cobranza_real"]!.DeepClone(), ["faltas"] = s["faltas"]!.DeepClone(), ["bono"] = s["bono"]!.DeepClone() }.ToJsonString();
            }
        }

        return semanas;
    }

    private sealed record Cambio(HttpMethod Method, string Path, string Previa, string Template, JsonObject Body);
}
