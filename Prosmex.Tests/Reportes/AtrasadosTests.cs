using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>The queue of the late of a generated lender: its loans and days are those of a recount in plain C#. Every question is one statement.</summary>
[Collection(GeneratedLender.Nombre)]
[Trait("Kind", "Integration")]
public sealed class AtrasadosTests(GeneratedLender financiera)
{
    public static readonly TheoryData<string> Callers = [.. GeneratedLender.Callers.Keys];

    private Oficina Oficina => financiera.Oficina;

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Atrasados_OfACaller_AreTheLateLoansOfTheRecuentoByDays(string quien)
    {
        var recuento = await financiera.RecuentoAsync();

        var lista = await AllAsync(quien, new(null), new());

        var late = recuento.Cartera(recuento.Grupos(GeneratedLender.Callers[quien]), null, Oficina.Ahora).Where(p => p.Atrasado > 0)
            .OrderByDescending(p => p.Dias).ThenByDescending(p => p.Atrasado).ThenBy(p => p.PrestamoId);
        Assert.Equal(
            late.Select(p => (p.PrestamoId, p.GrupoId, p.Dias, p.Atrasado, p.AtrasadoDesde, p.Restante, p.UltimaVisita)),
            lista.Select(p => (p.PrestamoId, p.GrupoId, p.DiasDeAtraso, p.Atrasado, (DateOnly?)p.AtrasadoDesde, p.Restante, p.UltimaVisita?.Fecha)));
        Assert.All(lista, p => Assert.Equal(PasosDeAtraso.Default.All.Last(s => s.Dias <= p.DiasDeAtraso), p.Paso));
    }

    [Fact]
    public async Task Atrasados_WithFilters_AreTheShareOfTheWholeWithItsTotals()
    {
        var all = await AllAsync("admin", new(null), new());
        var paso = all[all.Count / 2].Paso!.Dias;
        foreach (var (filter, atrasados, belongs) in new (ReporteFilter, AtrasadosFilter, Func<AtrasadoDto, bool>)[]
        {
            (new(null, GrupoId: all[^1].GrupoId), new(), p => p.GrupoId == all[^1].GrupoId),
            (new(null), new(Paso: paso), p => p.Paso!.Dias == paso),
            (new(null), new(Q: "CLIÉNTE1"), p => p.Cliente.StartsWith("Cliente1", StringComparison.Ordinal)),
            (new(null), new(PromesaDeAtrasado.Ninguna), p => p.Promesa is null),
            (new(null), new(PromesaDeAtrasado.Incumplida), p => p.Promesa?.Estado == EstadoDePromesa.Incumplida),
        })
        {
            var expected = all.Where(belongs).ToList();

            var lista = await AllAsync("admin", filter, atrasados);
            var first = await PageAsync("admin", filter, atrasados, new(1, 1));

            Assert.Equal(expected, lista);
            Assert.Equal((expected.Count, expected.Sum(p => p.Atrasado), expected.Sum(p => p.Restante)), (first.Prestamos.Total, first.TotalAtrasado, first.TotalRestante));
        }
    }

    private Task<IReadOnlyList<AtrasadoDto>> AllAsync(string quien, ReporteFilter filter, AtrasadosFilter atrasados) =>
        Oficina.AllAsync(async page => (await PageAsync(quien, filter, atrasados, page)).Prestamos);

    private async Task<Atrasados> PageAsync(string quien, ReporteFilter filter, AtrasadosFilter atrasados, PageRequest page)
    {
        using var slots = new ExportSlots();
        return await Oficina.AskAsync(db => new AtrasadosService(new(db), new(new(db), slots, new(new ReadDatabase(db))), TestServer.Options(Oficina.Connection))
            .ListarAsync(Oficina.Request(GeneratedLender.Callers[quien]), filter, atrasados, page, CancellationToken.None));
    }
}
