using Prosmex.Domain.Senales;
using Prosmex.Tests.Demo;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Senales;

/// <summary>A year of honest lending gives no sign; ghosts and thieves in it are told, and no other client.</summary>
[Trait("Kind", "Integration")]
public sealed class SenalesDelDemoTests(SenalesDelDemoTests.Financiera demo) : IClassFixture<SenalesDelDemoTests.Financiera>
{
    [Fact]
    public void Demo_AsItIs_HasNoSign() => Assert.Empty(demo.Honest.Select(s => s.Mensaje));

    [Fact]
    public void Demo_WithGhostsAndThieves_TellsEachOfThemAndNobodyElse() =>
        Assert.Equal(demo.Seeded.Order(), demo.Suspicious.SelectMany(s => s.Clientes).Select(c => c.Id).Distinct().Order());

    [Theory]
    [InlineData(ReglaDeSenal.AltaYPrestamo, 2)]
    [InlineData(ReglaDeSenal.ContactoCompartido, 1)]
    [InlineData(ReglaDeSenal.CirculoDeAvales, 1)]
    [InlineData(ReglaDeSenal.PagosDeGolpe, 5)]
    [InlineData(ReglaDeSenal.DiaAjeno, 1)]
    [InlineData(ReglaDeSenal.RenovadaSinEntregar, 1)]
    public void Demo_WithGhostsAndThieves_TripsEachRule(ReglaDeSenal regla, int times) => Assert.Equal(times, demo.Suspicious.Count(s => s.Regla == regla));

    /// <summary>The filled demo; its signs before and after the planting.</summary>
    public sealed class Financiera(TestServer server) : IAsyncLifetime
    {
        private const int Grupo = 5;

        // Every route of the demo collects on Mondays.
        private static readonly DateTimeOffset Lunes = DemoTests.Ahora.AddDays(-3);

        public IReadOnlyList<SenalDto> Honest { get; private set; } = [];

        public IReadOnlyList<SenalDto> Suspicious { get; private set; } = [];

        /// <summary>The planted clients.</summary>
        public List<int> Seeded { get; } = [];

        public async ValueTask InitializeAsync()
        {
            var (connection, _) = await DemoTests.Financiera.CopyAsync(server);
            var s = new Seeder(connection, DemoTests.Ahora);
            Honest = (await s.ListarAsync()).Items;
            var titular = await TestDatabase.ValueAsync<int>(connection, $"SELECT usuario_id_titular FROM grupos WHERE grupo_id = {Grupo}");
            var neighbor = await TestDatabase.ValueAsync<int>(connection, $"SELECT min(cliente_id) FROM clientes_avales WHERE grupo_id = {Grupo}");
            await GhostsAsync(s, titular, neighbor);
            await ThievesAsync(s, titular, neighbor);
            Suspicious = (await s.ListarAsync()).Items;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        // Five on one telephone who back one another and pay six weeks in as many seconds, and two of whom there is a name alone.
        private async Task GhostsAsync(Seeder s, int titular, int neighbor)
        {
            var dia = DemoTests.Ahora.AddDays(-48);
            int[] fantasmas = [.. await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => s.ClienteAsync(dia, titular, Grupo)))];
            for (var i = 0; i < fantasmas.Length; i++)
            {
                await s.TelefonoAsync(fantasmas[i], "+523399999999");
                var prestamo = await s.PrestamoAsync(fantasmas[i], fantasmas[(i + 1) % fantasmas.Length], dia, titular);
                await s.PagosAsync(prestamo, titular, [.. Enumerable.Range(1, 6).Select(n => (Lunes.AddDays(-7 * n), DemoTests.Ahora.AddSeconds(n)))]);
            }

            Seeded.AddRange(fantasmas);
            for (var i = 0; i < 2; i++)
            {
                var cliente = await s.ClienteAsync(dia, titular, Grupo);
                await s.PrestamoAsync(cliente, neighbor, dia.AddMinutes(5), titular);
                Seeded.Add(cliente);
            }
        }

        // One loan is collected on Sundays, when no route is; one is renewed on paper.
        private async Task ThievesAsync(Seeder s, int titular, int neighbor)
        {
            var (domingo, papel) = (await s.ClienteAsync(DemoTests.Ahora.AddDays(-300), titular, Grupo), await s.ClienteAsync(DemoTests.Ahora.AddDays(-300), titular, Grupo));
            await s.TelefonoAsync(domingo, "+523388888888");
            await s.TelefonoAsync(papel, "+523377777777");
            var prestamo = await s.PrestamoAsync(domingo, neighbor, DemoTests.Ahora.AddDays(-60), titular);
            await s.PagosAsync(prestamo, titular, [.. Enumerable.Range(0, 6).Select(n => DemoTests.Ahora.AddDays(-4 - (7 * n))).Select(f => (f, f))]);
            int? anterior = null;
            for (var n = 4; n > 0; n--)
            {
                var creado = DemoTests.Ahora.AddDays(-70 * n);
                anterior = await s.PrestamoAsync(papel, neighbor, creado, titular, anterior is null ? 1000 : 10, anterior, n == 1 ? null : ("renovado", creado.AddDays(70)));
            }

            Seeded.AddRange(domingo, papel);
        }
    }
}
