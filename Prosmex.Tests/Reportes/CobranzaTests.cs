using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>What the managers' page shows of a generated lender, held against the general report and against a recount in plain C#.</summary>
[Collection(GeneratedLender.Nombre)]
[Trait("Kind", "Integration")]
public sealed class CobranzaTests(GeneratedLender financiera)
{
    public static readonly TheoryData<string> Callers = [.. GeneratedLender.Callers.Keys];

    private static readonly PageRequest Todo = new(1, PageRequest.MaxPerPage);

    /// <summary>Before the lender, closed weeks (one with a clock change), two finished ones not closed, the running one.</summary>
    private static readonly DateOnly?[] Dias =
    [
        GeneratedLender.Start.AddDays(-1), new(2022, 4, 3), GeneratedLender.Lunes(31).AddDays(6), new(2022, 10, 30), GeneratedLender.Lunes(48),
        GeneratedLender.Lunes(49).AddDays(2), GeneratedLender.Lunes(50), null,
    ];

    private Oficina Oficina => financiera.Oficina;

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Tendencia_EachSemana_EqualsTheTotalesOfTheGeneralReporte(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        var recuento = await financiera.RecuentoAsync();
        foreach (var (dia, cuantas) in new (DateOnly?, int)[] { (null, quien == "admin" ? 52 : 4), (GeneratedLender.Lunes(50), 3), (GeneratedLender.Lunes(2), 5) })
        {
            var tendencia = await TendenciaAsync(currentUser, new(dia), cuantas);
            var ultima = RecountedReporte.LunesDe(dia ?? Oficina.Today);
            Assert.Equal(Enumerable.Range(0, cuantas).Select(n => ultima.AddDays(7 * (n - cuantas + 1))), tendencia.Select(s => s.Semana));
            foreach (var semana in tendencia)
            {
                var t = await Oficina.TotalesAsync(currentUser, semana.Semana);
                var expected = new SemanaDeTendenciaDto(
                    semana.Semana,
                    t.TotalCobranzaIdeal,
                    t.TotalCobranzaReal,
                    t.MorosidadMonto,
                    t.TotalCobranzaIdeal == 0 ? null : Math.Round(t.MorosidadMonto / t.TotalCobranzaIdeal, 6, MidpointRounding.AwayFromZero),
                    recuento.Faltas(currentUser, semana.Semana, Oficina.Ahora),
                    t.TotalBono,
                    t.TotalPrestamosActivos);
                Assert.True(expected == semana, $"seed {GeneratedLender.Seed}, {quien}:\nexpected {expected}\ngot      {semana}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task GruposAndRutas_EachSemana_EqualTheGeneralReporteAndTheRecuento(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        var recuento = await financiera.RecuentoAsync();
        foreach (var dia in Dias)
        {
            var filas = await Oficina.FilasAsync(currentUser, dia);
            var grupos = (await Oficina.CobranzaAsync(s => s.GruposAsync(Oficina.Request(currentUser), new(dia), Todo, CancellationToken.None))).Items;
            Assert.Equal(
                filas.Select(f => (f.GrupoId, f.Grupo, f.Ruta, f.Titular, f.CobranzaIdeal, f.CobranzaReal, f.MorosidadMonto, f.MorosidadPorcentaje, f.Bono, f.PrestamosActivos)),
                grupos.Select(g => (g.GrupoId, g.Grupo, g.Ruta, g.Titular, g.CobranzaIdeal, g.CobranzaReal, g.MorosidadMonto, g.MorosidadPorcentaje, g.Bono, g.PrestamosActivos)));
            var porCobrar = recuento.PorCobrar(recuento.Grupos(currentUser), dia, Oficina.Ahora).ToLookup(p => p.GrupoId);
            Assert.All(grupos, g =>
            {
                var raw = recuento.Libro.Grupos.Single(c => c.Id == g.GrupoId);
                Assert.Equal((raw.RutaId, raw.Titular, raw.Gestor), (g.RutaId, g.TitularId, g.GestorId));
                Assert.Equal(raw.Gestor is { } id ? $"Nombre{id} Paterno{id}" : "", g.Gestor);
                Assert.Equal((recuento.Faltas(g.GrupoId, dia, Oficina.Ahora), porCobrar[g.GrupoId].Count()), (g.Faltas, g.PorCobrar));
            });

            var rutas = await Oficina.CobranzaAsync(s => s.RutasAsync(Oficina.Request(currentUser), new(dia), CancellationToken.None));
            var expected = grupos.GroupBy(g => g.RutaId).OrderBy(r => r.Key).Select(r => (
                r.Key, r.First().Ruta, r.Count(), r.Sum(g => g.CobranzaIdeal), r.Sum(g => g.CobranzaReal), r.Sum(g => g.MorosidadMonto), r.Sum(g => g.Faltas), r.Sum(g => g.Bono),
                r.Sum(g => g.PrestamosActivos), r.Sum(g => g.PorCobrar)));
            Assert.Equal(expected, rutas.Select(r => (
                r.RutaId, r.Ruta, r.Grupos, r.CobranzaIdeal, r.CobranzaReal, r.MorosidadMonto, r.Faltas, r.Bono, r.PrestamosActivos, r.PorCobrar)));
            Assert.All(rutas, r => Assert.Equal(
                (filas.First(f => f.Ruta == r.Ruta).Gerente, filas.First(f => f.Ruta == r.Ruta).Supervisor, r.CobranzaIdeal == 0 ? null : decimal.Round(r.MorosidadMonto / r.CobranzaIdeal, 6, MidpointRounding.AwayFromZero)),
                (r.Gerente, r.Supervisor, r.MorosidadPorcentaje)));
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task AntiguedadAndPorCobrar_EachSemana_EqualTheRecuento(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        var recuento = await financiera.RecuentoAsync();
        foreach (var dia in Dias)
        {
            var antiguedad = await Oficina.CobranzaAsync(s => s.AntiguedadAsync(Oficina.Request(currentUser), new(dia), CancellationToken.None));
            var expected = recuento.Antiguedad(recuento.Grupos(currentUser), dia, Oficina.Ahora);
            Assert.Equal(expected, antiguedad.Antiguedad);
            Assert.Equal((expected.Sum(t => t.Prestamos), expected.Sum(t => t.Atrasado), expected.Sum(t => t.Restante)), (antiguedad.TotalPrestamos, antiguedad.TotalAtrasado, antiguedad.TotalRestante));
            Assert.Equal(0, antiguedad.Antiguedad[0].Atrasado);

            // Closed loans owe nothing: the amount at risk equals the balance in the general report.
            var totales = await Oficina.TotalesAsync(currentUser, dia);
            Assert.Equal((totales.TotalPrestamosActivos, -totales.TotalSobranteLogico - totales.TotalBono), (antiguedad.TotalPrestamos, antiguedad.TotalRestante));

            var lista = await Oficina.PorCobrarAsync(currentUser, new(dia));
            Assert.Equal(
                recuento.PorCobrar(recuento.Grupos(currentUser), dia, Oficina.Ahora),
                lista.Select(p => (p.PrestamoId, p.GrupoId, p.Vence, p.Atrasado, p.Restante)).OrderBy(p => p.GrupoId).ThenBy(p => p.PrestamoId));
            Assert.Equal(lista.OrderBy(p => p.GrupoId).ThenBy(p => p.Cliente, StringComparer.Create(new("es-MX"), ignoreCase: false)).ThenBy(p => p.PrestamoId), lista);
        }
    }

    [Fact]
    public async Task GeneratedLender_Always_HasAtrasosAndUncollectedPrestamos()
    {
        List<TramoDeAntiguedadDto> tramos = [];
        var sinCobrar = 0;
        foreach (var dia in Dias)
        {
            tramos.AddRange((await Oficina.CobranzaAsync(s => s.AntiguedadAsync(Oficina.Request(Oficina.Admin), new(dia), CancellationToken.None))).Antiguedad);
            sinCobrar += (await Oficina.PorCobrarAsync(Oficina.Admin, new(dia))).Count;
        }

        Assert.All(tramos.GroupBy(t => t.Desde), t => Assert.True(t.Sum(x => x.Prestamos) > 0, $"seed {GeneratedLender.Seed}: no loan is {t.Key} days late"));
        Assert.True(sinCobrar > 50, $"seed {GeneratedLender.Seed}: {sinCobrar}");
    }

    [Fact]
    public async Task Reportes_ByRutaOrGrupo_AreItsShare()
    {
        var recuento = await financiera.RecuentoAsync();
        var gerente = GeneratedLender.Callers["gerente"];
        var grupos = recuento.Grupos(gerente).ToList();
        var ruta = grupos[^1].RutaId;
        foreach (var (filter, part) in new[]
        {
            (new ReporteFilter(null, RutaId: ruta), grupos.Where(g => g.RutaId == ruta).ToList()),
            (new ReporteFilter(GeneratedLender.Lunes(40), GrupoId: grupos[0].Id), [grupos[0]]),
            (new ReporteFilter(null, ruta, grupos.First(g => g.RutaId != ruta).Id), []),
        })
        {
            var filas = (await Oficina.FilasAsync(gerente, filter.Dia)).Where(f => part.Any(g => g.Id == f.GrupoId)).ToList();
            Assert.Equal(filas.Sum(f => f.CobranzaReal), (await TendenciaAsync(gerente, filter, 12))[^1].CobranzaReal);
            Assert.Equal(recuento.Antiguedad(part, filter.Dia, Oficina.Ahora), (await Oficina.CobranzaAsync(s => s.AntiguedadAsync(Oficina.Request(gerente), filter, CancellationToken.None))).Antiguedad);
            Assert.Equal(recuento.PorCobrar(part, filter.Dia, Oficina.Ahora).Count, (await Oficina.PorCobrarAsync(gerente, filter)).Count);
            var page = await Oficina.CobranzaAsync(s => s.GruposAsync(Oficina.Request(gerente), filter, new(1, 2), CancellationToken.None));
            Assert.Equal(filas.Count, page.Total);
            Assert.Equal(filas.Take(2).Select(f => f.GrupoId), page.Items.Select(g => g.GrupoId));
        }
    }

    [Fact]
    public async Task Filters_OutOfScopeOrUnknown_AreNotFound()
    {
        var titular = GeneratedLender.Callers["titular"];
        var ajeno = (await financiera.RecuentoAsync()).Libro.Grupos.First(g => g.Titular != titular.UsuarioId).Id;
        foreach (var (filter, codigo) in new[]
        {
            (new ReporteFilter(null, GrupoId: ajeno), "grupo.no_encontrado"), (new ReporteFilter(null, GrupoId: 9999), "grupo.no_encontrado"),
            (new ReporteFilter(null, RutaId: 9999), "ruta.no_encontrada"), (new ReporteFilter(null, RutaId: 1), "ruta.no_encontrada"),
        })
        {
            await RechazaAsync(codigo, s => s.TendenciaAsync(Oficina.Request(titular), filter, 1, CancellationToken.None));
            await RechazaAsync(codigo, s => s.AntiguedadAsync(Oficina.Request(titular), filter, CancellationToken.None));
            await RechazaAsync(codigo, s => s.PorCobrarAsync(Oficina.Request(titular), filter, new(), Todo, CancellationToken.None));
            await RechazaAsync(codigo, s => s.GruposAsync(Oficina.Request(titular), filter, Todo, CancellationToken.None));
        }

        // A route without groups is visible to its supervisor and to roles that see everything.
        await TestDatabase.ExecuteAsync(Oficina.Connection, "INSERT INTO rutas (ruta_id, nombre_ruta, usuario_id_supervisor) OVERRIDING SYSTEM VALUE VALUES (900, 'Nueva', 21) ON CONFLICT DO NOTHING");
        financiera.ForgetRecuento();
        foreach (var quien in new[] { "supervisor de dos rutas", "admin" })
        {
            var antiguedad = await Oficina.CobranzaAsync(s => s.AntiguedadAsync(Oficina.Request(GeneratedLender.Callers[quien]), new(null, RutaId: 900), CancellationToken.None));
            Assert.Equal((6, 0), (antiguedad.Antiguedad.Count, antiguedad.TotalPrestamos));
        }

        await RechazaAsync("ruta.no_encontrada", s => s.AntiguedadAsync(Oficina.Request(GeneratedLender.Callers["gerente"]), new(null, RutaId: 900), CancellationToken.None));
        foreach (var cuantas in new[] { 0, -1, 53 })
        {
            await RechazaAsync("solicitud.invalida", s => s.TendenciaAsync(Oficina.Request(titular), new(null), cuantas, CancellationToken.None));
        }

        await RechazaAsync("solicitud.invalida", s => s.AntiguedadAsync(Oficina.Request(titular), new(Oficina.Today.AddDays(7)), CancellationToken.None));
    }

    [Fact]
    public async Task PorCobrar_EveryRuta_IsWhatTheSheetsAskFor()
    {
        foreach (var dia in Dias)
        {
            List<(int PrestamoId, decimal Expected)> hojas = [];
            foreach (var ruta in (await financiera.RecuentoAsync()).Libro.Rutas)
            {
                var hoja = await Oficina.HojaAsync(s => s.ObtenerAsync(Oficina.Request(Oficina.Admin), ruta.Id, null, dia, CancellationToken.None));
                hojas.AddRange(hoja.Grupos.SelectMany(g => g.Prestamos).Where(p => p.Esperado > 0).Select(p => (p.PrestamoId, p.Esperado)));
            }

            var porCobrar = await Oficina.PorCobrarAsync(Oficina.Admin, new(dia));

            Assert.Equal(hojas.Order(), porCobrar.Select(p => (p.PrestamoId, p.Vence + p.Atrasado)).Order());
        }
    }

    [Fact]
    public async Task PorCobrar_ByPages_IsASliceOfTheList()
    {
        var todas = await Oficina.PorCobrarAsync(Oficina.Admin, new(null));
        foreach (var page in new[] { 1, 2, 100 })
        {
            var chunk = (await Oficina.CobranzaAsync(s => s.PorCobrarAsync(Oficina.Request(Oficina.Admin), new(null), new(), new(page, 7), CancellationToken.None))).Prestamos;
            Assert.Equal(todas.Skip((page - 1) * 7).Take(7), chunk.Items);
            Assert.Equal(todas.Count, chunk.Total);
        }
    }

    private Task<IReadOnlyList<SemanaDeTendenciaDto>> TendenciaAsync(CurrentUser currentUser, ReporteFilter filter, int cuantas) =>
        Oficina.CobranzaAsync(s => s.TendenciaAsync(Oficina.Request(currentUser), filter, cuantas, CancellationToken.None));

    private async Task RechazaAsync<T>(string codigo, Func<CobranzaService, Task<T>> question) =>
        Assert.Equal(codigo, (await Assert.ThrowsAsync<DominioException>(() => Oficina.CobranzaAsync(question))).Error.Codigo);
}
