using System.Diagnostics;
using System.Net;
using System.Text;
using Npgsql;
using Prosmex.LocalHost.Postgres;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Idempotency;

/// <summary>
/// Program and server are killed in the middle of the work, repeatedly: a batch is stored completely or not at all, and a repetition with its key
/// completes it.
/// </summary>
[Trait("Kind", "Integration")]
public sealed class CrashTests
{
    private const int Lotes = 600;
    private const int Filas = 5;
    private const int Cobradores = 4;

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public async Task Lotes_ProgramAndServerKilledMidway_AddUpWhenResent()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"prosmex-caida-{Guid.NewGuid():N}")).FullName;
        var datos = "";
        try
        {
            var options = new PrivatePostgresOptions { Folder = folder, Report = _ => { } };
            var postgres = await PrivatePostgres.StartAsync(options, CancellationToken.None);
            datos = postgres.DataDirectory;
            var connection = postgres.ConnectionString;
            var program = await RunningProgram.StartAsync(connection);
            var token = (await program.Api().SignedInAsync(RunningProgram.Admin, RunningProgram.AdminPassword)).Token;
            await TestCartera.FillAsync(connection, Cobradores * Filas);

            var hechos = 0;
            var repetidos = 0;
            var work = Task.WhenAll(Enumerable.Range(0, Cobradores).Select(cobrador => Task.Run(async () =>
            {
                var filas = string.Join(',', Enumerable.Range(1, Filas).Select(f => $$"""{"prestamo_id":{{(cobrador * Filas) + f}},"monto_pagado":1}"""));
                for (var lote = 0; lote < Lotes / Cobradores; lote++)
                {
                    while (!await SendAsync(program, token, $"[{filas}]", $"{cobrador}-{lote}"))
                    {
                        Interlocked.Increment(ref repetidos);
                        await Task.Delay(100);
                    }

                    Interlocked.Increment(ref hechos);
                }
            })));

            for (var caida = 1; caida <= 4; caida++)
            {
                await UntilAsync(() => Volatile.Read(ref hechos) >= caida * Lotes / 6, work);
                if (caida % 2 == 0)
                {
                    await program.DisposeAsync();
                    program = await RunningProgram.StartAsync(connection);
                }
                else
                {
                    // As pg_ctl stop -m immediate: no check point, no goodbye.
                    using var kill = Process.Start("kill", ["-QUIT", (await File.ReadAllLinesAsync(Path.Combine(datos, "postmaster.pid"), TestContext.Current.CancellationToken))[0]]);
                    await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
                    await postgres.DisposeAsync();
                    postgres = await PrivatePostgres.StartAsync(options, CancellationToken.None);
                    Assert.Equal(connection, postgres.ConnectionString);

                    // The test's own connections were to the server that was killed.
                    NpgsqlConnection.ClearPool(new(connection));
                }

                Assert.Equal(0, await TestDatabase.ValueAsync<long>(connection, $"SELECT count(*) FROM (SELECT FROM pagos GROUP BY recibido_en, registrado_por, (prestamo_id - 1) / {Filas} HAVING count(*) % {Filas} <> 0) x"));
            }

            await work;
            Assert.True(repetidos > 0, "Nothing died in the middle of anything.");
            Assert.Equal(Lotes * Filas, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM pagos"));
            Assert.Equal(Lotes / Cobradores, await TestDatabase.ValueAsync<decimal>(connection, "SELECT min(pagado) FROM prestamos"));
            Assert.Equal(Lotes / Cobradores, await TestDatabase.ValueAsync<decimal>(connection, "SELECT max(pagado) FROM prestamos"));
            using var admin = program.Api().With(token);
            Assert.Equal(0, (int)(await admin.GetAsync("/verificacion/cuadre")).Data["total_items"]!);
            await program.DisposeAsync();
            await postgres.DisposeAsync();
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
            if (Directory.Exists(datos))
            {
                Directory.Delete(datos, recursive: true);
            }
        }
    }

    private static async Task UntilAsync(Func<bool> arrived, Task work)
    {
        while (!arrived() && !work.IsCompleted)
        {
            await Task.Delay(5);
        }

        Assert.False(work.IsCompleted, "All batches were through before the next fall.");
    }

    /// <summary>False where there was no answer, or 503.</summary>
    private static async Task<bool> SendAsync(RunningProgram program, string? token, string body, string key)
    {
        try
        {
            using var api = program.Api().With(token);
            var response = await api.SendAsync(HttpMethod.Post, "/pagos", new StringContent(body, Encoding.UTF8, "application/json"), ("Idempotency-Key", key));
            Assert.True(
                response.Status is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable || response.Codigo == "idempotencia.en_curso", $"{response.Status} {response.Text}\n{program.Output}");
            return response.Status == HttpStatusCode.Created;
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or InvalidOperationException or TaskCanceledException)
        {
            return false;
        }
    }
}
