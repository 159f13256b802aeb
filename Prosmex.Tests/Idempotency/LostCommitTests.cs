using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Idempotency;

/// <summary>The connection breaks at COMMIT, with the outcome unknown: nothing is lost or doubled.</summary>
[Trait("Kind", "Integration")]
public sealed class LostCommitTests(TestServer servidor)
{
    private const int Pagos = 200;
    private const int Cobradores = 4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pagos_ConnectionCutEveryFiveCommits_AreStoredOnceEach(bool withKey)
    {
        var connection = await servidor.NuevaBaseAsync();
        await Personas.AgregarAsync(connection, "ada");
        await using var proxy = FaultProxy.Iniciar(connection);
        await using var programa = await ProgramInProcess.IniciarAsync(proxy.Conexion);
        using var admin = await programa.Api().EntradaAsync("ada");
        await TestCartera.LlenarAsync(connection, Cobradores);

        proxy.Cortar(cada: 5);
        var respuestas = await Task.WhenAll(Enumerable.Range(1, Cobradores).Select(async prestamo =>
        {
            List<ApiResponse> mias = [];
            for (var i = 0; i < Pagos / Cobradores; i++)
            {
                // Equal ones without a key would be double clicks.
                var body = FormattableString.Invariant($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":{{Monto(i)}}}]""");
                mias.Add(await admin.EnviarAsync(
                    HttpMethod.Post, "/pagos", new StringContent(body, Encoding.UTF8, "application/json"), withKey ? [("Idempotency-Key", $"{prestamo}-{i}")] : []));
            }

            return mias;
        }));
        proxy.Cortar(cada: 0);

        Assert.True(proxy.CortesAntes > 20 && proxy.CortesDespues > 20, $"{proxy.CortesAntes} and {proxy.CortesDespues} cuts");
        Assert.All(respuestas.SelectMany(r => r), r => Assert.True(r.Estado == HttpStatusCode.Created, r.Texto));
        Assert.Equal(Pagos, respuestas.SelectMany(r => r).Select(r => (int)r.Data["pago"]!["id"]!).Distinct().Count());
        Assert.Equal(Pagos, await Base.ValorAsync<long>(connection, "SELECT count(*) FROM pagos"));
        Assert.Equal(Cobradores * Enumerable.Range(0, Pagos / Cobradores).Sum(Monto), await Base.ValorAsync<decimal>(connection, "SELECT sum(pagado) FROM prestamos"));
        Assert.Equal(0, (int)(await admin.GetAsync("/verificacion/cuadre")).Data["total_items"]!);
    }

    [Fact]
    public async Task CambiarContrasena_AnswersToItsCommitsLost_GivesANewSessionAllTheSame()
    {
        await using var database = await servidor.BorrowAsync();
        await Personas.AgregarAsync(database.Connection, "ada");
        await using var proxy = FaultProxy.Iniciar(database.Connection);
        await using var programa = await ProgramInProcess.IniciarAsync(proxy.Conexion);
        using var ada = await programa.Api().EntradaAsync("ada");

        proxy.Cortar(cada: 1);
        var changed = await ada.PostAsync("/auth/cambiar-contrasena", new JsonObject { ["contrasena_actual"] = Personas.Contrasena, ["contrasena_nueva"] = "Otra-Segura-2" });
        proxy.Cortar(cada: 0);

        Assert.True(changed.Estado == HttpStatusCode.OK, changed.Texto);
        await ada.Con(changed.Acceso()).ViveAsync();
    }

    private static decimal Monto(int i) => 1 + (i / 100m);
}
