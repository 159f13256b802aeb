using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;

namespace Prosmex.Tests.Reportes;

/// <summary>The comparison of a generated lender: it sums up to the trend, and each row to its groups' weeks.</summary>
[Collection(GeneratedLender.Nombre)]
[Trait("Kind", "Integration")]
public sealed class ComparacionTests(GeneratedLender financiera)
{
    private static readonly PageRequest Todo = new(1, PageRequest.MaxPerPage);

    public static MatrixTheoryData<string, Comparados> CallersAndKinds => new(GeneratedLender.Callers.Keys, Enum.GetValues<Comparados>());

    private Oficina Oficina => financiera.Oficina;

    [Theory]
    [MemberData(nameof(CallersAndKinds))]
    public async Task Comparacion_AllRows_SumUpToTheTendencia(string quien, Comparados por)
    {
        var currentUser = GeneratedLender.Callers[quien];
        foreach (var (dia, cuantas) in new (DateOnly?, int)[] { (null, 12), (GeneratedLender.Lunes(50), 1), (GeneratedLender.Lunes(2), 5) })
        {
            var tendencia = await Oficina.CobranzaAsync(s => s.TendenciaAsync(Oficina.Request(currentUser), new(dia), cuantas, CancellationToken.None));

            var filas = await ComparacionAsync(currentUser, new(dia), cuantas, por);

            Assert.Equal(
                (tendencia.Sum(s => s.CobranzaIdeal), tendencia.Sum(s => s.CobranzaReal), tendencia.Sum(s => s.MorosidadMonto), tendencia.Sum(s => s.Faltas), tendencia.Sum(s => s.Bono)),
                (filas.Sum(f => f.CobranzaIdeal), filas.Sum(f => f.CobranzaReal), filas.Sum(f => f.MorosidadMonto), filas.Sum(f => f.Faltas), filas.Sum(f => f.Bono)));
            Assert.Equal((tendencia[0].PrestamosActivos, tendencia[^1].PrestamosActivos), (filas.Sum(f => f.PrestamosActivosAlInicio), filas.Sum(f => f.PrestamosActivos)));
            Assert.All(filas, f => Assert.Equal(tendencia.Select(s => s.Semana), f.Semanas.Select(s => s.Semana)));
            Assert.Equal(filas.Count == 0 ? [] : tendencia.Select(s => s.CobranzaReal), filas.SelectMany(f => f.Semanas).GroupBy(s => s.Semana).Select(s => s.Sum(x => x.CobranzaReal)));
        }
    }

    [Theory]
    [MemberData(nameof(CallersAndKinds))]
    public async Task Comparacion_EachRow_IsTheSumOfItsGrupos(string quien, Comparados por)
    {
        var currentUser = GeneratedLender.Callers[quien];
        List<(DateOnly Semana, CobranzaDeGrupoDto Grupo)> grupos = [];
        foreach (var semana in new[] { 49, 50, 51 }.Select(GeneratedLender.Lunes))
        {
            var page = await Oficina.CobranzaAsync(s => s.GruposAsync(Oficina.Request(currentUser), new(semana), Todo, CancellationToken.None));
            grupos.AddRange(page.Items.Select(g => (semana, g)));
        }

        var filas = await ComparacionAsync(currentUser, new(null), 3, por);

        var expected = grupos.GroupBy(g => por switch { Comparados.Ruta => g.Grupo.RutaId, Comparados.Grupo => g.Grupo.GrupoId, _ => g.Grupo.TitularId ?? 0 }).OrderBy(g => g.Key).ToList();
        Assert.Equal(
            expected.Select(e => (
                e.Key,
                por switch { Comparados.Ruta => e.First().Grupo.Ruta, Comparados.Grupo => e.First().Grupo.Grupo, _ => e.First().Grupo.Titular },
                e.Sum(g => g.Grupo.CobranzaIdeal),
                e.Sum(g => g.Grupo.CobranzaReal),
                e.Sum(g => g.Grupo.MorosidadMonto),
                e.Where(g => g.Semana == GeneratedLender.Lunes(49)).Sum(g => g.Grupo.PrestamosActivos),
                e.Where(g => g.Semana == GeneratedLender.Lunes(51)).Sum(g => g.Grupo.PrestamosActivos))),
            filas.OrderBy(f => f.Id ?? 0).Select(f => (f.Id ?? 0, f.Nombre, f.CobranzaIdeal, f.CobranzaReal, f.MorosidadMonto, f.PrestamosActivosAlInicio, f.PrestamosActivos)));
        Assert.Equal(expected.Select(e => (e.Sum(g => g.Grupo.Faltas), e.Sum(g => g.Grupo.Bono))), filas.OrderBy(f => f.Id ?? 0).Select(f => (f.Faltas, f.Bono)));
        Assert.Equal(
            expected.SelectMany(e => e.GroupBy(g => g.Semana).Select(s => Fraction(s.Sum(g => g.Grupo.MorosidadMonto), s.Sum(g => g.Grupo.CobranzaIdeal)))),
            filas.OrderBy(f => f.Id ?? 0).SelectMany(f => f.Semanas).Select(s => s.MorosidadPorcentaje));
        Assert.All(filas, f => Assert.Equal(Fraction(f.MorosidadMonto, f.CobranzaIdeal), f.MorosidadPorcentaje));
    }

    [Fact]
    public async Task Comparacion_ByOrderAndPages_IsASliceOfTheWhole()
    {
        var todas = await ComparacionAsync(Oficina.Admin, new(null), 12, Comparados.Grupo);
        foreach (var orden in Enum.GetValues<OrdenDeComparacion>())
        {
            var expected = todas.OrderBy(f => f.Id).ToList();
            expected = [.. orden switch
            {
                OrdenDeComparacion.Crecimiento => expected.OrderByDescending(f => f.PrestamosActivos - f.PrestamosActivosAlInicio),
                OrdenDeComparacion.Bono => expected.OrderByDescending(f => f.Bono),
                OrdenDeComparacion.Nombre => expected.OrderBy(f => f.Nombre, StringComparer.Create(new("es-MX"), ignoreCase: false)),
                _ => expected.OrderByDescending(f => f.CobranzaIdeal == 0 ? decimal.MinValue : f.MorosidadMonto / f.CobranzaIdeal),
            }];
            foreach (var page in new[] { 1, 2, 100 })
            {
                var chunk = await Oficina.CobranzaAsync(s => s.ComparacionAsync(Oficina.Request(Oficina.Admin), new(null), 12, Comparados.Grupo, orden, new(page, 7), CancellationToken.None));

                Assert.Equal(expected.Skip((page - 1) * 7).Take(7).Select(f => f.Id), chunk.Items.Select(f => f.Id));
                Assert.Equal(todas.Count, chunk.Total);
            }
        }
    }

    [Fact]
    public async Task Comparacion_OfAForeignFilterOrWrongWeeks_IsRefused()
    {
        var titular = GeneratedLender.Callers["titular"];
        foreach (var (filter, semanas, codigo) in new[]
        {
            (new ReporteFilter(null, RutaId: 9999), 12, "ruta.no_encontrada"), (new ReporteFilter(null, GrupoId: 9999), 12, "grupo.no_encontrado"),
            (new ReporteFilter(null), 0, "solicitud.invalida"), (new ReporteFilter(null), 53, "solicitud.invalida"), (new ReporteFilter(Oficina.Today.AddDays(7)), 12, "solicitud.invalida"),
        })
        {
            var refusal = await Assert.ThrowsAsync<DominioException>(() => ComparacionAsync(titular, filter, semanas, Comparados.Ruta));
            Assert.Equal(codigo, refusal.Error.Codigo);
        }
    }

    private static decimal? Fraction(decimal part, decimal whole) => whole == 0 ? null : Math.Round(part / whole, 6, MidpointRounding.AwayFromZero);

    private async Task<IReadOnlyList<ComparadoDto>> ComparacionAsync(CurrentUser currentUser, ReporteFilter filter, int semanas, Comparados por) =>
        (await Oficina.CobranzaAsync(s => s.ComparacionAsync(Oficina.Request(currentUser), filter, semanas, por, OrdenDeComparacion.Morosidad, Todo, CancellationToken.None))).Items;
}
