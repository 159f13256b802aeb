using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Reportes;

namespace Prosmex.Tests.Grupos;

/// <summary>What a group's page shows of a generated lender, held against the week's report and against a recount in plain C#.</summary>
[Collection(GeneratedLender.Nombre)]
[Trait("Kind", "Integration")]
public sealed class GrupoFichaTests(GeneratedLender financiera)
{
    public static readonly TheoryData<string> Callers = [.. GeneratedLender.Callers.Keys];

    // A closed week, one that is over but not closed, and the running one.
    private static readonly DateOnly?[] Dias = [GeneratedLender.Lunes(31), GeneratedLender.Lunes(50), null];

    private Oficina Oficina => financiera.Oficina;

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Obtener_EachSemana_EqualsTheCobranzaOfTheGrupo(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        var recuento = await financiera.RecuentoAsync();
        foreach (var grupo in recuento.Grupos(currentUser).Where((_, n) => n % 8 == 0))
        {
            foreach (var dia in Dias)
            {
                var ficha = await FichaAsync(currentUser, grupo.Id, dia, 3);

                var ultima = RecountedReporte.LunesDe(dia ?? Oficina.Today);
                Assert.Equal([ultima.AddDays(-14), ultima.AddDays(-7), ultima], ficha.Semanas.Select(s => s.Semana));
                foreach (var (semana, n) in ficha.Semanas.Select((s, n) => (s, n)))
                {
                    var cobranza = (await Oficina.CobranzaAsync(s => s.GruposAsync(Oficina.Request(currentUser), new(semana.Semana, GrupoId: grupo.Id), new(1, 1), CancellationToken.None))).Items[0];
                    Assert.Equal((cobranza.CobranzaIdeal, cobranza.CobranzaReal, cobranza.Faltas, cobranza.Bono), (semana.CobranzaIdeal, semana.CobranzaReal, semana.Faltas, semana.Bono));
                    if (Miembros(recuento.Libro, grupo.Id, semana.Semana).SetEquals(Miembros(recuento.Libro, grupo.Id, ultima)))
                    {
                        var celdas = ficha.Clientes.Select(c => c.Semanas[n]).ToList();
                        Assert.Equal((semana.CobranzaReal, semana.Faltas), (celdas.Sum(c => c.Pagado), celdas.Count(c => c.Falta)));
                    }
                }

                var titular = (await Oficina.CobranzaAsync(s => s.GruposAsync(Oficina.Request(currentUser), new(dia, GrupoId: grupo.Id), new(1, 1), CancellationToken.None))).Items[0];
                Assert.Equal((titular.Titular, titular.Gestor, titular.RutaId, titular.Grupo), (ficha.Titular, ficha.Gestor, ficha.Ruta.Id, ficha.Grupo.Nombre));
                var conPrestamo = ficha.Clientes.Where(c => c.PrestamoId is not null);
                Assert.Equal(
                    Cartera(recuento, grupo, dia).OrderBy(c => c.PrestamoId),
                    conPrestamo.Select(c => (PrestamoId: c.PrestamoId!.Value, c.Restante, c.DiasDeAtraso)).OrderBy(c => c.PrestamoId));
                Assert.All(ficha.Clientes.Except(conPrestamo), c => Assert.Equal((0, 0), (c.Restante, c.DiasDeAtraso)));
            }
        }
    }

    [Fact]
    public async Task Clientes_EachSemana_AreTheMembersWithTheirMoneyRecounted()
    {
        var recuento = await financiera.RecuentoAsync();
        var libro = recuento.Libro;
        var prestamos = libro.Prestamos.ToLookup(p => p.ClienteId);
        var pagos = libro.Pagos.ToLookup(p => p.PrestamoId);
        var tipos = libro.Pagos.ToDictionary(p => p.Id, p => p.Tipo);
        var vistos = new HashSet<EstadoDeCelda>();
        foreach (var grupo in libro.Grupos.Where(g => g.Id % 3 == 0))
        {
            foreach (var dia in Dias)
            {
                var ficha = await FichaAsync(Oficina.Admin, grupo.Id, dia, 6);

                Assert.Equal(Miembros(libro, grupo.Id, RecountedReporte.LunesDe(dia ?? Oficina.Today)).Order(), ficha.Clientes.Select(c => c.Id!.Value).Order());
                foreach (var cliente in ficha.Clientes)
                {
                    Assert.Equal(ficha.Semanas.Count, cliente.Semanas.Count);
                    foreach (var (semana, celda) in ficha.Semanas.Select(s => Semana.De(s.Semana)).Zip(cliente.Semanas))
                    {
                        var corte = Smaller(semana.Fin, Oficina.Ahora.AddMinutes(10));
                        var suyos = prestamos[cliente.Id!.Value].ToList();
                        var vivos = suyos.Where(p => p.Inicio <= Smaller(semana.Domingo, Oficina.Today) && !(p.Cierre < semana.Inicio)).Select(p => Judge(p, pagos[p.Id], semana, corte)).Where(p => p.Debe > 0).ToList();
                        var efectivo = suyos.SelectMany(p => pagos[p.Id]).Where(p => p.Fecha >= semana.Inicio && p.Fecha < corte && tipos[p.ReversaDe ?? p.Id] == "cobro").Sum(p => p.Monto);
                        var estado = vivos.Count == 0 ? EstadoDeCelda.SinVencimiento
                            : vivos.TrueForAll(p => p.Abona >= p.Debe) ? EstadoDeCelda.Pagado
                            : vivos.Exists(p => p.Abona > 0) ? EstadoDeCelda.Parcial
                            : EstadoDeCelda.SinPago;
                        if (recuento.SinCobranza(cliente.Id!.Value, semana.Lunes))
                        {
                            Assert.Equal(new CeldaDto(0, efectivo, vivos.Count > 0 ? EstadoDeCelda.SinCobranza : EstadoDeCelda.SinVencimiento, Falta: false), celda);
                            vistos.Add(celda.Estado);
                            continue;
                        }

                        Assert.Equal(new CeldaDto(vivos.Sum(p => p.Debe), efectivo, estado, vivos.Exists(p => p.Abona < p.Debe)), celda);
                        vistos.Add(celda.Estado);
                    }
                }
            }
        }

        Assert.Equal(5, vistos.Count);
    }

    [Fact]
    public async Task Efectivo_OfAllGrupos_IsTheCustodyOfTheUser()
    {
        var libro = (await financiera.RecuentoAsync()).Libro;
        List<EfectivoDeGrupoDto> efectivo = [];
        foreach (var grupo in libro.Grupos)
        {
            efectivo.AddRange((await FichaAsync(Oficina.Admin, grupo.Id, null, 1)).Efectivo);
        }

        var custodia = await TestDatabase.ValueAsync<decimal>(Oficina.Connection, $"SELECT arrastre + recibido FROM custodia({Oficina.AdminId})");
        Assert.Equal((custodia, true), (efectivo.Sum(e => e.Efectivo), custodia > 0));
        Assert.All(efectivo, e => Assert.Equal((Oficina.AdminId, "Nombre1 Paterno1"), (e.UsuarioId, e.Nombre)));
    }

    [Fact]
    public async Task Clientes_WhoMovedToAForeignGrupo_AreNotNamed()
    {
        var recuento = await financiera.RecuentoAsync();
        var titular = GeneratedLender.Callers["titular"];
        var suyos = recuento.Grupos(titular).Select(g => g.Id).ToHashSet();
        var ocultos = 0;
        foreach (var grupoId in suyos)
        {
            var ficha = await FichaAsync(titular, grupoId, GeneratedLender.Lunes(31), 1);

            var ajenos = Miembros(recuento.Libro, grupoId, GeneratedLender.Lunes(31)).Count(id => !suyos.Contains(recuento.Libro.GrupoDeCliente[id]));
            Assert.Equal(ajenos, ficha.Clientes.Count(c => c.Id is null && c.Nombre == "cliente de otro grupo"));
            Assert.All(ficha.Clientes, c => Assert.Equal(GeneratedLender.Telefono(c.Id), c.Telefono));
            Assert.Contains(ficha.Clientes, c => c.Telefono is not null);
            ocultos += ajenos;
        }

        Assert.NotEqual(0, ocultos);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Obtener_Foreign_IsNotFound(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        var recuento = await financiera.RecuentoAsync();
        var suyos = recuento.Grupos(currentUser).Select(g => g.Id).ToHashSet();
        foreach (var grupoId in recuento.Libro.Grupos.Select(g => g.Id).Where(id => !suyos.Contains(id)).Take(3).Append(99_999))
        {
            var ex = await Assert.ThrowsAsync<DominioException>(() => FichaAsync(currentUser, grupoId, null, 2));
            Assert.Equal("grupo.no_encontrado", ex.Error.Codigo);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 53)]
    [InlineData(7, 12)]
    public async Task Obtener_WeeksThatAreNone_IsInvalid(int dias, int cuantas)
    {
        await using var db = TestDatabase.Context(Oficina.Connection);

        var ex = await Assert.ThrowsAsync<DominioException>(
            () => new GrupoFichaService(db).ObtenerAsync(Oficina.Request(Oficina.Admin), 101, Oficina.Today.AddDays(dias), cuantas, CancellationToken.None));

        Assert.Equal("solicitud.invalida", ex.Error.Codigo);
    }

    /// <summary>The open loans by client: a loan that was granted with an earlier start may overlap the one before it.</summary>
    private IEnumerable<(int PrestamoId, decimal Restante, int Dias)> Cartera(RecountedReporte recuento, RawGrupo grupo, DateOnly? dia)
    {
        var clientes = recuento.Libro.Prestamos.ToDictionary(p => p.Id, p => p.ClienteId);
        return recuento.Cartera([grupo], dia, Oficina.Ahora).GroupBy(p => clientes[p.PrestamoId]).Select(c => (c.Max(p => p.PrestamoId), c.Sum(p => p.Restante), c.Max(p => p.Dias)));
    }

    /// <summary>What a loan owes in the week, and what it has for it: an advance, and the money of the week.</summary>
    private static (decimal Debe, decimal Abona) Judge(RawPrestamo prestamo, IEnumerable<RawPago> pagos, Semana semana, DateTimeOffset corte)
    {
        var plan = new PlanDePagos(prestamo.Utilidad, prestamo.Semanal, prestamo.Semanas);
        var k = (semana.Lunes.DayNumber - RecountedReporte.LunesDe(prestamo.Inicio).DayNumber) / 7;
        var before = pagos.Where(p => p.Fecha < semana.Inicio).Sum(p => p.Monto);
        return (plan.Debe(k), plan.Adelanto(k, before) + pagos.Where(p => p.Fecha >= semana.Inicio && p.Fecha < corte).Sum(p => p.Monto));
    }

    private static HashSet<int> Miembros(RawLibro libro, int grupoId, DateOnly lunes) =>
        [.. libro.Membresias.Where(m => m.GrupoId == grupoId && m.Desde <= lunes.AddDays(6) && lunes.AddDays(6) < m.Hasta).Select(m => m.ClienteId)];

    private static T Smaller<T>(T uno, T otro)
        where T : IComparable<T> => uno.CompareTo(otro) < 0 ? uno : otro;

    private Task<GrupoFichaDto> FichaAsync(CurrentUser currentUser, int grupoId, DateOnly? dia, int cuantas) =>
        Oficina.AskAsync(db => new GrupoFichaService(db).ObtenerAsync(Oficina.Request(currentUser), grupoId, dia, cuantas, CancellationToken.None));
}
