using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Verificacion;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>The domain services on one database and one clock; each operation has its own DbContext, as requests do.</summary>
/// <param name="connection">The database.</param>
/// <param name="clock">The office's clock.</param>
/// <param name="borrowed">The same database, where it is to be given back.</param>
internal sealed class Oficina(string connection, FakeTimeProvider clock, BorrowedDatabase? borrowed = null) : IAsyncDisposable
{
    public const int AdminId = 1;

    private static readonly TimeZoneInfo Mexico = TimeZoneInfo.FindSystemTimeZoneById("America/Mexico_City");

    public static readonly CurrentUser Admin = Como(AdminId, RolId.Admin);

    public string Connection => connection;

    public DateTimeOffset Ahora => clock.GetUtcNow();

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Ahora, Mexico).DateTime);

    public static CurrentUser Como(int usuarioId, RolId rol) => new(usuarioId, Guid.NewGuid(), rol, Enum.GetValues<AccionId>().ToHashSet());

    /// <summary>The seeded group 1 with a titular (of one surname, and deactivated) and six clients, at an hour of Mexico City.</summary>
    public static async Task<Oficina> OpenAsync(TestServer server, DateOnly dia, TimeOnly hora)
    {
        var database = await server.BorrowAsync();
        await TestDatabase.ExecuteAsync(database.Connection, """
            INSERT INTO usuarios (id, nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            VALUES (1, 'N', 'P', 'M', 'admin', '', 6, true, false), (2, 'Tina', 'Ruiz', '', 'titular', '', 2, false, false);
            UPDATE grupos SET usuario_id_titular = 2 WHERE grupo_id = 1;
            INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            SELECT 'N' || n, 'P', 'M', 'C', '01000', 'I', 'viudo', 0, 'rentada', true, 1 FROM generate_series(1, 6) n
            """);
        return new(database.Connection, new FakeTimeProvider(Instante(dia, hora)), database);
    }

    /// <summary>The instant at which clocks in Mexico City show this.</summary>
    public static DateTimeOffset Instante(DateOnly dia, TimeOnly hora)
    {
        var local = dia.ToDateTime(hora);
        return new DateTimeOffset(local, Mexico.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>Moves the clock forward to an hour of Mexico City.</summary>
    public void GoTo(DateOnly dia, TimeOnly hora) => clock.SetUtcNow(Instante(dia, hora));

    public static PrestamoRequest Prestamo(int clienteId, int avalId, int tipoId, decimal monto, DateOnly? inicio = null) => new()
    {
        ClienteId = Optional<int?>.Of(clienteId),
        AvalId = Optional<int?>.Of(avalId),
        TipoPrestamoId = Optional<int?>.Of(tipoId),
        MontoPrestamo = Optional<NumberText>.Of(new(Text(monto))),
        FechaInicio = inicio is { } dia ? Optional<string>.Of(Text(dia)) : default,
    };

    public static PagoRequest Pago(int prestamoId, decimal monto, string? fecha = null) => new()
    {
        PrestamoId = Optional<int?>.Of(prestamoId),
        MontoPagado = Optional<NumberText>.Of(new(Text(monto))),
        FechaPago = fecha is null ? default : Optional<string>.Of(fecha),
    };

    public static string Text(decimal monto) => monto.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Text(DateOnly dia) => dia.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <returns>The ids of the loans, in the order of the rows.</returns>
    public Task<int[]> ConcederAsync(params IReadOnlyCollection<PrestamoRequest> filas) => PrestamosAsync(async s =>
        (await s.CrearLoteAsync(RequestContext.SystemFor(Admin), [.. filas.Select(f => new Fila<PrestamoRequest>(f, null, null))], CancellationToken.None)).Select(p => p.PrestamoId).ToArray());

    /// <returns>The ids of the payments, in the order of the rows.</returns>
    public Task<int[]> PagarAsync(params IReadOnlyCollection<PagoRequest> filas) => PagosAsync(async s =>
        (await s.RegistrarAsync(RequestContext.SystemFor(Admin), [.. filas.Select(f => new Fila<PagoRequest>(f, null, null))], CancellationToken.None)).Select(p => p.Id).ToArray());

    public Task ReversarAsync(int pagoId) => PagosAsync(async s =>
    {
        await s.ReversarAsync(RequestContext.SystemFor(Admin), pagoId, new ReversaRequest(), CancellationToken.None);
        return 0;
    });

    public Task CorregirAsync(int pagoId, PagoRequest cambios) => PagosAsync(s => s.CorregirAsync(RequestContext.SystemFor(Admin), pagoId, cambios, CancellationToken.None));

    public Task MoverInicioAsync(int prestamoId, DateOnly inicio) => PrestamosAsync(async s =>
    {
        await s.EditarAsync(RequestContext.SystemFor(Admin), prestamoId, new PrestamoRequest { FechaInicio = Optional<string>.Of(Text(inicio)) }, CancellationToken.None);
        return 0;
    });

    public Task EliminarAsync(int prestamoId) => PrestamosAsync(async s =>
    {
        await s.EliminarAsync(RequestContext.SystemFor(Admin), prestamoId, CancellationToken.None);
        return 0;
    });

    public async Task<IReadOnlyList<SemanaCerradaDto>> CerrarAsync()
    {
        await using var db = TestDatabase.Context(connection);
        return await new VerificacionService(db, new UnitOfWork(db, TimeProvider.System), clock).CerrarPendientesAsync(RequestContext.System(), CancellationToken.None);
    }

    /// <summary>Declares a week without collection.</summary>
    /// <returns>The declaration's id.</returns>
    public async Task<int> DeclararAsync(DateOnly lunes, int? ruta = null, int? grupo = null)
    {
        await using var db = TestDatabase.Context(connection);
        var semanas = new SemanaSinCobranzaService(db, new UnitOfWork(db, clock), clock);
        return (await semanas.DeclararAsync(
            RequestContext.SystemFor(Admin),
            new()
            {
                Semana = Optional<string>.Of(Text(lunes)),
                RutaId = Optional<int?>.Of(ruta),
                GrupoId = Optional<int?>.Of(grupo),
                Motivo = Optional<string>.Of("Fiestas"),
            },
            CancellationToken.None)).Declarada.Id;
    }

    public async Task QuitarAsync(int declaracion)
    {
        await using var db = TestDatabase.Context(connection);
        await new SemanaSinCobranzaService(db, new UnitOfWork(db, clock), clock).QuitarAsync(RequestContext.SystemFor(Admin), declaracion, CancellationToken.None);
    }

    /// <summary>A request of a user, at the office's instant.</summary>
    public RequestContext Request(CurrentUser user) => RequestContext.SystemFor(user, clock.GetUtcNow());

    /// <summary>Runs a report, which is always a single statement.</summary>
    public Task<T> ReporteAsync<T>(Func<ReporteService, Task<T>> question) => AskAsync(db => question(new(db, new(db))));

    /// <inheritdoc cref="ReporteAsync{T}"/>
    public Task<T> CobranzaAsync<T>(Func<CobranzaService, Task<T>> question) => AskAsync(db => question(new(new ReadDatabase(db))));

    /// <inheritdoc cref="ReporteAsync{T}"/>
    public Task<T> HojaAsync<T>(Func<HojaService, Task<T>> question) => AskAsync(db => question(new(db, new(TestServer.Options(connection)))));

    public async Task<IReadOnlyList<FilaDeReporteDto>> FilasAsync(CurrentUser currentUser, DateOnly? dia = null) =>
        (await ReporteAsync(s => s.GeneralAsync(Request(currentUser), dia, new PageRequest(1, PageRequest.MaxPerPage), CancellationToken.None))).Items;

    public Task<TotalesDto> TotalesAsync(CurrentUser currentUser, DateOnly? dia = null) => ReporteAsync(s => s.TotalesAsync(Request(currentUser), dia, CancellationToken.None));

    public Task<IReadOnlyList<PrestamoSinCobrarDto>> PorCobrarAsync(CurrentUser currentUser, ReporteFilter filter) => AllAsync(async page =>
        (await CobranzaAsync(s => s.PorCobrarAsync(Request(currentUser), filter, new(), page, CancellationToken.None))).Prestamos);

    /// <summary>All pages of a list.</summary>
    public static async Task<IReadOnlyList<T>> AllAsync<T>(Func<PageRequest, Task<Page<T>>> ask)
    {
        List<T> all = [];
        Page<T> page;
        do
        {
            page = await ask(new(1 + (all.Count / PageRequest.MaxPerPage), PageRequest.MaxPerPage));
            all.AddRange(page.Items);
        }
        while (all.Count < page.Total);
        return all;
    }

    /// <inheritdoc cref="ReporteAsync{T}"/>
    public async Task<T> AskAsync<T>(Func<ProsmexDbContext, Task<T>> question)
    {
        var counter = new StatementCounter();
        await using var db = TestDatabase.Context(connection, counter);
        var response = await question(db);
        Assert.Equal(1, counter.Count);
        return response;
    }

    public ValueTask DisposeAsync() => borrowed?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<T> PrestamosAsync<T>(Func<PrestamoService, Task<T>> work)
    {
        await using var db = TestDatabase.Context(connection);
        return await work(new PrestamoService(db, new UnitOfWork(db, clock), TestServer.Options(connection)));
    }

    private async Task<T> PagosAsync<T>(Func<PagoService, Task<T>> work)
    {
        await using var db = TestDatabase.Context(connection);
        return await work(new PagoService(db, new UnitOfWork(db, clock)));
    }
}
