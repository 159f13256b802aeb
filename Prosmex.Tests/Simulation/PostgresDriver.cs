using System.Globalization;
using Microsoft.EntityFrameworkCore;
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

namespace Prosmex.Tests.Simulation;

/// <summary>The services on a real PostgreSQL; every operation is a request with its own DbContext.</summary>
internal sealed class PostgresDriver : IDriver
{
    /// <summary>The id of what never was.</summary>
    private const int UnknownId = int.MaxValue;

    private static readonly CurrentUser Admin = new(1, Guid.NewGuid(), RolId.Admin, new HashSet<AccionId>(Enum.GetValues<AccionId>()));

    private readonly string _connection;
    private readonly DbContextOptions<ProsmexDbContext> _options;
    private readonly Dictionary<int, int> _prestamos = [];
    private readonly Dictionary<int, int> _clavesDePrestamo = [];
    private readonly Dictionary<int, int> _pagos = [];
    private readonly Dictionary<int, int> _declaradas = [];
    private readonly Dictionary<int, int> _grupos = [];
    private int _clientes;
    private int _hechas;
    private FakeTimeProvider _clock = new();
    private int _semanasParaRenovar;

    private PostgresDriver(string connection)
    {
        _connection = connection;
        _options = new DbContextOptionsBuilder<ProsmexDbContext>().UseProsmex(connection).Options;
    }

    public bool KeepsFaltas => true;

    /// <summary>On a database of its own, which is emptied between lenders.</summary>
    public static async Task<PostgresDriver> OpenAsync(TestServer server)
    {
        // Repeated statements are planned once.
        var connection = new NpgsqlConnectionStringBuilder(await server.NewDatabaseAsync()) { MaxAutoPrepare = 50, AutoPrepareMinUsages = 3 }.ConnectionString;
        var cortos = string.Join(", ", Producto.All.Skip(Producto.FromSeed).Select(p =>
            string.Create(CultureInfo.InvariantCulture, $"({p.Id}, '{p}', {p.Semanas}, {p.Porcentaje}, {p.Interes}, 1, 1, 1)")));
        await TestDatabase.ExecuteAsync(connection, $"""
            INSERT INTO usuarios (id, nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            OVERRIDING SYSTEM VALUE VALUES (1, 'N', 'P', 'M', 'simula', '', 6, true, false);
            INSERT INTO rutas (ruta_id, nombre_ruta) OVERRIDING SYSTEM VALUE VALUES (2, 'Dos') ON CONFLICT DO NOTHING;
            INSERT INTO grupos (grupo_id, nombre_grupo, ruta_id) OVERRIDING SYSTEM VALUE VALUES (2, 'Dos', 1), (3, 'Tres', 2) ON CONFLICT (grupo_id) DO UPDATE SET ruta_id = excluded.ruta_id;
            INSERT INTO tipos_prestamo (tipo_prestamo_id, nombre, numero_semanas, porcentaje_semanal, interes, incumplimientos_tolerados, pena_incumplimiento, limite_penalizaciones)
            OVERRIDING SYSTEM VALUE VALUES {cortos}
            """);
        return new(connection);
    }

    public async Task BeginAsync(int clientes, int semanasParaRenovar, DateTimeOffset ahora)
    {
        _prestamos.Clear();
        _clavesDePrestamo.Clear();
        _pagos.Clear();
        _declaradas.Clear();
        _grupos.Clear();
        _clientes = clientes;
        (_clock, _semanasParaRenovar) = (new(ahora), semanasParaRenovar);

        // Emptying is much cheaper than a new database. The append-only triggers are disabled for it.
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"""
            DO $$
            DECLARE tabla regclass;
            BEGIN
                FOR tabla IN SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal LOOP
                    EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', tabla);
                END LOOP;
                TRUNCATE pagos, claves_de_cobro, falta, prestamos, semana_cierre, resumen_semanal, cifras_guardadas, cambios_de_cifras, clientes_avales, membresias, cuentas_de_grupo, semanas_sin_cobranza RESTART IDENTITY CASCADE;
                FOR tabla IN SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal LOOP
                    EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', tabla);
                END LOOP;
            END $$;
            INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            SELECT 'N' || n, 'P', 'M', 'C', '01000', 'I', 'viudo', 0, 'rentada', true, 1 + n % {Model.Grupos} FROM generate_series(1, {clientes + Model.Grupos}) n
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<ApiResponse> DoAsync(Operation operation, DateTimeOffset ahora)
    {
        _clock.SetUtcNow(ahora);
        await using var db = new ProsmexDbContext(_options);
        try
        {
            var done = await DoAsync(db, operation);
            await VerCifrasAsync();
            return done;
        }
        catch (DominioException ex)
        {
            return new(ex.Error.Codigo, [.. (ex.Error.Filas ?? []).Select(f => (f.Index, f.Codigo))], []);
        }
    }

    // Kept figures that should hold are those of the ledger, after whatever operation the last ones were.
    private async Task VerCifrasAsync()
    {
        if (++_hechas % 10 == 0)
        {
            await using var db = new ProsmexDbContext(_options);
            Assert.Empty(await CifrasService.DiferenciasAsync(db, HoraMexico.Dia(_clock.GetUtcNow()), CancellationToken.None));
            await new CifrasService(db, new(db, _clock), _clock).RefreshAsync(RequestContext.System(), CancellationToken.None);
        }
    }

    public async Task<IReadOnlyList<EstadoDePrestamo>> VerAsync(IReadOnlyCollection<int> prestamos) => await PostgresStates.VerAsync(
        _connection, [.. prestamos.Where(_prestamos.ContainsKey).Select(clave => _prestamos[clave])], id => _clavesDePrestamo[id]);

    public async Task<IReadOnlyDictionary<int, (decimal Suma, int Asientos)>> SumAsync()
    {
        var filas = await ReadAsync(
            "SELECT prestamo_id, sum(monto_pagado), count(*)::int FROM pagos GROUP BY prestamo_id", r => (Id: r.GetInt32(0), Suma: r.GetDecimal(1), Asientos: r.GetInt32(2)));
        return filas.ToDictionary(f => _clavesDePrestamo[f.Id], f => (f.Suma, f.Asientos));
    }

    public async Task<IReadOnlyList<CobroGuardado>> CobrosAsync()
    {
        var claves = _pagos.ToDictionary(p => p.Value, p => p.Key);
        return await ReadAsync(
            """
            SELECT p.pago_id, p.prestamo_id, p.fecha_pago, p.monto_pagado, EXISTS (SELECT 1 FROM pagos r WHERE r.reversa_de = p.pago_id)
            FROM pagos p WHERE p.tipo = 'cobro'
            """,
            r => new CobroGuardado(claves[r.GetInt32(0)], _clavesDePrestamo[r.GetInt32(1)], r.GetFieldValue<DateTimeOffset>(2), r.GetDecimal(3), r.GetBoolean(4)));
    }

    public async Task<IReadOnlyList<DateOnly>> CerradasAsync() => await ReadAsync("SELECT semana FROM semana_cierre ORDER BY semana", r => r.GetFieldValue<DateOnly>(0));

    private async Task<ApiResponse> DoAsync(ProsmexDbContext db, Operation operation)
    {
        var unitOfWork = new UnitOfWork(db, _clock);
        var prestamos = new PrestamoService(db, unitOfWork, TestServer.Options(_connection) with { SemanasParaRenovar = _semanasParaRenovar });
        var pagos = new PagoService(db, unitOfWork);
        switch (operation)
        {
            case Conceder { Filas: [var fila] }:
                AnotarPrestamo(fila.Prestamo, await prestamos.CrearAsync(RequestContext.SystemFor(Admin), Solicitud(fila), CancellationToken.None));
                break;
            case Conceder conceder:
                var creados = await prestamos.CrearLoteAsync(RequestContext.SystemFor(Admin), EnFilas(conceder.Filas.Select(Solicitud)), CancellationToken.None);
                foreach (var (fila, creado) in conceder.Filas.Zip(creados))
                {
                    AnotarPrestamo(fila.Prestamo, creado.PrestamoId);
                }

                break;
            case Cobrar cobrar:
                return await CobrarAsync(pagos, cobrar.Filas);
            case Reversar reversar:
                await pagos.ReversarAsync(RequestContext.SystemFor(Admin), Pago(reversar.Pago), new(), CancellationToken.None);
                break;
            case Corregir corregir:
                var correccion = new PagoRequest { MontoPagado = Importe(corregir.Monto), FechaPago = corregir.Fecha is { } fecha ? Text(fecha) : default };
                _pagos[corregir.Nuevo] = (await pagos.CorregirAsync(RequestContext.SystemFor(Admin), Pago(corregir.Pago), correccion, CancellationToken.None)).Id;
                break;
            case Editar editar:
                var cambios = new PrestamoRequest
                {
                    MontoPrestamo = Importe(editar.Monto),
                    TipoPrestamoId = editar.Producto is { } producto ? Optional<int?>.Of(producto.Id) : default,
                    FechaInicio = Text(editar.Inicio),
                };
                await prestamos.EditarAsync(RequestContext.SystemFor(Admin), Prestamo(editar.Prestamo), cambios, CancellationToken.None);
                break;
            case Eliminar eliminar:
                await prestamos.EliminarAsync(RequestContext.SystemFor(Admin), Prestamo(eliminar.Prestamo), CancellationToken.None);
                break;
            case Declarar declarar:
                var (declarada, _) = await Semanas(db, unitOfWork).DeclararAsync(RequestContext.SystemFor(Admin), Solicitud(declarar), CancellationToken.None);
                _declaradas[declarar.Declaracion] = declarada.Id;
                break;
            case QuitarDeclaracion quitar:
                await Semanas(db, unitOfWork).QuitarAsync(RequestContext.SystemFor(Admin), _declaradas.GetValueOrDefault(quitar.Declaracion, UnknownId), CancellationToken.None);
                break;
            case Mudar mudar:
                await new ClienteService(db, unitOfWork).EditarAsync(
                    RequestContext.SystemFor(Admin), mudar.Cliente, new() { GrupoId = Optional<int?>.Of(mudar.Grupo) }, CancellationToken.None);
                _grupos[mudar.Cliente] = mudar.Grupo;
                break;
            default:
                var cerradas = await new VerificacionService(db, unitOfWork, _clock).CerrarPendientesAsync(RequestContext.System(), CancellationToken.None);
                return ApiResponse.Hecho with { Cierres = [.. cerradas.Select(s => new TestCierre(s.Semana, s.Faltas, s.Vencidos))] };
        }

        return ApiResponse.Hecho;
    }

    private async Task<ApiResponse> CobrarAsync(PagoService pagos, IReadOnlyList<FilaDePago> filas)
    {
        try
        {
            var hechos = await pagos.RegistrarAsync(RequestContext.SystemFor(Admin), EnFilas(filas.Select(Solicitud)), CancellationToken.None);
            foreach (var (fila, done) in filas.Zip(hechos))
            {
                // A repeated row is the first payment, which may have been corrected since.
                _pagos.TryAdd(fila.Pago, done.Id);
            }

            return ApiResponse.Hecho;
        }
        catch (DominioException ex)
        {
            // Of a single row nothing is listed.
            var malas = ex.Error.Filas?.Select(f => (f.Index, f.Codigo)) ?? [(0, ex.Error.Codigo)];
            return new(ex.Error.Codigo, [.. malas], []);
        }
    }

    private void AnotarPrestamo(int clave, int id) => (_prestamos[clave], _clavesDePrestamo[id]) = (id, clave);

    private int Prestamo(int clave) => _prestamos.GetValueOrDefault(clave, UnknownId);

    private int Pago(int clave) => _pagos.GetValueOrDefault(clave, UnknownId);

    private static List<Fila<T>> EnFilas<T>(IEnumerable<T> solicitudes)
        where T : class => [.. solicitudes.Select(s => new Fila<T>(s, null, null))];

    private SemanaSinCobranzaService Semanas(ProsmexDbContext db, UnitOfWork unitOfWork) => new(db, unitOfWork, _clock);

    private static SemanaSinCobranzaRequest Solicitud(Declarar declarar) => new()
    {
        Semana = Text(declarar.Dia),
        RutaId = declarar.Ruta is { } ruta ? Optional<int?>.Of(ruta) : default,
        GrupoId = declarar.Grupo is { } grupo ? Optional<int?>.Of(grupo) : default,
        Motivo = Optional<string>.Of("Fiestas"),
    };

    // The last clients have no loans: one of each group guarantees its loans.
    private int AvalDe(int cliente)
    {
        var grupo = _grupos.GetValueOrDefault(cliente, Model.PrimerGrupo(cliente));
        return Enumerable.Range(_clientes + 1, Model.Grupos).First(aval => Model.PrimerGrupo(aval) == grupo);
    }

    private PrestamoRequest Solicitud(FilaDePrestamo fila) => new()
    {
        ClienteId = Optional<int?>.Of(fila.Cliente),
        AvalId = Optional<int?>.Of(AvalDe(fila.Cliente)),
        MontoPrestamo = Importe(fila.Monto),
        TipoPrestamoId = Optional<int?>.Of(fila.Producto.Id),
        FechaInicio = Text(fila.Inicio),
    };

    private PagoRequest Solicitud(FilaDePago fila) => new()
    {
        PrestamoId = Optional<int?>.Of(Prestamo(fila.Prestamo)),
        MontoPagado = Importe(fila.Monto),
        FechaPago = Text(fila.Fecha),

        // A repeated delivery uses the key of the first one.
        Clave = Optional<Guid?>.Of(new Guid(fila.Pago, 0, 0, new byte[8])),
    };

    private static Optional<NumberText> Importe(decimal? monto) => monto is { } m ? Optional<NumberText>.Of(new(m.ToString("0.00", CultureInfo.InvariantCulture))) : default;

    private static Optional<string> Text(DateOnly? dia) => dia is { } d ? Optional<string>.Of(d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : default;

    private static Optional<string> Text(Moment moment) => moment == default ? default : Optional<string>.Of(moment.ToString());

    private Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read) => PostgresStates.ReadAsync(_connection, sql, read);
}
