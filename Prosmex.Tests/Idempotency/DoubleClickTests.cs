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
public sealed class DoubleClickTests(TestServer servidor)
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
        await using var d = await Despacho.AbrirAsync(servidor);
        var pago = Pago(await d.NuevoPrestamoAsync(), 100);
        var body = route switch
        {
            "/pagos" => pago,
            "/prestamos" => await d.SolicitudDePrestamoAsync(),
            _ => Corte,
        };

        var first = await EnviarAsync(d.Admin, route, body);
        var second = await EnviarAsync(d.Admin, $"{route}/", body);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, first.Texto), (first.Estado, second.Estado, second.Texto));
        Assert.Equal((false, true), (Despacho.EsRepetida(first), Despacho.EsRepetida(second)));
        Assert.Equal(rows, await d.CuentaAsync(table));
    }

    [Fact]
    public async Task Post_TwentyAtOnceWithoutKey_AreOneRequest()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var body = Pago(await d.NuevoPrestamoAsync(), 100);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => EnviarAsync(d.Admin, "/pagos", body)));

        Assert.All(answers, r => Assert.True(r.Estado == HttpStatusCode.Created || (r.Estado, r.Codigo) == (HttpStatusCode.Conflict, "idempotencia.en_curso"), r.Texto));
        Assert.Single(answers.Where(r => r.Estado == HttpStatusCode.Created).Select(r => r.Texto).Distinct());
        Assert.Single(answers, r => r.Estado == HttpStatusCode.Created && !Despacho.EsRepetida(r));
        Assert.Equal(1, await d.CuentaAsync("pagos"));
    }

    [Fact]
    public async Task Post_FirstStillUnderWay_Answers409AndWritesNothing()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var prestamo = await d.NuevoPrestamoAsync();
        await using var connection = new NpgsqlConnection(d.Conexion);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var other = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);

        await EnviarAsync(d.Admin, "/pagos", Pago(prestamo, 100));
        var fingerprint = await Base.ValorAsync<byte[]>(d.Conexion, "SELECT huella FROM operaciones ORDER BY respondida_en DESC NULLS LAST LIMIT 1");
        await using (var order = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({BitConverter.ToInt64(fingerprint)})", connection))
        {
            await order.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await EnviarAsync(d.Admin, "/pagos", Pago(prestamo, 100))).Problema(HttpStatusCode.Conflict, "idempotencia.en_curso");
        await other.RollbackAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, await d.CuentaAsync("pagos"));
    }

    [Fact]
    public async Task Post_AfterThreeSecondsOfTheDatabasesClock_IsAnotherRequest()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var body = Pago(await d.NuevoPrestamoAsync(), 100);
        await EnviarAsync(d.Admin, "/pagos", body);
        await Base.EjecutarAsync(d.Conexion, "UPDATE operaciones SET respondida_en = respondida_en - interval '3 seconds' WHERE respondida_en IS NOT NULL");

        var later = await EnviarAsync(d.Admin, "/pagos", body);

        Assert.False(Despacho.EsRepetida(later.Exito("post", "/pagos")));
        Assert.Equal(2, await d.CuentaAsync("pagos"));
    }

    [Fact]
    public async Task Post_TwoKeysOrClavesOrSessions_AreTwoPayments()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var prestamo = await d.NuevoPrestamoAsync();
        var body = Pago(prestamo, 100);

        await Despacho.EnviarAsync(d.Admin, "post", "/pagos", body, "one");
        await Despacho.EnviarAsync(d.Admin, "post", "/pagos", body, "two");
        await EnviarAsync(d.Admin, "/pagos", body);
        await EnviarAsync(await d.Admin.EntradaAsync("ada"), "/pagos", body);
        await EnviarAsync(d.Admin, "/pagos", Pago(prestamo, 100.01m));
        await EnviarAsync(d.Admin, "/pagos?x=1", body);

        Assert.Equal(6, await d.CuentaAsync("pagos"));
    }

    [Fact]
    public async Task Post_RowWithClave_IsNoDoubleClick()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var body = $$"""[{"prestamo_id":{{await d.NuevoPrestamoAsync()}},"monto_pagado":100,"clave":"{{Guid.NewGuid()}}"}]""";

        var first = await EnviarAsync(d.Admin, "/pagos", body);
        var second = await EnviarAsync(d.Admin, "/pagos", body);

        Assert.Equal((first.Texto, false), (second.Texto, Despacho.EsRepetida(second)));
        Assert.Equal(1, await d.CuentaAsync("pagos"));
    }

    // A row without a clave is told by the whole request alone, wherever in it.
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, false, true)]
    public async Task Post_BatchInWhichSomeRowsHaveNoClave_IsOneRequest(params bool[] conClave)
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var prestamo = await d.NuevoPrestamoAsync();
        var filas = conClave.Select((tiene, n) => Fila(prestamo, n + 1, tiene ? Guid.NewGuid() : null)).ToList();

        var first = await EnviarAsync(d.Admin, "/pagos", Lote(filas));
        var second = await EnviarAsync(d.Admin, "/pagos", Lote(filas));
        var more = await EnviarAsync(d.Admin, "/pagos", Lote([.. filas, Fila(prestamo, 10, null)]));

        Assert.Equal((HttpStatusCode.Created, first.Texto, true), (second.Estado, second.Texto, Despacho.EsRepetida(second)));

        // With one more row it is another request: its claves are known, the other rows are paid.
        Assert.False(Despacho.EsRepetida(more.Exito("post", "/pagos")));
        Assert.Equal(filas.Count + conClave.Count(tiene => !tiene) + 1, await d.CuentaAsync("pagos"));
    }

    [Fact]
    public async Task Post_FirstWasRefused_IsJudgedAgain()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var prestamo = await d.NuevoPrestamoAsync();
        (await EnviarAsync(d.Admin, "/pagos", Pago(prestamo, 1401))).Problema(HttpStatusCode.Conflict, "pago.excede_restante");
        await d.Admin.PutAsync($"/prestamos/{prestamo}", JsonNode.Parse("""{"monto_prestamo":2000}"""));

        var second = await EnviarAsync(d.Admin, "/pagos", Pago(prestamo, 1401));

        Assert.False(Despacho.EsRepetida(second.Exito("post", "/pagos")));
    }

    private static string Pago(int prestamo, decimal monto) => FormattableString.Invariant($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":{{monto}}}]""");

    private static string Fila(int prestamo, int monto, Guid? clave) =>
        $$"""{"prestamo_id":{{prestamo}},"monto_pagado":{{monto}}{{(clave is null ? "" : $",\"clave\":\"{clave}\"")}}}""";

    private static string Lote(IEnumerable<string> filas) => $"[{string.Join(',', filas)}]";

    private static Task<ApiResponse> EnviarAsync(Api api, string route, string body) => api.PostAsync(route, JsonNode.Parse(body));
}
