using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Prestamos;

/// <summary>The services of loans and payments on a database of their own, with clients 1 to n of group 1. Every call is a request: its own context, its own connection.</summary>
internal sealed class Oficina : IAsyncDisposable
{
    public const string Hecho = "hecho";

    public static readonly CurrentUser Admin = new(1, Guid.NewGuid(), RolId.Admin, new HashSet<AccionId>(Enum.GetValues<AccionId>()));

    private readonly BorrowedDatabase _database;
    private readonly IInterceptor[] _interceptors;

    private Oficina(BorrowedDatabase database, IInterceptor[] interceptors)
    {
        _database = database;
        _interceptors = interceptors;
    }

    public string Connection => _database.Connection;

    public FakeTimeProvider Clock { get; } = new(Samples.Ahora);

    public int SemanasParaRenovar { get; set; } = 9;

    public static async Task<Oficina> OpenAsync(TestServer server, int clientes, params IInterceptor[] interceptors)
    {
        var database = await server.BorrowAsync();
        await TestDatabase.ExecuteAsync(database.Connection, $"""
            INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            VALUES ('N', 'P', 'M', 'admin', '', 6, true, false);
            INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            SELECT 'N' || n, 'P', 'M', 'C', '01000', 'I', 'viudo', 0, 'rentada', true, 1 FROM generate_series(1, {clientes}) n
            """);
        return new(database, interceptors);
    }

    /// <summary>The code of the error, or <see cref="Hecho"/>. Other exceptions fail the test.</summary>
    public static async Task<string> CodigoAsync(Func<Task> pedir)
    {
        try
        {
            await pedir();
            return Hecho;
        }
        catch (DominioException ex)
        {
            return ex.Error.Codigo;
        }
    }

    public static PrestamoRequest Solicitud(int cliente, decimal monto, int tipo = 1, int? aval = null, string? inicio = null) => new()
    {
        ClienteId = Optional<int?>.Of(cliente),
        AvalId = Optional<int?>.Of(aval ?? (cliente == 1 ? 2 : 1)),
        MontoPrestamo = Optional<NumberText>.Of(Importe(monto)),
        TipoPrestamoId = Optional<int?>.Of(tipo),
        FechaInicio = inicio is null ? default : Optional<string>.Of(inicio),
    };

    public static PagoRequest Cobro(int prestamo, decimal monto, string? fecha = null) => new()
    {
        PrestamoId = Optional<int?>.Of(prestamo),
        MontoPagado = Optional<NumberText>.Of(Importe(monto)),
        FechaPago = fecha is null ? default : Optional<string>.Of(fecha),
    };

    public static NumberText Importe(decimal monto) => new(monto.ToString("0.00", CultureInfo.InvariantCulture));

    public async Task<int> PrestarAsync(PrestamoRequest solicitud)
    {
        await using var db = TestDatabase.Context(Connection, _interceptors);
        return await Prestamos(db).CrearAsync(RequestContext.SystemFor(Admin), solicitud, CancellationToken.None);
    }

    public async Task<int[]> PrestarLoteAsync(IEnumerable<PrestamoRequest> filas)
    {
        await using var db = TestDatabase.Context(Connection, _interceptors);
        return [.. (await Prestamos(db).CrearLoteAsync(RequestContext.SystemFor(Admin), Filas(filas), CancellationToken.None)).Select(c => c.PrestamoId)];
    }

    public async Task EditarAsync(int prestamo, PrestamoRequest solicitud)
    {
        await using var db = TestDatabase.Context(Connection, _interceptors);
        await Prestamos(db).EditarAsync(RequestContext.SystemFor(Admin), prestamo, solicitud, CancellationToken.None);
    }

    public async Task EliminarAsync(int prestamo)
    {
        await using var db = TestDatabase.Context(Connection, _interceptors);
        await Prestamos(db).EliminarAsync(RequestContext.SystemFor(Admin), prestamo, CancellationToken.None);
    }

    public async Task<int> PagarAsync(int prestamo, decimal monto) => (await PagarAsync([Cobro(prestamo, monto)]))[0].Id;

    public async Task<IReadOnlyList<PagoDto>> PagarAsync(IEnumerable<PagoRequest> filas)
    {
        await using var db = TestDatabase.Context(Connection, _interceptors);
        return await Pagos(db).RegistrarAsync(RequestContext.SystemFor(Admin), Filas(filas), CancellationToken.None);
    }

    public async Task ReversarAsync(int pago)
    {
        await using var db = TestDatabase.Context(Connection, _interceptors);
        await Pagos(db).ReversarAsync(RequestContext.SystemFor(Admin), pago, new(), CancellationToken.None);
    }

    public async Task<VistaPreviaDto> PreviewReversaAsync(int pago)
    {
        await using var db = TestDatabase.Context(Connection, _interceptors);
        return await Pagos(db).PreviewReversaAsync(RequestContext.SystemFor(Admin, Clock.GetUtcNow()), pago, new(), CancellationToken.None);
    }

    public async Task<PagoDto> CorregirAsync(int pago, decimal monto, string? fecha = null)
    {
        await using var db = TestDatabase.Context(Connection, _interceptors);
        return await Pagos(db).CorregirAsync(RequestContext.SystemFor(Admin), pago, Cobro(1, monto, fecha) with { PrestamoId = default }, CancellationToken.None);
    }

    public async Task<T> ReadAsync<T>(Func<PrestamoQueries, PagoQueries, Task<T>> read)
    {
        await using var db = TestDatabase.Context(Connection, _interceptors);
        return await read(new(db, new(db)), new(db, new(db)));
    }

    public Task<PrestamoDto> VerAsync(int prestamo) => ReadAsync((prestamos, _) => prestamos.ObtenerAsync(Admin, prestamo, CancellationToken.None));

    /// <summary>A granted loan with so many weeks paid in full.</summary>
    public async Task<int> PrestarYCobrarAsync(PrestamoRequest solicitud, int semanas)
    {
        var id = await PrestarAsync(solicitud);
        var semanal = await ReadAsync((prestamos, _) => prestamos.CobranzaIdealAsync(Admin, id, CancellationToken.None));
        await PagarAsync(Enumerable.Repeat(Cobro(id, semanal), semanas));
        return id;
    }

    /// <summary>By a connection of the services' pool: sequences ask often.</summary>
    public async Task<T> ValueAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Every row of every table that a loan touches, as text. Sequences may leave gaps: they are in no row.</summary>
    public Task<string> SnapshotAsync() => ValueAsync<string>("""
        SELECT concat_ws(E'\n--\n',
            (SELECT string_agg(t::text, E'\n' ORDER BY prestamo_id) FROM prestamos t),
            (SELECT string_agg(t::text, E'\n' ORDER BY pago_id) FROM pagos t),
            (SELECT string_agg(t::text, E'\n' ORDER BY id) FROM falta t),
            (SELECT string_agg(t::text, E'\n' ORDER BY cliente_id) FROM clientes_avales t))
        """);

    /// <summary>Invariants of the tables after any operations, concurrent or not.</summary>
    /// <param name="place">Said first where something does not.</param>
    public async Task AssertInvariantsAsync(string place = "") => Assert.Equal(place, place + await ValueAsync<string>("""
        WITH vigor AS (
            SELECT g.* FROM pagos g WHERE g.tipo <> 'reversa' AND NOT EXISTS (SELECT 1 FROM pagos r WHERE r.reversa_de = g.pago_id)),
        sumas AS (
            SELECT p.*, coalesce(sum(v.monto_pagado), 0) AS suma, count(v.pago_id) FILTER (WHERE v.tipo = 'cobro') AS cobros,
                count(v.pago_id) FILTER (WHERE v.tipo <> 'cobro') AS liquidaciones,
                coalesce(sum(v.monto_pagado) FILTER (WHERE v.tipo <> 'cobro'), 0) AS liquidado,
                (SELECT n.prestamo_id FROM prestamos n WHERE n.renueva_a = p.prestamo_id) AS renovacion_id
            FROM prestamos p LEFT JOIN vigor v USING (prestamo_id) GROUP BY p.prestamo_id),
        fallas AS (
            SELECT 'dos abiertos del cliente ' || cliente_id AS falla FROM prestamos WHERE status IN ('activo', 'vencido') GROUP BY cliente_id HAVING count(*) > 1
            UNION ALL SELECT 'restante negativo: ' || prestamo_id FROM prestamos WHERE pagado > monto_utilidad OR pagado < 0
            UNION ALL SELECT 'pagado no es la suma: ' || prestamo_id FROM sumas WHERE pagado <> suma
                OR pagado <> (SELECT coalesce(sum(g.monto_pagado), 0) FROM pagos g WHERE g.prestamo_id = sumas.prestamo_id)
            UNION ALL SELECT 'numero_pagos no es la cuenta: ' || prestamo_id FROM sumas WHERE numero_pagos <> cobros
            UNION ALL SELECT 'cerrado sin saldar o al revés: ' || prestamo_id FROM prestamos WHERE (status IN ('liquidado', 'renovado')) <> (pagado = monto_utilidad)
            UNION ALL SELECT 'renovado sin renovación o al revés: ' || prestamo_id FROM sumas
                WHERE (status = 'renovado') <> (renovacion_id IS NOT NULL) OR (status = 'renovado') <> (liquidaciones = 1)
            UNION ALL SELECT 'liquidó otra cosa que lo que se debía: ' || prestamo_id FROM sumas WHERE status = 'renovado' AND liquidado <> monto_utilidad - (suma - liquidado)
            UNION ALL SELECT 'lo entregado no es el nominal menos lo liquidado: ' || n.prestamo_id
                FROM prestamos n LEFT JOIN sumas a ON a.prestamo_id = n.renueva_a WHERE n.monto_prestamo_real <> n.monto_prestamo - coalesce(a.liquidado, 0)
            UNION ALL SELECT 'reversa que no es la opuesta: ' || r.pago_id FROM pagos r JOIN pagos g ON g.pago_id = r.reversa_de
                WHERE r.monto_pagado <> -g.monto_pagado OR r.fecha_pago <> g.fecha_pago OR r.prestamo_id <> g.prestamo_id)
        SELECT coalesce(string_agg(falla, '; '), '') FROM fallas
        """));

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static List<Fila<T>> Filas<T>(IEnumerable<T> filas)
        where T : class => [.. filas.Select(f => new Fila<T>(f, null, null))];

    private PrestamoService Prestamos(ProsmexDbContext db) =>
        new(db, new UnitOfWork(db, Clock), TestServer.Options(Connection) with { SemanasParaRenovar = SemanasParaRenovar });

    private PagoService Pagos(ProsmexDbContext db) => new(db, new UnitOfWork(db, Clock));
}
