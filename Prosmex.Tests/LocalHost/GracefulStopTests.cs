using System.Text;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.LocalHost;

/// <summary>SIGTERM under load: accepted work is stored, other requests can be retried, and the program exits normally.</summary>
[Trait("Kind", "Integration")]
public sealed class GracefulStopTests(TestServer servidor)
{
    private const int Cobradores = 4;

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public Task Stop_FourTimesUnderLoad_LosesNothing() => PararAsync(4);

    [Fact(Explicit = true)]
    public Task Stop_TwentyTimesUnderLoad_LosesNothing() => PararAsync(20);

    private async Task PararAsync(int veces)
    {
        var connection = await servidor.NuevaBaseAsync();
        await Personas.AgregarAsync(connection, "ada");
        await TestCartera.LlenarAsync(connection, Cobradores);
        HashSet<string> enviadas = [];
        List<string> aceptadas = [], sinRespuesta = [];
        for (var vez = 0; vez < veces; vez++)
        {
            await using var programa = await RunningProgram.IniciarAsync(connection);
            using var api = await programa.Api().EntradaAsync("ada");
            foreach (var clave in sinRespuesta)
            {
                Assert.Equal(201, await PagarAsync(api, clave));
            }

            aceptadas.AddRange(sinRespuesta);
            sinRespuesta.Clear();
            using var parar = new CancellationTokenSource();
            var enough = new TaskCompletionSource();
            var left = 10 + (5 * vez);
            var carga = Task.WhenAll(Enumerable.Range(1, Cobradores).Select(async cobrador =>
            {
                for (var i = 0; !parar.IsCancellationRequested; i++)
                {
                    var clave = $"{cobrador}-{vez}-{i}";
                    lock (enviadas)
                    {
                        enviadas.Add(clave);
                    }

                    var estado = await PagarAsync(api, clave);
                    lock (enviadas)
                    {
                        Assert.True(estado is 201 or 0, $"{clave}: {estado}");
                        (estado == 201 ? aceptadas : sinRespuesta).Add(clave);
                    }

                    if (Interlocked.Decrement(ref left) == 0)
                    {
                        enough.SetResult();
                    }

                    if (estado == 0)
                    {
                        return;
                    }
                }
            }));
            await Task.WhenAny(enough.Task, carga);
            Assert.Equal(0, await programa.TerminarAsync());
            await parar.CancelAsync();
            await carga;

            // Each response has its row; a request without a response may have one too.
            var filas = await Base.ValorAsync<string[]>(connection, "SELECT coalesce(array_agg(clave), '{}') FROM operaciones WHERE clave IS NOT NULL");
            Assert.Empty(aceptadas.Except(filas));
            Assert.Empty(filas.Except(enviadas));
        }

        Assert.True(aceptadas.Count > veces, "There was hardly any load.");
        Assert.Equal(await Base.ValorAsync<long>(connection, "SELECT count(*) FROM operaciones WHERE clave IS NOT NULL"), await Base.ValorAsync<long>(connection, "SELECT count(*) FROM pagos"));
        Assert.Equal(await Base.ValorAsync<decimal>(connection, "SELECT count(*)::numeric FROM pagos"), await Base.ValorAsync<decimal>(connection, "SELECT sum(pagado) FROM prestamos"));
    }

    /// <summary>0 where there was no answer.</summary>
    private static async Task<int> PagarAsync(Api api, string clave)
    {
        try
        {
            var body = $$"""[{"prestamo_id":{{clave[0]}},"monto_pagado":1}]""";
            return (int)(await api.EnviarAsync(HttpMethod.Post, "/pagos", new StringContent(body, Encoding.UTF8, "application/json"), ("Idempotency-Key", clave))).Estado;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
