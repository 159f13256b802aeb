using System.Text.Json.Nodes;
using Npgsql;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>One way to end what a user may do. Each is answered 200.</summary>
internal sealed record Revocation(string Name, Func<Api, Api, int, Task<ApiResponse>> ByAsync)
{
    /// <summary>By an administrator, or by the user.</summary>
    public static readonly IReadOnlyList<Revocation> All =
    [
        new("sessions ended", (admin, _, id) => admin.DeleteAsync($"/users/{id}/sesiones")),
        new("deactivated", (admin, _, id) => admin.DeleteAsync($"/users/{id}")),
        new("role changed", (admin, _, id) => admin.PutAsync($"/users/{id}", new JsonObject { ["rol_id"] = 1 })),
        new("password reset", (admin, _, id) => admin.PostAsync($"/users/{id}/restablecer-contrasena")),
        new("signed out", (_, user, _) => user.PostAsync("/auth/logout")),
    ];

    /// <summary>It hashes a new password first.</summary>
    public bool NeedsHash => Name == "password reset";

    public override string ToString() => Name;
}

/// <summary>A program with an administrator who revokes, and users whose rights are revoked.</summary>
internal sealed class RevocationOffice : IAsyncDisposable
{
    private readonly BorrowedDatabase _database;
    private int _users;

    private RevocationOffice(BorrowedDatabase database, ProgramWithClock program, Api admin) => (_database, Program, Admin) = (database, program, admin);

    public string Connection => _database.Connection;

    public ProgramWithClock Program { get; }

    public Api Admin { get; }

    /// <param name="server">Lends the database.</param>
    /// <param name="lockTimeout">In milliseconds, instead of the program's: where a write must still wait for its lock when the revocation comes, however busy the machine is.</param>
    public static async Task<RevocationOffice> OpenAsync(TestServer server, int? lockTimeout = null)
    {
        var database = await server.BorrowAsync();
        await Personas.AgregarAsync(database.Connection, "jefe");
        var connection = lockTimeout is { } limit
            ? new NpgsqlConnectionStringBuilder(database.Connection) { Options = $"-c lock_timeout={limit} -c statement_timeout={limit}" }.ConnectionString
            : database.Connection;
        var program = await ProgramWithClock.StartAsync(connection);
        return new(database, program, await program.Api().SignedInAsync("jefe"));
    }

    /// <summary>A new administrator, signed in.</summary>
    /// <param name="seen">The program has answered the token before.</param>
    public async Task<(Api Api, int Id)> UserAsync(bool seen)
    {
        var name = $"usuario{_users++}";
        var id = await Personas.AgregarAsync(Connection, name);
        var api = await Program.Api().SignedInAsync(name);
        if (seen)
        {
            await api.AssertLiveAsync();
        }

        return (api, id);
    }

    public Task<bool> ExistsAsync(string usuario) => TestDatabase.ValueAsync<bool>(Connection, $"SELECT EXISTS (SELECT FROM usuarios WHERE usuario = '{usuario}')");

    /// <summary>A body for <c>POST /auth/register</c> that makes another administrator.</summary>
    public static JsonObject NewAdmin(string usuario) => new()
    {
        ["nombre"] = "N",
        ["apellido_paterno"] = "P",
        ["apellido_materno"] = "M",
        ["usuario"] = usuario,
        ["contrasena"] = "Muy-Secreta-7",
        ["rol_id"] = 6,
    };

    public static (string Nombre, string Value)[] Headers(bool withKey) => withKey ? [("Idempotency-Key", Guid.NewGuid().ToString())] : [];

    /// <summary>How many statements of this database wait for a lock.</summary>
    public Task<long> LockWaitersAsync() =>
        TestDatabase.ValueAsync<long>(Connection, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");

    /// <summary>Waits until so many do.</summary>
    public Task WaitForLockWaitersAsync(int count) => UntilAsync(async () => await LockWaitersAsync() >= count, $"{count} statements wait for a lock");

    /// <summary>Waits for something that is only seen by looking; fails where it does not come.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var look = 0; !await condition(); look++)
        {
            Assert.True(look < 2000, $"It never came that {what}.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Program.DisposeAsync();
        await _database.DisposeAsync();
    }
}
