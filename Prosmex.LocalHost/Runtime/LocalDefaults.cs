using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Prosmex.Functions;
using Prosmex.LocalHost.Postgres;

namespace Prosmex.LocalHost.Runtime;

/// <summary>Generated defaults for a machine without settings: a database, the keys and the first administrator. Explicit settings always win.</summary>
internal sealed class LocalDefaults : IAsyncDisposable
{
    private const string ConnectionKey = "ConnectionStrings:Prosmex";
    private const string OwnerKey = "ConnectionStrings:ProsmexDuenio";
    private const string SigningKey = "Prosmex:Jwt:Clave";
    private const string RecibosKey = "Prosmex:Recibos:Clave";
    private const string UserKey = "PROSMEX_ADMIN_USUARIO";
    private const string PasswordKey = "PROSMEX_ADMIN_CONTRASENA";
    private const string DemoKey = "Prosmex:Demo";
    private const string DemoDatabase = "prosmex_demo";
    private const string FirstUser = "admin";

    private readonly Dictionary<string, string?> _settings = [];
    private readonly string _reset;
    private Lazy<Task>? _stop;
    private SignIn? _signIn;

    private LocalDefaults(bool demo) => _reset = demo ? "admin --restablecer USUARIO --demo" : "admin --restablecer USUARIO";

    /// <summary>For the console: the data folder.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>How to sign in; null where the first administrator was configured explicitly.</summary>
    /// <param name="configuration">Says whether the administrator was created with the generated password.</param>
    public string? SignInNote(IConfiguration configuration) => _signIn switch
    {
        null => null,
        { Made: true } when AdminCreated(configuration) => $"Primer acceso: usuario {FirstUser}, contraseña {_signIn.Password} (guardados en {_signIn.Path})",
        { Made: true } => $"La base de datos ya tiene administrador; si perdió su contraseña: {_reset}",
        _ => $"Primer acceso: quedó en {_signIn.Path}; si la contraseña ya no sirve: {_reset}",
    };

    /// <summary>A generated password that was not used is discarded: it would look like a valid one.</summary>
    public void ForgetUnusedSignIn(IConfiguration configuration)
    {
        if (_signIn is { Made: true } && !AdminCreated(configuration))
        {
            File.Delete(_signIn.Path);
        }
    }

    /// <summary>Adds every configuration source of LocalHost, by precedence: options, environment, file, generated defaults.</summary>
    /// <exception cref="LocalHostException">The private database cannot run, a kept file is damaged, or a database that is not ours was to be filled.</exception>
    public static LocalDefaults Configure(ConfigurationManager configuration, LocalFiles files, LocalOptions options)
    {
        configuration.AddInMemoryCollection(files.Values);
        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(options.Settings);

        // Added last, but they only contain settings that are not configured.
        var defaults = Prepare(configuration, options);
        configuration.AddInMemoryCollection(defaults._settings);
        return defaults;
    }

    private static LocalDefaults Prepare(IConfiguration configuration, LocalOptions options)
    {
        var root = options.Root;
        var defaults = new LocalDefaults(options.Demo);
        var folder = configuration["Prosmex:Local:Carpeta"] is { Length: > 0 } given ? Path.GetFullPath(given, root) : Path.Combine(root, ".prosmex");
        var databaseGiven = Given(configuration, ConnectionKey);
        if (options.Demo)
        {
            if (databaseGiven || Given(configuration, OwnerKey))
            {
                throw new LocalHostException("--demo llena una base privada y nunca otra: quite ConnectionStrings:Prosmex y ConnectionStrings:ProsmexDuenio, o arranque sin --demo.");
            }

            defaults._settings[DemoKey] = "true";
        }

        // No host stands between a client and this program: the connection's address is the client's.
        foreach (var (key, value) in new[] { ("Prosmex:MigrarAlIniciar", "true"), ("Prosmex:Docs", "true"), ("Prosmex:DireccionDelCliente", "conexion") })
        {
            if (!Given(configuration, key))
            {
                defaults._settings[key] = value;
            }
        }

        foreach (var (key, file) in new[] { (SigningKey, "clave-jwt.txt"), (RecibosKey, "clave-recibos.txt") })
        {
            if (!Given(configuration, key))
            {
                defaults._settings[key] = Keep(Path.Combine(folder, file), () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)), out _);
            }
        }

        if (databaseGiven)
        {
            defaults.Notes.Add($"Datos: {Describe(configuration[ConnectionKey]!)}");
        }
        else
        {
            defaults.StartPostgres(configuration, folder, options);
        }

        if (!Given(configuration, UserKey) && !Given(configuration, PasswordKey))
        {
            defaults.FirstSignIn(Path.Combine(folder, options.Demo ? "primer-acceso-demo.txt" : "primer-acceso.txt"));
        }

        return defaults;
    }

    /// <summary>Stops the private database; idempotent.</summary>
    public ValueTask DisposeAsync() => _stop is null ? ValueTask.CompletedTask : new ValueTask(_stop.Value);

    private static bool AdminCreated(IConfiguration configuration) => configuration[Startup.AdminCreatedKey] is not null;

    private static bool Given(IConfiguration configuration, string key) => !string.IsNullOrWhiteSpace(configuration[key]);

    private void StartPostgres(IConfiguration configuration, string folder, LocalOptions options)
    {
        try
        {
            var server = new PrivatePostgresOptions
            {
                Folder = folder,
                Binaries = configuration["Prosmex:Local:PostgresBin"],
                Report = options.Output.WriteLine,
            };
            var postgres = PrivatePostgres.StartAsync(server, CancellationToken.None).GetAwaiter().GetResult();
            _stop = new Lazy<Task>(() => postgres.DisposeAsync().AsTask());
            // A command like "migrate" ends without the host ever running.
            AppDomain.CurrentDomain.ProcessExit += (_, _) => _stop.Value.GetAwaiter().GetResult();
            _settings[ConnectionKey] = options.Demo ? WithDatabase(postgres.ConnectionString, DemoDatabase) : postgres.ConnectionString;
            Notes.Add(options.Demo ? $"Datos: {postgres.DataDirectory}, base {DemoDatabase}" : $"Datos: {postgres.DataDirectory}");
        }
        catch (PrivatePostgresException error)
        {
            throw new LocalHostException(error.Message);
        }
    }

    private void FirstSignIn(string path)
    {
        var lines = Keep(path, () => $"usuario: {FirstUser}\ncontraseña: {RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20)}", out var made)
            .Split('\n');
        var password = lines.Length > 1 ? lines[1].Split(':', 2)[^1].Trim() : "";
        if (password.Length == 0)
        {
            throw new LocalHostException($"{path} no tiene la contraseña en su segunda línea: bórrelo para que se haga otro.");
        }

        _settings[UserKey] = lines[0].Split(':', 2)[^1].Trim();
        _settings[PasswordKey] = password;
        _signIn = new(path, password, made);
    }

    private sealed record SignIn(string Path, string Password, bool Made);

    /// <summary>
    /// The file's text, made when there is none. It is written aside and then moved, so that of two starts at once both read the same whole text.
    /// </summary>
    private static string Keep(string path, Func<string> make, out bool made)
    {
        made = false;
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var draft = $"{path}.{Guid.NewGuid():N}";
            var stream = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                stream.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var writer = new StreamWriter(draft, stream))
            {
                writer.Write(make() + '\n');
            }

            try
            {
                File.Move(draft, path);
                made = true;
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(draft);
            }
        }

        return File.ReadAllText(path).Trim();
    }

    private static string WithDatabase(string connection, string database) =>
        new DbConnectionStringBuilder { ConnectionString = connection, ["Database"] = database }.ConnectionString;

    /// <summary>Server and database of a connection string, without user and password.</summary>
    private static string Describe(string connection)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            return $"base {Part("Database", "DB") ?? "(la del usuario)"} en {Part("Host", "Server") ?? "localhost"}:{Part("Port") ?? "5432"} (ConnectionStrings:Prosmex)";

            string? Part(params string[] names) => names.Select(name => parts.TryGetValue(name, out var value) ? value.ToString() : null).FirstOrDefault(value => value is not null);
        }
        catch (ArgumentException)
        {
            throw new LocalHostException("ConnectionStrings:Prosmex no es una cadena de conexión (Host=…;Database=…;Username=…;Password=…).");
        }
    }
}
