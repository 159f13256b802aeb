using System.Globalization;
using System.Text;
using Npgsql;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Adopcion;

/// <summary>
/// A database of the replaced system as years of use may have left it: a plausible lender with a random mixture of every defect in the adoption's
/// table. The same seed gives the same database.
/// </summary>
internal sealed partial class DirtyOldDatabase
{
    /// <summary>The business day on which everything happens; a Wednesday, so that the running week has begun and is not over.</summary>
    public static readonly DateOnly Today = new(2026, 11, 18);

    /// <summary>The Monday of the running week.</summary>
    public static readonly DateOnly EstaSemana = new(2026, 11, 16);

    /// <summary>What <see cref="TestClock"/> says at its start, for <c>--reloj</c>.</summary>
    public const string Clock = "2026-11-18T12:00:00-06:00";

    /// <summary>The same instant.</summary>
    public static readonly DateTimeOffset Ahora = new(2026, 11, 18, 12, 0, 0, TimeSpan.FromHours(-6));

    public const string Admin = "admin@prosmex.test";

    /// <summary>The password behind <see cref="AdminHash"/>.</summary>
    public const string AdminPassword = "pw-admin";

    private const string AdminHash = "$2b$12$.KVL2cu8/kVZUw8/fmJLqeSDdQn0qV4eElD4QXEre.oSqNuvMShxG";

    private static readonly (string Table, string Llave, string Columns)[] Tables =
    [
        ("acciones", "accion_id", "accion_id, descripcion"),
        ("roles", "rol_id", "rol_id, nombre"),
        ("permisos", "", "rol_id, accion_id"),
        ("usuarios", "id", "id, nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id"),
        ("rutas", "ruta_id", "ruta_id, nombre_ruta, usuario_id_gerente, usuario_id_supervisor"),
        ("grupos", "grupo_id", "grupo_id, nombre_grupo, ruta_id, usuario_id_titular"),
        ("clientes_avales", "cliente_id", "cliente_id, nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id"),
        ("tipos_prestamo", "tipo_prestamo_id", "tipo_prestamo_id, nombre, numero_semanas, porcentaje_semanal, interes, incumplimientos_tolerados, pena_incumplimiento, limite_penalizaciones"),
        ("bono", "id", "id, monto, entrega_min, entrega_max, fallas"),
        ("corte", "id", "id, usuario_id, fecha, corte_total, total_gastos, semilla"),
        ("prestamos", "prestamo_id", "prestamo_id, monto_prestamo, monto_prestamo_real, monto_utilidad, fecha_inicio, cliente_id, aval_id, tipo_prestamo_id, completado, status, renovacion, semana_activa"),
        ("pagos", "pago_id", "pago_id, fecha_pago, monto_pagado, prestamo_id"),
        ("falta", "id", "id, fecha, prestamo_id, monto_abonado"),
    ];

    private readonly Random _random;
    private readonly Dictionary<string, List<object?[]>> _filas = Tables.ToDictionary(t => t.Table, _ => new List<object?[]>());
    private readonly Dictionary<string, bool> _chosen = [];

    private DirtyOldDatabase(int seed)
    {
        Seed = seed;
        _random = new Random(seed);
    }

    public int Seed { get; }

    /// <summary>The time zone in which its naive timestamps were written.</summary>
    public string Zona { get; private set; } = "UTC";

    /// <summary>Passwords that must be seen nowhere after the adoption, nor on the way.</summary>
    public List<string> PlainContrasenas { get; } = [];

    /// <summary>Rows that break a rule for which the table of the issue has no line: each must stop the adoption.</summary>
    public List<(string Table, int Id, string Que)> Obstacles { get; } = [];

    /// <summary>How often each defect was put in.</summary>
    public Dictionary<string, int> Defects { get; } = [];

    /// <summary>The database it is in.</summary>
    public OldDatabase Anterior { get; private init; } = null!;

    public string Connection => Anterior.Connection;

    /// <summary>Creates it in a new database.</summary>
    /// <param name="withObstacles">With something in it that must stop the adoption.</param>
    public static async Task<DirtyOldDatabase> CrearAsync(TestServer server, int seed, bool withObstacles)
    {
        var dirty = new DirtyOldDatabase(seed) { Anterior = await OldDatabase.NuevaAsync(server, withSample: false) };
        dirty.Zona = dirty._random.Next(3) == 0 ? "America/Mexico_City" : "UTC";
        dirty.CrearCatalogos();
        dirty.CrearGente();
        dirty.CrearCartera();

        await using var direct = new NpgsqlConnection(dirty.Connection);
        await direct.OpenAsync();
        await dirty.CopyAsync(direct);
        if (withObstacles)
        {
            await dirty.ObstructAsync(direct);
        }

        return dirty;
    }

    private async Task CopyAsync(NpgsqlConnection connection)
    {
        foreach (var (table, key, columns) in Tables)
        {
            // Rows are not stored in id order.
            var filas = _filas[table].ToArray();
            _random.Shuffle(filas);
            await using (var copy = await connection.BeginTextImportAsync($"COPY {table} ({columns}) FROM STDIN"))
            {
                foreach (var fila in filas)
                {
                    await copy.WriteAsync(string.Join('\t', fila.Select(Text)) + "\n");
                }
            }

            // A sequence may be ahead of the ids (rows were deleted), and one of the sample is behind them.
            if (key.Length > 0 && filas.Length > 0 && Happens("secuencia al día", 0.8))
            {
                await new Query(connection).ExecuteAsync(
                    $"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), (SELECT max({key}) FROM {table}) + {_random.Next(3)})");
            }
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "\\N",
        bool b => b ? "t" : "f",
        string s => new StringBuilder(s).Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\n", "\\n").ToString(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private int Agregar(string table, params object?[] fila)
    {
        _filas[table].Add(fila);
        return (int)fila[0]!;
    }

    /// <summary>Whether a defect happens here: whether this lender has it at all, and then by chance.</summary>
    private bool Happens(string defect, double share)
    {
        if (!_chosen.TryGetValue(defect, out var elegido))
        {
            _chosen[defect] = elegido = _random.NextDouble() < 0.65;
        }

        if (!elegido || _random.NextDouble() >= share)
        {
            return false;
        }

        Defects[defect] = Defects.GetValueOrDefault(defect) + 1;
        return true;
    }

    private T Uno<T>(IReadOnlyList<T> de) => de[_random.Next(de.Count)];

    private string NotFinite() => Uno(["NaN", "Infinity", "-Infinity"]);
}
