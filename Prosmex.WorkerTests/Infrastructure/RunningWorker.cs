using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;
using Prosmex.WorkerTests.Host;

namespace Prosmex.WorkerTests.Infrastructure;

/// <summary>The published app behind the host, with its own small demo database.</summary>
public sealed class RunningWorker(PublishedApp app, TestServer server) : IAsyncLifetime
{
    public const string AdminName = "ada";
    public const int Loans = 4;

    // Empty, as on a new machine: what libraries keep there is made at this start.
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("prosmex-worker-");

    internal FunctionsHost Host { get; private set; } = null!;

    /// <summary>An administrator, signed in.</summary>
    internal Api Admin { get; private set; } = null!;

    public string Database { get; private set; } = "";

    internal IReadOnlyList<(string Name, string Value)> MoreSettings { get; init; } = [];

    /// <summary>An administrator, a gestor, and clients with loans; the first user made has id 1.</summary>
    public static async Task<string> NewDatabaseAsync(TestServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        var database = await server.NewDatabaseAsync();
        await Personas.AgregarAsync(database, "primera");
        await Personas.AgregarAsync(database, AdminName);
        await Personas.AgregarAsync(database, "gestor", rol: 1);
        await TestCartera.FillAsync(database, Loans);
        return database;
    }

    /// <summary>The app settings, by the names of environment variables.</summary>
    public static Dictionary<string, string> Settings(string database) => new()
    {
        ["ConnectionStrings__Prosmex"] = database,
        ["Prosmex__Jwt__Clave"] = TestServer.JwtKey,
        ["Prosmex__Recibos__Clave"] = TestServer.ReciboKey,
        ["Prosmex__MilisegundosPorSolicitud"] = TestServer.RequestMilliseconds,
        ["Prosmex__Docs"] = "true",

        // The host's own, which is where LocalHost's clients are too.
        ["Prosmex__DireccionDelCliente"] = "conexion",
    };

    public async ValueTask InitializeAsync()
    {
        Database = await NewDatabaseAsync(server);
        var settings = Settings(Database);
        settings["HOME"] = _home.FullName;
        foreach (var (name, value) in MoreSettings)
        {
            settings[name] = value;
        }

        Host = await FunctionsHost.StartAsync(app.Folder, settings);
        Admin = await SignInAsync();
    }

    internal async Task<Api> SignInAsync(string user = AdminName)
    {
        using var anonymous = new Api(Host.Address);
        return await anonymous.SignedInAsync(user);
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Host.DisposeAsync();
        _home.Delete(recursive: true);
    }
}
