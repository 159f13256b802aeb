using System.Net;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Idempotency;

/// <summary>Idempotency-Key: a request counts once, no matter how often it is sent.</summary>
[Trait("Kind", "Integration")]
public sealed class IdempotencyKeyTests(TestServer server)
{
    [Fact]
    public async Task SameRequest_TwoHundredAtOnce_IsOnePagoAndEachGetsItsAnswer()
    {
        await using var d = await Despacho.OpenAsync(server);
        var body = $$"""[{"prestamo_id":{{await d.NuevoPrestamoAsync()}},"monto_pagado":100}]""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Despacho.SendAsync(d.Admin, "post", "/pagos/", body, "una-sola")));

        Assert.All(answers, r => Assert.True(r.Status == HttpStatusCode.Created || (r.Status, r.Codigo) == (HttpStatusCode.Conflict, "idempotencia.en_curso"), r.Text));
        var hechas = answers.Where(r => r.Status == HttpStatusCode.Created).ToList();
        Assert.Single(hechas.Select(r => r.Text).Distinct());
        Assert.Single(hechas, r => !Despacho.IsReplayed(r));
        Assert.Equal(1, await d.CountAsync("pagos"));
        Assert.Equal(100m, await TestDatabase.ValueAsync<decimal>(d.Connection, "SELECT sum(pagado) FROM prestamos"));

        var tarde = await Despacho.SendAsync(d.Admin, "post", "/pagos", body, "\"una-sola\"");
        Assert.Equal((hechas[0].Text, true), (tarde.Text, Despacho.IsReplayed(tarde)));
        tarde.Success("post", "/pagos");
    }

    [Fact]
    public async Task SameKey_OtherContentOrOtherUser_NeverGivesAnothersAnswer()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (uno, otro) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync());
        string Pago(int prestamo, int monto) => $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":{{monto}}}]""";
        var primera = (await Despacho.SendAsync(d.Admin, "post", "/pagos", Pago(uno, 100), "k")).Success("post", "/pagos");

        foreach (var (method, path, body) in new[]
        {
            ("post", "/pagos", Pago(uno, 101)), ("post", "/pagos", Pago(otro, 100)), ("post", "/pagos?x=1", Pago(uno, 100)), ("post", "/clientes", Despacho.Cliente()),
            ("delete", $"/pagos/{primera.Data["pago"]!["id"]}", null),
        })
        {
            (await Despacho.SendAsync(d.Admin, method, path, body, "k")).Problem(HttpStatusCode.UnprocessableEntity, "idempotencia.otro_contenido");
        }

        var ajena = (await Despacho.SendAsync(await d.AnotherAsync("bea"), "post", "/pagos", Pago(uno, 100), "k")).Success("post", "/pagos");
        Assert.False(Despacho.IsReplayed(ajena));
        Assert.NotEqual((int)primera.Data["pago"]!["id"]!, (int)ajena.Data["pago"]!["id"]!);
        Assert.Equal(2, await d.CountAsync("pagos"));
    }

    [Fact]
    public async Task Refusal_StoresNothing_AndTheKeyCanBeUsedAgain()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        (await Despacho.SendAsync(d.Admin, "post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":99999}]""", "k")).Problem(HttpStatusCode.Conflict, "pago.excede_restante");
        (await Despacho.SendAsync(d.Admin, "post", "/pagos", "[{}]", "k")).Problem(HttpStatusCode.BadRequest);
        var ahora = await Despacho.SendAsync(d.Admin, "post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":1}]""", "k");
        Assert.False(Despacho.IsReplayed(ahora.Success("post", "/pagos")));
        Assert.Equal(1, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM operaciones WHERE clave IS NOT NULL"));
    }

    [Fact]
    public async Task Repeat_FirstStillUnderWay_WaitsAndAnswers409()
    {
        await using var d = await Despacho.OpenAsync(server);
        await using var connection = new NpgsqlConnection(d.Connection);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var ajena = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new NpgsqlCommand("INSERT INTO operaciones (id, usuario_id, clave, creada_en) SELECT gen_random_uuid(), id, 'k', now() FROM usuarios", connection))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await Despacho.SendAsync(d.Admin, "post", "/clientes", Despacho.Cliente(), "k")).Problem(HttpStatusCode.Conflict, "idempotencia.en_curso");
        await ajena.RollbackAsync(TestContext.Current.CancellationToken);
        (await Despacho.SendAsync(d.Admin, "post", "/clientes", Despacho.Cliente(), "k")).Success("post", "/clientes");
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("con espacio")]
    [InlineData("con\"comilla")]
    [InlineData("con\ttab")]
    public async Task Key_Malformed_Is400(string key)
    {
        await using var d = await Despacho.OpenAsync(server);
        (await Despacho.SendAsync(d.Admin, "post", "/clientes", Despacho.Cliente(), key)).Problem(HttpStatusCode.BadRequest, "idempotencia.clave");
        Assert.Equal(0, await d.CountAsync("clientes_avales"));
        Assert.Equal(HttpStatusCode.OK, (await Despacho.SendAsync(d.Admin, "get", "/clientes", null, key)).Status);
    }

    [Fact]
    public async Task Key_LongerThan255Characters_Is400()
    {
        await using var d = await Despacho.OpenAsync(server);
        (await Despacho.SendAsync(d.Admin, "post", "/clientes", Despacho.Cliente(), new string('k', 256))).Problem(HttpStatusCode.BadRequest, "idempotencia.clave");
        (await Despacho.SendAsync(d.Admin, "post", "/clientes", Despacho.Cliente(), new string('k', 255))).Success("post", "/clientes");
    }

    [Fact]
    public async Task CleanUp_OfKeys_KeepsThirtyDays()
    {
        await using var d = await Despacho.OpenAsync(server);
        (await Despacho.SendAsync(d.Admin, "post", "/clientes", Despacho.Cliente(), "k")).Success("post", "/clientes");
        async Task<long> QuedanAsync(TimeSpan after)
        {
            await using var db = TestDatabase.Context(d.Connection);
            var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(d.Ahora + after);
            await new Domain.Persistence.OperationService(db, new(db, TimeProvider.System), clock).CleanUpAsync(RequestContext.System(), TestContext.Current.CancellationToken);
            return await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM claves_de_operacion");
        }

        Assert.Equal(1, await QuedanAsync(TimeSpan.FromDays(29.9)));
        Assert.Equal(0, await QuedanAsync(TimeSpan.FromDays(30.1)));
    }
}
