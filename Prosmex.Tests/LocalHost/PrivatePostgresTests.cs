using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using Npgsql;
using Prosmex.LocalHost.Postgres;

namespace Prosmex.Tests.LocalHost;

/// <summary>Real servers on temporary folders: starting, killing and restarting the program.</summary>
[Trait("Kind", "Integration")]
public sealed class PrivatePostgresTests : IAsyncDisposable
{
    private static readonly Dictionary<string, string> _fast = new() { ["fsync"] = "off" };

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "prosmex-pg-" + Guid.NewGuid().ToString("N"));
    private readonly List<PrivatePostgres> _started = [];
    private readonly List<string> _reports = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartAsync_NewFolder_AcceptsConnectionsWithItsPassword()
    {
        var server = await StartAsync();

        Assert.Equal("200", await AskAsync(server, "show max_connections"));
        Assert.Equal("off", await AskAsync(server, "show fsync"));
        Assert.Equal("UTF8 C", await AskAsync(server, "select current_setting('server_encoding') || ' ' || current_setting('lc_collate')"));
        Assert.True(File.Exists(Path.Combine(server.DataDirectory, "PG_VERSION")));
        Assert.NotEmpty(Directory.GetFiles(server.BinariesDirectory, "initdb*"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "postgres-clave")));
        }

        await Assert.ThrowsAsync<PostgresException>(() => AskAsync(server.ConnectionString.Replace("Password=", "Password=x", StringComparison.Ordinal), "select 1"));
    }

    [Fact]
    public async Task DisposeAsync_SecondInstance_OnlyTheLastStopsTheServer()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        Assert.Equal(first.ConnectionString, second.ConnectionString);

        await first.DisposeAsync();
        await first.DisposeAsync();
        Assert.Equal("1", await AskAsync(second, "select 1"));

        await second.DisposeAsync();
        await Assert.ThrowsAsync<NpgsqlException>(() => AskAsync(second, "select 1"));
        Assert.False(File.Exists(Path.Combine(second.DataDirectory, "postmaster.pid")));
    }

    [Fact]
    public async Task StartAsync_TwoAtOnceInANewFolder_ShareOneServer()
    {
        var both = await Task.WhenAll(StartAsync(), StartAsync());

        Assert.Equal(both[0].ConnectionString, both[1].ConnectionString);
        Assert.Equal("1", await AskAsync(both[0], "select 1"));
    }

    [Fact]
    public async Task StartAsync_ServerKilled_RestartsItWithItsData()
    {
        var first = await StartAsync();
        await AskAsync(first, "create table guardado as select 7 as n; checkpoint; select 1");
        Kill(first);

        var second = await StartAsync();

        Assert.Equal("7", await AskAsync(second, "select n from guardado"));
        Assert.True(first.ConnectionString == second.ConnectionString || IsTaken(Port(first.ConnectionString)), $"{first.ConnectionString} became {second.ConnectionString}.");
    }

    [Fact]
    public async Task StartAsync_OrphanedServer_UsesItAndStopsItAtTheEnd()
    {
        var first = await StartAsync();
        var (connection, process) = (first.ConnectionString, ProcessId(first));
        await first.DisposeAsync();
        await LaunchByHandAsync(first, connection);

        var second = await StartAsync();
        Assert.Equal(connection, second.ConnectionString);
        Assert.NotEqual(process, ProcessId(second));
        await second.DisposeAsync();

        await Assert.ThrowsAsync<NpgsqlException>(() => AskAsync(connection, "select 1"));
    }

    [Fact]
    public async Task StartAsync_PidFileWithTheNumberOfAnotherProcess_StartsAgain()
    {
        var first = await StartAsync();
        await first.DisposeAsync();
        // A process of the same user: PostgreSQL itself takes it for the server and refuses. On Linux even another server is recognized.
        var other = OperatingSystem.IsLinux() ? ProcessId(await StartAsync(Path.Combine(_folder, "otra"))) : Environment.ProcessId;
        await File.WriteAllTextAsync(
            Path.Combine(first.DataDirectory, "postmaster.pid"),
            $"{other}\n{first.DataDirectory}\n1\n5432\n\n127.0.0.1\n1 1\nready   \n",
            Cancellation);

        Assert.Equal("1", await AskAsync(await StartAsync(), "select 1"));
    }

    [Fact]
    public async Task StartAsync_PasswordLost_SetsAnotherAndKeepsTheData()
    {
        var first = await StartAsync();
        await AskAsync(first, "create table guardado as select 7 as n; select 1");
        await first.DisposeAsync();
        File.Delete(Path.Combine(_folder, "postgres-clave"));

        var second = await StartAsync();

        Assert.NotEqual(first.ConnectionString, second.ConnectionString);
        Assert.Equal("7", await AskAsync(second, "select n from guardado"));
    }

    [Fact]
    public async Task StartAsync_DataOfAnotherVersion_IsRefusedInOneLine()
    {
        var first = await StartAsync();
        await first.DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(first.DataDirectory, "PG_VERSION"), "12\n", Cancellation);

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(StartAsync);

        Assert.Contains("son de PostgreSQL 12 y los binarios de", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task StartAsync_WrongBinariesSetting_IsRefusedInOneLine()
    {
        Directory.CreateDirectory(_folder);

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(_folder, binaries: _folder));

        Assert.Contains($"{_folder}, no contiene initdb, pg_ctl y postgres", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task StartAsync_FolderThatTheShellOfPgCtlWouldChange_IsRefusedInOneLine()
    {
        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(_folder + "$HOME"));

        Assert.Contains("muévala", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_CreationInterrupted_StartsAfresh()
    {
        // Stopped at the moment initdb begins, and the remains of another one that was killed.
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PrivatePostgres.StartAsync(
            new PrivatePostgresOptions { Folder = _folder, Report = _ => stop.CancelAfter(TimeSpan.FromMilliseconds(150)) }, stop.Token));
        var remains = Path.Combine(_folder, "postgres", "nuevo-abc", "datos");
        Directory.CreateDirectory(remains);
        await File.WriteAllTextAsync(Path.Combine(remains, "PG_VERSION"), "15\n", Cancellation);

        var server = await StartAsync();

        Assert.Equal("1", await AskAsync(server, "select 1"));
        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(server.DataDirectory)!, "nuevo-*"));
    }

    [Fact]
    public async Task StartAsync_FolderClosedToTheUserOfTheServer_UsesAnotherPlaceAndSaysSo()
    {
        var closed = Path.Combine(_folder, "cerrada");
        Directory.CreateDirectory(closed);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var inside = Path.Combine(closed, "clon", ".prosmex");
        var first = await StartAsync(inside);
        await AskAsync(first, "create table guardado as select 7 as n; select 1");
        await first.DisposeAsync();
        var second = await StartAsync(inside);

        Assert.Equal("7", await AskAsync(second, "select n from guardado"));
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            var home = Path.GetDirectoryName(second.DataDirectory)!;
            Assert.Equal("/var/lib/prosmex", Path.GetDirectoryName(home));
            Assert.Contains(_reports, r => r.Contains(home, StringComparison.Ordinal) && r.Contains(inside, StringComparison.Ordinal));
        }
        else
        {
            Assert.StartsWith(inside, second.DataDirectory, StringComparison.Ordinal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Servers of one folder share their data: all are left before any is removed.
        foreach (var server in _started)
        {
            await server.DisposeAsync();
        }

        foreach (var home in _started.Select(s => Path.GetDirectoryName(s.DataDirectory)!).Where(Directory.Exists).ToHashSet())
        {
            Directory.Delete(home, recursive: true);
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private Task<PrivatePostgres> StartAsync() => StartAsync(_folder);

    private async Task<PrivatePostgres> StartAsync(string folder, string? binaries = null)
    {
        var options = new PrivatePostgresOptions { Folder = folder, Binaries = binaries, ServerSettings = _fast, Report = Report };
        var server = await PrivatePostgres.StartAsync(options, Cancellation);
        lock (_started)
        {
            _started.Add(server);
        }

        return server;
    }

    private void Report(string line)
    {
        lock (_reports)
        {
            _reports.Add(line);
        }
    }

    private static Task<string?> AskAsync(PrivatePostgres server, string sql) => AskAsync(server.ConnectionString, sql);

    private static async Task<string?> AskAsync(string connectionString, string sql)
    {
        var one = new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(one);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(Cancellation), CultureInfo.InvariantCulture);
    }

    private static int ProcessId(PrivatePostgres server) =>
        int.Parse(File.ReadLines(Path.Combine(server.DataDirectory, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static void Kill(PrivatePostgres server)
    {
        using var postmaster = Process.GetProcessById(ProcessId(server));
        postmaster.Kill();

        // A signal is on its way for a moment, and a server that is seen alive then is taken for a running one.
        Assert.True(SpinWait.SpinUntil(() => PostmasterFile.Read(server.DataDirectory) is not { Life: ServerLife.Alive }, TimeSpan.FromSeconds(10)));
    }

    private static int Port(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Port;

    // By another test, while no server listened there.
    private static bool IsTaken(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(l => l.Port == port);

    /// <summary>A server that runs with no program that uses it, as a program that was killed leaves it.</summary>
    private static async Task LaunchByHandAsync(PrivatePostgres server, string connectionString)
    {
        var port = Port(connectionString);
        var user = ServerUser.IsNeeded ? await ServerUser.ForRootAsync(server.DataDirectory, Cancellation) : ServerUser.Current;
        var launched = await user.RunAsync(
            Path.Combine(server.BinariesDirectory, "pg_ctl"),
            ["start", "-s", "-w", "-D", server.DataDirectory, "-l", server.DataDirectory + ".log", "-o", $"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="],
            Cancellation,
            capture: !OperatingSystem.IsWindows());
        Assert.True(launched.Succeeded, launched.Output);
    }
}
