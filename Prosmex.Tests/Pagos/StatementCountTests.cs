using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Prestamos;

namespace Prosmex.Tests.Pagos;

/// <summary>The statements of a request do not grow with the page, the history or the batch.</summary>
[Trait("Kind", "Integration")]
public sealed class StatementCountTests(TestServer servidor)
{
    private readonly StatementCounter _contador = new();

    [Fact]
    public async Task Lists_OfTenOrTwoHundred_SendTheSameStatements()
    {
        await using var o = await Oficina.AbrirAsync(servidor, 250, _contador);
        var ids = await o.PrestarLoteAsync(Enumerable.Range(1, 250).Select(c => Oficina.Solicitud(c, 1000)));
        await o.PagarAsync(ids.Select(id => Oficina.Cobro(id, 100)));
        List<int[]> cuentas = [];
        foreach (var porPagina in new[] { 10, 200 })
        {
            cuentas.Add(
            [
                await SentenciasAsync(() => o.LeerAsync(async (prestamos, _) => Llena(porPagina, (await prestamos.ListarAsync(RequestContext.SystemFor(Oficina.Admin), new(null, 1, StatusPrestamo.Activo), new(1, porPagina), default)).Items))),
                await SentenciasAsync(() => o.LeerAsync(async (_, pagos) => Llena(porPagina, (await pagos.ListarAsync(RequestContext.SystemFor(Oficina.Admin), new(null, null, 1, null), new(1, porPagina), default)).Items))),
                await SentenciasAsync(() => o.LeerAsync(async (_, pagos) => Llena(porPagina, (await pagos.PorCobrarAsync(Oficina.Admin, 1, new(1, porPagina), default)).Items))),
            ]);
        }

        Assert.Equal(cuentas[0], cuentas[1]);
        Assert.All(cuentas[0], c => Assert.Equal(1, c));
    }

    [Fact]
    public async Task Prestamo_WithThreeOrThreeHundredPagos_SendsTheSameStatements()
    {
        await using var o = await Oficina.AbrirAsync(servidor, 2, _contador);
        List<int[]> cuentas = [];
        foreach (var (cliente, pagos) in new[] { (1, 3), (2, 300) })
        {
            var id = await o.PrestarAsync(Oficina.Solicitud(cliente, 1000));
            var historia = await o.PagarAsync(Enumerable.Repeat(Oficina.Cobro(id, 1), pagos));
            cuentas.Add(
            [
                await SentenciasAsync(() => o.VerAsync(id)),
                await SentenciasAsync(() => o.PagarAsync(id, 1)),
                await SentenciasAsync(() => o.PreviewReversaAsync(historia[0].Id)),
                await SentenciasAsync(() => o.ReversarAsync(historia[0].Id)),
                await SentenciasAsync(() => o.CorregirAsync(historia[1].Id, 2)),
                await SentenciasAsync(() => o.EditarAsync(id, new() { AvalId = Oficina.Solicitud(cliente, 1).AvalId })),
                await SentenciasAsync(() => o.LeerAsync((_, queries) => queries.DePrestamoAsync(Oficina.Admin, id, default))),
            ]);
        }

        Assert.Equal(cuentas[0], cuentas[1]);
    }

    [Fact]
    public async Task LotesDePagos_OfTwoOrTwoHundred_SendTheSameStatements()
    {
        await using var o = await Oficina.AbrirAsync(servidor, 250, _contador);
        var ids = await o.PrestarLoteAsync(Enumerable.Range(1, 250).Select(c => Oficina.Solicitud(c, 1000)));
        var dos = await SentenciasAsync(() => o.PagarAsync(ids.Take(2).Select(id => Oficina.Cobro(id, 100))));
        Assert.Equal(dos, await SentenciasAsync(() => o.PagarAsync(ids.Take(200).Select(id => Oficina.Cobro(id, 100)))));
        Assert.Equal(dos, await SentenciasAsync(() => o.PagarAsync(Enumerable.Repeat(Oficina.Cobro(ids[249], 1), 200))));
    }

    [Fact]
    public async Task LotesDePrestamos_OfTwoOrTwoHundred_SendTheSameStatements()
    {
        await using var o = await Oficina.AbrirAsync(servidor, 202, _contador);
        o.SemanasParaRenovar = 1;
        List<int> otorgar = [], renovar = [];
        foreach (var clientes in new[] { Enumerable.Range(1, 2), Enumerable.Range(3, 200) })
        {
            int[] ids = [];
            otorgar.Add(await SentenciasAsync(async () => ids = await o.PrestarLoteAsync(clientes.Select(c => Oficina.Solicitud(c, 1000)))));
            await o.PagarAsync(ids.Select(id => Oficina.Cobro(id, 100)));
            renovar.Add(await SentenciasAsync(() => o.PrestarLoteAsync(clientes.Select(c => Oficina.Solicitud(c, 2000)))));
        }

        Assert.Equal((otorgar[0], renovar[0]), (otorgar[1], renovar[1]));
        await o.ExigirInvariantesAsync();
    }

    private static int Llena<T>(int esperados, IReadOnlyList<T> elementos)
    {
        Assert.Equal(esperados, elementos.Count);
        return esperados;
    }

    private async Task<int> SentenciasAsync(Func<Task> pedir)
    {
        var antes = _contador.Cuenta;
        await pedir();
        return _contador.Cuenta - antes;
    }
}
