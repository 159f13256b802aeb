using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using Prosmex.Benchmarks.Loading;

namespace Prosmex.Benchmarks.Measuring;

/// <summary>A program under measurement: a separate process, listening on loopback.</summary>
internal sealed partial class MeasuredProcess : IAsyncDisposable
{
    public const string JwtKey = "clave-de-medicion-de-al-menos-32-bytes";
    public const string ReciboKey = "otra-clave-de-medicion-para-los-recibos";

    // ms.
    private const string Patience = "5000";

    private const int MaxWarnings = 5;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly string _probe;
    private int _warnings;

    private MeasuredProcess(string name, Process process, string probe) => (Name, _process, _probe) = (name, process, probe);

    public string Name { get; }

    public Uri Address => _address.Task.Result;

    /// <summary>Resource usage since the start.</summary>
    public Usage Usage => Probe.Query(_probe);

    /// <summary>The most memory that it held since the start or the last reset, MB; 0 where the system does not say.</summary>
    public double PeakMemory => OperatingSystem.IsLinux()
        ? double.Parse(PeakLine().Match(File.ReadAllText($"/proc/{_process.Id}/status")).Groups[1].Value, CultureInfo.InvariantCulture) / 1024
        : 0;

    /// <summary>The product in Release, run by LocalHost, with its timers disabled: they would close weeks during the measurement.</summary>
    public static Task<MeasuredProcess> StartProductAsync(string connection, AnchoredClock clock, CancellationToken cancellationToken) =>
        StartAsync("producto", ProductStartInfo(connection, ["--port", "0", "--reloj", clock.Offset]), cancellationToken);

    /// <summary>The same with five seconds for a request and its statements, so that the duration is known of those that the product would refuse.</summary>
    public static Task<MeasuredProcess> StartPatientProductAsync(string connection, AnchoredClock clock, CancellationToken cancellationToken)
    {
        var patient = new NpgsqlConnectionStringBuilder(connection) { Options = $"-c statement_timeout={Patience} -c lock_timeout={Patience}" };
        var startInfo = ProductStartInfo(patient.ConnectionString, ["--port", "0", "--reloj", clock.Offset]);
        startInfo.Environment["Prosmex__MilisegundosPorSolicitud"] = Patience;
        return StartAsync("producto", startInfo, cancellationToken);
    }

    public static Task<MeasuredProcess> StartFloorAsync(string connection, AnchoredClock clock, CancellationToken cancellationToken) =>
        StartAsync("piso", CreateStartInfo(typeof(MeasuredProcess).Assembly.Location, ["floor", connection, clock.Hours.ToString(CultureInfo.InvariantCulture)]), cancellationToken);

    public static ProcessStartInfo ProductStartInfo(string connection, params string[] arguments)
    {
        var startInfo = CreateStartInfo(typeof(LocalHost.Runtime.LocalHostException).Assembly.Location, arguments);
        startInfo.Environment["ConnectionStrings__Prosmex"] = connection;
        startInfo.Environment["Prosmex__Jwt__Clave"] = JwtKey;
        startInfo.Environment["Prosmex__Recibos__Clave"] = ReciboKey;
        startInfo.Environment["Prosmex__MigrarAlIniciar"] = "false";
        startInfo.Environment["PROSMEX_ADMIN_USUARIO"] = "admin";
        startInfo.Environment["PROSMEX_ADMIN_CONTRASENA"] = LenderLoader.Password;
        startInfo.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var clock in (string[])["VerificacionSemanal", "VerificacionCuadre", "SesionesLimpiar", "CifrasActualizar"])
        {
            startInfo.Environment[$"AzureWebJobs__{clock}__Disabled"] = "true";
        }

        return startInfo;
    }

    public static ProcessStartInfo CreateStartInfo(string program, params string[] arguments) => new("dotnet", [program, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetTempPath(),
    };

    public void ResetPeakMemory()
    {
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");
        }
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static async Task<MeasuredProcess> StartAsync(string name, ProcessStartInfo startInfo, CancellationToken cancellationToken)
    {
        var probe = Probe.Inject(startInfo.Environment);
        var process = new MeasuredProcess(name, new Process { StartInfo = startInfo, EnableRaisingEvents = true }, probe);
        process.StartProcess();
        try
        {
            await process._address.Task.WaitAsync(StartTimeout, cancellationToken);
            return process;
        }
        catch (Exception ex)
        {
            await process.DisposeAsync();
            throw new InvalidOperationException($"{name} did not start. It said:\n{process._output}", ex);
        }
    }

    private void StartProcess()
    {
        // A run ended by a signal leaves no processes running.
        AppDomain.CurrentDomain.ProcessExit += Kill;
        _process.OutputDataReceived += (_, line) => Record(line.Data);
        _process.ErrorDataReceived += (_, line) => Record(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("The process ended."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Kill(object? sender, EventArgs e) => _process.Kill(entireProcessTree: true);

    private void Record(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (ListeningLine().Match(line) is { Success: true } m)
        {
            _address.TrySetResult(new Uri(m.Groups[1].Value));
        }
        else if (_address.Task.IsCompleted && !line.StartsWith("Datos:", StringComparison.Ordinal))
        {
            // Show the first lines of output during the measurement: they may explain a result.
            if (++_warnings <= MaxWarnings)
            {
                Console.Error.WriteLine($"[{Name}] {line}");
            }
        }
    }

    [GeneratedRegex(@"VmHWM:\s+(\d+) kB")]
    private static partial Regex PeakLine();

    [GeneratedRegex(@"escucha en (http://[\w.]+:\d+)")]
    private static partial Regex ListeningLine();
}
