using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>Every figure of a generated lender, held against a recount in plain C#: equal to the cent.</summary>
[Collection(GeneratedLender.Nombre)]
[Trait("Kind", "Integration")]
public sealed class ReporteTests(GeneratedLender financiera)
{
    public static readonly TheoryData<string> Callers = [.. GeneratedLender.Callers.Keys];

    /// <summary>Days: before the lender, of closed weeks (one with a clock change, one of the turn of the year), of two finished ones not closed, of the running one.</summary>
    private static readonly DateOnly?[] Dias =
    [
        GeneratedLender.Start.AddDays(-1),
        GeneratedLender.Lunes(0),
        new(2022, 4, 3),
        GeneratedLender.Lunes(11).AddDays(3),
        GeneratedLender.Lunes(31).AddDays(6),
        new(2022, 10, 30),
        new(2023, 1, 1),
        GeneratedLender.Lunes(48),
        GeneratedLender.Lunes(49).AddDays(2),
        GeneratedLender.Lunes(50),
        GeneratedLender.Lunes(51).AddDays(6),
        null,
    ];

    private Oficina Oficina => financiera.Oficina;

    [Fact]
    public async Task GeneratedLender_Always_HasEveryKindOfData()
    {
        var recuento = await financiera.RecuentoAsync();
        var libro = recuento.Libro;
        Assert.InRange(libro.Grupos.Count, 40, 100);
        Assert.InRange(libro.Prestamos.Count, 1000, 10_000);
        Assert.Equal(5, await TestDatabase.ValueAsync<long>(Oficina.Connection, "SELECT count(DISTINCT tipo_prestamo_id) FROM prestamos"));
        Assert.All(["activo", "vencido", "liquidado", "renovado"], s => Assert.True(libro.Prestamos.Count(p => p.Status == s) > 10, s));
        Assert.True(libro.Prestamos.Count(p => p.Renovacion) > 50);
        Assert.True(libro.Pagos.Count(p => p.Tipo == "reversa") > 100);
        Assert.True(libro.Pagos.Count(p => p is { Tipo: "cobro", Monto: 0 }) > 100);
        Assert.True(libro.Faltas.Count > 500);
        Assert.Contains(libro.Prestamos, p => p.Inicio > Oficina.Today);
        Assert.Equal(GeneratedLender.Lunes(48), libro.SemanasCerradas.Max());
        var bonos = Dias.SelectMany(d => recuento.Filas(Oficina.Admin, d, Oficina.Ahora)).Select(f => f.Bono).ToHashSet();
        Assert.True(bonos.Count > 3, $"seed {GeneratedLender.Seed}: bonos of {string.Join(", ", bonos)} alone");
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task GeneralAndTotales_EachSemana_EqualTheRecuento(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        var recuento = await financiera.RecuentoAsync();
        foreach (var dia in Dias)
        {
            var filas = await Oficina.FilasAsync(currentUser, dia);
            AssertSame(recuento.Filas(currentUser, dia, Oficina.Ahora), filas, $"{quien}, {dia}");
            AssertSame([RecountedReporte.Totales(filas)], [await Oficina.TotalesAsync(currentUser, dia)], $"{quien}, {dia}");
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task SobrantesAndBonos_EachGrupo_EqualTheRecuento(string quien)
    {
        var currentUser = GeneratedLender.Callers[quien];
        var recuento = await financiera.RecuentoAsync();
        var suma = 0m;
        foreach (var fila in recuento.Filas(currentUser, null, Oficina.Ahora))
        {
            var restante = recuento.Restante(fila.GrupoId, Oficina.Ahora);
            suma += restante;
            AssertSame(-restante, await Oficina.ReporteAsync(s => s.SobranteDeGrupoAsync(Oficina.Request(currentUser), fila.GrupoId, CancellationToken.None)), $"{quien}, {fila.Grupo}");
            AssertSame(fila.Sobrante, await Oficina.ReporteAsync(s => s.SobranteSemanalAsync(Oficina.Request(currentUser), fila.GrupoId, null, CancellationToken.None)), $"{quien}, {fila.Grupo}");
        }

        AssertSame(-suma, await Oficina.ReporteAsync(s => s.SobranteTotalAsync(Oficina.Request(currentUser), CancellationToken.None)), quien);
        var bonos = recuento.Bonos(currentUser.UsuarioId, Oficina.Ahora);
        AssertSame(bonos, await Oficina.ReporteAsync(s => s.BonosDelTitularAsync(Oficina.Request(currentUser), null, CancellationToken.None)), quien);
        AssertSame(bonos.Sum(b => b.BonoAplicado?.Monto ?? 0), await Oficina.ReporteAsync(s => s.BonoGlobalAsync(Oficina.Request(currentUser), null, CancellationToken.None)), quien);
    }

    [Fact]
    public async Task Gestor_WithoutGrupos_SeesEmptyListsAndZeros()
    {
        var gestor = GeneratedLender.Callers["gestor sin grupos"];
        var page = await Oficina.ReporteAsync(s => s.GeneralAsync(Oficina.Request(gestor), null, new PageRequest(null, null), CancellationToken.None));
        Assert.Empty(page.Items);
        Assert.Equal(0, page.Total);
        Assert.Equal(new TotalesDto(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), await Oficina.TotalesAsync(gestor));
        Assert.Equal(0, await Oficina.ReporteAsync(s => s.SobranteTotalAsync(Oficina.Request(gestor), CancellationToken.None)));
        Assert.Equal(0, await Oficina.ReporteAsync(s => s.BonoGlobalAsync(Oficina.Request(gestor), null, CancellationToken.None)));
        Assert.Empty(await Oficina.ReporteAsync(s => s.BonosDelTitularAsync(Oficina.Request(gestor), null, CancellationToken.None)));
    }

    [Fact]
    public async Task BonosDelTitular_EachTitular_EqualTheRecuento()
    {
        var recuento = await financiera.RecuentoAsync();
        foreach (var titular in recuento.Libro.Grupos.Where(g => g.Titular is not null).Select(g => g.Titular!.Value).Distinct())
        {
            var currentUser = GeneratedLender.Callers["titular"] with { UsuarioId = titular };
            var bonos = recuento.Bonos(titular, Oficina.Ahora);
            AssertSame(bonos, await Oficina.ReporteAsync(s => s.BonosDelTitularAsync(Oficina.Request(currentUser), null, CancellationToken.None)), $"titular {titular}");
            AssertSame(bonos.Sum(b => b.BonoAplicado?.Monto ?? 0), await Oficina.ReporteAsync(s => s.BonoGlobalAsync(Oficina.Request(currentUser), null, CancellationToken.None)), $"titular {titular}");
        }
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(3, 10)]
    [InlineData(5, 10)]
    [InlineData(2, 7)]
    [InlineData(9, 10)]
    public async Task General_ByPages_IsASliceOfTheList(int page, int perPage)
    {
        foreach (var dia in new DateOnly?[] { null, GeneratedLender.Lunes(31) })
        {
            var todas = await Oficina.FilasAsync(Oficina.Admin, dia);
            var result = await Oficina.ReporteAsync(s => s.GeneralAsync(Oficina.Request(Oficina.Admin), dia, new PageRequest(page, perPage), CancellationToken.None));
            Assert.Equal(todas.Count, result.Total);
            Assert.Equal(new PageRequest(page, perPage), result.Request);
            AssertSame([.. todas.Skip((page - 1) * perPage).Take(perPage)], result.Items, $"page {page} of {perPage}");
        }
    }

    [Fact]
    public async Task Correccion_OfAPastSemana_MovesThatOneAndNoneBefore()
    {
        // A client who owes enough paid in a closed week: the payment is corrected, then undone.
        var semana = GeneratedLender.Lunes(45);
        var libro = (await financiera.RecuentoAsync()).Libro;
        var movidos = libro.Membresias.Where(m => m.Desde > DateOnly.MinValue).Select(m => m.ClienteId).ToHashSet();
        var holgados = libro.Prestamos.Where(p => p.Abierto && !movidos.Contains(p.ClienteId) && p.Utilidad - libro.Pagos.Where(c => c.PrestamoId == p.Id).Sum(c => c.Monto) > p.Semanal * 3).Select(p => p.Id).ToHashSet();
        var pago = libro.Pagos.First(p => p.Tipo == "cobro" && holgados.Contains(p.PrestamoId) && p.Monto > 1
            && p.Fecha >= Oficina.Instante(semana, new(0, 0)) && p.Fecha < Oficina.Instante(semana.AddDays(7), new(0, 0)) && libro.Pagos.All(r => r.ReversaDe != p.Id));
        var grupo = libro.GrupoDeCliente[libro.Prestamos.Single(p => p.Id == pago.PrestamoId).ClienteId];

        var before = await AnioAsync();
        await Oficina.CorregirAsync(pago.Id, new() { MontoPagado = Optional<NumberText>.Of(new(Oficina.Text(pago.Monto + 100.25m))) });
        financiera.ForgetRecuento();
        var after = await AnioAsync();
        await EsElRecuentoAsync(after);
        for (var n = 0; n < before.Count; n++)
        {
            // The balance at the end of later weeks continues from there; their own cash and other figures do not change.
            var cambiadas = before[n].Zip(after[n]).Where(f => f.First != f.Second).ToList();
            Assert.All(cambiadas, f => Assert.Equal(grupo, f.First.GrupoId));
            Assert.Equal(n >= 45 ? 1 : 0, cambiadas.Count);
            Assert.All(cambiadas, f => Assert.Equal(n == 45 ? 100.25m : 0, f.Second.CobranzaReal - f.First.CobranzaReal));
        }

        var corregido = await TestDatabase.ValueAsync<int>(Oficina.Connection, $"SELECT max(pago_id) FROM pagos WHERE prestamo_id = {pago.PrestamoId} AND tipo = 'cobro'");
        await Oficina.CorregirAsync(corregido, new() { MontoPagado = Optional<NumberText>.Of(new(Oficina.Text(pago.Monto))) });
        financiera.ForgetRecuento();
        var devuelto = await AnioAsync();
        for (var n = 0; n < before.Count; n++)
        {
            AssertSame(before[n], devuelto[n], $"week {n} after the way back");
        }
    }

    [Fact]
    public async Task PagoAndPrestamo_OfToday_MoveNoPastSemana()
    {
        var libro = (await financiera.RecuentoAsync()).Libro;
        var prestamo = libro.Prestamos.Last(p => p.Abierto && p.Inicio < GeneratedLender.Lunes(40) && p.Utilidad > libro.Pagos.Where(c => c.PrestamoId == p.Id).Sum(c => c.Monto));
        var libres = libro.GrupoDeCliente.Keys.Except(libro.Prestamos.Where(p => p.Abierto).Select(p => p.ClienteId));
        var libre = libres.First(c => libro.GrupoDeCliente.Any(a => a.Key != c && a.Value == libro.GrupoDeCliente[c]));
        var aval = libro.GrupoDeCliente.First(a => a.Key != libre && a.Value == libro.GrupoDeCliente[libre]).Key;

        var before = await AnioAsync();
        await Oficina.PagarAsync(Oficina.Pago(prestamo.Id, prestamo.Utilidad - libro.Pagos.Where(c => c.PrestamoId == prestamo.Id).Sum(c => c.Monto)));
        await Oficina.ConcederAsync(Oficina.Prestamo(libre, aval, 36, 1234.56m));
        financiera.ForgetRecuento();
        var after = await AnioAsync();
        await EsElRecuentoAsync(after);
        for (var n = 0; n < GeneratedLender.Semanas - 1; n++)
        {
            AssertSame(before[n], after[n], $"week {n}");
        }

        Assert.NotEqual(before[^1], after[^1]);
    }

    [Fact]
    public async Task FaltasAndVencidos_Stored_AreThoseOfThePlanAndTheMoney()
    {
        var recuento = await financiera.RecuentoAsync();
        AssertSame(recuento.FaltasDeSemanasCerradas(), [.. recuento.Libro.Faltas.OrderBy(f => f.PrestamoId).ThenBy(f => f.Fecha)], "faltas");
        AssertSame(recuento.Vencidos(), [.. recuento.Libro.Prestamos.Where(p => p.Status == "vencido").Select(p => p.Id).Order()], "vencidos");
        var cerradas = recuento.Libro.SemanasCerradas.Order().ToList();
        Assert.Equal(Enumerable.Range(0, cerradas.Count).Select(n => GeneratedLender.Lunes(n)), cerradas);
    }

    private async Task<List<IReadOnlyList<FilaDeReporteDto>>> AnioAsync()
    {
        List<IReadOnlyList<FilaDeReporteDto>> semanas = [];
        for (var n = 0; n < GeneratedLender.Semanas; n++)
        {
            semanas.Add(await Oficina.FilasAsync(Oficina.Admin, GeneratedLender.Lunes(n)));
        }

        return semanas;
    }

    private async Task EsElRecuentoAsync(List<IReadOnlyList<FilaDeReporteDto>> semanas)
    {
        var recuento = await financiera.RecuentoAsync();
        for (var n = 0; n < semanas.Count; n++)
        {
            AssertSame(recuento.Filas(Oficina.Admin, GeneratedLender.Lunes(n), Oficina.Ahora), semanas[n], $"week {n}");
        }
    }

    private static void AssertSame<T>(T expected, T actual, string place) => AssertSame([expected], [actual], place);

    private static void AssertSame<T>(IReadOnlyList<T> expected, IReadOnlyList<T> actual, string place)
    {
        Assert.True(expected.Count == actual.Count, $"seed {GeneratedLender.Seed}, {place}: expected {expected.Count} rows, got {actual.Count}");
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.True(
                Equals(expected[i], actual[i]), $"seed {GeneratedLender.Seed}, {place}, row {i}:\nexpected {expected[i]}\ngot      {actual[i]}");
        }
    }
}
