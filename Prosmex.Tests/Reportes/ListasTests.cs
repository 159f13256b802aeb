using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;

namespace Prosmex.Tests.Reportes;

/// <summary>The lists behind the numbers of a generated lender: they sum up to the numbers, and their rows are those of a recount in plain C#.</summary>
[Collection(GeneratedLender.Nombre)]
[Trait("Kind", "Integration")]
public sealed class ListasTests(GeneratedLender financiera)
{
    public static readonly TheoryData<string> Callers = [.. GeneratedLender.Callers.Keys];

    private static readonly PageRequest Todo = new(1, PageRequest.MaxPerPage);

    private static readonly StringComparer Spanish = StringComparer.Create(new("es-MX"), ignoreCase: false);

    /// <summary>Before the lender, closed weeks, a finished one that is not closed, the running one.</summary>
    private static readonly DateOnly?[] Dias =
        [GeneratedLender.Start.AddDays(-1), GeneratedLender.Lunes(31).AddDays(6), new(2022, 10, 30), GeneratedLender.Lunes(48), GeneratedLender.Lunes(50), null];

    private Oficina Oficina => financiera.Oficina;

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Cartera_EachTramo_SumsUpToItsNumbers(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        foreach (var dia in Dias)
        {
            var antiguedad = await Oficina.CobranzaAsync(s => s.AntiguedadAsync(Oficina.Request(currentUser), new(dia), CancellationToken.None));
            foreach (var tramo in antiguedad.Antiguedad)
            {
                var cartera = await CarteraAsync(currentUser, new(dia), new(tramo.Desde, tramo.Hasta));

                Assert.Equal((tramo.Prestamos, tramo.Atrasado, tramo.Restante), (cartera.Prestamos.Total, cartera.TotalAtrasado, cartera.TotalRestante));
                Assert.All(cartera.Prestamos.Items, p => Assert.InRange(p.DiasDeAtraso, tramo.Desde, tramo.Hasta ?? int.MaxValue));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Cartera_EachSemana_EqualsTheRecuento(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        var recuento = await financiera.RecuentoAsync();
        foreach (var dia in Dias)
        {
            var prestamos = await AllAsync(currentUser, new(dia), new());

            var totales = await Oficina.TotalesAsync(currentUser, dia);
            Assert.Equal(recuento.Cartera(recuento.Grupos(currentUser), dia, Oficina.Ahora), prestamos.OrderBy(p => p.PrestamoId).Select(Recounted));
            Assert.Equal(totales.TotalPrestamosActivos, prestamos.Count);
            Assert.All(prestamos, p => Assert.Equal(NombresDe(recuento, p.GrupoId), (p.Grupo, p.RutaId, p.Ruta, p.Titular, p.Gestor)));
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Faltas_EachSemana_AreThoseOfTheGruposAndOfTheRecuento(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        var recuento = await financiera.RecuentoAsync();
        foreach (var dia in Dias)
        {
            var faltas = await FaltasAsync(currentUser, new(dia));

            var grupos = (await Oficina.CobranzaAsync(s => s.GruposAsync(Oficina.Request(currentUser), new(dia), Todo, CancellationToken.None))).Items;
            Assert.Equal(grupos.Sum(g => g.Faltas), faltas.Count);
            Assert.Equal(grupos.Where(g => g.Faltas > 0).Select(g => (g.GrupoId, g.Faltas)), faltas.CountBy(f => f.GrupoId).OrderBy(g => g.Key).Select(g => (g.Key, g.Value)));
            Assert.Equal(
                recuento.FaltasDe(recuento.Grupos(currentUser), dia, Oficina.Ahora),
                faltas.OrderBy(f => f.PrestamoId).Select(f => (f.PrestamoId, f.GrupoId, f.Debia, f.Abonado, f.Restante)));
            Assert.Equal(faltas.OrderBy(f => f.GrupoId).ThenBy(f => f.Cliente, Spanish).ThenBy(f => f.PrestamoId), faltas);
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task PorCobrar_EachSemana_IsPartOfTheCartera(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        foreach (var dia in Dias)
        {
            var cartera = (await AllAsync(currentUser, new(dia), new())).ToDictionary(p => p.PrestamoId);

            var lista = await Oficina.PorCobrarAsync(currentUser, new(dia));
            var totales = await Oficina.CobranzaAsync(s => s.PorCobrarAsync(Oficina.Request(currentUser), new(dia), new(), new(1, 1), CancellationToken.None));

            Assert.Equal((lista.Count, lista.Sum(p => p.Vence), lista.Sum(p => p.Atrasado)), (totales.Prestamos.Total, totales.TotalVence, totales.TotalAtrasado));
            Assert.Equal(cartera.Values.Sum(p => p.Atrasado), totales.TotalAtrasado);
            Assert.All(lista, p => Assert.Equal(
                cartera[p.PrestamoId] with { DiasDeAtraso = 0, RutaId = 0, Gestor = "", UltimoPago = null },
                new(p.PrestamoId, p.ClienteId, p.Cliente, p.Telefono, p.GrupoId, p.Grupo, 0, p.Ruta, p.Titular, "", 0, p.Atrasado, p.AtrasadoDesde, p.Restante, p.UltimaVisita, null, p.Faltas)));
        }
    }

    [Fact]
    public async Task Listas_OfAPastSemana_HaveTheTelefonoOfTheNamedAlone()
    {
        var titular = GeneratedLender.Callers["titular"];
        var filter = new ReporteFilter(GeneratedLender.Lunes(31));

        (int? ClienteId, string Cliente, string? Telefono)[][] listas =
        [
            [.. (await AllAsync(titular, filter, new())).Select(p => (p.ClienteId, p.Cliente, p.Telefono))],
            [.. (await FaltasAsync(titular, filter)).Select(f => (f.ClienteId, f.Cliente, f.Telefono))],
            [.. (await Oficina.PorCobrarAsync(titular, filter)).Select(p => (p.ClienteId, p.Cliente, p.Telefono))],
        ];

        Assert.All(listas, lista =>
        {
            Assert.All(lista, fila => Assert.Equal(GeneratedLender.Telefono(fila.ClienteId), fila.Telefono));
            Assert.Contains(lista, fila => fila.Telefono is not null);
        });
        Assert.Contains(listas[0], fila => fila.Cliente == "cliente de otro grupo");
    }

    [Fact]
    public async Task Cartera_WithFiltersAndOrders_IsTheShareOfTheWholeInThatOrder()
    {
        var gerente = GeneratedLender.Callers["gerente"];
        foreach (var dia in new DateOnly?[] { GeneratedLender.Lunes(40), null })
        {
            var all = await AllAsync(gerente, new(dia), new());
            var (ruta, titular) = (all[0].RutaId, all.First(p => p.Titular.Length > 0).Titular);
            var titularId = int.Parse(titular.Split(' ')[0]["Nombre".Length..], null);
            foreach (var (filter, cartera, belongs) in new (ReporteFilter, CarteraFilter, Func<PrestamoDeCarteraDto, bool>)[]
            {
                (new(dia, ruta), new(), p => p.RutaId == ruta),
                (new(dia, TitularId: titularId), new(), p => p.Titular == titular),
                (new(dia, GrupoId: all[^1].GrupoId), new(Hasta: 30), p => p.GrupoId == all[^1].GrupoId && p.DiasDeAtraso <= 30),
                (new(dia), new(ConFaltas: true), p => p.Faltas > 0),
                (new(dia), new(Q: "CLIÉNTE1"), p => p.Cliente.StartsWith("Cliente1", StringComparison.Ordinal)),
                (new(dia, ruta, TitularId: titularId), new(1, 60, true, "liente"), p => p.RutaId == ruta && p.Titular == titular && p is { DiasDeAtraso: >= 1 and <= 60, Faltas: > 0 } && p.Cliente.StartsWith("Cl", StringComparison.Ordinal)),
            })
            {
                foreach (var orden in Enum.GetValues<OrdenDeCartera>())
                {
                    var part = await CarteraAsync(gerente, filter, cartera with { Orden = orden });

                    var expected = Sorted(all.Where(belongs), orden).ToList();
                    Assert.Equal(expected, part.Prestamos.Items);
                    Assert.Equal((expected.Count, expected.Sum(p => p.Atrasado), expected.Sum(p => p.Restante)), (part.Prestamos.Total, part.TotalAtrasado, part.TotalRestante));
                }
            }
        }
    }

    [Fact]
    public async Task PorCobrarAndFaltas_WithFiltersAndOrders_AreTheShareOfTheWholeInThatOrder()
    {
        var gerente = GeneratedLender.Callers["gerente"];
        var (all, faltas) = (await Oficina.PorCobrarAsync(gerente, new(null)), await FaltasAsync(gerente, new(null)));
        var titular = all.First(p => p.Titular.Length > 0).Titular;
        var filter = new ReporteFilter(null, TitularId: int.Parse(titular.Split(' ')[0]["Nombre".Length..], null));
        foreach (var orden in Enum.GetValues<OrdenDePorCobrar>())
        {
            var part = await PorCobrarAsync(gerente, filter, new("cliente1", orden));
            var whole = await PorCobrarAsync(gerente, new(null), new(Orden: orden));

            Assert.NotEmpty(part);
            Assert.Equal(Sorted(all.Where(p => p.Titular == titular && p.Cliente.StartsWith("Cliente1", StringComparison.Ordinal)), orden), part);
            Assert.Equal(Sorted(all, orden), whole);
        }

        Assert.Equal(faltas.Where(f => f.Titular == titular), await FaltasAsync(gerente, filter));
        Assert.Equal(faltas.Where(f => f.Cliente.StartsWith("Cliente2", StringComparison.Ordinal)), await FaltasAsync(gerente, new(null), "cliente2"));
    }

    [Fact]
    public async Task Listas_ByPages_AreSlicesWithTheTotalsOfAll()
    {
        var (cartera, faltas) = (await AllAsync(Oficina.Admin, new(null), new()), await FaltasAsync(Oficina.Admin, new(null)));
        foreach (var page in new[] { 1, 2, 1000 })
        {
            var dePrestamos = await Oficina.CobranzaAsync(s => s.CarteraAsync(Oficina.Request(Oficina.Admin), new(null), new(), new(page, 7), CancellationToken.None));
            var deFaltas = await Oficina.CobranzaAsync(s => s.FaltasAsync(Oficina.Request(Oficina.Admin), new(null), null, new(page, 7), CancellationToken.None));

            Assert.Equal(cartera.Skip((page - 1) * 7).Take(7), dePrestamos.Prestamos.Items);
            Assert.Equal((cartera.Count, cartera.Sum(p => p.Atrasado), cartera.Sum(p => p.Restante)), (dePrestamos.Prestamos.Total, dePrestamos.TotalAtrasado, dePrestamos.TotalRestante));
            Assert.Equal(faltas.Skip((page - 1) * 7).Take(7), deFaltas.Faltas.Items);
            Assert.Equal(
                (faltas.Count, faltas.Sum(f => f.Debia), faltas.Sum(f => f.Abonado), faltas.Sum(f => f.Restante)),
                (deFaltas.Faltas.Total, deFaltas.TotalDebia, deFaltas.TotalAbonado, deFaltas.TotalRestante));
        }
    }

    [Fact]
    public async Task Listas_OfAForeignFilterOrWrongDays_AreRefused()
    {
        var titular = GeneratedLender.Callers["titular"];
        var ajeno = (await financiera.RecuentoAsync()).Libro.Grupos.First(g => g.Titular is not null && g.Titular != titular.UsuarioId);
        foreach (var (filter, codigo) in new[]
        {
            (new ReporteFilter(null, GrupoId: ajeno.Id), "grupo.no_encontrado"), (new ReporteFilter(null, RutaId: 9999), "ruta.no_encontrada"),
            (new ReporteFilter(null, TitularId: ajeno.Titular), "usuario.no_encontrado"), (new ReporteFilter(null, TitularId: 9999), "usuario.no_encontrado"),
            (new ReporteFilter(Oficina.Today.AddDays(7)), "solicitud.invalida"),
        })
        {
            await RechazaAsync(codigo, s => s.CarteraAsync(Oficina.Request(titular), filter, new(), Todo, CancellationToken.None));
            await RechazaAsync(codigo, s => s.FaltasAsync(Oficina.Request(titular), filter, null, Todo, CancellationToken.None));
            await RechazaAsync(codigo, s => s.PorCobrarAsync(Oficina.Request(titular), filter, new(), Todo, CancellationToken.None));
        }

        foreach (var days in new CarteraFilter[] { new(Desde: -1), new(Hasta: -1), new(Desde: 8, Hasta: 7) })
        {
            await RechazaAsync("solicitud.invalida", s => s.CarteraAsync(Oficina.Request(titular), new(null), days, Todo, CancellationToken.None));
        }
    }

    private static RecountedPrestamo Recounted(PrestamoDeCarteraDto p) =>
        new(p.PrestamoId, p.GrupoId, p.DiasDeAtraso, p.Atrasado, p.AtrasadoDesde, p.Restante, p.UltimaVisita, p.UltimoPago, p.Faltas);

    private static (string Grupo, int RutaId, string Path, string Titular, string Gestor) NombresDe(RecountedReporte recuento, int grupoId)
    {
        var grupo = recuento.Libro.Grupos.Single(g => g.Id == grupoId);
        return (grupo.Nombre, grupo.RutaId, recuento.Libro.Rutas.Single(r => r.Id == grupo.RutaId).Nombre, Nombre(grupo.Titular), Nombre(grupo.Gestor));

        static string Nombre(int? id) => id is null ? "" : $"Nombre{id} Paterno{id}";
    }

    private static IEnumerable<PrestamoDeCarteraDto> Sorted(IEnumerable<PrestamoDeCarteraDto> prestamos, OrdenDeCartera orden) => orden switch
    {
        OrdenDeCartera.Restante => prestamos.OrderByDescending(p => p.Restante).ThenBy(p => p.PrestamoId),
        OrdenDeCartera.Cliente => prestamos.OrderBy(p => p.Cliente, Spanish).ThenBy(p => p.PrestamoId),
        OrdenDeCartera.Grupo => prestamos.OrderBy(p => p.GrupoId).ThenBy(p => p.Cliente, Spanish).ThenBy(p => p.PrestamoId),
        _ => prestamos.OrderByDescending(p => p.DiasDeAtraso).ThenByDescending(p => p.Atrasado).ThenBy(p => p.PrestamoId),
    };

    private static IEnumerable<PrestamoSinCobrarDto> Sorted(IEnumerable<PrestamoSinCobrarDto> prestamos, OrdenDePorCobrar orden) => orden switch
    {
        OrdenDePorCobrar.Debe => prestamos.OrderByDescending(p => p.Vence + p.Atrasado).ThenBy(p => p.PrestamoId),
        OrdenDePorCobrar.Cliente => prestamos.OrderBy(p => p.Cliente, Spanish).ThenBy(p => p.PrestamoId),
        _ => prestamos.OrderBy(p => p.GrupoId).ThenBy(p => p.Cliente, Spanish).ThenBy(p => p.PrestamoId),
    };

    private Task<IReadOnlyList<PrestamoSinCobrarDto>> PorCobrarAsync(CurrentUser currentUser, ReporteFilter filter, PorCobrarFilter porCobrar) => Oficina.AllAsync(async page =>
        (await Oficina.CobranzaAsync(s => s.PorCobrarAsync(Oficina.Request(currentUser), filter, porCobrar, page, CancellationToken.None))).Prestamos);

    private Task<CarteraDeSemana> CarteraAsync(CurrentUser currentUser, ReporteFilter filter, CarteraFilter cartera) =>
        Oficina.CobranzaAsync(s => s.CarteraAsync(Oficina.Request(currentUser), filter, cartera, Todo, CancellationToken.None));

    private Task<IReadOnlyList<PrestamoDeCarteraDto>> AllAsync(CurrentUser currentUser, ReporteFilter filter, CarteraFilter cartera) => Oficina.AllAsync(async page =>
        (await Oficina.CobranzaAsync(s => s.CarteraAsync(Oficina.Request(currentUser), filter, cartera, page, CancellationToken.None))).Prestamos);

    private Task<IReadOnlyList<FaltaDeSemanaDto>> FaltasAsync(CurrentUser currentUser, ReporteFilter filter, string? q = null) => Oficina.AllAsync(async page =>
        (await Oficina.CobranzaAsync(s => s.FaltasAsync(Oficina.Request(currentUser), filter, q, page, CancellationToken.None))).Faltas);

    private async Task RechazaAsync<T>(string codigo, Func<CobranzaService, Task<T>> question) =>
        Assert.Equal(codigo, (await Assert.ThrowsAsync<DominioException>(() => Oficina.CobranzaAsync(question))).Error.Codigo);
}
