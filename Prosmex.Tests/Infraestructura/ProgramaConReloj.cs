using Microsoft.Extensions.DependencyInjection;
using Prosmex.Functions;
using Prosmex.LocalHost.Runtime;

namespace Prosmex.Tests.Infraestructura;

/// <summary>A clock that stands still until the test moves it. Timers stay real.</summary>
internal sealed class RelojDePrueba : TimeProvider
{
    private DateTimeOffset _ahora = new(2026, 11, 18, 18, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _ahora;

    public void Adelantar(TimeSpan tiempo) => _ahora += tiempo;

    public void Adelantar(double seconds) => Adelantar(TimeSpan.FromSeconds(seconds));
}

/// <summary>The program as LocalHost's Program.cs puts it together, in the test's own process, on a clock that the test moves.</summary>
internal sealed class ProgramaConReloj : IAsyncDisposable
{
    private readonly LocalRuntimeHost _host;

    private ProgramaConReloj(LocalRuntimeHost host, RelojDePrueba clock)
    {
        _host = host;
        Reloj = clock;
    }

    public RelojDePrueba Reloj { get; }

    /// <summary>Starts it on a migrated database; it creates no users.</summary>
    public static async Task<ProgramaConReloj> IniciarAsync(string connection, params (string Nombre, string Valor)[] ajustes)
    {
        var clock = new RelojDePrueba();
        Dictionary<string, string?> todos = new()
        {
            ["ConnectionStrings:Prosmex"] = connection,
            ["Prosmex:Jwt:Clave"] = ServidorDePruebas.Clave,
            ["PROSMEX_ADMIN_USUARIO"] = Programa.Admin,
            ["PROSMEX_ADMIN_CONTRASENA"] = Programa.ContrasenaDelAdmin,
            ["Prosmex:MilisegundosPorSolicitud"] = ServidorDePruebas.MilisegundosPorSolicitud,
            ["Logging:LogLevel:Default"] = "None",
        };
        foreach (var (nombre, valor) in ajustes)
        {
            todos[nombre] = valor;
        }

        var options = new LocalOptions { Port = 0, Clock = clock, Settings = todos, Output = TextWriter.Null };
        var builder = new LocalRuntimeBuilder(options, typeof(WorkerApplicationBuilderExtensions).Assembly.GetTypes());
        builder.UseProsmex(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync();
        return new(host, clock);
    }

    public Api Api() => new(_host.Address);

    /// <summary>A service of the program, one for the whole process.</summary>
    public T Servicio<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
    }
}
