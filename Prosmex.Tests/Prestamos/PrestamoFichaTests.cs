using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Reportes;

namespace Prosmex.Tests.Prestamos;

/// <summary>What a loan's page shows of a generated lender, held against its calendar and the raw rows.</summary>
[Collection(GeneratedLender.Nombre)]
[Trait("Kind", "Integration")]
public sealed class PrestamoFichaTests(GeneratedLender financiera)
{
    public static readonly TheoryData<string> Callers = [.. GeneratedLender.Callers.Keys];

    private Reportes.Oficina Oficina => financiera.Oficina;

    [Fact]
    public async Task Semanas_OfAnyPrestamo_AreThePlanAndTheMoneyInForce()
    {
        var libro = (await financiera.RecuentoAsync()).Libro;
        var ultima = libro.SemanasCerradas.Max();
        foreach (var prestamo in libro.Prestamos.Where(p => p.Id % 11 == 0))
        {
            var ficha = await FichaAsync(Reportes.Oficina.Admin, prestamo.Id);
            var calendario = await CalendarioAsync(prestamo.Id);

            var pagos = libro.Pagos.Where(p => p.PrestamoId == prestamo.Id).ToList();
            var delPlan = ficha.Semanas.Where(s => s.Numero >= 1 && s.Numero <= prestamo.Semanas).ToList();
            Assert.Equal(
                calendario.Select(c => (c.Semana, c.Vence, c.Monto, c.Estado == EstadoDeSemana.Pagada)),
                delPlan.Select(s => (s.Numero, s.Semana.AddDays(6), s.Debe, s.Cubierta)));
            Assert.Equal(prestamo.Utilidad, delPlan[^1].PlanAcumulado);
            Assert.Equal(delPlan.Select(s => delPlan.Where(t => t.Numero <= s.Numero).Sum(t => t.Debe)), delPlan.Select(s => s.PlanAcumulado));
            Assert.Equal((pagos.Sum(p => p.Monto), pagos.Sum(p => p.Monto)), (ficha.Semanas.Sum(s => s.PagadoEnLaSemana), ficha.Prestamo.Pagado));
            Assert.All(ficha.Semanas, s => Assert.Equal(
                (Dinero(pagos, s.Semana, s.Semana.AddDays(7)), Dinero(pagos, DateOnly.MinValue, s.Semana.AddDays(7))), (s.PagadoEnLaSemana, s.PagadoAcumulado)));
            Assert.All(ficha.Semanas, s => Assert.Equal(
                s.Semana <= ultima ? libro.Faltas.Any(f => f.PrestamoId == prestamo.Id && f.Fecha == s.Semana.AddDays(6)) : (bool?)null, s.Falta));
            Assert.All(ficha.Semanas.Except(delPlan), s => Assert.NotEqual(0, s.PagadoEnLaSemana));
        }
    }

    [Fact]
    public async Task Movimientos_OfAnyPrestamo_AreAllRowsOfTheLedger()
    {
        var libro = (await financiera.RecuentoAsync()).Libro;
        var reversados = libro.Pagos.Where(p => p.ReversaDe is not null).Select(p => p.PrestamoId).ToHashSet();
        foreach (var prestamo in libro.Prestamos.Where(p => reversados.Contains(p.Id) || p.Renovacion).Take(60))
        {
            var ficha = await FichaAsync(Reportes.Oficina.Admin, prestamo.Id);

            var pagos = libro.Pagos.Where(p => p.PrestamoId == prestamo.Id).OrderBy(p => p.Fecha).ThenBy(p => p.Id).ToList();
            Assert.Equal(
                pagos.Select(p => (p.Id, p.Tipo, p.Fecha, p.Monto, p.ReversaDe, pagos.Exists(r => r.ReversaDe == p.Id))),
                ficha.Movimientos.Select(m => (m.Id, EnumNames.NameOf(m.Tipo), m.FechaPago, m.Monto, m.ReversaDe, m.Reversado)));
            Assert.All(ficha.Movimientos, m => Assert.Equal("Nombre1 Paterno1", m.RegistradoPor));
            Assert.All(ficha.Movimientos.Where(m => m.Tipo != TipoPago.Reversa), m => Assert.Null(m.Motivo));
        }
    }

    [Fact]
    public async Task Obtener_ARenovacion_NamesTheOtherPrestamo()
    {
        var renovacion = await TestDatabase.ValueAsync<int>(Oficina.Connection, "SELECT max(prestamo_id) FROM prestamos WHERE renueva_a IS NOT NULL");

        var nuevo = await FichaAsync(Reportes.Oficina.Admin, renovacion);
        var anterior = await FichaAsync(Reportes.Oficina.Admin, nuevo.RenuevaA!.Value);

        Assert.Equal((renovacion, null), (anterior.RenovadoPor, nuevo.RenovadoPor));
        Assert.Equal(StatusPrestamo.Renovado, anterior.Prestamo.Status);
        Assert.Equal(nuevo.Cliente, anterior.Cliente);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Obtener_ByCaller_IsTheirsOrNotFound(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        var recuento = await financiera.RecuentoAsync();
        var grupos = recuento.Grupos(currentUser).ToDictionary(g => g.Id);
        foreach (var prestamo in recuento.Libro.Prestamos.Where(p => p.Id % 31 == 0))
        {
            var grupoId = recuento.Libro.GrupoDeCliente[prestamo.ClienteId];
            if (grupos.TryGetValue(grupoId, out var grupo))
            {
                var ficha = await FichaAsync(currentUser, prestamo.Id);
                Assert.Equal((prestamo.ClienteId, grupoId, grupo.Nombre, grupo.RutaId), (ficha.Cliente.Id, ficha.Grupo.Id, ficha.Grupo.Nombre, ficha.Ruta.Id));
            }
            else
            {
                var ex = await Assert.ThrowsAsync<DominioException>(() => FichaAsync(currentUser, prestamo.Id));
                Assert.Equal("prestamo.no_encontrado", ex.Error.Codigo);
            }
        }
    }

    private static decimal Dinero(IEnumerable<RawPago> pagos, DateOnly desde, DateOnly hasta) =>
        pagos.Where(p => DiaDe(p.Fecha) >= desde && DiaDe(p.Fecha) < hasta).Sum(p => p.Monto);

    private static DateOnly DiaDe(DateTimeOffset instante) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instante, HoraMexico.Zone).DateTime);

    private Task<PrestamoFichaDto> FichaAsync(CurrentUser currentUser, int prestamoId) =>
        Oficina.AskAsync(db => new PrestamoFichaService(db).ObtenerAsync(Oficina.Request(currentUser), prestamoId, CancellationToken.None));

    private async Task<IReadOnlyList<SemanaDeCalendarioDto>> CalendarioAsync(int prestamoId)
    {
        await using var db = TestDatabase.Context(Oficina.Connection);
        return (await new PrestamoQueries(db, new(db)).CalendarioAsync(Oficina.Request(Reportes.Oficina.Admin), prestamoId, CancellationToken.None)).Calendario;
    }
}
