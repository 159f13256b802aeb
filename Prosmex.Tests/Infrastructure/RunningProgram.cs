using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Prosmex.LocalHost.Runtime;

namespace Prosmex.Tests.Infrastructure;

/// <summary>The program as a user starts it: a process of its own, listening on a free port.</summary>
public sealed partial class RunningProgram : IAsyncDisposable
{
    public const string Admin = "admin";
    public const string AdminPassword = "Prueba-Segura-1";

    public static readonly string LocalHost = typeof(LocalHostException).Assembly.Location;

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _standardOutput = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProgram(Process process) => _process = process;

    public Uri Address => _address.Task.Result;

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts the program on a database and waits until it serves.</summary>
    public static async Task<RunningProgram> StartAsync(string connection, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        var program = Create(new Dictionary<string, string>(environment ?? new Dictionary<string, string>()) { ["ConnectionStrings__Prosmex"] = connection }, ["--port", "0", .. arguments]);
        await program.LaunchAsync(TimeSpan.FromMinutes(2));
        return program;
    }

    /// <summary>Starts it with the invented lender, on a private database in a folder, and waits until it serves.</summary>
    public static async Task<RunningProgram> StartDemoAsync(string folder, params string[] arguments)
    {
        var program = Create(new() { ["Prosmex__Local__Carpeta"] = folder }, ["--port", "0", "--demo", .. arguments]);
        await program.LaunchAsync(TimeSpan.FromMinutes(10));
        return program;
    }

    /// <summary>Runs the program until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output)> ExecuteAsync(string connection, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var (exitCode, _, output) = await ExecuteAsync(LocalHost, connection, environment, arguments);
        return (exitCode, output);
    }

    /// <summary>Runs one of the product's programs until it ends by itself.</summary>
    /// <param name="assembly">The path of its assembly.</param>
    /// <returns>The exit code, standard output alone, and it together with the errors.</returns>
    public static async Task<(int ExitCode, string StandardOutput, string Output)> ExecuteAsync(
        string assembly, string connection, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        await using var program = Create(
            new Dictionary<string, string>(environment ?? new Dictionary<string, string>()) { ["ConnectionStrings__Prosmex"] = connection }, arguments, assembly);
        program.Launch();
        await program._process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        program._process.WaitForExit();
        return (program._process.ExitCode, program._standardOutput.ToString(), program.Output);
    }

    public Api Api() => new(Address);

    /// <summary>Stops it as a terminal or a service manager does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static RunningProgram Create(Dictionary<string, string> environment, string[] arguments, string? assembly = null)
    {
        var startInfo = new ProcessStartInfo("dotnet", [assembly ?? LocalHost, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // The program finds its folder by itself, wherever it is started.
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment)
        {
            startInfo.Environment[name] = value;
        }

        // Measuring itself for later, and memory that is never writable and executable at once, are a waste in a process that lives for seconds.
        // Spinning for work takes the processor from the others.
        startInfo.Environment["DOTNET_TieredPGO"] = "0";
        startInfo.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        startInfo.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        startInfo.Environment.TryAdd("PROSMEX_ADMIN_USUARIO", Admin);
        startInfo.Environment.TryAdd("PROSMEX_ADMIN_CONTRASENA", AdminPassword);
        startInfo.Environment.TryAdd("Prosmex__Jwt__Clave", TestServer.JwtKey);
        startInfo.Environment.TryAdd("Prosmex__Recibos__Clave", TestServer.ReciboKey);
        startInfo.Environment.TryAdd("Prosmex__MilisegundosPorSolicitud", TestServer.RequestMilliseconds);
        return new RunningProgram(new Process { StartInfo = startInfo });
    }

    /// <summary>Starts the process and waits until it says where it listens.</summary>
    private async Task LaunchAsync(TimeSpan patience)
    {
        Launch();
        try
        {
            await _address.Task.WaitAsync(patience);
        }
        catch (Exception ex)
        {
            var output = Output;
            await DisposeAsync();
            throw new InvalidOperationException($"The program did not start. It said:\n{output}", ex);
        }
    }

    private void Launch()
    {
        _process.OutputDataReceived += (_, line) =>
        {
            _standardOutput.Append(line.Data is null ? "" : line.Data + '\n');
            Listen(line.Data);
        };
        _process.ErrorDataReceived += (_, line) => Listen(line.Data);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("The process ended."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Listen(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (ListensAt().Match(line) is { Success: true } m)
        {
            _address.TrySetResult(new Uri(m.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"escucha en (http://[\w.]+:\d+)")]
    private static partial Regex ListensAt();
}
