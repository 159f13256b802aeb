using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Npgsql;
using Prosmex.Functions.Http;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Idempotency;

/// <summary>The existing client sends no key and does not disable its buttons: two clicks are one request.</summary>
[Trait("Kind", "Integration")]
public sealed class DoubleClickTests(TestServer server)
{
    private const string Corte = """{"corte_total":-1,"total_gastos":0,"semilla":0}""";

    private static readonly string[] Functions = ["CortesHacer", "CortesHacerSemanal", "PagosRegistrar", "PrestamosCrear"];

    [Fact]
    public void Functions_ThatTheExistingClientMayRepeat_CatchDoubleClicks() =>
        Assert.Equal(
            Functions,
            FunctionCatalog.Methods.Where(f => f.Value.GetCustomAttribute<IdempotentAttribute>()?.CatchesDoubleClick == true).Select(f => f.Key).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("/pagos", "pagos", 1)]
    [InlineData("/prestamos", "prestamos", 2)]
    [InlineData("/cortes/cortes", "corte", 1)]
    [InlineData("/cortes/realizar-corte-semanal", "corte", 1)]
    public async Task Post_SameBodyTwiceWithoutKey_IsOneRequest(string route, string table, int rows)
    {
        await using var d = await Despacho.OpenAsync(server);
        var pago = Pago(await d.NuevoPrestamoAsync(), 100);
        var body = route switch
        {
            "/pagos" => pago,
            "/prestamos" => await d.SolicitudDePrestamoAsync(),
            _ => Corte,
        };

        var first = await SendAsync(d.Admin, route, body);
        var second = await SendAsync(d.Admin, $"{route}/", body);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, first.Text), (first.Status, second.Status, second.Text));
        Assert.Equal((false, true), (Despacho.IsReplayed(first), Despacho.IsReplayed(second)));
        Assert.Equal(rows, await d.CountAsync(table));
    }

    [Fact]
    public async Task Post_TwentyAtOnceWithoutKey_AreOneRequest()
    {
        await using var d = await Despacho.OpenAsync(server);
        var body = Pago(await d.NuevoPrestamoAsync(), 100);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(d.Admin, "/pagos", body)));

        Assert.All(answers, r => Assert.True(r.Status == HttpStatusCode.Created || (r.Status, r.Codigo) == (HttpStatusCode.Conflict, "idempotencia.en_curso"), r.Text));
        Assert.Single(answers.Where(r => r.Status == HttpStatusCode.Created).Select(r => r.Text).Distinct());
        Assert.Single(answers, r => r.Status == HttpStatusCode.Created && !Despacho.IsReplayed(r));
        Assert.Equal(1, await d.CountAsync("pagos"));
    }

    [Fact]
    public async Task Post_FirstStillUnderWay_Answers409AndWritesNothing()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        await using var connection = new NpgsqlConnection(d.Connection);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var other = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);

        await SendAsync(d.Admin, "/pagos", Pago(prestamo, 100));
        var fingerprint = await TestDatabase.ValueAsync<byte[]>(d.Connection, "SELECT huella FROM operaciones ORDER BY respondida_en DESC NULLS LAST LIMIT 1");
        await using (var order = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({BitConverter.ToInt64(fingerprint)})", connection))
        {
            await order.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await SendAsync(d.Admin, "/pagos", Pago(prestamo, 100))).Problem(HttpStatusCode.Conflict, "idempotencia.en_curso");
        await other.RollbackAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, await d.CountAsync("pagos"));
    }

    [Fact]
    public async Task Post_AfterThreeSecondsOfTheDatabasesClock_IsAnotherRequest()
    {
        await using var d = await Despacho.OpenAsync(server);
        var body = Pago(await d.NuevoPrestamoAsync(), 100);
        await SendAsync(d.Admin, "/pagos", body);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE operaciones SET respondida_en = respondida_en - interval '3 seconds' WHERE respondida_en IS NOT NULL");

        var later = await SendAsync(d.Admin, "/pagos", body);

        Assert.False(Despacho.IsReplayed(later.Success("post", "/pagos")));
        Assert.Equal(2, await d.CountAsync("pagos"));
    }

    [Fact]
    public async Task Post_TwoKeysOrClavesOrSessions_AreTwoPayments()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var body = Pago(prestamo, 100);

        await Despacho.SendAsync(d.Admin, "post", "/pagos", body, "one");
        await Despacho.SendAsync(d.Admin, "post", "/pagos", body, "two");
        await SendAsync(d.Admin, "/pagos", body);
        await SendAsync(await d.Admin.SignedInAsync("ada"), "/pagos", body);
        await SendAsync(d.Admin, "/pagos", Pago(prestamo, 100.01m));
        await SendAsync(d.Admin, "/pagos?x=1", body);

        Assert.Equal(6, await d.CountAsync("pagos"));
    }

    [Fact]
    public async Task Post_RowWithClave_IsNoDoubleClick()
    {
        await using var d = await Despacho.OpenAsync(server);
        var body = $$"""[{"prestamo_id":{{await d.NuevoPrestamoAsync()}},"monto_pagado":100,"clave":"{{Guid.NewGuid()}}"}]""";

        var first = await SendAsync(d.Admin, "/pagos", body);
        var second = await SendAsync(d.Admin, "/pagos", body);

        Assert.Equal((first.Text, false), (second.Text, Despacho.IsReplayed(second)));
        Assert.Equal(1, await d.CountAsync("pagos"));
    }

    // A row without a clave is told by the whole request alone, wherever in it.
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, false, true)]
    public async Task Post_BatchInWhichSomeRowsHaveNoClave_IsOneRequest(params bool[] withKey)
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var filas = withKey.Select((tiene, n) => Fila(prestamo, n + 1, tiene ? Guid.NewGuid() : null)).ToList();

        var first = await SendAsync(d.Admin, "/pagos", Lote(filas));
        var second = await SendAsync(d.Admin, "/pagos", Lote(filas));
        var more = await SendAsync(d.Admin, "/pagos", Lote([.. filas, Fila(prestamo, 10, null)]));

        Assert.Equal((HttpStatusCode.Created, first.Text, true), (second.Status, second.Text, Despacho.IsReplayed(second)));

        // With one more row it is another request: its claves are known, the other rows are paid.
        Assert.False(Despacho.IsReplayed(more.Success("post", "/pagos")));
        Assert.Equal(filas.Count + withKey.Count(tiene => !tiene) + 1, await d.CountAsync("pagos"));
    }

    [Fact]
    public async Task Post_FirstWasRefused_IsJudgedAgain()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        (await SendAsync(d.Admin, "/pagos", Pago(prestamo, 1401))).Problem(HttpStatusCode.Conflict, "pago.excede_restante");
        await d.Admin.PutAsync($"/prestamos/{prestamo}", JsonNode.Parse("""{"monto_prestamo":2000}"""));

        var second = await SendAsync(d.Admin, "/pagos", Pago(prestamo, 1401));

        Assert.False(Despacho.IsReplayed(second.Success("post", "/pagos")));
    }

    private static string Pago(int prestamo, decimal monto) => FormattableString.Invariant($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":{{monto}}}]""");

    private static string Fila(int prestamo, int monto, Guid? key) =>
        $$"""{"prestamo_id":{{prestamo}},"monto_pagado":{{monto}}{{(key is null ? "" : $",\"clave\":\"{key}\"")}}}""";

    private static string Lote(IEnumerable<string> filas) => $"[{string.Join(',', filas)}]";

    private static Task<ApiResponse> SendAsync(Api api, string route, string body) => api.PostAsync(route, JsonNode.Parse(body));
}
