using Prosmex.Domain.Common;
using Prosmex.Domain.Recibos;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Reportes;

namespace Prosmex.Tests.Recibos;

[Trait("Kind", "Integration")]
public sealed class ReciboTests(TestServer server)
{
    [Fact]
    public async Task Obtener_EachPago_HasTheBalanceAfterIt()
    {
        var (oficina, _, pagos) = await SetUpAsync();
        await using var _ = oficina;

        var recibos = await Task.WhenAll(pagos.Select(id => ReciboAsync(oficina, id)));

        Assert.Equal([(100m, 1, 1300m), (0m, 1, 1300m), (250m, 3, 1050m)], recibos.Select(r => (r.Monto, r.SemanaActiva, r.Restante)));
        Assert.All(recibos, r => Assert.Equal(("N1 P M", 1, 14, "N P", false), (r.Cliente.Nombre, r.Cliente.Id, r.NumeroSemanas, r.RecibidoPor, r.Reversado)));
    }

    [Fact]
    public async Task Obtener_AReversedPago_SaysSoAndDoesNotCount()
    {
        var (oficina, _, pagos) = await SetUpAsync();
        await using var _ = oficina;
        await oficina.ReversarAsync(pagos[0]);

        var (reversado, ultimo) = (await ReciboAsync(oficina, pagos[0]), await ReciboAsync(oficina, pagos[2]));

        Assert.Equal((true, 100m, 0, 1400m), (reversado.Reversado, reversado.Monto, reversado.SemanaActiva, reversado.Restante));
        Assert.Equal((false, 2, 1150m), (ultimo.Reversado, ultimo.SemanaActiva, ultimo.Restante));
    }

    [Fact]
    public async Task Obtener_ACorrectedPagoOfAnotherUser_NamesWhoTookTheCash()
    {
        var (oficina, _, pagos) = await SetUpAsync();
        await using var _ = oficina;
        await TestDatabase.ExecuteAsync(oficina.Connection, $"""
            SELECT set_config('prosmex.mantenimiento', 'test', false);
            UPDATE pagos SET custodio_id = 2 WHERE pago_id = {pagos[2]}
            """);

        var recibo = await ReciboAsync(oficina, pagos[2]);

        Assert.Equal("Tina Ruiz", recibo.RecibidoPor);
    }

    [Fact]
    public async Task Obtener_AReversal_IsNotFound()
    {
        var (oficina, prestamo, pagos) = await SetUpAsync();
        await using var _ = oficina;
        await oficina.ReversarAsync(pagos[0]);
        var reversa = await TestDatabase.ValueAsync<int>(oficina.Connection, $"SELECT pago_id FROM pagos WHERE prestamo_id = {prestamo} AND tipo = 'reversa'");

        var ex = await Assert.ThrowsAsync<DominioException>(() => ReciboAsync(oficina, reversa));

        Assert.Equal("pago.no_encontrado", ex.Error.Codigo);
    }

    [Fact]
    public async Task Obtener_OfAForeignGrupo_IsNotFound()
    {
        var (oficina, _, pagos) = await SetUpAsync();
        await using var _ = oficina;
        var ajeno = Oficina.Como(4, RolId.Titular);

        var ex = await Assert.ThrowsAsync<DominioException>(() => oficina.AskAsync(db => new ReciboService(db).ObtenerAsync(ajeno, pagos[0], CancellationToken.None)));

        Assert.Equal("pago.no_encontrado", ex.Error.Codigo);
    }

    // Two weeks of a loan of 100 a week: paid, a visit, two weeks and a half paid at once.
    private async Task<(Oficina Oficina, int Prestamo, int[] Pagos)> SetUpAsync()
    {
        var oficina = await Oficina.OpenAsync(server, new(2026, 11, 18), new(12, 0));
        var prestamo = (await oficina.ConcederAsync(Oficina.Prestamo(1, 2, 1, 1000, new(2026, 11, 2))))[0];
        var pagos = await oficina.PagarAsync(Oficina.Pago(prestamo, 100, "2026-11-09"), Oficina.Pago(prestamo, 0, "2026-11-10"), Oficina.Pago(prestamo, 250, "2026-11-16"));
        return (oficina, prestamo, pagos);
    }

    private static Task<ReciboDto> ReciboAsync(Oficina oficina, int pagoId) =>
        oficina.AskAsync(db => new ReciboService(db).ObtenerAsync(Oficina.Admin, pagoId, CancellationToken.None));
}
