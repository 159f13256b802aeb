using System.Text;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.LocalHost;

/// <summary>SIGTERM under load: accepted work is stored, other requests can be retried, and the program exits normally.</summary>
[Trait("Kind", "Integration")]
public sealed class GracefulStopTests(TestServer server)
{
    private const int Cobradores = 4;

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public Task Stop_FourTimesUnderLoad_LosesNothing() => StopAsync(4);

    [Fact(Explicit = true)]
    public Task Stop_TwentyTimesUnderLoad_LosesNothing() => StopAsync(20);

    private async Task StopAsync(int times)
    {
        var connection = await server.NewDatabaseAsync();
        await Personas.AgregarAsync(connection, "ada");
        await TestCartera.FillAsync(connection, Cobradores);
        HashSet<string> sent = [];
        List<string> accepted = [], withoutAnswer = [];
        for (var vez = 0; vez < times; vez++)
        {
            await using var program = await RunningProgram.StartAsync(connection);
            using var api = await program.Api().SignedInAsync("ada");
            foreach (var key in withoutAnswer)
            {
                Assert.Equal(201, await PagarAsync(api, key));
            }

            accepted.AddRange(withoutAnswer);
            withoutAnswer.Clear();
            using var stopping = new CancellationTokenSource();
            var enough = new TaskCompletionSource();
            var left = 10 + (5 * vez);
            var load = Task.WhenAll(Enumerable.Range(1, Cobradores).Select(async cobrador =>
            {
                for (var i = 0; !stopping.IsCancellationRequested; i++)
                {
                    var key = $"{cobrador}-{vez}-{i}";
                    lock (sent)
                    {
                        sent.Add(key);
                    }

                    var status = await PagarAsync(api, key);
                    lock (sent)
                    {
                        Assert.True(status is 201 or 0, $"{key}: {status}");
                        (status == 201 ? accepted : withoutAnswer).Add(key);
                    }

                    if (Interlocked.Decrement(ref left) == 0)
                    {
                        enough.SetResult();
                    }

                    if (status == 0)
                    {
                        return;
                    }
                }
            }));
            await Task.WhenAny(enough.Task, load);
            Assert.Equal(0, await program.StopAsync());
            await stopping.CancelAsync();
            await load;

            // Each response has its row; a request without a response may have one too.
            var filas = await TestDatabase.ValueAsync<string[]>(connection, "SELECT coalesce(array_agg(clave), '{}') FROM operaciones WHERE clave IS NOT NULL");
            Assert.Empty(accepted.Except(filas));
            Assert.Empty(filas.Except(sent));
        }

        Assert.True(accepted.Count > times, "There was hardly any load.");
        Assert.Equal(await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM operaciones WHERE clave IS NOT NULL"), await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM pagos"));
        Assert.Equal(await TestDatabase.ValueAsync<decimal>(connection, "SELECT count(*)::numeric FROM pagos"), await TestDatabase.ValueAsync<decimal>(connection, "SELECT sum(pagado) FROM prestamos"));
    }

    /// <summary>0 where there was no answer.</summary>
    private static async Task<int> PagarAsync(Api api, string key)
    {
        try
        {
            var body = $$"""[{"prestamo_id":{{key[0]}},"monto_pagado":1}]""";
            return (int)(await api.SendAsync(HttpMethod.Post, "/pagos", new StringContent(body, Encoding.UTF8, "application/json"), ("Idempotency-Key", key))).Status;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
