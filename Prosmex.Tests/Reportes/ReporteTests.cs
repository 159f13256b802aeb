using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>Every figure of a generated lender, held against a recount in plain C#: equal to the cent.</summary>
[Collection(GeneratedLender.Nombre)]
[Trait("Kind", "Integration")]
public sealed class ReporteTests(GeneratedLender financiera)
{
    public static readonly TheoryData<string> Callers = [.. GeneratedLender.Llamantes.Keys];

    /// <summary>Days: before the lender, of closed weeks (one with a clock change, one of the turn of the year), of two finished ones not closed, of the running one.</summary>
    private static readonly DateOnly?[] Dias =
    [
        GeneratedLender.Comienzo.AddDays(-1),
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
        Assert.Equal(5, await Base.ValorAsync<long>(Oficina.Conexion, "SELECT count(DISTINCT tipo_prestamo_id) FROM prestamos"));
        Assert.All(["activo", "vencido", "liquidado", "renovado"], s => Assert.True(libro.Prestamos.Count(p => p.Status == s) > 10, s));
        Assert.True(libro.Prestamos.Count(p => p.Renovacion) > 50);
        Assert.True(libro.Pagos.Count(p => p.Tipo == "reversa") > 100);
        Assert.True(libro.Pagos.Count(p => p is { Tipo: "cobro", Monto: 0 }) > 100);
        Assert.True(libro.Faltas.Count > 500);
        Assert.Contains(libro.Prestamos, p => p.Inicio > Oficina.Hoy);
        Assert.Equal(GeneratedLender.Lunes(48), libro.SemanasCerradas.Max());
        var bonos = Dias.SelectMany(d => recuento.Filas(Oficina.Admin, d, Oficina.Ahora)).Select(f => f.Bono).ToHashSet();
        Assert.True(bonos.Count > 3, $"seed {GeneratedLender.Semilla}: bonos of {string.Join(", ", bonos)} alone");
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task GeneralAndTotales_EachSemana_EqualTheRecuento(string quien)
    {
        var currentUser = GeneratedLender.Llamantes[quien];
        var recuento = await financiera.RecuentoAsync();
        foreach (var dia in Dias)
        {
            var filas = await Oficina.FilasAsync(currentUser, dia);
            Iguales(recuento.Filas(currentUser, dia, Oficina.Ahora), filas, $"{quien}, {dia}");
            Iguales([ReporteRecontado.Totales(filas)], [await Oficina.TotalesAsync(currentUser, dia)], $"{quien}, {dia}");
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task SobrantesAndBonos_EachGrupo_EqualTheRecuento(string quien)
    {
        var currentUser = GeneratedLender.Llamantes[quien];
        var recuento = await financiera.RecuentoAsync();
        var suma = 0m;
        foreach (var fila in recuento.Filas(currentUser, null, Oficina.Ahora))
        {
            var restante = recuento.Restante(fila.GrupoId, Oficina.Ahora);
            suma += restante;
            Igual(-restante, await Oficina.ReporteAsync(s => s.SobranteDeGrupoAsync(Oficina.Request(currentUser), fila.GrupoId, CancellationToken.None)), $"{quien}, {fila.Grupo}");
            Igual(fila.Sobrante, await Oficina.ReporteAsync(s => s.SobranteSemanalAsync(Oficina.Request(currentUser), fila.GrupoId, null, CancellationToken.None)), $"{quien}, {fila.Grupo}");
        }

        Igual(-suma, await Oficina.ReporteAsync(s => s.SobranteTotalAsync(Oficina.Request(currentUser), CancellationToken.None)), quien);
        var bonos = recuento.Bonos(currentUser.UsuarioId, Oficina.Ahora);
        Iguales(bonos, await Oficina.ReporteAsync(s => s.BonosDelTitularAsync(Oficina.Request(currentUser), null, CancellationToken.None)), quien);
        Igual(bonos.Sum(b => b.BonoAplicado?.Monto ?? 0), await Oficina.ReporteAsync(s => s.BonoGlobalAsync(Oficina.Request(currentUser), null, CancellationToken.None)), quien);
    }

    [Fact]
    public async Task Gestor_WithoutGrupos_SeesEmptyListsAndZeros()
    {
        var gestor = GeneratedLender.Llamantes["gestor sin grupos"];
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
            var currentUser = GeneratedLender.Llamantes["titular"] with { UsuarioId = titular };
            var bonos = recuento.Bonos(titular, Oficina.Ahora);
            Iguales(bonos, await Oficina.ReporteAsync(s => s.BonosDelTitularAsync(Oficina.Request(currentUser), null, CancellationToken.None)), $"titular {titular}");
            Igual(bonos.Sum(b => b.BonoAplicado?.Monto ?? 0), await Oficina.ReporteAsync(s => s.BonoGlobalAsync(Oficina.Request(currentUser), null, CancellationToken.None)), $"titular {titular}");
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
            Iguales([.. todas.Skip((page - 1) * perPage).Take(perPage)], result.Items, $"page {page} of {perPage}");
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

        var antes = await AnioAsync();
        await Oficina.CorregirAsync(pago.Id, new() { MontoPagado = Optional<NumberText>.Of(new(Oficina.Texto(pago.Monto + 100.25m))) });
        financiera.ForgetRecuento();
        var despues = await AnioAsync();
        await EsElRecuentoAsync(despues);
        for (var n = 0; n < antes.Count; n++)
        {
            // The balance at the end of later weeks continues from there; their own cash and other figures do not change.
            var cambiadas = antes[n].Zip(despues[n]).Where(f => f.First != f.Second).ToList();
            Assert.All(cambiadas, f => Assert.Equal(grupo, f.First.GrupoId));
            Assert.Equal(n >= 45 ? 1 : 0, cambiadas.Count);
            Assert.All(cambiadas, f => Assert.Equal(n == 45 ? 100.25m : 0, f.Second.CobranzaReal - f.First.CobranzaReal));
        }

        var corregido = await Base.ValorAsync<int>(Oficina.Conexion, $"SELECT max(pago_id) FROM pagos WHERE prestamo_id = {pago.PrestamoId} AND tipo = 'cobro'");
        await Oficina.CorregirAsync(corregido, new() { MontoPagado = Optional<NumberText>.Of(new(Oficina.Texto(pago.Monto))) });
        financiera.ForgetRecuento();
        var devuelto = await AnioAsync();
        for (var n = 0; n < antes.Count; n++)
        {
            Iguales(antes[n], devuelto[n], $"week {n} after the way back");
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

        var antes = await AnioAsync();
        await Oficina.PagarAsync(Oficina.Pago(prestamo.Id, prestamo.Utilidad - libro.Pagos.Where(c => c.PrestamoId == prestamo.Id).Sum(c => c.Monto)));
        await Oficina.ConcederAsync(Oficina.Prestamo(libre, aval, 36, 1234.56m));
        financiera.ForgetRecuento();
        var despues = await AnioAsync();
        await EsElRecuentoAsync(despues);
        for (var n = 0; n < GeneratedLender.Semanas - 1; n++)
        {
            Iguales(antes[n], despues[n], $"week {n}");
        }

        Assert.NotEqual(antes[^1], despues[^1]);
    }

    [Fact]
    public async Task FaltasAndVencidos_Stored_AreThoseOfThePlanAndTheMoney()
    {
        var recuento = await financiera.RecuentoAsync();
        Iguales(recuento.FaltasDeSemanasCerradas(), [.. recuento.Libro.Faltas.OrderBy(f => f.PrestamoId).ThenBy(f => f.Fecha)], "faltas");
        Iguales(recuento.Vencidos(), [.. recuento.Libro.Prestamos.Where(p => p.Status == "vencido").Select(p => p.Id).Order()], "vencidos");
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
            Iguales(recuento.Filas(Oficina.Admin, GeneratedLender.Lunes(n), Oficina.Ahora), semanas[n], $"week {n}");
        }
    }

    private static void Igual<T>(T esperado, T obtenido, string donde) => Iguales([esperado], [obtenido], donde);

    private static void Iguales<T>(IReadOnlyList<T> esperados, IReadOnlyList<T> obtenidos, string donde)
    {
        Assert.True(esperados.Count == obtenidos.Count, $"seed {GeneratedLender.Semilla}, {donde}: expected {esperados.Count} rows, got {obtenidos.Count}");
        for (var i = 0; i < esperados.Count; i++)
        {
            Assert.True(
                Equals(esperados[i], obtenidos[i]), $"seed {GeneratedLender.Semilla}, {donde}, row {i}:\nexpected {esperados[i]}\ngot      {obtenidos[i]}");
        }
    }
}
