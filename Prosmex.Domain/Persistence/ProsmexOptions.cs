using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Prosmex.Domain.Reportes;

namespace Prosmex.Domain.Persistence;

/// <summary>A missing or invalid setting that prevents the start. The message names it and its remedy.</summary>
#pragma warning disable CA1032 // Without a message for the operator this exception makes no sense.
public sealed class InvalidConfigurationException(string message) : Exception(message);
#pragma warning restore CA1032

/// <summary>The settings, read and validated once at the start. docs/ajustes.md lists them.</summary>
public sealed record ProsmexOptions
{
    private const int DefaultRequestMilliseconds = 2200;

    /// <summary>What requests use.</summary>
    public required string Connection { get; init; }

    /// <summary>The connection string of migrations: the owner of the schema; defaults to <see cref="Connection"/>.</summary>
    public required string OwnerConnection { get; init; }

    /// <summary>A replica of <see cref="Connection"/>'s server that answers reads; null where there is none.</summary>
    public string? ReadConnection { get; init; }

    /// <summary>How old the replica's data may be, and how long the primary answers a session that has written.</summary>
    public TimeSpan MaxReplicaLag { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>HMAC key of access tokens; <see cref="Auth.AccessTokens"/> requires 32 bytes, migrations need none.</summary>
    public required byte[] JwtKey { get; init; }

    /// <summary>The key before <see cref="JwtKey"/>: tokens signed with it remain valid until they expire. Null where there is none.</summary>
    public byte[]? PreviousJwtKey { get; init; }

    /// <summary>The secret that the keys of receipts derive from; <see cref="Recibos.ReciboKeys"/> requires 32 bytes, migrations need none.</summary>
    public required byte[] ReciboKey { get; init; }

    /// <summary>Absolute lifetime of a session.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Lifetime of an access token; it never outlives its session. The existing client never refreshes.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>For one request in all. The default is longer than the limits of a single statement, lock or connection, which say more about the cause.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMilliseconds(DefaultRequestMilliseconds);

    public const int MaxLimiteDePrestamo = 9_999_999;

    public const int MaxSemanasParaRenovar = 999;

    /// <summary>Above this nominal amount (MXN) a loan needs acción 11, until the administrator sets another.</summary>
    public int LimiteDePrestamo { get; init; } = 5000;

    /// <summary>Weeks that a loan must have completed before it can be renewed, until the administrator sets others.</summary>
    public int SemanasParaRenovar { get; init; } = 9;

    /// <summary>How many receipts clients can look up per second, all together.</summary>
    public int RecibosPerSecond { get; init; } = 20;

    /// <summary>What to do about a loan that is late, by days late.</summary>
    public PasosDeAtraso PasosDeAtraso { get; init; } = PasosDeAtraso.Default;

    public bool GestorSinAsignarVeTodo { get; init; }

    /// <summary>How old entries of the bitácora are when they are taken out of it, in months; null for never.</summary>
    public int? BitacoraMonths { get; init; }

    /// <summary>The lender, as papers and spreadsheets name it.</summary>
    public FinancieraOptions Financiera { get; init; } = new();

    public bool MigrateAtStart { get; init; }

    /// <summary>Serves the API reference page.</summary>
    public bool Docs { get; init; }

    /// <summary>Fills an empty database with demo data at the start.</summary>
    public bool Demo { get; init; }

    /// <summary>The administrator to create while there is none.</summary>
    public string? AdminUserName { get; init; }

    public string? AdminPassword { get; init; }

    /// <exception cref="InvalidConfigurationException">A setting is missing or invalid.</exception>
    public static ProsmexOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (!string.IsNullOrEmpty(configuration["Prosmex:Reloj"]))
        {
            throw new InvalidConfigurationException("Prosmex:Reloj no se admite: solo el runtime local mueve el reloj, con --reloj.");
        }

        var connection = configuration.GetConnectionString("Prosmex");
        if (string.IsNullOrWhiteSpace(connection))
        {
            throw new InvalidConfigurationException("Falta ConnectionStrings:Prosmex, la conexión a PostgreSQL.");
        }

        var owner = configuration.GetConnectionString("ProsmexDuenio");
        var readConnection = configuration.GetConnectionString("ProsmexLectura");
        var horas = ReadInteger(configuration, "Prosmex:Sesion:Horas", 12, 720);
        return new ProsmexOptions
        {
            Connection = DatabaseTimeouts.Apply(connection),
            OwnerConnection = string.IsNullOrWhiteSpace(owner) ? connection : owner,
            ReadConnection = string.IsNullOrWhiteSpace(readConnection) ? null : DatabaseTimeouts.ApplyToReplica(readConnection),
            MaxReplicaLag = TimeSpan.FromSeconds(ReadInteger(configuration, "Prosmex:Lectura:AtrasoMaximo", 10, 600)),
            JwtKey = Encoding.UTF8.GetBytes(configuration["Prosmex:Jwt:Clave"] ?? ""),
            PreviousJwtKey = configuration["Prosmex:Jwt:ClaveAnterior"] is { Length: > 0 } anterior ? Encoding.UTF8.GetBytes(anterior) : null,
            ReciboKey = Encoding.UTF8.GetBytes(configuration["Prosmex:Recibos:Clave"] ?? ""),
            SessionLifetime = TimeSpan.FromHours(horas),
            TokenLifetime = TimeSpan.FromMinutes(ReadInteger(configuration, "Prosmex:Jwt:Minutos", horas * 60, 720 * 60)),
            RequestTimeout = TimeSpan.FromMilliseconds(ReadInteger(configuration, "Prosmex:MilisegundosPorSolicitud", DefaultRequestMilliseconds, 600_000)),
            LimiteDePrestamo = ReadInteger(configuration, "Prosmex:Prestamos:Limite", 5000, MaxLimiteDePrestamo),
            SemanasParaRenovar = ReadInteger(configuration, "Prosmex:Prestamos:SemanasParaRenovar", 9, MaxSemanasParaRenovar),
            RecibosPerSecond = ReadInteger(configuration, "Prosmex:Recibos:PorSegundo", 20, 10_000),
            PasosDeAtraso = PasosDeAtraso.Read(configuration),
            GestorSinAsignarVeTodo = ReadBoolean(configuration, "Prosmex:GestorSinAsignarVeTodo"),
            BitacoraMonths = ReadMonths(configuration, "Prosmex:Retencion:Bitacora"),
            Financiera = FinancieraOptions.Read(configuration),
            MigrateAtStart = ReadBoolean(configuration, "Prosmex:MigrarAlIniciar"),
            Docs = ReadBoolean(configuration, "Prosmex:Docs"),
            Demo = ReadBoolean(configuration, "Prosmex:Demo") && IsDemoDatabase(connection),
            AdminUserName = configuration["PROSMEX_ADMIN_USUARIO"],
            AdminPassword = configuration["PROSMEX_ADMIN_CONTRASENA"],
        };
    }

    // A real database is empty on its first day: a stray setting must not fill it with demo data.
    private static bool IsDemoDatabase(string connection) =>
        new NpgsqlConnectionStringBuilder(connection).Database?.EndsWith("_demo", StringComparison.Ordinal) == true
            ? true
            : throw new InvalidConfigurationException("Prosmex:Demo solo se admite con una base cuyo nombre termine en _demo; el runtime local la prepara con --demo.");

    private static int ReadInteger(IConfiguration configuration, string nombre, int fallback, int max) =>
        configuration[nombre] is not { Length: > 0 } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= max ? value
        : throw new InvalidConfigurationException($"{nombre} debe ser un entero de 1 a {max}.");

    // The SQL function separar_bitacora keeps to a year too.
    private static int? ReadMonths(IConfiguration configuration, string nombre) =>
        configuration[nombre] is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var months) && months is >= 12 and <= 1200 ? months
        : throw new InvalidConfigurationException($"{nombre} debe ser un entero de 12 a 1200.");

    internal static bool ReadBoolean(IConfiguration configuration, string nombre) =>
        configuration[nombre] is not { Length: > 0 } text ? false
        : bool.TryParse(text, out var value) ? value
        : throw new InvalidConfigurationException($"{nombre} debe ser true o false.");
}
