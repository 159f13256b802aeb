using Prosmex.Domain.Common;
using Prosmex.Domain.Senales;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Reportes;

namespace Prosmex.Tests.Senales;

/// <summary>Each rule finds what it is for, and not what only looks like it.</summary>
[Trait("Kind", "Integration")]
public sealed class ReglasTests(TestServer server)
{
    private const int Otro = 2;

    // A Wednesday noon.
    private static readonly DateTimeOffset Ahora = Oficina.Instante(new(2026, 11, 18), new(12, 0));

    [Fact]
    public async Task AltaYPrestamo_OnOneDayByOneUserWithoutAnythingKnown_IsASign()
    {
        await using var o = await OpenAsync();
        var s = new Seeder(o.Connection, Ahora);
        // 23:30 and 00:30 of one day in Mexico City are two days in UTC.
        var noche = Oficina.Instante(new(2026, 11, 3), new(17, 30));
        var cliente = await s.ClienteAsync(noche, Otro);
        var prestamo = await s.PrestamoAsync(cliente, 1, noche.AddHours(1), Otro);

        var senal = Assert.Single((await s.ListarAsync()).Items);

        Assert.Equal((ReglaDeSenal.AltaYPrestamo, $"{prestamo}", new DateOnly(2026, 11, 3), 1), (senal.Regla, senal.Clave, senal.Desde!.Value, senal.GrupoId));
        Assert.Equal((new NombradoDto(cliente, "Nadie P M"), prestamo, new NombradoDto(Otro, "Tina Ruiz")), (Assert.Single(senal.Clientes), Assert.Single(senal.Prestamos), senal.Usuario));
        Assert.Equal("Tina Ruiz dio de alta a Nadie P M y el mismo día le prestó $1,000.00. Su expediente no tiene teléfono ni CURP.", senal.Mensaje);
    }

    [Fact]
    public async Task AltaYPrestamo_OfAKnownPersonOrByTwoUsersOrOnTwoDays_IsNone()
    {
        await using var o = await OpenAsync();
        var s = new Seeder(o.Connection, Ahora);
        var dia = Ahora.AddDays(-10);
        var (conTelefono, conCurp) = (await s.ClienteAsync(dia, Otro), await s.ClienteAsync(dia, Otro));
        await s.TelefonoAsync(conTelefono, "+523312345678");
        await s.ExpedienteAsync(conCurp, dia, 1, ("curp", "HEGG560427MVZRRL04"));
        foreach (var (cliente, cuando, por) in new[]
        {
            (conTelefono, dia, Otro), (conCurp, dia, Otro), (await s.ClienteAsync(dia, Otro), dia, 1), (await s.ClienteAsync(dia), dia, Otro),
            (await s.ClienteAsync(dia.AddDays(-1), Otro), dia, Otro),
        })
        {
            await s.PrestamoAsync(cliente, 1, cuando, por);
        }

        Assert.Empty((await s.ListarAsync()).Items);
    }

    [Fact]
    public async Task ContactoCompartido_ByThreeOnATelephone_IsASignAndByTwoNone()
    {
        await using var o = await OpenAsync();
        var s = new Seeder(o.Connection, Ahora);
        await s.TelefonoAsync(1, "+523312345678");
        await s.TelefonoAsync(2, "+523312345678");
        await s.TelefonoAsync(3, "+523300000000");
        Assert.Empty((await s.ListarAsync()).Items);

        await s.ExpedienteAsync(4, Ahora.AddDays(-2), Otro, ("telefono", "+523312345678"));

        var senal = Assert.Single((await s.ListarAsync()).Items);
        Assert.Equal((ReglaDeSenal.ContactoCompartido, "telefono:1,2,4", "3 clientes tienen el mismo teléfono: +523312345678."), (senal.Regla, senal.Clave, senal.Mensaje));
        Assert.Equal((Otro, new DateOnly(2026, 11, 16)), (senal.Usuario!.Id, senal.Desde));
    }

    [Fact]
    public async Task ContactoCompartido_ByThreeInOneHouse_IsASignHoweverItIsWritten()
    {
        await using var o = await OpenAsync();
        var s = new Seeder(o.Connection, Ahora);
        var (cliente, otro) = (await s.ClienteAsync(Ahora), await s.ClienteAsync(Ahora));
        foreach (var (id, calle, numero, municipio) in new[]
        {
            (1, "Juárez", "12-B", "Tonalá"), (2, "JUAREZ", "12 - b", "tonala"), (3, "Juarez", "12-B", "Tonalá"),

            // Another house, none, and another postal code.
            (4, "Juárez", "12-C", "Tonalá"), (5, "Hidalgo", "S/N", "Tonalá"), (6, "Hidalgo", "S/N", "Tonalá"), (cliente, "Hidalgo", "s/n", "Tonalá"), (otro, "Juárez", "12-B", "Tonalá"),
        })
        {
            await s.ExpedienteAsync(id, Ahora, 1, ("calle", calle), ("numero", numero), ("municipio", municipio));
        }

        var senal = Assert.Single((await s.ListarAsync()).Items);

        Assert.Equal("domicilio:1,2,3", senal.Clave);
        Assert.EndsWith(", C.P. 01000.", senal.Mensaje, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CirculoDeAvales_OfPeopleOfWhomNothingIsKnown_IsOneSignForEach()
    {
        await using var o = await OpenAsync();
        var s = new Seeder(o.Connection, Ahora);
        await CirculoAsync(s, 2, 1);
        await CirculoAsync(s, 3, 5, 4, 6);

        var senales = (await s.ListarAsync()).Items;

        Assert.Equal(["1,2", "3,4,5,6"], senales.Select(x => x.Clave).Order());
        Assert.All(senales, x => Assert.Equal((ReglaDeSenal.CirculoDeAvales, x.Clientes.Count, 1), (x.Regla, x.Prestamos.Count, x.Usuario!.Id)));
        Assert.Contains("2 clientes se avalan entre sí por $2,000.00.", senales.Single(x => x.Clave == "1,2").Mensaje, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CirculoDeAvales_OpenOrWithOneWhoIsKnownOrPaidOrTooLong_IsNone()
    {
        await using var o = await OpenAsync();
        var s = new Seeder(o.Connection, Ahora);
        await CirculoAsync(s, 1, 2);
        await s.TelefonoAsync(1, "+523312345678");
        await CirculoAsync(s, 3, 4);
        await s.PrestamoAsync(3, 1, Ahora.AddDays(-200), cerrado: ("liquidado", Ahora.AddDays(-100)));
        await s.PrestamoAsync(5, 6, Ahora);
        var siete = new List<int>();
        while (siete.Count < 7)
        {
            siete.Add(await s.ClienteAsync(Ahora));
        }

        await CirculoAsync(s, [.. siete]);

        Assert.Empty((await s.ListarAsync()).Items);
    }

    [Fact]
    public async Task PagosDeGolpe_FourInAMinuteByOneUser_IsASign()
    {
        await using var o = await OpenAsync();
        var s = new Seeder(o.Connection, Ahora);
        var prestamo = await s.PrestamoAsync(1, 2, Ahora.AddDays(-60));
        await s.PagosAsync(prestamo, Otro, [.. Semanas(4).Select((f, i) => (f, Ahora.AddSeconds(20 * i)))]);

        var senal = Assert.Single((await s.ListarAsync()).Items);

        Assert.Equal((ReglaDeSenal.PagosDeGolpe, $"{prestamo}", Otro, new DateOnly(2026, 11, 18)), (senal.Regla, senal.Clave, senal.Usuario!.Id, senal.Desde!.Value));
        Assert.Equal($"Tina Ruiz registró 4 de los 4 pagos del préstamo núm. {prestamo} en menos de un minuto.", senal.Mensaje);
    }

    [Fact]
    public async Task PagosDeGolpe_OfThreeOrSlowlyOrByTwoUsersOrOnAPhoneOrOfALoanThatIsCollected_IsNone()
    {
        await using var o = await OpenAsync();
        var s = new Seeder(o.Connection, Ahora);
        var loans = new List<int>();
        for (var cliente = 1; cliente <= 6; cliente++)
        {
            loans.Add(await s.PrestamoAsync(cliente, 1 + (cliente % 5), Ahora.AddDays(-100)));
        }

        await s.TelefonoAsync(1, "+523312345678");
        var golpe = (DateTimeOffset f) => (f, Ahora);
        await s.PagosAsync(loans[0], 1, [.. Semanas(3).Select(golpe)]);
        await s.PagosAsync(loans[1], 1, [.. Semanas(4).Select((f, i) => (f, Ahora.AddSeconds(21 * i)))]);
        await s.PagosAsync(loans[2], 1, [.. Semanas(2).Select(golpe)]);
        await s.PagosAsync(loans[2], Otro, [.. Semanas(2).Select(golpe)]);
        await s.PagosAsync(loans[3], 1, [.. Semanas(4).Select(golpe)]);
        await s.PorTelefonoAsync(loans[3]);
        await s.PagosAsync(loans[4], 1, [.. Semanas(9).Skip(4).Select(f => (f, f)), .. Semanas(4).Select(golpe)]);
        await s.PagosAsync(loans[5], 1, [.. Semanas(4).Select(golpe)]);
        await TestDatabase.ExecuteAsync(o.Connection, $"""
            INSERT INTO pagos (prestamo_id, tipo, fecha_pago, monto_pagado, reversa_de, recibido_en, registrado_por, excepcion_adopcion)
            SELECT prestamo_id, 'reversa', fecha_pago, -monto_pagado, pago_id, recibido_en, 1, false FROM pagos WHERE prestamo_id = {loans[5]} ORDER BY pago_id LIMIT 1
            """);

        Assert.Empty((await s.ListarAsync(new(ReglaDeSenal.PagosDeGolpe))).Items);
    }

    [Fact]
    public async Task DiaAjeno_MostPaymentsOnASundayOfARouteOfWednesdays_IsASign()
    {
        await using var o = await OpenAsync();
        var s = new Seeder(o.Connection, Ahora);
        await WednesdayRutaAsync(s);
        var prestamo = await s.PrestamoAsync(6, 1, Ahora.AddDays(-90));
        await s.PagosAsync(prestamo, Otro, [.. Semanas(4).Select(f => f.AddDays(-3)).Concat(Semanas(3)).Select(f => (f, f))]);

        var senal = Assert.Single((await s.ListarAsync(new(ReglaDeSenal.DiaAjeno))).Items);

        Assert.Equal((ReglaDeSenal.DiaAjeno, $"{prestamo}", Otro, new DateOnly(2026, 11, 15)), (senal.Regla, senal.Clave, senal.Usuario!.Id, senal.Desde!.Value));
        Assert.Equal($"4 de los 7 pagos recientes del préstamo núm. {prestamo} son de un día en que su ruta no cobra: domingo.", senal.Mensaje);
    }

    [Fact]
    public async Task DiaAjeno_ThreeOrHalfOfThePaymentsOrBeforeTheRouteChangedItsDay_IsNone()
    {
        await using var o = await OpenAsync();
        var s = new Seeder(o.Connection, Ahora);
        await WednesdayRutaAsync(s);
        var (tres, mitad, before) = (await s.ClienteAsync(Ahora), await s.ClienteAsync(Ahora), await s.ClienteAsync(Ahora));
        foreach (var (cliente, pagos) in new (int, IEnumerable<DateTimeOffset>)[]
        {
            (tres, Semanas(3).Select(f => f.AddDays(-3))), (mitad, [.. Semanas(4).Select(f => f.AddDays(-2)), .. Semanas(4)]), (before, Semanas(5).Select(f => f.AddDays(-101))),
        })
        {
            var prestamo = await s.PrestamoAsync(cliente, 1, Ahora.AddDays(-150));
            await s.PagosAsync(prestamo, 1, [.. pagos.Select(f => (f, f))]);
        }

        Assert.Empty((await s.ListarAsync(new(ReglaDeSenal.DiaAjeno))).Items);
    }

    [Fact]
    public async Task RenovadaSinEntregar_ThreeInARow_IsASignThatStaysTheSameWithTheFourth()
    {
        await using var o = await OpenAsync();
        var s = new Seeder(o.Connection, Ahora);
        var loans = await ChainAsync(s, 1, 1000, 50, 0, 20);

        var tres = Assert.Single((await s.ListarAsync()).Items);
        Assert.Equal((ReglaDeSenal.RenovadaSinEntregar, $"{loans[0]}"), (tres.Regla, tres.Clave));
        Assert.Equal(loans[1..], tres.Prestamos);
        Assert.Equal("El préstamo se renovó 3 veces seguidas casi sin entregar efectivo: $70.00 de $3,000.00.", tres.Mensaje);

        await TestDatabase.ExecuteAsync(o.Connection, $"UPDATE prestamos SET status = 'renovado', pagado = 1400, fecha_cierre = '{Ahora:O}' WHERE prestamo_id = {loans[3]}");
        await s.PrestamoAsync(1, 2, Ahora, real: 50, renueva: loans[3]);

        var cuatro = Assert.Single((await s.ListarAsync()).Items);
        Assert.Equal((tres.Clave, 4), (cuatro.Clave, cuatro.Prestamos.Count));
    }

    [Fact]
    public async Task RenovadaSinEntregar_TwoOrWithMoneyInBetween_IsNone()
    {
        await using var o = await OpenAsync();
        var s = new Seeder(o.Connection, Ahora);
        await ChainAsync(s, 1, 1000, 50, 50);
        await ChainAsync(s, 2, 1000, 50, 51, 50, 50);

        Assert.Empty((await s.ListarAsync()).Items);
    }

    // A circle, each backed by the next.
    private static async Task CirculoAsync(Seeder s, params int[] clientes)
    {
        for (var i = 0; i < clientes.Length; i++)
        {
            await s.PrestamoAsync(clientes[i], clientes[(i + 1) % clientes.Length], Ahora.AddDays(-i));
        }
    }

    // Five clients who pay every Wednesday.
    private static async Task WednesdayRutaAsync(Seeder s)
    {
        for (var cliente = 1; cliente <= 5; cliente++)
        {
            var prestamo = await s.PrestamoAsync(cliente, 6, Ahora.AddDays(-90));
            await s.PagosAsync(prestamo, 1, [.. Semanas(10).Select(f => (f, f))]);
        }
    }

    // A loan and its renewals, with what each handed out.
    private static async Task<int[]> ChainAsync(Seeder s, int cliente, params decimal[] entregado)
    {
        List<int> loans = [];
        for (var i = 0; i < entregado.Length; i++)
        {
            var creado = Ahora.AddDays(70 * (i - entregado.Length));
            loans.Add(await s.PrestamoAsync(
                cliente, cliente + 1, creado, real: entregado[i], renueva: i == 0 ? null : loans[^1], cerrado: i == entregado.Length - 1 ? null : ("renovado", creado.AddDays(70))));
        }

        return [.. loans];
    }

    // Today's hour in the last weeks.
    private static IEnumerable<DateTimeOffset> Semanas(int cuantas) => Enumerable.Range(0, cuantas).Select(n => Ahora.AddDays(-7 * n));

    private Task<Oficina> OpenAsync() => Oficina.OpenAsync(server, new(2026, 11, 18), new(12, 0));
}
