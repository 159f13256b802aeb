using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Recibos;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

using static Prosmex.Tests.Recibos.TestRecibos;

namespace Prosmex.Tests.Recibos;

/// <summary>What a client learns from a receipt, and what the office learns from a client who looked.</summary>
[Trait("Kind", "Integration")]
public sealed class ReciboPublicoTests(TestServer server)
{
    [Fact]
    public async Task Consultar_ACodeOfThePhone_IsAplicadoOnceTheRowIsHere()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var client = d.Admin.With(null);
        var (fila, codigo, _) = Capturar(d, await d.NuevoPrestamoAsync(), 100.50m);
        (await client.GetAsync($"/recibos/{codigo}")).Problem(HttpStatusCode.NotFound, "recibo.no_encontrado");

        await d.Admin.FilasAsync(fila);
        var response = (await client.GetAsync($"/recibos/{codigo}")).Success("get", "/recibos/{codigo}");

        Assert.Equal(("aplicado", 100.50m, d.Ahora.AddHours(-1)), Read(response));

        // Never a name, never a loan: these three and nothing else.
        Assert.Equal(["estado", "fecha", "monto"], response.Data.AsObject().Select(p => p.Key).Order());
    }

    [Fact]
    public async Task Consultar_APagoOfTheOffice_HasACodeOfItsOwnAndAVisitaHasNone()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var pago = await PagarAsync(d, prestamo, 100);
        var visita = await PagarAsync(d, prestamo, 0);

        var codigo = (string)(await d.Admin.GetAsync($"/pagos/{pago}/recibo")).Data["codigo"]!;

        Assert.Equal(("aplicado", 100m, d.Ahora), Read(await d.Admin.GetAsync($"/recibos/{codigo.ToLowerInvariant()}")));
        Assert.Null((await d.Admin.GetAsync($"/pagos/{visita}/recibo")).Data["codigo"]);
    }

    [Fact]
    public async Task Consultar_AReversedOrCorrectedPago_IsAnuladoAndTheCorrectedOneHasANewCode()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var (uno, dos) = (await PagarAsync(d, prestamo, 100), await PagarAsync(d, prestamo, 50));
        var codigos = (await CodigoAsync(d, uno), await CodigoAsync(d, dos));

        (await d.Admin.DeleteAsync($"/pagos/{uno}")).Success("delete", "/pagos/{id}");
        var corregido = (int)(await d.Admin.PutAsync($"/pagos/{dos}", new JsonObject { ["monto_pagado"] = 60 })).Data["pago"]!["id"]!;

        Assert.Equal("anulado", Read(await d.Admin.GetAsync($"/recibos/{codigos.Item1}")).Estado);
        Assert.Equal("anulado", Read(await d.Admin.GetAsync($"/recibos/{codigos.Item2}")).Estado);
        Assert.Equal(("aplicado", 60m), (Read(await d.Admin.GetAsync($"/recibos/{await CodigoAsync(d, corregido)}")) is var (estado, monto, _) ? (estado, monto) : default));
    }

    [Theory]
    [InlineData(null, "por_aclarar")]
    [InlineData("aplicar", "aplicado")]
    [InlineData("devolver", "anulado")]
    [InlineData("castigar", "anulado")]
    public async Task Consultar_MoneyPorAclarar_FollowsWhatTheOfficeDecides(string? decision, string estado)
    {
        await using var d = await Despacho.OpenAsync(server);
        var (fila, codigo, enlace) = Capturar(d, 99_999, 70);
        await d.Admin.FilasAsync(fila);
        if (decision is not null)
        {
            var body = decision == "aplicar" ? new JsonObject { ["prestamo_id"] = await d.NuevoPrestamoAsync() } : new JsonObject { ["nota"] = "Se vio." };
            (await d.Admin.PostAsync($"/por-aclarar/1/{decision}", body)).Success("post", $"/por-aclarar/{{id}}/{decision}");
        }

        Assert.Equal((estado, 70m, d.Ahora.AddHours(-1)), Read(await d.Admin.GetAsync($"/recibos/{codigo}")));
        Assert.Equal((estado, 70m, d.Ahora.AddHours(-1)), Read(await d.Admin.GetAsync($"/recibos/{enlace}")));
        Assert.Equal(0, await d.CountAsync("recibos_vistos"));
    }

    [Fact]
    public async Task Consultar_MoneyPorAclararWhosePagoWasReversed_IsPorAclararAgain()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (fila, codigo, _) = Capturar(d, 99_999, 70);
        await d.Admin.FilasAsync(fila);
        var aplicado = await d.Admin.PostAsync("/por-aclarar/1/aplicar", new JsonObject { ["prestamo_id"] = await d.NuevoPrestamoAsync() });

        (await d.Admin.DeleteAsync($"/pagos/{aplicado.Data["por_aclarar"]!["pago_id"]}")).Success("delete", "/pagos/{id}");

        Assert.Equal("por_aclarar", Read(await d.Admin.GetAsync($"/recibos/{codigo}")).Estado);
    }

    [Fact]
    public async Task Consultar_ALinkBeforeItsRow_IsEnCaminoThenPorAclararThenASignUntilTheRowComes()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var client = d.Admin.With(null);
        var (fila, _, enlace) = Capturar(d, await d.NuevoPrestamoAsync(), 100);

        Assert.Equal(("en_camino", 100m, d.Ahora.AddHours(-1)), Read(await client.GetAsync($"/recibos/{enlace}")));
        Assert.Equal("en_camino", Read(await client.GetAsync($"/recibos/{enlace}")).Estado);
        Assert.Equal(1, await d.CountAsync("recibos_vistos"));
        Assert.Empty(await SenalesAsync(d.Admin));

        await d.AdvanceAsync(TimeSpan.FromHours(47) + TimeSpan.FromMinutes(1));

        Assert.Equal("por_aclarar", Read(await client.GetAsync($"/recibos/{enlace}")).Estado);
        Assert.Equal(
            "Un cliente consultó un recibo de $100.00 que hizo el teléfono de N P, y ese pago no ha llegado a la oficina.",
            (string)Assert.Single(await SenalesAsync(d.Admin))!["mensaje"]!);

        await d.Admin.FilasAsync(fila);

        Assert.Equal("aplicado", Read(await client.GetAsync($"/recibos/{enlace}")).Estado);
        Assert.Empty(await SenalesAsync(d.Admin));
    }

    [Fact]
    public async Task Consultar_ALinkWithAnotherAmountThanTheRow_IsPorAclararAndASign()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (fila, _, _) = Capturar(d, await d.NuevoPrestamoAsync(), 300);
        await d.Admin.FilasAsync(fila);
        var mostrado = ReciboLink.Make(new(Guid.Parse((string)fila["clave"]!), 500, d.Ahora.AddHours(-1)), Llave(d), Keys.Of(Llave(d)));

        Assert.Equal(("por_aclarar", 500m, d.Ahora.AddHours(-1)), Read(await d.Admin.GetAsync($"/recibos/{mostrado}")));
        await d.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Single(await SenalesAsync(d.Admin));
    }

    [Theory]
    [InlineData(3, "usuario_id_supervisor", true)]
    [InlineData(3, null, false)]
    [InlineData(5, null, true)]
    public async Task Senal_OfACollector_IsSeenByTheirSupervisorAndTheDirector(int rol, string? cargo, bool seVe)
    {
        await using var d = await Despacho.OpenAsync(server);
        using var cobrador = await d.AnotherAsync("gil", 1);
        using var jefe = await d.AnotherAsync("bea", rol);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_gestor = (SELECT id FROM usuarios WHERE usuario = 'gil') WHERE grupo_id = 1");
        if (cargo is not null)
        {
            await TestDatabase.ExecuteAsync(d.Connection, $"UPDATE rutas SET {cargo} = (SELECT id FROM usuarios WHERE usuario = 'bea') WHERE ruta_id = (SELECT ruta_id FROM grupos WHERE grupo_id = 1)");
        }

        var llave = new ReciboKeyId(await TestDatabase.ValueAsync<int>(d.Connection, "SELECT id FROM usuarios WHERE usuario = 'gil'"), Semana.De(d.Ahora).Lunes);
        await d.Admin.GetAsync($"/recibos/{ReciboLink.Make(new(Guid.NewGuid(), 200, d.Ahora), llave, Keys.Of(llave))}");
        await d.AdvanceAsync(TimeSpan.FromHours(49));
        using var otraVez = await d.Admin.SignedInAsync("bea");

        Assert.Equal(seVe ? 1 : 0, (await SenalesAsync(otraVez)).Count);
    }

    [Fact]
    public async Task Consultar_MoreLinksThanAWeekHas_NotesNoMore()
    {
        await using var d = await Despacho.OpenAsync(server);
        await TestDatabase.ExecuteAsync(d.Connection, $"""
            INSERT INTO recibos_vistos (clave, usuario_id, semana, monto, ocurrido_en, visto_en)
            SELECT gen_random_uuid(), 1, '{Semana.De(d.Ahora).Lunes:yyyy-MM-dd}', 1, now(), now() FROM generate_series(1, {ReciboVisto.MaxPerKey})
            """);

        var (_, _, enlace) = Capturar(d, 1, 100);

        Assert.Equal("en_camino", Read(await d.Admin.GetAsync($"/recibos/{enlace}")).Estado);
        Assert.Equal(ReciboVisto.MaxPerKey, await d.CountAsync("recibos_vistos"));
    }

    [Fact]
    public async Task Consultar_OldOrForgedLinks_AreNotFoundAndWriteNothing()
    {
        await using var d = await Despacho.OpenAsync(server);
        var llave = Llave(d);
        var anterior = llave with { Semana = llave.Semana.AddDays(-21) };
        var old = ReciboLink.Make(new(Guid.NewGuid(), 100, d.Ahora.AddDays(-20)), anterior, Keys.Of(anterior));
        var ajeno = ReciboLink.Make(new(Guid.NewGuid(), 100, d.Ahora), llave, new byte[32]);

        (await d.Admin.GetAsync($"/recibos/{old}")).Problem(HttpStatusCode.NotFound, "recibo.no_encontrado");
        (await d.Admin.GetAsync($"/recibos/{ajeno}")).Problem(HttpStatusCode.NotFound, "recibo.no_encontrado");
        Assert.Equal(0, await d.CountAsync("recibos_vistos"));
    }

    // As after the secret was changed: the row's key is as good as its code.
    [Fact]
    public async Task Consultar_ALinkThatProvesNothing_FindsWhatHasArrived()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (fila, _, enlace) = Capturar(d, await d.NuevoPrestamoAsync(), 100);
        await d.Admin.FilasAsync(fila);

        Assert.Equal("aplicado", Read(await d.Admin.GetAsync($"/recibos/{enlace[..^16]}AAAAAAAAAAAAAAAA")).Estado);
    }

    // ADR 29 has the odds.
    [Fact]
    public async Task Consultar_AHundredThousandRandomCodes_HitsNothing()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        for (var i = 0; i < 20; i++)
        {
            await PagarAsync(d, prestamo, 1);
        }

        var suyos = await TestDatabase.ValueAsync<string[]>(d.Connection, "SELECT array_agg(codigo_de_recibo) FROM pagos");
        Assert.Equal(20, suyos.Distinct().Count());
        var tried = string.Join(',', Enumerable.Range(0, 100_000).Select(_ => ReciboCode.NewRandom()));
        Assert.Equal(20, await TestDatabase.ValueAsync<long>(d.Connection, $"SELECT count(*) FROM pagos WHERE codigo_de_recibo = ANY (string_to_array('{tried},{string.Join(',', suyos)}', ','))"));
        Assert.Equal(0, await TestDatabase.ValueAsync<long>(d.Connection, $"SELECT count(*) FROM pagos WHERE codigo_de_recibo = ANY (string_to_array('{tried}', ','))"));
    }

    [Fact]
    public async Task Consultar_MoreThanTheLimitOfAll_Is429WithATime()
    {
        await using var program = await ProgramWithClock.StartAsync(server, ("Prosmex:Recibos:PorSegundo", "1"));
        using var client = program.Api();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => client.GetAsync($"/recibos/{ReciboCode.NewRandom()}")));

        var negada = answers.First(r => r.Status == HttpStatusCode.TooManyRequests).Problem(HttpStatusCode.TooManyRequests, "recibo.saturado");
        Assert.Equal("5", negada.Message.Headers.GetValues("Retry-After").Single());
        Assert.Contains(answers, r => r.Status == HttpStatusCode.NotFound);
    }
}
