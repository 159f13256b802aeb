using System.Net;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Idempotency;

/// <summary>Idempotency-Key: a request counts once, no matter how often it is sent.</summary>
[Trait("Kind", "Integration")]
public sealed class IdempotencyKeyTests(TestServer servidor)
{
    [Fact]
    public async Task SameRequest_TwoHundredAtOnce_IsOnePagoAndEachGetsItsAnswer()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var body = $$"""[{"prestamo_id":{{await d.NuevoPrestamoAsync()}},"monto_pagado":100}]""";
        var respuestas = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Despacho.EnviarAsync(d.Admin, "post", "/pagos/", body, "una-sola")));

        Assert.All(respuestas, r => Assert.True(r.Estado == HttpStatusCode.Created || (r.Estado, r.Codigo) == (HttpStatusCode.Conflict, "idempotencia.en_curso"), r.Texto));
        var hechas = respuestas.Where(r => r.Estado == HttpStatusCode.Created).ToList();
        Assert.Single(hechas.Select(r => r.Texto).Distinct());
        Assert.Single(hechas, r => !Despacho.EsRepetida(r));
        Assert.Equal(1, await d.CuentaAsync("pagos"));
        Assert.Equal(100m, await Base.ValorAsync<decimal>(d.Conexion, "SELECT sum(pagado) FROM prestamos"));

        var tarde = await Despacho.EnviarAsync(d.Admin, "post", "/pagos", body, "\"una-sola\"");
        Assert.Equal((hechas[0].Texto, true), (tarde.Texto, Despacho.EsRepetida(tarde)));
        tarde.Exito("post", "/pagos");
    }

    [Fact]
    public async Task SameKey_OtherContentOrOtherUser_NeverGivesAnothersAnswer()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var (uno, otro) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync());
        string Pago(int prestamo, int monto) => $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":{{monto}}}]""";
        var primera = (await Despacho.EnviarAsync(d.Admin, "post", "/pagos", Pago(uno, 100), "k")).Exito("post", "/pagos");

        foreach (var (metodo, ruta, body) in new[]
        {
            ("post", "/pagos", Pago(uno, 101)), ("post", "/pagos", Pago(otro, 100)), ("post", "/pagos?x=1", Pago(uno, 100)), ("post", "/clientes", Despacho.Cliente()),
            ("delete", $"/pagos/{primera.Data["pago"]!["id"]}", null),
        })
        {
            (await Despacho.EnviarAsync(d.Admin, metodo, ruta, body, "k")).Problema(HttpStatusCode.UnprocessableEntity, "idempotencia.otro_contenido");
        }

        var ajena = (await Despacho.EnviarAsync(await d.OtroAsync("bea"), "post", "/pagos", Pago(uno, 100), "k")).Exito("post", "/pagos");
        Assert.False(Despacho.EsRepetida(ajena));
        Assert.NotEqual((int)primera.Data["pago"]!["id"]!, (int)ajena.Data["pago"]!["id"]!);
        Assert.Equal(2, await d.CuentaAsync("pagos"));
    }

    [Fact]
    public async Task Refusal_StoresNothing_AndTheKeyCanBeUsedAgain()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var prestamo = await d.NuevoPrestamoAsync();
        (await Despacho.EnviarAsync(d.Admin, "post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":99999}]""", "k")).Problema(HttpStatusCode.Conflict, "pago.excede_restante");
        (await Despacho.EnviarAsync(d.Admin, "post", "/pagos", "[{}]", "k")).Problema(HttpStatusCode.BadRequest);
        var ahora = await Despacho.EnviarAsync(d.Admin, "post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":1}]""", "k");
        Assert.False(Despacho.EsRepetida(ahora.Exito("post", "/pagos")));
        Assert.Equal(1, await Base.ValorAsync<long>(d.Conexion, "SELECT count(*) FROM operaciones WHERE clave IS NOT NULL"));
    }

    [Fact]
    public async Task Repeat_FirstStillUnderWay_WaitsAndAnswers409()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        await using var connection = new NpgsqlConnection(d.Conexion);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var ajena = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var orden = new NpgsqlCommand("INSERT INTO operaciones (id, usuario_id, clave, creada_en) SELECT gen_random_uuid(), id, 'k', now() FROM usuarios", connection))
        {
            await orden.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await Despacho.EnviarAsync(d.Admin, "post", "/clientes", Despacho.Cliente(), "k")).Problema(HttpStatusCode.Conflict, "idempotencia.en_curso");
        await ajena.RollbackAsync(TestContext.Current.CancellationToken);
        (await Despacho.EnviarAsync(d.Admin, "post", "/clientes", Despacho.Cliente(), "k")).Exito("post", "/clientes");
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("con espacio")]
    [InlineData("con\"comilla")]
    [InlineData("con\ttab")]
    public async Task Key_Malformed_Is400(string clave)
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        (await Despacho.EnviarAsync(d.Admin, "post", "/clientes", Despacho.Cliente(), clave)).Problema(HttpStatusCode.BadRequest, "idempotencia.clave");
        Assert.Equal(0, await d.CuentaAsync("clientes_avales"));
        Assert.Equal(HttpStatusCode.OK, (await Despacho.EnviarAsync(d.Admin, "get", "/clientes", null, clave)).Estado);
    }

    [Fact]
    public async Task Key_LongerThan255Characters_Is400()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        (await Despacho.EnviarAsync(d.Admin, "post", "/clientes", Despacho.Cliente(), new string('k', 256))).Problema(HttpStatusCode.BadRequest, "idempotencia.clave");
        (await Despacho.EnviarAsync(d.Admin, "post", "/clientes", Despacho.Cliente(), new string('k', 255))).Exito("post", "/clientes");
    }

    [Fact]
    public async Task CleanUp_OfKeys_KeepsThirtyDays()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        (await Despacho.EnviarAsync(d.Admin, "post", "/clientes", Despacho.Cliente(), "k")).Exito("post", "/clientes");
        async Task<long> QuedanAsync(TimeSpan despues)
        {
            await using var db = Base.Contexto(d.Conexion);
            var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(d.Ahora + despues);
            await new Domain.Persistence.OperationService(db, new(db, TimeProvider.System), clock).CleanUpAsync(RequestContext.System(), TestContext.Current.CancellationToken);
            return await Base.ValorAsync<long>(d.Conexion, "SELECT count(*) FROM claves_de_operacion");
        }

        Assert.Equal(1, await QuedanAsync(TimeSpan.FromDays(29.9)));
        Assert.Equal(0, await QuedanAsync(TimeSpan.FromDays(30.1)));
    }
}
