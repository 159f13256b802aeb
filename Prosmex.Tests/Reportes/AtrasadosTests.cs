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
    public static readonly TheoryData<string> Callers = [.. GeneratedLender.Llamantes.Keys];

    private Oficina Oficina => financiera.Oficina;

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Atrasados_OfACaller_AreTheLateLoansOfTheRecuentoByDays(string quien)
    {
        var recuento = await financiera.RecuentoAsync();

        var lista = await TodosAsync(quien, new(null), new());

        var late = recuento.Cartera(recuento.Grupos(GeneratedLender.Llamantes[quien]), null, Oficina.Ahora).Where(p => p.Atrasado > 0)
            .OrderByDescending(p => p.Dias).ThenByDescending(p => p.Atrasado).ThenBy(p => p.PrestamoId);
        Assert.Equal(
            late.Select(p => (p.PrestamoId, p.GrupoId, p.Dias, p.Atrasado, p.AtrasadoDesde, p.Restante, p.UltimaVisita)),
            lista.Select(p => (p.PrestamoId, p.GrupoId, p.DiasDeAtraso, p.Atrasado, (DateOnly?)p.AtrasadoDesde, p.Restante, p.UltimaVisita?.Fecha)));
        Assert.All(lista, p => Assert.Equal(PasosDeAtraso.Default.All.Last(s => s.Dias <= p.DiasDeAtraso), p.Paso));
    }

    [Fact]
    public async Task Atrasados_WithFilters_AreTheShareOfTheWholeWithItsTotals()
    {
        var todos = await TodosAsync("admin", new(null), new());
        var paso = todos[todos.Count / 2].Paso!.Dias;
        foreach (var (filter, atrasados, belongs) in new (ReporteFilter, AtrasadosFilter, Func<AtrasadoDto, bool>)[]
        {
            (new(null, GrupoId: todos[^1].GrupoId), new(), p => p.GrupoId == todos[^1].GrupoId),
            (new(null), new(Paso: paso), p => p.Paso!.Dias == paso),
            (new(null), new(Q: "CLIÉNTE1"), p => p.Cliente.StartsWith("Cliente1", StringComparison.Ordinal)),
            (new(null), new(PromesaDeAtrasado.Ninguna), p => p.Promesa is null),
            (new(null), new(PromesaDeAtrasado.Incumplida), p => p.Promesa?.Estado == EstadoDePromesa.Incumplida),
        })
        {
            var esperados = todos.Where(belongs).ToList();

            var lista = await TodosAsync("admin", filter, atrasados);
            var first = await PageAsync("admin", filter, atrasados, new(1, 1));

            Assert.Equal(esperados, lista);
            Assert.Equal((esperados.Count, esperados.Sum(p => p.Atrasado), esperados.Sum(p => p.Restante)), (first.Prestamos.Total, first.TotalAtrasado, first.TotalRestante));
        }
    }

    private Task<IReadOnlyList<AtrasadoDto>> TodosAsync(string quien, ReporteFilter filter, AtrasadosFilter atrasados) =>
        Oficina.TodosAsync(async page => (await PageAsync(quien, filter, atrasados, page)).Prestamos);

    private async Task<Atrasados> PageAsync(string quien, ReporteFilter filter, AtrasadosFilter atrasados, PageRequest page)
    {
        using var slots = new ExportSlots();
        return await Oficina.PreguntarAsync(db => new AtrasadosService(new(db), new(new(db), slots, new(new ReadDatabase(db))), TestServer.Opciones(Oficina.Conexion))
            .ListarAsync(Oficina.Request(GeneratedLender.Llamantes[quien]), filter, atrasados, page, CancellationToken.None));
    }
}
