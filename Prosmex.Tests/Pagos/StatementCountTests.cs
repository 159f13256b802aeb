using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Prestamos;

namespace Prosmex.Tests.Pagos;

/// <summary>The statements of a request do not grow with the page, the history or the batch.</summary>
[Trait("Kind", "Integration")]
public sealed class StatementCountTests(TestServer server)
{
    private readonly StatementCounter _counter = new();

    [Fact]
    public async Task Lists_OfTenOrTwoHundred_SendTheSameStatements()
    {
        await using var o = await Oficina.OpenAsync(server, 250, _counter);
        var ids = await o.PrestarLoteAsync(Enumerable.Range(1, 250).Select(c => Oficina.Solicitud(c, 1000)));
        await o.PagarAsync(ids.Select(id => Oficina.Cobro(id, 100)));
        List<int[]> cuentas = [];
        foreach (var perPage in new[] { 10, 200 })
        {
            cuentas.Add(
            [
                await StatementsAsync(() => o.ReadAsync(async (prestamos, _) => Full(perPage, (await prestamos.ListarAsync(RequestContext.SystemFor(Oficina.Admin), new(null, 1, StatusPrestamo.Activo), new(1, perPage), default)).Items))),
                await StatementsAsync(() => o.ReadAsync(async (_, pagos) => Full(perPage, (await pagos.ListarAsync(RequestContext.SystemFor(Oficina.Admin), new(null, null, 1, null), new(1, perPage), default)).Items))),
                await StatementsAsync(() => o.ReadAsync(async (_, pagos) => Full(perPage, (await pagos.PorCobrarAsync(Oficina.Admin, 1, new(1, perPage), default)).Items))),
            ]);
        }

        Assert.Equal(cuentas[0], cuentas[1]);
        Assert.All(cuentas[0], c => Assert.Equal(1, c));
    }

    [Fact]
    public async Task Prestamo_WithThreeOrThreeHundredPagos_SendsTheSameStatements()
    {
        await using var o = await Oficina.OpenAsync(server, 2, _counter);
        List<int[]> cuentas = [];
        foreach (var (cliente, pagos) in new[] { (1, 3), (2, 300) })
        {
            var id = await o.PrestarAsync(Oficina.Solicitud(cliente, 1000));
            var historia = await o.PagarAsync(Enumerable.Repeat(Oficina.Cobro(id, 1), pagos));
            cuentas.Add(
            [
                await StatementsAsync(() => o.VerAsync(id)),
                await StatementsAsync(() => o.PagarAsync(id, 1)),
                await StatementsAsync(() => o.PreviewReversaAsync(historia[0].Id)),
                await StatementsAsync(() => o.ReversarAsync(historia[0].Id)),
                await StatementsAsync(() => o.CorregirAsync(historia[1].Id, 2)),
                await StatementsAsync(() => o.EditarAsync(id, new() { AvalId = Oficina.Solicitud(cliente, 1).AvalId })),
                await StatementsAsync(() => o.ReadAsync((_, queries) => queries.DePrestamoAsync(Oficina.Admin, id, default))),
            ]);
        }

        Assert.Equal(cuentas[0], cuentas[1]);
    }

    [Fact]
    public async Task LotesDePagos_OfTwoOrTwoHundred_SendTheSameStatements()
    {
        await using var o = await Oficina.OpenAsync(server, 250, _counter);
        var ids = await o.PrestarLoteAsync(Enumerable.Range(1, 250).Select(c => Oficina.Solicitud(c, 1000)));
        var dos = await StatementsAsync(() => o.PagarAsync(ids.Take(2).Select(id => Oficina.Cobro(id, 100))));
        Assert.Equal(dos, await StatementsAsync(() => o.PagarAsync(ids.Take(200).Select(id => Oficina.Cobro(id, 100)))));
        Assert.Equal(dos, await StatementsAsync(() => o.PagarAsync(Enumerable.Repeat(Oficina.Cobro(ids[249], 1), 200))));
    }

    [Fact]
    public async Task LotesDePrestamos_OfTwoOrTwoHundred_SendTheSameStatements()
    {
        await using var o = await Oficina.OpenAsync(server, 202, _counter);
        o.SemanasParaRenovar = 1;
        List<int> otorgar = [], renovar = [];
        foreach (var clientes in new[] { Enumerable.Range(1, 2), Enumerable.Range(3, 200) })
        {
            int[] ids = [];
            otorgar.Add(await StatementsAsync(async () => ids = await o.PrestarLoteAsync(clientes.Select(c => Oficina.Solicitud(c, 1000)))));
            await o.PagarAsync(ids.Select(id => Oficina.Cobro(id, 100)));
            renovar.Add(await StatementsAsync(() => o.PrestarLoteAsync(clientes.Select(c => Oficina.Solicitud(c, 2000)))));
        }

        Assert.Equal((otorgar[0], renovar[0]), (otorgar[1], renovar[1]));
        await o.AssertInvariantsAsync();
    }

    private static int Full<T>(int expected, IReadOnlyList<T> elements)
    {
        Assert.Equal(expected, elements.Count);
        return expected;
    }

    private async Task<int> StatementsAsync(Func<Task> pedir)
    {
        var before = _counter.Count;
        await pedir();
        return _counter.Count - before;
    }
}
