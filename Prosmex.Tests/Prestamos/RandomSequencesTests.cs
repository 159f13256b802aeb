using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Prestamos;

/// <summary>Random days at the office, each request judged twice: by the services on PostgreSQL and by a model that recounts everything.</summary>
[Trait("Kind", "Integration")]
public sealed class RandomSequencesTests(TestServer servidor)
{
    [Fact]
    public async Task Sequences_Random_EveryAnswerAndRowMatchTheModel()
    {
        HashSet<string> hechos = [];
        var renovaciones = 0;
        foreach (var seed in new[] { 1, 2, 3, Random.Shared.Next() })
        {
            var modelo = await JugarAsync(seed);
            hechos.UnionWith(modelo.Hechos);
            renovaciones += modelo.Renovaciones;
        }

        // Sequences that only ever hear no, or never renew, prove nothing.
        Assert.Equal(OfficeModel.Operaciones, hechos.Order());
        Assert.True(renovaciones > 10, $"{renovaciones}");
    }

    private async Task<OfficeModel> JugarAsync(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"semilla {seed}");
        await using var o = await Oficina.AbrirAsync(servidor, 4);
        o.SemanasParaRenovar = 2;
        var modelo = new OfficeModel(o, new Random(seed));
        var antes = await o.FotoAsync();
        for (var step = 1; step <= 120; step++)
        {
            o.Reloj.Advance(TimeSpan.FromHours(7));
            var (que, esperado, pedir) = modelo.Siguiente();
            var donde = $"semilla {seed}, paso {step}: {que}";
            var codigo = await Oficina.CodigoAsync(pedir);
            Assert.True(esperado == codigo, $"{donde}: se esperaba {esperado} y fue {codigo}");
            var despues = await o.FotoAsync();
            Assert.True(codigo == Oficina.Hecho || antes == despues, $"{donde}: rechazado con {codigo}, dejó huella");
            antes = despues;

            var foto = await o.ValorAsync<string>("""
                SELECT coalesce(string_agg(concat_ws(' ', prestamo_id, cliente_id, monto_prestamo, monto_prestamo_real, pagado, numero_pagos, status,
                    coalesce(renueva_a, 0), to_char(fecha_cierre AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')), E'\n' ORDER BY prestamo_id), '') FROM prestamos
                """);
            Assert.True(modelo.Foto() == foto, $"{donde}: {codigo}\nmodelo:\n{modelo.Foto()}\nbase:\n{foto}");
            await o.ExigirInvariantesAsync(donde);
        }

        return modelo;
    }
}
