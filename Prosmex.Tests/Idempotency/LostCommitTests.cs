using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Idempotency;

/// <summary>The connection breaks at COMMIT, with the outcome unknown: nothing is lost or doubled.</summary>
[Trait("Kind", "Integration")]
public sealed class LostCommitTests(TestServer server)
{
    private const int Pagos = 200;
    private const int Cobradores = 4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pagos_ConnectionCutEveryFiveCommits_AreStoredOnceEach(bool withKey)
    {
        var connection = await server.NewDatabaseAsync();
        await Personas.AgregarAsync(connection, "ada");
        await using var proxy = FaultProxy.Start(connection);
        await using var program = await ProgramInProcess.StartAsync(proxy.Connection);
        using var admin = await program.Api().SignedInAsync("ada");
        await TestCartera.FillAsync(connection, Cobradores);

        proxy.CutEvery(nth: 5);
        var answers = await Task.WhenAll(Enumerable.Range(1, Cobradores).Select(async prestamo =>
        {
            List<ApiResponse> mias = [];
            for (var i = 0; i < Pagos / Cobradores; i++)
            {
                // Equal ones without a key would be double clicks.
                var body = FormattableString.Invariant($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":{{Monto(i)}}}]""");
                mias.Add(await admin.SendAsync(
                    HttpMethod.Post, "/pagos", new StringContent(body, Encoding.UTF8, "application/json"), withKey ? [("Idempotency-Key", $"{prestamo}-{i}")] : []));
            }

            return mias;
        }));
        proxy.CutEvery(nth: 0);

        Assert.True(proxy.CutsBefore > 20 && proxy.CutsAfter > 20, $"{proxy.CutsBefore} and {proxy.CutsAfter} cuts");
        Assert.All(answers.SelectMany(r => r), r => Assert.True(r.Status == HttpStatusCode.Created, r.Text));
        Assert.Equal(Pagos, answers.SelectMany(r => r).Select(r => (int)r.Data["pago"]!["id"]!).Distinct().Count());
        Assert.Equal(Pagos, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM pagos"));
        Assert.Equal(Cobradores * Enumerable.Range(0, Pagos / Cobradores).Sum(Monto), await TestDatabase.ValueAsync<decimal>(connection, "SELECT sum(pagado) FROM prestamos"));
        Assert.Equal(0, (int)(await admin.GetAsync("/verificacion/cuadre")).Data["total_items"]!);
    }

    [Fact]
    public async Task CambiarContrasena_AnswersToItsCommitsLost_GivesANewSessionAllTheSame()
    {
        await using var database = await server.BorrowAsync();
        await Personas.AgregarAsync(database.Connection, "ada");
        await using var proxy = FaultProxy.Start(database.Connection);
        await using var program = await ProgramInProcess.StartAsync(proxy.Connection);
        using var ada = await program.Api().SignedInAsync("ada");

        proxy.CutEvery(nth: 1);
        var changed = await ada.PostAsync("/auth/cambiar-contrasena", new JsonObject { ["contrasena_actual"] = Personas.Contrasena, ["contrasena_nueva"] = "Otra-Segura-2" });
        proxy.CutEvery(nth: 0);

        Assert.True(changed.Status == HttpStatusCode.OK, changed.Text);
        await ada.With(changed.AccessToken()).AssertLiveAsync();
    }

    private static decimal Monto(int i) => 1 + (i / 100m);
}
