using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.Functions;
using Prosmex.LocalHost.Runtime;

namespace Prosmex.Tests.Infrastructure;

/// <summary>
/// What <see cref="RunningProgram"/> runs, in the test's own process, which saves the seconds that a process takes to start: prepared and served by
/// <see cref="Startup"/>, on the system's clock, with a pool of its own and its console's text. Only a test of the process itself needs the other.
/// </summary>
internal sealed class ProgramInProcess : IAsyncDisposable
{
    private readonly LocalRuntimeHost _host;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly Task<int> _end;
    private readonly ConsoleText _console;
    private readonly string _connection;

    private ProgramInProcess(LocalRuntimeHost host, Task<int> end, ConsoleText console)
    {
        (_host, _end, _console) = (host, end, console);
        _connection = host.Services.GetRequiredService<ProsmexOptions>().Connection;
        _lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        Address = host.Address;
    }

    public Uri Address { get; }

    /// <summary>What it has written on its console.</summary>
    public string Output => _console.ToString();

    /// <summary>Starts it on a database and waits until it serves.</summary>
    /// <param name="clock">Null is the system's.</param>
    public static async Task<ProgramInProcess> StartAsync(string connection, TimeProvider? clock = null, params (string Name, string Value)[] settings)
    {
        var console = new ConsoleText();
        var listens = new TaskCompletionSource<LocalRuntimeHost>(TaskCreationOptions.RunContinuationsAsynchronously);

        // The driver has one pool for each connection string of the process.
        var own = new NpgsqlConnectionStringBuilder(connection) { ApplicationName = $"{Guid.NewGuid():N}" }.ConnectionString;
        var options = new LocalOptions { Port = 0, Clock = clock, Settings = ProgramSettings.Of(own, settings), Output = console.Writer };
        var end = Startup.RunAsync(
            () =>
            {
                var host = Build(options, console);
                host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => listens.SetResult(host));
                return host;
            },
            error: console.Writer);
        if (await Task.WhenAny(listens.Task, end).WaitAsync(TimeSpan.FromMinutes(2)) == end)
        {
            throw new InvalidOperationException($"The program ended with {await end}. It said:\n{console}");
        }

        return new(await listens.Task, end, console);
    }

    /// <summary>Starts it where it cannot serve.</summary>
    /// <returns>The exit code, and what it wrote on its console.</returns>
    public static async Task<(int ExitCode, string Output)> ExecuteAsync(string connection, params (string Name, string Value)[] settings)
    {
        var console = new ConsoleText();
        var options = new LocalOptions { Port = 0, Settings = ProgramSettings.Of(connection, settings), Output = console.Writer };
        var code = await Startup.RunAsync(() => Build(options, console), error: console.Writer).WaitAsync(TimeSpan.FromMinutes(2));
        return (code, console.ToString());
    }

    public Api Api() => new(Address);

    /// <summary>A service of the program, one for all of it.</summary>
    public T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Stops it as a signal does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        _lifetime.StopApplication();
        var code = await _end.WaitAsync(TimeSpan.FromSeconds(60));

        // What a process leaves to its end.
        await using var connection = new NpgsqlConnection(_connection);
        NpgsqlConnection.ClearPool(connection);
        return code;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    // As LocalHost's Program.cs.
    private static LocalRuntimeHost Build(LocalOptions options, ConsoleText console)
    {
        var builder = new LocalRuntimeBuilder(options, ProgramSettings.Functions);
        console.AddTo(builder.Logging);
        builder.UseProsmex(builder.Configuration);
        builder.Services.AddSingleton(ProgramSettings.Hasher);
        return builder.Build();
    }
}
