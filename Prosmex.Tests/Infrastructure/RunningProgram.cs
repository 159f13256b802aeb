using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Prosmex.LocalHost.Runtime;

namespace Prosmex.Tests.Infrastructure;

/// <summary>The program as a user starts it: a process of its own, listening on a free port.</summary>
public sealed partial class RunningProgram : IAsyncDisposable
{
    public const string Admin = "admin";
    public const string ContrasenaDelAdmin = "Prueba-Segura-1";

    public static readonly string LocalHost = typeof(LocalHostException).Assembly.Location;

    private readonly Process _proceso;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _estandar = new();
    private readonly TaskCompletionSource<Uri> _direccion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProgram(Process proceso) => _proceso = proceso;

    public Uri Direccion => _direccion.Task.Result;

    public int Id => _proceso.Id;

    public string Salida
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
    public static async Task<RunningProgram> IniciarAsync(string connection, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        var programa = Crear(new Dictionary<string, string>(environment ?? new Dictionary<string, string>()) { ["ConnectionStrings__Prosmex"] = connection }, ["--port", "0", .. arguments]);
        await programa.ArrancarAsync(TimeSpan.FromMinutes(2));
        return programa;
    }

    /// <summary>Starts it with the invented lender, on a private database in a folder, and waits until it serves.</summary>
    public static async Task<RunningProgram> IniciarDemoAsync(string folder, params string[] arguments)
    {
        var programa = Crear(new() { ["Prosmex__Local__Carpeta"] = folder }, ["--port", "0", "--demo", .. arguments]);
        await programa.ArrancarAsync(TimeSpan.FromMinutes(10));
        return programa;
    }

    /// <summary>Runs the program until it ends by itself.</summary>
    public static async Task<(int Codigo, string Salida)> EjecutarAsync(string connection, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var (codigo, _, output) = await EjecutarAsync(LocalHost, connection, environment, arguments);
        return (codigo, output);
    }

    /// <summary>Runs one of the product's programs until it ends by itself.</summary>
    /// <param name="assembly">The path of its assembly.</param>
    /// <returns>The exit code, standard output alone, and it together with the errors.</returns>
    public static async Task<(int Codigo, string Estandar, string Salida)> EjecutarAsync(
        string assembly, string connection, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        await using var programa = Crear(
            new Dictionary<string, string>(environment ?? new Dictionary<string, string>()) { ["ConnectionStrings__Prosmex"] = connection }, arguments, assembly);
        programa.Arrancar();
        await programa._proceso.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        programa._proceso.WaitForExit();
        return (programa._proceso.ExitCode, programa._estandar.ToString(), programa.Salida);
    }

    public Api Api() => new(Direccion);

    /// <summary>Stops it as a terminal or a service manager does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminarAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_proceso.Id}"]);
        await kill.WaitForExitAsync();
        await _proceso.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _proceso.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_proceso.HasExited)
        {
            _proceso.Kill(entireProcessTree: true);
            await _proceso.WaitForExitAsync();
        }

        _proceso.Dispose();
    }

    private static RunningProgram Crear(Dictionary<string, string> environment, string[] arguments, string? assembly = null)
    {
        var inicio = new ProcessStartInfo("dotnet", [assembly ?? LocalHost, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // The program finds its folder by itself, wherever it is started.
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (nombre, value) in environment)
        {
            inicio.Environment[nombre] = value;
        }

        // Measuring itself for later, and memory that is never writable and executable at once, are a waste in a process that lives for seconds.
        // Spinning for work takes the processor from the others.
        inicio.Environment["DOTNET_TieredPGO"] = "0";
        inicio.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        inicio.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        inicio.Environment.TryAdd("PROSMEX_ADMIN_USUARIO", Admin);
        inicio.Environment.TryAdd("PROSMEX_ADMIN_CONTRASENA", ContrasenaDelAdmin);
        inicio.Environment.TryAdd("Prosmex__Jwt__Clave", TestServer.Clave);
        inicio.Environment.TryAdd("Prosmex__Recibos__Clave", TestServer.ClaveDeRecibos);
        inicio.Environment.TryAdd("Prosmex__MilisegundosPorSolicitud", TestServer.MilisegundosPorSolicitud);
        return new RunningProgram(new Process { StartInfo = inicio });
    }

    /// <summary>Starts the process and waits until it says where it listens.</summary>
    private async Task ArrancarAsync(TimeSpan patience)
    {
        Arrancar();
        try
        {
            await _direccion.Task.WaitAsync(patience);
        }
        catch (Exception ex)
        {
            var output = Salida;
            await DisposeAsync();
            throw new InvalidOperationException($"The program did not start. It said:\n{output}", ex);
        }
    }

    private void Arrancar()
    {
        _proceso.OutputDataReceived += (_, line) =>
        {
            _estandar.Append(line.Data is null ? "" : line.Data + '\n');
            Anotar(line.Data);
        };
        _proceso.ErrorDataReceived += (_, line) => Anotar(line.Data);
        _proceso.EnableRaisingEvents = true;
        _proceso.Exited += (_, _) => _direccion.TrySetException(new InvalidOperationException("The process ended."));
        _proceso.Start();
        _proceso.BeginOutputReadLine();
        _proceso.BeginErrorReadLine();
    }

    private void Anotar(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (Escucha().Match(line) is { Success: true } m)
        {
            _direccion.TrySetResult(new Uri(m.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"escucha en (http://[\w.]+:\d+)")]
    private static partial Regex Escucha();
}
