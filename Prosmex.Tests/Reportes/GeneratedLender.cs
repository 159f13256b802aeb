using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>Tests that use it run one at a time: some add data, and all recount it.</summary>
[CollectionDefinition(GeneratedLender.Nombre)]
public sealed class FinancieraCollection : ICollectionFixture<GeneratedLender>;

/// <summary>
/// A year of a lender with 42 groups, played week by week through the domain services: people by SQL, everything about money by the
/// program. The year holds both clock changes of 2022 and a turn of the year. One seed, one lender: <c>PROSMEX_SEMILLA</c> takes another.
/// </summary>
public sealed partial class GeneratedLender(TestServer server) : IAsyncLifetime
{
    public const string Nombre = "The generated lender";
    public const int Semanas = 52;
    private const int Rutas = 6;
    private const int Grupos = 42;
    private const int Director = 2;
    private const int Gerentes = 11;
    private const int Supervisores = 21;
    private const int Titulares = 31;
    private const int Gestores = 61;

    /// <summary>A Monday.</summary>
    public static readonly DateOnly Start = new(2022, 1, 31);

    /// <summary>A caller of every role; the names are the tests' arguments.</summary>
    internal static readonly IReadOnlyDictionary<string, CurrentUser> Callers = new Dictionary<string, CurrentUser>
    {
        ["gestor"] = Oficina.Como(Gestores, RolId.Gestor),
        ["gestor que ve los grupos sin gestor"] = Oficina.Como(Gestores, RolId.Gestor) with { SeesGroupsWithoutGestor = true },
        ["gestor sin grupos"] = Oficina.Como(Gestores + 10, RolId.Gestor),
        ["titular"] = Oficina.Como(Titulares, RolId.Titular),
        ["titular sin apellido materno"] = Oficina.Como(Titulares + 1, RolId.Titular),
        ["supervisor de dos rutas"] = Oficina.Como(Supervisores, RolId.Supervisor),
        ["gerente"] = Oficina.Como(Gerentes, RolId.Gerente),
        ["director"] = Oficina.Como(Director, RolId.Director),
        ["admin"] = Oficina.Admin,
    };

    private readonly Random _random = new(Seed);
    private RecountedReporte? _recuento;

    // By client: the group, which decides the payment behaviour.
    private readonly Dictionary<int, int> _grupoDe = [];

    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("PROSMEX_SEMILLA"), CultureInfo.InvariantCulture, out var dada) ? dada : 20220131;

    internal Oficina Oficina { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var clock = new FakeTimeProvider(Oficina.Instante(Start, new(0, 5)));
        Oficina = new(await server.NewDatabaseAsync(), clock);
        try
        {
            await SetUpAsync();
            for (var semana = 0; semana < Semanas; semana++)
            {
                await PlaySemanaAsync(semana);
            }

            await TerminarAsync();
        }
        catch (Exception ex)
        {
            throw new InvalidOperationException($"The lender of seed {Seed} came to grief at {Oficina.Ahora:O}.", ex);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Read once: a test that writes forgets it afterwards, or those after it fail.</summary>
    internal async Task<RecountedReporte> RecuentoAsync() => _recuento ??= await RecountedReporte.ReadAsync(Oficina.Connection);

    internal void ForgetRecuento() => _recuento = null;

    /// <summary>The Monday of a week of the year, from 0.</summary>
    public static DateOnly Lunes(int semana) => Start.AddDays(7 * semana);

    /// <summary>Of a client: two of three have one. None of a client who is not named.</summary>
    public static string? Telefono(int? clienteId) => clienteId is { } id && id % 3 > 0 ? $"+52331{id:0000000}" : null;

    private static int RutaDe(int grupo) => 11 + grupo % Rutas;

    private async Task SetUpAsync()
    {
        await TestDatabase.ExecuteAsync(Oficina.Connection, $"""
            INSERT INTO usuarios (id, nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            SELECT id, 'Nombre' || id, 'Paterno' || id, CASE WHEN id = {Titulares + 1} THEN '' ELSE 'Materno' || id END, 'usuario' || id, '', rol, id <> {Titulares + 2}, false
            FROM (SELECT {Oficina.AdminId} AS id, 6 AS rol
                  UNION ALL SELECT {Director}, 5
                  UNION ALL SELECT generate_series({Gerentes}, {Gerentes + 2}), 4
                  UNION ALL SELECT generate_series({Supervisores}, {Supervisores + 3}), 3
                  UNION ALL SELECT generate_series({Titulares}, {Titulares + 17}), 2
                  UNION ALL SELECT generate_series({Gestores}, {Gestores + 10}), 1) quien;
            INSERT INTO rutas (ruta_id, nombre_ruta, usuario_id_gerente, usuario_id_supervisor)
            SELECT 11 + n, 'Ruta ' || n, CASE WHEN n < 5 THEN {Gerentes} + n / 2 END, CASE WHEN n < 5 THEN {Supervisores} + n % 4 END
            FROM generate_series(0, {Rutas - 1}) n;
            INSERT INTO grupos (grupo_id, nombre_grupo, ruta_id, usuario_id_titular, usuario_id_gestor)
            SELECT 101 + n, 'Grupo ' || n, 11 + n % {Rutas}, CASE WHEN n <> 40 THEN {Titulares} + n % 18 END, CASE WHEN n % 7 <> 6 THEN {Gestores} + n % 10 END
            FROM generate_series(0, {Grupos - 1}) n;
            """);

        // The last group has no clients; those of a group that pays well are more, so that it comes to the bonos.
        List<string> filas = [];
        for (var grupo = 0; grupo < Grupos - 1; grupo++)
        {
            var miembros = _random.Next(7, 11) + (Impuntualidad(grupo) < 0.01 ? 8 : 0);
            for (var n = 0; n < miembros; n++)
            {
                var id = _grupoDe.Count + 1;
                _grupoDe[id] = grupo;
                filas.Add($"({id}, 'Cliente{id}', 'P', 'M', 'Centro', '01000', 'INE', 'viudo', 0, 'rentada', true, {101 + grupo})");
            }
        }

        await TestDatabase.ExecuteAsync(Oficina.Connection, $"""
            INSERT INTO clientes_avales (cliente_id, nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            VALUES {string.Join(",\n", filas)};
            INSERT INTO expedientes (cliente_id, telefono) VALUES
            {string.Join(", ", _grupoDe.Keys.Where(id => Telefono(id) is not null).Select(id => $"({id}, '{Telefono(id)}')"))}
            """);
    }

    /// <summary>How often a client of the group pays late or short.</summary>
    private static double Impuntualidad(int grupo) => (grupo / Rutas % 4) switch { 0 => 0.002, 1 => 0.03, 2 => 0.12, _ => 0.3 };

    private async Task TerminarAsync()
    {
        // Saturday night, after all collections: loans and a renewal that start tomorrow, one loan paid in full, one reversal.
        Oficina.GoTo(Lunes(Semanas - 1).AddDays(5), new(21, 30));
        var abiertos = await AbiertosAsync(null);
        var manana = Oficina.Today.AddDays(1);
        var nuevos = SinPrestamo(abiertos, null).Take(4).Select(c => Oficina.Prestamo(c, AvalDe(c), 1, 3210.55m, manana)).ToList();
        nuevos.AddRange(abiertos.Where(p => p.PuedeRenovar && p.Restante < 4000).Take(1).Select(p => Oficina.Prestamo(p.ClienteId, p.AvalId, 34, 4000, manana)));
        await Oficina.ConcederAsync(nuevos);
        var ultimo = abiertos.Last(p => p.Inicio <= Oficina.Today);
        await Oficina.PagarAsync(Oficina.Pago(ultimo.Id, ultimo.Restante));
        Oficina.GoTo(Oficina.Today, new(22, 30));
        await DeshacerAsync(4);

        // Clients move today: past weeks stay with the group that they left, and so do their avales.
        await TestDatabase.ExecuteAsync(Oficina.Connection, $$"""
            SELECT set_config('prosmex.origen', '{"ahora":"{{Oficina.Ahora:O}}"}', true);
            UPDATE clientes_avales SET grupo_id = 101 + (grupo_id - 101 + 5) % 41 WHERE cliente_id % 23 = 0
            """);
    }
}
