using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Prosmex.Benchmarks.Carga;

namespace Prosmex.Benchmarks.Medicion;

/// <summary>One of the programs that are measured: a process of its own, listening on loopback.</summary>
internal sealed partial class Proceso : IAsyncDisposable
{
    public const string ClaveJwt = "clave-de-medicion-de-al-menos-32-bytes";

    private const int MaximoDeAvisos = 5;
    private static readonly TimeSpan Paciencia = TimeSpan.FromMinutes(2);

    private readonly Process _proceso;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _direccion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly string _sonda;
    private int _avisos;

    private Proceso(string nombre, Process proceso, string sonda) => (Nombre, _proceso, _sonda) = (nombre, proceso, sonda);

    public string Nombre { get; }

    public Uri Direccion => _direccion.Task.Result;

    /// <summary>What it has spent so far.</summary>
    public Gasto Gasto => Sonda.Preguntar(_sonda);

    /// <summary>The product in Release, as LocalHost runs it, without its timers: they would close weeks while something else is measured.</summary>
    public static Task<Proceso> ProductoAsync(string connection, Ancla ancla, CancellationToken cancellationToken) =>
        IniciarAsync("producto", InicioDeProducto(connection, ["--port", "0", "--reloj", ancla.Desfase]), cancellationToken);

    public static Task<Proceso> PisoAsync(string connection, Ancla ancla, CancellationToken cancellationToken) =>
        IniciarAsync("piso", Inicio(typeof(Proceso).Assembly.Location, ["piso", connection, ancla.Horas.ToString(CultureInfo.InvariantCulture)]), cancellationToken);

    public static ProcessStartInfo InicioDeProducto(string connection, params string[] arguments)
    {
        var inicio = Inicio(typeof(LocalHost.Runtime.LocalHostException).Assembly.Location, arguments);
        inicio.Environment["ConnectionStrings__Prosmex"] = connection;
        inicio.Environment["Prosmex__Jwt__Clave"] = ClaveJwt;
        inicio.Environment["Prosmex__MigrarAlIniciar"] = "false";
        inicio.Environment["PROSMEX_ADMIN_USUARIO"] = "admin";
        inicio.Environment["PROSMEX_ADMIN_CONTRASENA"] = Financiera.Contrasena;
        inicio.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var clock in (string[])["VerificacionSemanal", "VerificacionCuadre", "SesionesLimpiar"])
        {
            inicio.Environment[$"AzureWebJobs__{clock}__Disabled"] = "true";
        }

        return inicio;
    }

    public static ProcessStartInfo Inicio(string programa, params string[] arguments) => new("dotnet", [programa, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetTempPath(),
    };

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Matar;
        if (!_proceso.HasExited)
        {
            _proceso.Kill(entireProcessTree: true);
            await _proceso.WaitForExitAsync();
        }

        _proceso.Dispose();
    }

    private static async Task<Proceso> IniciarAsync(string nombre, ProcessStartInfo inicio, CancellationToken cancellationToken)
    {
        var sonda = Sonda.Poner(inicio.Environment);
        var proceso = new Proceso(nombre, new Process { StartInfo = inicio, EnableRaisingEvents = true }, sonda);
        proceso.Arrancar();
        try
        {
            await proceso._direccion.Task.WaitAsync(Paciencia, cancellationToken);
            return proceso;
        }
        catch (Exception ex)
        {
            await proceso.DisposeAsync();
            throw new InvalidOperationException($"{nombre} did not start. It said:\n{proceso._output}", ex);
        }
    }

    private void Arrancar()
    {
        // A run that is ended by a signal leaves nobody behind.
        AppDomain.CurrentDomain.ProcessExit += Matar;
        _proceso.OutputDataReceived += (_, line) => Anotar(line.Data);
        _proceso.ErrorDataReceived += (_, line) => Anotar(line.Data);
        _proceso.Exited += (_, _) => _direccion.TrySetException(new InvalidOperationException("The process ended."));
        _proceso.Start();
        _proceso.BeginOutputReadLine();
        _proceso.BeginErrorReadLine();
    }

    private void Matar(object? sender, EventArgs e) => _proceso.Kill(entireProcessTree: true);

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
        else if (_direccion.Task.IsCompleted && !line.StartsWith("Datos:", StringComparison.Ordinal))
        {
            // Whatever it has to say while it is measured is worth knowing; but not a hundred times.
            if (++_avisos <= MaximoDeAvisos)
            {
                Console.Error.WriteLine($"[{Nombre}] {line}");
            }
        }
    }

    [GeneratedRegex(@"escucha en (http://[\w.]+:\d+)")]
    private static partial Regex Escucha();
}
