using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Prestamos;

/// <summary>Random days at the office, each request judged twice: by the services on PostgreSQL and by a model that recounts everything.</summary>
[Trait("Kind", "Integration")]
public sealed class RandomSequencesTests(TestServer server)
{
    [Fact]
    public async Task Sequences_Random_EveryAnswerAndRowMatchTheModel()
    {
        HashSet<string> hechos = [];
        var renovaciones = 0;
        foreach (var seed in new[] { 1, 2, 3, Random.Shared.Next() })
        {
            var model = await PlayAsync(seed);
            hechos.UnionWith(model.Facts);
            renovaciones += model.Renovaciones;
        }

        // Sequences that only ever hear no, or never renew, prove nothing.
        Assert.Equal(OfficeModel.Operaciones, hechos.Order());
        Assert.True(renovaciones > 10, $"{renovaciones}");
    }

    private async Task<OfficeModel> PlayAsync(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"semilla {seed}");
        await using var o = await Oficina.OpenAsync(server, 4);
        o.SemanasParaRenovar = 2;
        var model = new OfficeModel(o, new Random(seed));
        var before = await o.SnapshotAsync();
        for (var step = 1; step <= 120; step++)
        {
            o.Clock.Advance(TimeSpan.FromHours(7));
            var (que, expected, pedir) = model.Siguiente();
            var place = $"semilla {seed}, paso {step}: {que}";
            var codigo = await Oficina.CodigoAsync(pedir);
            Assert.True(expected == codigo, $"{place}: se esperaba {expected} y fue {codigo}");
            var after = await o.SnapshotAsync();
            Assert.True(codigo == Oficina.Hecho || before == after, $"{place}: rechazado con {codigo}, dejó huella");
            before = after;

            var snapshot = await o.ValueAsync<string>("""
                SELECT coalesce(string_agg(concat_ws(' ', prestamo_id, cliente_id, monto_prestamo, monto_prestamo_real, pagado, numero_pagos, status,
                    coalesce(renueva_a, 0), to_char(fecha_cierre AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')), E'\n' ORDER BY prestamo_id), '') FROM prestamos
                """);
            Assert.True(model.Snapshot() == snapshot, $"{place}: {codigo}\nmodelo:\n{model.Snapshot()}\nbase:\n{snapshot}");
            await o.AssertInvariantsAsync(place);
        }

        return model;
    }
}
