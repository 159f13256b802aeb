using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Verificacion;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Verificacion;

/// <summary>Two groups with four loans, one of them paid in full; the week before the running one is closed.</summary>
internal sealed class OficinaDeCifras(Cartera cartera, int prestamo, int pago, int otro, int liquidacion) : IAsyncDisposable
{
    public Cartera Cartera => cartera;

    /// <summary>Of client 1 in group 1.</summary>
    public int Prestamo => prestamo;

    public static async Task<OficinaDeCifras> NuevaAsync(TestServer server)
    {
        var cartera = await Cartera.NuevaAsync(server, Cartera.Hora("2026-11-04"));
        await TestDatabase.ExecuteAsync(cartera.Connection, """
            INSERT INTO bono (monto, entrega_min, entrega_max, fallas) VALUES (11.5, 0, 40, 9);
            DELETE FROM grupos g WHERE NOT EXISTS (SELECT FROM clientes_avales c WHERE c.grupo_id = g.grupo_id);
            INSERT INTO grupos (grupo_id, nombre_grupo, ruta_id) OVERRIDING SYSTEM VALUE VALUES (2, 'Dos', 1)
            """);
        await cartera.MudarAsync(3, 2);
        var prestamo = await cartera.PrestarAsync(1, "2026-11-04");
        var otro = await cartera.PrestarAsync(2, "2026-11-04");
        await cartera.MudarAsync(5, 2);
        await cartera.PrestarAsync(3, "2026-11-04", aval: 5);
        var pagado = await cartera.PrestarAsync(6, "2026-11-04");
        cartera.Advance("2026-11-07");
        var liquidacion = await cartera.CobrarAsync(pagado, 1200, "2026-11-07");
        await cartera.CerrarAsync(CifrasGuardadasTests.Today);
        var pago = await cartera.CobrarAsync(prestamo, 20, $"{CifrasGuardadasTests.Today} 09:00");
        return new(cartera, prestamo, pago, otro, liquidacion);
    }

    public Task CambiarAsync(string cambio, int declarada) => cambio switch
    {
        "payment" => cartera.CobrarAsync(prestamo, 30, CifrasGuardadasTests.Today),
        "batch" => cartera.CobrarAsync((prestamo, 30, Cartera.Hora(CifrasGuardadasTests.Today)), (otro, 40, Cartera.Hora(CifrasGuardadasTests.Today))),
        "payment of a closed week" => cartera.CobrarAsync(prestamo, 400, "2026-11-06"),
        "reversal" => cartera.ReversarAsync(pago),
        "reversal that opens a loan again" => cartera.ReversarAsync(liquidacion),
        "loan of a closed week" => cartera.PrestarAsync(4, "2026-11-06"),
        "declared closed week" => cartera.DeclararAsync("2026-11-06", grupo: 1),
        "correction to a closed week" => cartera.CorregirAsync(pago, 20, Cartera.Hora("2026-11-06")),
        "loan" => cartera.PrestarAsync(4, CifrasGuardadasTests.Today),
        "renewal" => RenewAsync(),
        "another amount" => cartera.CambiarMontoAsync(otro, 1100),
        "another start" => cartera.MoverAsync(otro, CifrasGuardadasTests.Today),
        "loan deleted" => cartera.EliminarAsync(otro),
        "move" => cartera.MudarAsync(1, 2),
        "move and back" => MoveAndBackAsync(),
        "declared week" => cartera.DeclararAsync(CifrasGuardadasTests.Today, grupo: 1),
        "declaration taken back" => cartera.QuitarAsync(declarada),
        _ => throw new ArgumentOutOfRangeException(nameof(cambio), cambio, null),
    };

    public async Task<int> RefreshAsync()
    {
        await using var db = TestDatabase.Context(cartera.Connection);
        return await new CifrasService(db, new(db, cartera.Clock), cartera.Clock).RefreshAsync(RequestContext.System(), TestContext.Current.CancellationToken);
    }

    /// <summary>All reports of groups, as their answers would show them.</summary>
    public async Task<string> ReportesAsync() => $"{await ReportesAsync(null)}\n{await ReportesAsync("2026-11-06")}\n{await TotalsOfListsAsync()}";

    public async Task<(int Prestamos, int Pagos)> TotalsOfListsAsync()
    {
        await using var db = TestDatabase.Context(cartera.Connection);
        return (
            (await new PrestamoQueries(db, new ReadDatabase(db)).ListarAsync(Context(), new(null, null, null), new(1, 1), TestContext.Current.CancellationToken)).Total,
            (await new PagoQueries(db, new ReadDatabase(db)).ListarAsync(Context(), new(null, null, null, null), new(1, 1), TestContext.Current.CancellationToken)).Total);
    }

    public async Task<string> ReportesAsync(string? semana)
    {
        DateOnly? dia = semana is null ? null : Cartera.Dia(semana);
        await using var db = TestDatabase.Context(cartera.Connection);
        var (context, token) = (Context(), TestContext.Current.CancellationToken);
        var (reportes, cobranza) = (new ReporteService(db, new ReadDatabase(db)), new CobranzaService(new ReadDatabase(db)));
        return System.Text.Json.JsonSerializer.Serialize<object?[]>([
            (await reportes.GeneralAsync(context, dia, new(1, 10), token)).Items,
            await reportes.TotalesAsync(context, dia, token),
            await reportes.SobranteTotalAsync(context, token),
            (await cobranza.GruposAsync(context, new(dia), new(1, 10), token)).Items,
            await cobranza.RutasAsync(context, new(dia), token),
            await cobranza.TendenciaAsync(context, new(dia), 3, token),
            (await cobranza.ComparacionAsync(context, new(dia), 3, Comparados.Grupo, OrdenDeComparacion.Nombre, new(1, 10), token)).Items,
        ]);
    }

    /// <summary>The same where nothing is kept.</summary>
    public async Task<string> WithoutKeptAsync()
    {
        await using var db = TestDatabase.Context(cartera.Connection);
        await TestDatabase.ExecuteAsync(cartera.Connection, "CREATE TABLE quitadas AS TABLE cifras_guardadas; DELETE FROM cifras_guardadas");
        var calculado = await ReportesAsync();
        await TestDatabase.ExecuteAsync(cartera.Connection, "INSERT INTO cifras_guardadas TABLE quitadas; DROP TABLE quitadas");
        return calculado;
    }

    public async Task<(decimal Ideal, decimal Sobrante)> IdealAndSobranteAsync()
    {
        await using var db = TestDatabase.Context(cartera.Connection);
        var reportes = new ReporteService(db, new ReadDatabase(db));
        return (
            (await reportes.TotalesAsync(Context(), null, TestContext.Current.CancellationToken)).TotalCobranzaIdeal,
            await reportes.SobranteTotalAsync(Context(), TestContext.Current.CancellationToken));
    }

    public async Task<decimal> IdealAsync(string dia)
    {
        await using var db = TestDatabase.Context(cartera.Connection);
        return (await new ReporteService(db, new ReadDatabase(db)).TotalesAsync(Context(), Cartera.Dia(dia), TestContext.Current.CancellationToken)).TotalCobranzaIdeal;
    }

    public async Task<IReadOnlyList<SemanaDeTendenciaDto>> TendenciaAsync()
    {
        await using var db = TestDatabase.Context(cartera.Connection);
        return await new CobranzaService(new ReadDatabase(db)).TendenciaAsync(Context(), new(null), 3, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => cartera.DisposeAsync();

    private RequestContext Context() => RequestContext.SystemFor(Cartera.Admin, cartera.Clock.GetUtcNow());

    // Allowed after a paid week.
    private async Task RenewAsync()
    {
        await cartera.CobrarAsync(prestamo, 380, CifrasGuardadasTests.Today);
        await cartera.PrestarAsync(1, CifrasGuardadasTests.Today, 2000);
    }

    // On one day the membership between is overwritten: nothing but the triggers tells that group 2 changed twice.
    private async Task MoveAndBackAsync()
    {
        await cartera.MudarAsync(1, 2);
        await RefreshAsync();
        await cartera.MudarAsync(1, 1);
        await cartera.CobrarAsync(prestamo, 1, CifrasGuardadasTests.Today);
    }
}
