using Prosmex.Domain.Common;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Prestamos;

/// <summary>All or nothing: rejected batches leave no trace, and undone loans leave none either.</summary>
[Trait("Kind", "Integration")]
public sealed class LotesTests(TestServer server)
{
    [Fact]
    public async Task LoteDePrestamos_BadLastFila_LeavesNoTrace()
    {
        await using var o = await Oficina.OpenAsync(server, 5);
        await o.PrestarYCobrarAsync(Oficina.Solicitud(2, 1000), 9);
        await o.PrestarYCobrarAsync(Oficina.Solicitud(3, 1000), 8);
        var before = await o.SnapshotAsync();

        // Each on its own, row 0 is a valid grant and row 1 a valid renewal.
        PrestamoRequest[] buenas = [Oficina.Solicitud(1, 500), Oficina.Solicitud(2, 2000)];
        foreach (var (mala, codigo) in new[]
        {
            (Oficina.Solicitud(3, 2000), "prestamo.no_renovable"),
            (Oficina.Solicitud(1, 500), "prestamo.no_renovable"),
            (Oficina.Solicitud(2, 2000), "prestamo.no_renovable"),
            (Oficina.Solicitud(99, 500), "cliente.no_encontrado"),
            (Oficina.Solicitud(4, 500, aval: 99), "aval.no_encontrado"),
            (Oficina.Solicitud(4, 500, aval: 4), "prestamo.aval_no_admitido"),
            (Oficina.Solicitud(4, 500, tipo: 2), "tipo_prestamo.no_encontrado"),
            (Oficina.Solicitud(4, 500, inicio: "2026-11-20"), "solicitud.invalida"),
            (Oficina.Solicitud(4, 0), "solicitud.invalida"),
        })
        {
            var ex = await Assert.ThrowsAsync<DominioException>(() => o.PrestarLoteAsync([.. buenas, mala]));
            Assert.Equal("prestamo.lote_rechazado", ex.Error.Codigo);
            Assert.Equal([(2, codigo)], ex.Error.Filas!.Select(f => (f.Index, f.Codigo)));
            Assert.Equal(before, await o.SnapshotAsync());
        }

        Assert.Equal(2, (await o.PrestarLoteAsync(buenas)).Length);
        await o.AssertInvariantsAsync();
    }

    [Fact]
    public async Task LoteDePagos_BadFilas_LeavesNoTraceAndNamesThemAll()
    {
        await using var o = await Oficina.OpenAsync(server, 4);
        var uno = await o.PrestarAsync(Oficina.Solicitud(1, 1000));
        var dos = await o.PrestarAsync(Oficina.Solicitud(2, 1000));
        var before = await o.SnapshotAsync();

        // Each row is judged on the good ones before it: 1400 in all, 1000 taken by row 0.
        var ex = await Assert.ThrowsAsync<DominioException>(() => o.PagarAsync(
            [Oficina.Cobro(uno, 1000), Oficina.Cobro(uno, 400.01m), Oficina.Cobro(uno, 400), Oficina.Cobro(uno, 0), Oficina.Cobro(99, 1), Oficina.Cobro(dos, 1, "2026-11-19")]));
        Assert.Equal(
            [(1, "pago.excede_restante"), (3, "prestamo.cerrado"), (4, "prestamo.no_encontrado"), (5, "pago.fecha_futura")],
            ex.Error.Filas!.Select(f => (f.Index, f.Codigo)));
        Assert.Equal((ex.Error.Filas![0].Codigo, $"No se registró ningún pago; revise el renglón 2. {ex.Error.Filas[0].Error}"), (ex.Error.Codigo, ex.Error.Mensaje));
        Assert.Equal(before, await o.SnapshotAsync());

        var pagos = await o.PagarAsync([Oficina.Cobro(uno, 1000), Oficina.Cobro(dos, 1), Oficina.Cobro(uno, 400)]);
        Assert.Equal([(uno, 0m), (dos, 1399m), (uno, 0m)], pagos.Select(p => (p.Prestamo.PrestamoId, p.Prestamo.MontoRestante)));
        await o.AssertInvariantsAsync();
    }

    [Fact]
    public async Task Renovacion_Refused_LeavesNoTrace()
    {
        await using var o = await Oficina.OpenAsync(server, 3);
        var old = await o.PrestarYCobrarAsync(Oficina.Solicitud(1, 1000), 9);
        var before = await o.SnapshotAsync();
        foreach (var (mala, codigo) in new[]
        {
            (Oficina.Solicitud(1, 499.99m), "prestamo.no_cubre_saldo"),
            (Oficina.Solicitud(1, 2000, inicio: "1999-12-31"), "solicitud.invalida"),
            (Oficina.Solicitud(1, 2000, aval: 1), "prestamo.aval_no_admitido"),
            (Oficina.Solicitud(1, 2000, tipo: 99), "tipo_prestamo.no_encontrado"),
        })
        {
            Assert.Equal(codigo, await Oficina.CodigoAsync(() => o.PrestarAsync(mala)));
            Assert.Equal(before, await o.SnapshotAsync());
        }

        // Refused by the database itself, after the settlement was written.
        await TestDatabase.ExecuteAsync(o.Connection, "ALTER TABLE prestamos ADD CONSTRAINT ck_de_prueba CHECK (monto_prestamo <> 777)");
        await Assert.ThrowsAnyAsync<Exception>(() => o.PrestarAsync(Oficina.Solicitud(1, 777)));
        Assert.Equal(before, await o.SnapshotAsync());
        Assert.Equal(StatusPrestamo.Activo, (await o.VerAsync(old)).Status);
    }

    [Fact]
    public async Task Renovacion_Deleted_RestoresThePreviousPrestamo()
    {
        await using var o = await Oficina.OpenAsync(server, 3);
        var old = await o.PrestarYCobrarAsync(Oficina.Solicitud(1, 1000), 9);
        var before = await FilasAsync(o);
        var visto = await o.VerAsync(old);

        // Twice: the settlement of the first time stays in the ledger, undone.
        for (var vez = 1; vez <= 2; vez++)
        {
            var nuevo = await o.PrestarAsync(Oficina.Solicitud(1, 2000));
            Assert.Equal("prestamo.renovado", await Oficina.CodigoAsync(() => o.EliminarAsync(old)));
            await o.AssertInvariantsAsync();
            await o.EliminarAsync(nuevo);
            Assert.Equal(before, await FilasAsync(o));
            Assert.Equal(visto, await o.VerAsync(old));
            await o.AssertInvariantsAsync();
            Assert.Equal(2L * vez, await o.ValueAsync<long>("SELECT count(*) FROM pagos WHERE tipo = 'liquidacion_por_renovacion' OR motivo = 'Se eliminó la renovación.'"));
        }

        await o.PagarAsync(old, 500);
        Assert.Equal(StatusPrestamo.Liquidado, (await o.VerAsync(old)).Status);
    }

    [Fact]
    public async Task Renovacion_WithAReversedPago_IsNotDeleted()
    {
        await using var o = await Oficina.OpenAsync(server, 3);
        await o.PrestarYCobrarAsync(Oficina.Solicitud(1, 1000), 9);
        var nuevo = await o.PrestarAsync(Oficina.Solicitud(1, 2000));
        await o.ReversarAsync(await o.PagarAsync(nuevo, 10));
        var before = await o.SnapshotAsync();
        Assert.Equal("prestamo.con_pagos", await Oficina.CodigoAsync(() => o.EliminarAsync(nuevo)));
        Assert.Equal(before, await o.SnapshotAsync());
    }

    [Fact]
    public async Task Correccion_Refused_LeavesNoTrace()
    {
        await using var o = await Oficina.OpenAsync(server, 3);
        var primero = await o.PrestarAsync(Oficina.Solicitud(1, 1000));
        var pago = await o.PagarAsync(primero, 1400);
        await o.PrestarAsync(Oficina.Solicitud(1, 1000));
        var before = await o.SnapshotAsync();
        Assert.Equal("pago.excede_restante", await Oficina.CodigoAsync(() => o.CorregirAsync(pago, 1400.01m)));
        Assert.Equal("pago.prestamo_posterior_abierto", await Oficina.CodigoAsync(() => o.CorregirAsync(pago, 1399.99m)));
        Assert.Equal("pago.prestamo_posterior_abierto", await Oficina.CodigoAsync(() => o.ReversarAsync(pago)));
        Assert.Equal(before, await o.SnapshotAsync());

        // The same amount again reopens nothing.
        Assert.Equal(StatusPrestamo.Liquidado, (await o.CorregirAsync(pago, 1400)).Prestamo.Status);
        Assert.Equal("pago.ya_reversado", await Oficina.CodigoAsync(() => o.CorregirAsync(pago, 1400)));
        Assert.Equal("pago.ya_reversado", await Oficina.CodigoAsync(() => o.ReversarAsync(pago)));
        await o.AssertInvariantsAsync();
    }

    [Fact]
    public async Task Correccion_DateOfTheSettlingPago_ClosesWithTheLastRemainingMoney()
    {
        await using var o = await Oficina.OpenAsync(server, 2);
        var id = await o.PrestarAsync(Oficina.Solicitud(1, 1000, inicio: "2026-11-02"));
        var pagos = await o.PagarAsync([Oficina.Cobro(id, 700, "2026-11-12"), Oficina.Cobro(id, 700, "2026-11-16")]);
        await o.CorregirAsync(pagos[1].Id, 700, "2026-11-09");
        Assert.Equal("2026-11-12", await o.ValueAsync<string>("SELECT (fecha_cierre AT TIME ZONE 'America/Mexico_City')::date::text FROM prestamos"));
        await o.AssertInvariantsAsync();
    }

    private static Task<string> FilasAsync(Oficina o) =>
        o.ValueAsync<string>("SELECT string_agg(p::text, E'\\n' ORDER BY prestamo_id) FROM prestamos p");
}
