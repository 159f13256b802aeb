using Prosmex.Domain.Auth;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Reportes;

namespace Prosmex.Tests.Clientes;

/// <summary>What a client's page shows of a generated lender, held against the reports recounted in plain C# and against the raw rows.</summary>
[Collection(GeneratedLender.Nombre)]
[Trait("Kind", "Integration")]
public sealed class ClienteFichaTests(GeneratedLender financiera)
{
    public static readonly TheoryData<string> Callers = [.. GeneratedLender.Callers.Keys];

    private Reportes.Oficina Oficina => financiera.Oficina;

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Prestamos_OfAllClientesOfAGrupo_AddUpToItsAntiguedad(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        var recuento = await financiera.RecuentoAsync();

        // A loan that is renewed as of tomorrow is closed, but open in reports until then.
        var porCerrar = recuento.Libro.Prestamos.Where(p => p.Cierre > Oficina.Ahora).Select(p => recuento.Libro.GrupoDeCliente[p.ClienteId]).ToHashSet();
        Assert.InRange(porCerrar.Count, 0, 1);
        foreach (var grupo in recuento.Grupos(currentUser).Where(g => !porCerrar.Contains(g.Id)))
        {
            List<PrestamoDeFichaDto> prestamos = [];
            foreach (var clienteId in recuento.Libro.GrupoDeCliente.Where(c => c.Value == grupo.Id).Select(c => c.Key))
            {
                prestamos.AddRange((await FichaAsync(currentUser, clienteId)).Prestamos);
            }

            var abiertos = prestamos.Where(p => p.Status is StatusPrestamo.Activo or StatusPrestamo.Vencido && p.FechaInicio <= Oficina.Today).ToList();
            Assert.All(recuento.Antiguedad([grupo], null, Oficina.Ahora), tramo =>
            {
                var suyos = abiertos.Where(p => p.DiasDeAtraso >= tramo.Desde && (tramo.Hasta is null || p.DiasDeAtraso <= tramo.Hasta)).ToList();
                Assert.Equal((tramo.Prestamos, tramo.Atrasado, tramo.Restante), (suyos.Count, suyos.Sum(p => p.Atrasado), suyos.Sum(p => p.Restante)));
            });
            Assert.All(prestamos.Except(abiertos), p => Assert.Equal((0, 0m), (p.DiasDeAtraso, p.Atrasado)));
        }
    }

    [Fact]
    public async Task Obtener_AnyCliente_HasTheRawRows()
    {
        var libro = (await financiera.RecuentoAsync()).Libro;
        var reversados = libro.Pagos.Where(p => p.ReversaDe is not null).Select(p => p.ReversaDe!.Value).ToHashSet();
        foreach (var clienteId in libro.GrupoDeCliente.Keys.Where(id => id % 7 == 0))
        {
            var ficha = await FichaAsync(Reportes.Oficina.Admin, clienteId);

            var suyos = libro.Prestamos.Where(p => p.ClienteId == clienteId).OrderByDescending(p => p.Id).ToList();
            var ids = suyos.Select(p => p.Id).ToHashSet();
            var cobros = libro.Pagos.Where(p => ids.Contains(p.PrestamoId) && p.Tipo == "cobro" && !reversados.Contains(p.Id)).OrderByDescending(p => p.Fecha).ThenByDescending(p => p.Id).ToList();
            var faltas = libro.Faltas.Where(f => ids.Contains(f.PrestamoId)).OrderByDescending(f => f.Fecha).ThenByDescending(f => f.PrestamoId).ToList();
            Assert.Equal(suyos.Select(p => (p.Id, p.Inicio, p.Monto, p.Real, p.Utilidad, p.Semanal, p.Semanas, p.Status, p.Renovacion)), ficha.Prestamos.Select(p => (
                p.Id, p.FechaInicio, p.MontoPrestamo, p.MontoPrestamoReal, p.MontoUtilidad, p.CobranzaIdeal, p.NumeroSemanas, EnumNames.NameOf(p.Status), p.Renovacion)));
            Assert.All(ficha.Prestamos, p => Assert.Equal(
                (faltas.Count(f => f.PrestamoId == p.Id), cobros.Where(c => c.PrestamoId == p.Id && c.Monto > 0).Select(c => (DateTimeOffset?)c.Fecha).Max()), (p.Faltas, p.UltimoPago)));
            Assert.Equal(suyos.Sum(p => p.Utilidad) - libro.Pagos.Where(p => ids.Contains(p.PrestamoId)).Sum(p => p.Monto), ficha.TotalRestante);
            Assert.Equal(faltas.Take(20).Select(f => (f.Fecha.AddDays(-6), f.PrestamoId, f.Abonado)), ficha.Faltas.Select(f => (f.Semana, f.PrestamoId, f.Abonado)));
            Assert.Equal(cobros.Take(20).Select(c => ((int?)c.Id, c.Fecha, c.Monto, c.PrestamoId)), ficha.Visitas.Select(v => (v.PagoId, v.FechaPago, v.Monto, v.PrestamoId)));
            Assert.All(ficha.Visitas, v => Assert.Equal("Nombre1 Paterno1", v.RegistradoPor));
            Assert.Equal((clienteId, libro.GrupoDeCliente[clienteId], GeneratedLender.Telefono(clienteId)), (ficha.Cliente.Id, ficha.Grupo.Id, ficha.Telefono));
        }
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("titular")]
    public async Task AvalaA_SomeoneWhoBacksOthers_ListsThoseThatTheCallerSees(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        var recuento = await financiera.RecuentoAsync();
        var grupos = recuento.Grupos(currentUser).Select(g => g.Id).ToHashSet();
        var abiertos = recuento.Libro.Prestamos.Where(p => p.Abierto).ToDictionary(p => p.Id);
        var otros = 0;
        foreach (var clienteId in recuento.Libro.GrupoDeCliente.Where(c => grupos.Contains(c.Value)).Select(c => c.Key).Take(60))
        {
            var ficha = await FichaAsync(currentUser, clienteId);

            var avalados = (await AvaladosAsync(clienteId)).Where(abiertos.ContainsKey).Select(id => abiertos[id]).ToList();
            var vistos = avalados.Where(p => grupos.Contains(recuento.Libro.GrupoDeCliente[p.ClienteId])).Select(p => (p.Id, p.ClienteId)).Order();
            Assert.Equal(vistos, ficha.AvalaA.Select(a => (a.PrestamoId, a.ClienteId)));
            Assert.Equal(avalados.Count - ficha.AvalaA.Count, ficha.AvalaAOtros);
            foreach (var avalado in ficha.AvalaA)
            {
                var suyo = (await FichaAsync(currentUser, avalado.ClienteId)).Prestamos.Single(p => p.Id == avalado.PrestamoId);
                Assert.Equal((suyo.Restante, suyo.DiasDeAtraso, clienteId), (avalado.Restante, avalado.DiasDeAtraso, suyo.Aval!.Id));
            }

            otros += ficha.AvalaAOtros;
        }

        Assert.Equal(quien == "admin", otros == 0);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Obtener_ForeignOrUnknown_IsNotFound(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        var recuento = await financiera.RecuentoAsync();
        var grupos = recuento.Grupos(currentUser).Select(g => g.Id).ToHashSet();
        foreach (var clienteId in recuento.Libro.GrupoDeCliente.Where(c => !grupos.Contains(c.Value)).Select(c => c.Key).Take(20).Append(99_999))
        {
            var ex = await Assert.ThrowsAsync<DominioException>(() => FichaAsync(currentUser, clienteId));
            Assert.Equal("cliente.no_encontrado", ex.Error.Codigo);
        }
    }

    private Task<ClienteFichaDto> FichaAsync(CurrentUser currentUser, int clienteId) =>
        Oficina.AskAsync(db => new ClienteFichaService(db).ObtenerAsync(Oficina.Request(currentUser), clienteId, CancellationToken.None));

    private async Task<int[]> AvaladosAsync(int clienteId) =>
        await TestDatabase.ValueAsync<int[]>(Oficina.Connection, $"SELECT coalesce(array_agg(prestamo_id ORDER BY prestamo_id), '{{}}') FROM prestamos WHERE aval_id = {clienteId}");
}
