using System.Diagnostics;
using System.Net;
using System.Text;
using Prosmex.LocalHost.Postgres;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infraestructura;

namespace Prosmex.Tests.Idempotencia;

/// <summary>Program and server die in the middle of the work, again and again: a batch is there whole or not at all, and a repetition with its key makes it right.</summary>
public sealed class CaidaTests
{
    private const int Lotes = 1000;
    private const int Filas = 5;
    private const int Cobradores = 4;

    [Fact]
    public async Task MilLotes_ConElProgramaYElServidorMuertosAMedias_CuadranAlRepetirlos()
    {
        var carpeta = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"prosmex-caida-{Guid.NewGuid():N}")).FullName;
        var datos = "";
        try
        {
            var opciones = new PrivatePostgresOptions { Folder = carpeta, Report = _ => { } };
            var postgres = await PrivatePostgres.StartAsync(opciones, CancellationToken.None);
            datos = postgres.DataDirectory;
            var conexion = postgres.ConnectionString;
            var programa = await Programa.IniciarAsync(conexion);
            var token = (await programa.Api().EntradaAsync(Programa.Admin, Programa.ContrasenaDelAdmin)).Token;
            await CarteraDePrueba.LlenarAsync(conexion, Cobradores * Filas);

            var hechos = 0;
            var repetidos = 0;
            var trabajo = Task.WhenAll(Enumerable.Range(0, Cobradores).Select(cobrador => Task.Run(async () =>
            {
                var filas = string.Join(',', Enumerable.Range(1, Filas).Select(f => $$"""{"prestamo_id":{{(cobrador * Filas) + f}},"monto_pagado":1}"""));
                for (var lote = 0; lote < Lotes / Cobradores; lote++)
                {
                    while (!await EnviarAsync(programa, token, $"[{filas}]", $"{cobrador}-{lote}"))
                    {
                        Interlocked.Increment(ref repetidos);
                        await Task.Delay(100);
                    }

                    Interlocked.Increment(ref hechos);
                }
            })));

            for (var caida = 1; caida <= 6; caida++)
            {
                await HastaAsync(() => Volatile.Read(ref hechos) >= caida * Lotes / 8, trabajo);
                if (caida % 2 == 0)
                {
                    await programa.DisposeAsync();
                    programa = await Programa.IniciarAsync(conexion);
                }
                else
                {
                    // As pg_ctl stop -m immediate: no check point, no goodbye.
                    using var kill = Process.Start("kill", ["-QUIT", (await File.ReadAllLinesAsync(Path.Combine(datos, "postmaster.pid"), TestContext.Current.CancellationToken))[0]]);
                    await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
                    await postgres.DisposeAsync();
                    postgres = await PrivatePostgres.StartAsync(opciones, CancellationToken.None);
                    Assert.Equal(conexion, postgres.ConnectionString);
                }

                Assert.Equal(0, await Base.ValorAsync<long>(conexion, $"SELECT count(*) FROM (SELECT FROM pagos GROUP BY recibido_en, registrado_por, (prestamo_id - 1) / {Filas} HAVING count(*) % {Filas} <> 0) x"));
            }

            await trabajo;
            Assert.True(repetidos > 0, "Nothing died in the middle of anything.");
            Assert.Equal(Lotes * Filas, await Base.ValorAsync<long>(conexion, "SELECT count(*) FROM pagos"));
            Assert.Equal(Lotes / Cobradores, await Base.ValorAsync<decimal>(conexion, "SELECT min(pagado) FROM prestamos"));
            Assert.Equal(Lotes / Cobradores, await Base.ValorAsync<decimal>(conexion, "SELECT max(pagado) FROM prestamos"));
            using var admin = programa.Api().Con(token);
            Assert.Equal(0, (int)(await admin.GetAsync("/verificacion/cuadre")).Data["total_items"]!);
            await programa.DisposeAsync();
            await postgres.DisposeAsync();
        }
        finally
        {
            Npgsql.NpgsqlConnection.ClearAllPools();
            Directory.Delete(carpeta, recursive: true);
            if (Directory.Exists(datos))
            {
                Directory.Delete(datos, recursive: true);
            }
        }
    }

    private static async Task HastaAsync(Func<bool> llego, Task trabajo)
    {
        while (!llego() && !trabajo.IsCompleted)
        {
            await Task.Delay(5);
        }

        Assert.False(trabajo.IsCompleted, "All batches were through before the next fall.");
    }

    /// <summary>False where nobody answered, or only that the database is away.</summary>
    private static async Task<bool> EnviarAsync(Programa programa, string? token, string cuerpo, string clave)
    {
        try
        {
            using var api = programa.Api().Con(token);
            var respuesta = await api.EnviarAsync(HttpMethod.Post, "/pagos", new StringContent(cuerpo, Encoding.UTF8, "application/json"), ("Idempotency-Key", clave));
            Assert.True(
                respuesta.Estado is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable || respuesta.Codigo == "idempotencia.en_curso", $"{respuesta.Estado} {respuesta.Texto}\n{programa.Salida}");
            return respuesta.Estado == HttpStatusCode.Created;
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or InvalidOperationException or TaskCanceledException)
        {
            return false;
        }
    }
}
