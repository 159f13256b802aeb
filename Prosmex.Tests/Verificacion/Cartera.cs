using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Verificacion;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Verificacion;

/// <summary>Loans in a separate database, changed through the services; each call has its own DbContext.</summary>
/// <param name="connection">The database.</param>
/// <param name="ahora">Where the clock begins.</param>
/// <param name="borrowed">The same database, where it is to be given back.</param>
internal sealed class Cartera(string connection, DateTimeOffset ahora, BorrowedDatabase? borrowed = null) : IAsyncDisposable
{
    /// <summary>Three weeks of 40 % and 20 % interest: a nominal 1000 owes 400 a week.</summary>
    public const int ThreeSemanas = 100;

    /// <summary>Who everything is registered by.</summary>
    public static readonly CurrentUser Admin = new(1, Guid.NewGuid(), RolId.Admin, new HashSet<AccionId>(Enum.GetValues<AccionId>()));

    public string Connection => connection;

    public FakeTimeProvider Clock { get; } = new(ahora);

    /// <summary>A database with a collector, a product of three weeks, and clients 1 to <paramref name="clientes"/>.</summary>
    public static async Task<Cartera> NuevaAsync(TestServer server, DateTimeOffset ahora, int clientes = 8)
    {
        var database = await server.BorrowAsync();
        await TestDatabase.ExecuteAsync(database.Connection, $"""
            INSERT INTO usuarios (id, nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            OVERRIDING SYSTEM VALUE VALUES (1, 'N', 'P', 'M', 'registra', 'x', 2, true, false);
            SELECT setval(pg_get_serial_sequence('usuarios', 'id'), 1);
            INSERT INTO tipos_prestamo (tipo_prestamo_id, nombre, numero_semanas, porcentaje_semanal, interes, incumplimientos_tolerados, pena_incumplimiento, limite_penalizaciones)
            OVERRIDING SYSTEM VALUE VALUES ({ThreeSemanas}, 'Tres semanas', 3, 0.4, 0.2, 1, 1, 1);
            INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            SELECT 'N' || n, 'P', 'M', 'C', '01000', 'I', 'viudo', 0, 'rentada', true, 1 FROM generate_series(1, {clientes}) n
            """);
        return new(database.Connection, ahora, database);
    }

    public ValueTask DisposeAsync() => borrowed?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A clock hour of Mexico City, written as <c>2026-11-15 23:59:59.999</c>; a mere day is its noon.</summary>
    public static DateTimeOffset Hora(string hora) => HoraMexico.Instante(DateTime.Parse(
        hora.Length == 10 ? $"{hora} 12:00" : hora, CultureInfo.InvariantCulture));

    public static DateOnly Dia(string dia) => DateOnly.ParseExact(dia, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public void Advance(string hora) => Advance(Hora(hora));

    public void Advance(DateTimeOffset instante)
    {
        if (instante > Clock.GetUtcNow())
        {
            Clock.SetUtcNow(instante);
        }
    }

    /// <summary>Grants a loan; one for a client with an open loan is a renewal, allowed after one week.</summary>
    public Task<int> PrestarAsync(int cliente, string inicio, decimal monto = 1000, int tipo = ThreeSemanas, int? aval = null) => ConAsync((db, unitOfWork) =>
        Prestamos(db, unitOfWork).CrearAsync(
            RequestContext.SystemFor(Admin),
            new()
            {
                ClienteId = Optional<int?>.Of(cliente),
                AvalId = Optional<int?>.Of(aval ?? (cliente == 1 ? 2 : 1)),
                TipoPrestamoId = Optional<int?>.Of(tipo),
                MontoPrestamo = Monto(monto),
                FechaInicio = Optional<string>.Of(inicio),
            },
            CancellationToken.None));

    public Task MoverAsync(int prestamo, string inicio) => ConAsync(async (db, unitOfWork) =>
    {
        await Prestamos(db, unitOfWork).EditarAsync(RequestContext.SystemFor(Admin), prestamo, new() { FechaInicio = Optional<string>.Of(inicio) }, CancellationToken.None);
        return 0;
    });

    public Task CambiarMontoAsync(int prestamo, decimal monto) => ConAsync(async (db, unitOfWork) =>
    {
        await Prestamos(db, unitOfWork).EditarAsync(RequestContext.SystemFor(Admin), prestamo, new() { MontoPrestamo = Monto(monto) }, CancellationToken.None);
        return 0;
    });

    public Task EliminarAsync(int prestamo) => ConAsync(async (db, unitOfWork) =>
    {
        await Prestamos(db, unitOfWork).EliminarAsync(RequestContext.SystemFor(Admin), prestamo, CancellationToken.None);
        return 0;
    });

    /// <summary>Collects at a clock hour of Mexico City.</summary>
    /// <returns>The payment's id.</returns>
    public Task<int> CobrarAsync(int prestamo, decimal monto, string hora) => CobrarAsync(prestamo, monto, Hora(hora));

    public async Task<int> CobrarAsync(int prestamo, decimal monto, DateTimeOffset fecha) => (await CobrarAsync((prestamo, monto, fecha)))[0];

    /// <summary>Collects several in one batch.</summary>
    public Task<IReadOnlyList<int>> CobrarAsync(params (int Prestamo, decimal Monto, DateTimeOffset Fecha)[] filas) => ConAsync(async (db, unitOfWork) =>
    {
        var solicitudes = filas.Select(f => new Fila<PagoRequest>(Cobro(f.Prestamo, f.Monto, f.Fecha), null, null));
        var pagos = await Pagos(db, unitOfWork).RegistrarAsync(RequestContext.SystemFor(Admin), [.. solicitudes], CancellationToken.None);
        return (IReadOnlyList<int>)[.. pagos.Select(p => p.Id)];
    });

    /// <summary>The request of a collection.</summary>
    public static PagoRequest Cobro(int prestamo, decimal monto, DateTimeOffset fecha) => new()
    {
        PrestamoId = Optional<int?>.Of(prestamo),
        MontoPagado = Monto(monto),
        FechaPago = Optional<string>.Of(fecha.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
    };

    public Task ReversarAsync(int pago) => ConAsync(async (db, unitOfWork) =>
    {
        await Pagos(db, unitOfWork).ReversarAsync(RequestContext.SystemFor(Admin), pago, new(), CancellationToken.None);
        return 0;
    });

    /// <returns>The new payment's id.</returns>
    public Task<int> CorregirAsync(int pago, decimal monto, DateTimeOffset fecha) => ConAsync(async (db, unitOfWork) => (await Pagos(db, unitOfWork).CorregirAsync(
        RequestContext.SystemFor(Admin),
        pago,
        new() { MontoPagado = Monto(monto), FechaPago = Optional<string>.Of(fecha.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)) },
        CancellationToken.None)).Id);

    /// <summary>Declares the week of a day without collection: for a route, a group, or all.</summary>
    public async Task<(int Id, CambiosDeSemanaDto Cambios)> DeclararAsync(string dia, int? ruta = null, int? grupo = null)
    {
        var (declarada, cambios) = await ConAsync((db, unitOfWork) => Semanas(db, unitOfWork).DeclararAsync(
            RequestContext.SystemFor(Admin),
            new()
            {
                Semana = Optional<string>.Of(dia),
                RutaId = ruta is { } r ? Optional<int?>.Of(r) : default,
                GrupoId = grupo is { } g ? Optional<int?>.Of(g) : default,
                Motivo = Optional<string>.Of("Fiestas"),
            },
            CancellationToken.None));
        return (declarada.Id, cambios);
    }

    public Task<CambiosDeSemanaDto> QuitarAsync(int declaracion) =>
        ConAsync((db, unitOfWork) => Semanas(db, unitOfWork).QuitarAsync(RequestContext.SystemFor(Admin), declaracion, CancellationToken.None));

    /// <summary>The client is in another group from now on.</summary>
    public Task MudarAsync(int cliente, int grupo) => ConAsync(async (db, unitOfWork) =>
    {
        await new ClienteService(db, unitOfWork).EditarAsync(
            RequestContext.SystemFor(Admin), cliente, new() { GrupoId = Optional<int?>.Of(grupo) }, CancellationToken.None);
        return 0;
    });

    /// <summary>Closes the weeks that have ended by the clock.</summary>
    public Task<IReadOnlyList<SemanaCerradaDto>> CerrarAsync() => ConAsync((db, unitOfWork) =>
        new VerificacionService(db, unitOfWork, Clock).CerrarPendientesAsync(RequestContext.System(), CancellationToken.None));

    /// <summary>Closes at a clock hour of Mexico City.</summary>
    public Task<IReadOnlyList<SemanaCerradaDto>> CerrarAsync(string hora)
    {
        Advance(hora);
        return CerrarAsync();
    }

    public Task<Page<SemanaCerradaDto>> ListarAsync(int page, int perPage) => ConAsync((db, unitOfWork) =>
        new VerificacionService(db, unitOfWork, Clock).ListarAsync(new(page, perPage), CancellationToken.None));

    /// <summary>The weeks closed, oldest first.</summary>
    public async Task<IReadOnlyList<DateOnly>> SemanasAsync() => [.. await FilasAsync("SELECT semana FROM semana_cierre ORDER BY semana", r => r.GetFieldValue<DateOnly>(0))];

    /// <summary>The whole table of faltas without ids.</summary>
    public Task<List<TestFalta>> FaltasAsync() => FilasAsync(
        "SELECT prestamo_id, fecha, monto_abonado FROM falta ORDER BY prestamo_id, fecha", r => new TestFalta(r.GetInt32(0), r.GetFieldValue<DateOnly>(1), r.GetDecimal(2)));

    /// <summary>The Sundays and amounts of a loan's faltas, as <c>2026-11-15 0.00</c>.</summary>
    public async Task<string[]> FaltasAsync(int prestamo) =>
        [.. (await FaltasAsync()).Where(f => f.PrestamoId == prestamo).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Domingo:yyyy-MM-dd} {f.MontoAbonado:0.00}"))];

    public Task<List<(int Prestamo, string Status)>> StatusAsync() =>
        FilasAsync("SELECT prestamo_id, status FROM prestamos ORDER BY prestamo_id", r => (r.GetInt32(0), r.GetString(1)));

    public async Task<string> StatusAsync(int prestamo) => (await StatusAsync()).Single(p => p.Prestamo == prestamo).Status;

    /// <summary>The faltas and the status of every loan are those of the recount from the raw rows, and the program's own cuadre finds nothing.</summary>
    public async Task CuadrarAsync()
    {
        var semanas = await FilasAsync("SELECT semana, adoptada FROM semana_cierre", r => (Semana: r.GetFieldValue<DateOnly>(0), Adoptada: r.GetBoolean(1)));
        DateOnly? cerrada = semanas.Count == 0 ? null : semanas.Max(s => s.Semana);
        DateOnly? adoptada = semanas.Exists(s => s.Adoptada) ? semanas.Where(s => s.Adoptada).Max(s => s.Semana) : null;
        var prestamos = await PrestamosAsync();
        Assert.Equal(prestamos.SelectMany(p => p.Faltas(cerrada, adoptada)), await FaltasAsync());
        Assert.Equal(prestamos.Select(p => (p.PrestamoId, p.Status(cerrada))), await StatusAsync());
        await using var db = TestDatabase.Context(Connection);
        var cuadre = await new CuadreService(db, Clock).CuadrarAsync(new(1, PageRequest.MaxPerPage), CancellationToken.None);
        Assert.All(cuadre.Diferencias.Items, d => Assert.True(d.IsFinding(), $"{d}"));
    }

    public async Task<List<T>> FilasAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> filas = [];
        while (await reader.ReadAsync())
        {
            filas.Add(read(reader));
        }

        return filas;
    }

    private static Optional<NumberText> Monto(decimal monto) => Optional<NumberText>.Of(new(monto.ToString("0.00", CultureInfo.InvariantCulture)));

    private async Task<List<FaltasModel>> PrestamosAsync()
    {
        var ingresos = (await FilasAsync(
            """
            SELECT p.prestamo_id, p.fecha_pago, p.monto_pagado, coalesce(o.tipo, p.tipo) = 'liquidacion_por_renovacion'
            FROM pagos p LEFT JOIN pagos o ON o.pago_id = p.reversa_de
            """,
            r => (PrestamoId: r.GetInt32(0), Ingreso: new TestIngreso(r.GetFieldValue<DateTimeOffset>(1), r.GetDecimal(2), r.GetBoolean(3)))))
            .ToLookup(i => i.PrestamoId, i => i.Ingreso);

        // The group of a Sunday is that of the client's last move until then.
        var declaradas = (await FilasAsync(
            """
            SELECT c.cliente_id, d.semana
            FROM clientes_avales c CROSS JOIN grupos_sin_cobranza d
            WHERE d.grupo_id = (SELECT m.grupo_id FROM membresias m WHERE m.cliente_id = c.cliente_id AND m.desde <= d.semana + 6 ORDER BY m.desde DESC LIMIT 1)
            """,
            r => (Cliente: r.GetInt32(0), Lunes: r.GetFieldValue<DateOnly>(1)))).ToLookup(d => d.Cliente, d => d.Lunes);
        return await FilasAsync(
            "SELECT prestamo_id, fecha_inicio, monto_utilidad, cobranza_ideal, numero_semanas, cliente_id FROM prestamos ORDER BY prestamo_id",
            r => new FaltasModel(
                r.GetInt32(0), r.GetFieldValue<DateOnly>(1), r.GetDecimal(2), r.GetDecimal(3), r.GetInt32(4), [.. ingresos[r.GetInt32(0)]], declaradas[r.GetInt32(5)].ToHashSet()));
    }

    private SemanaSinCobranzaService Semanas(ProsmexDbContext db, UnitOfWork unitOfWork) => new(db, unitOfWork, Clock);

    private PrestamoService Prestamos(ProsmexDbContext db, UnitOfWork unitOfWork) =>
        new(db, unitOfWork, TestServer.Options(Connection) with { SemanasParaRenovar = 1 });

    private PagoService Pagos(ProsmexDbContext db, UnitOfWork unitOfWork) => new(db, unitOfWork);

    private async Task<T> ConAsync<T>(Func<ProsmexDbContext, UnitOfWork, Task<T>> work)
    {
        await using var db = TestDatabase.Context(Connection);
        return await work(db, new UnitOfWork(db, Clock));
    }
}
