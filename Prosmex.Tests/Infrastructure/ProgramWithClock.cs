using Microsoft.Extensions.DependencyInjection;
using Prosmex.Functions;
using Prosmex.LocalHost.Runtime;
using Prosmex.Tests.Auth;

namespace Prosmex.Tests.Infrastructure;

/// <summary>A clock that stands still until the test moves it. Timers stay real.</summary>
internal sealed class TestClock(DateTimeOffset? start = null) : TimeProvider
{
    private DateTimeOffset _now = (start ?? new(2026, 11, 18, 18, 0, 0, TimeSpan.Zero)).ToUniversalTime();
    private TimeSpan _advanced;

    public override DateTimeOffset GetUtcNow() => _now;

    // They go on by themselves, as those of all clocks do, and jump with it.
    public override long GetTimestamp() => base.GetTimestamp() + (_advanced.Ticks * TimestampFrequency / TimeSpan.TicksPerSecond);

    public void Advance(TimeSpan time) => (_now, _advanced) = (_now + time, _advanced + time);

    public void Advance(double seconds) => Advance(TimeSpan.FromSeconds(seconds));
}

/// <summary>The program as LocalHost's Program.cs puts it together, in the test's own process, on a clock that the test moves.</summary>
internal sealed class ProgramWithClock : IAsyncDisposable
{
    private static readonly string AdminHash = ProgramSettings.Hasher.Hash(RunningProgram.AdminPassword);

    private readonly LocalRuntimeHost _host;

    private ProgramWithClock(LocalRuntimeHost host, TestClock clock, string connection)
    {
        _host = host;
        Connection = connection;
        Clock = clock;
    }

    public TestClock Clock { get; }

    public string Connection { get; }

    /// <summary>Given back when the program has stopped. Null where the database is the test's own.</summary>
    private BorrowedDatabase? Borrowed { get; init; }

    /// <summary>Starts it on a database without users as the program finds it after a migration: with the first administrator.</summary>
    public static async Task<ProgramWithClock> StartWithFirstAdminAsync(string connection, DateTimeOffset? instant = null)
    {
        await Personas.AgregarAsync(connection, RunningProgram.Admin, hash: AdminHash);
        return await StartAtAsync(connection, instant);
    }

    /// <summary>The same on a database that it borrows.</summary>
    public static async Task<ProgramWithClock> StartWithFirstAdminAsync(TestServer server, DateTimeOffset? instant = null)
    {
        var database = await server.BorrowAsync();
        await Personas.AgregarAsync(database.Connection, RunningProgram.Admin, hash: AdminHash);
        return await StartAtAsync(database, instant);
    }

    /// <summary>Starts it on a database of its own with one user, the administrator "ada".</summary>
    public static Task<ProgramWithClock> StartWithAdminAsync(TestServer server) => StartWithAdminsAsync(server, "ada");

    /// <summary>The same with these administrators.</summary>
    public static async Task<ProgramWithClock> StartWithAdminsAsync(TestServer server, params string[] admins)
    {
        var database = await server.BorrowAsync();
        foreach (var name in admins)
        {
            await Personas.AgregarAsync(database.Connection, name);
        }

        return await StartAtAsync(database);
    }

    /// <summary>Starts it on a database that it gives back when it is disposed of.</summary>
    public static async Task<ProgramWithClock> StartAtAsync(BorrowedDatabase database, DateTimeOffset? instant = null, params (string Name, string Value)[] more)
    {
        var (host, clock) = await StartAsync(database.Connection, instant, more);
        return new(host, clock, database.Connection) { Borrowed = database };
    }

    /// <summary>Starts it on a database without users, which it borrows.</summary>
    public static async Task<ProgramWithClock> StartAsync(TestServer server, params (string Name, string Value)[] more) =>
        await StartAtAsync(await server.BorrowAsync(), null, more);

    /// <summary>Starts it on a database that is migrated; no user is added.</summary>
    public static Task<ProgramWithClock> StartAsync(string connection, params (string Name, string Value)[] more) => StartAtAsync(connection, null, more);

    /// <summary>The same, at another instant.</summary>
    public static async Task<ProgramWithClock> StartAtAsync(string connection, DateTimeOffset? instant, params (string Name, string Value)[] more)
    {
        var (host, clock) = await StartAsync(connection, instant, more);
        return new(host, clock, connection);
    }

    public Uri Address => _host.Address;

    public Api Api() => new(Address);

    /// <summary>A service of the program, one for the whole process.</summary>
    public T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        await (Borrowed?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static async Task<(LocalRuntimeHost Host, TestClock Clock)> StartAsync(string connection, DateTimeOffset? instant, (string Name, string Value)[] more)
    {
        var clock = new TestClock(instant);
        var settings = ProgramSettings.Of(connection, [("Logging:LogLevel:Default", "None"), .. more]);
        var options = new LocalOptions { Port = 0, Clock = clock, Settings = settings, Output = TextWriter.Null };
        var builder = new LocalRuntimeBuilder(options, ProgramSettings.Functions);
        builder.UseProsmex(builder.Configuration);
        builder.Services.AddSingleton(ProgramSettings.Hasher);
        var host = builder.Build();
        await host.StartAsync();
        return (host, clock);
    }
}
