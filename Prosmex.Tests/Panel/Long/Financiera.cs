using System.Text.RegularExpressions;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Panel.Long;

/// <summary>The demo lender as a user starts it, on a Thursday at noon, and a browser. Started on first use.</summary>
public sealed partial class Financiera : IAsyncLifetime
{
    private readonly Lazy<Task<(RunningProgram Programa, Browser Browser)>> _abierta;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"prosmex-panel-{Guid.NewGuid():N}");

    private readonly List<string> _tokens = [];
    private readonly List<BrowserTab> _tabs = [];

    public Financiera() => _abierta = new(AbrirAsync);

    public string Contrasena { get; private set; } = "";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<Api> ApiAsync(string usuario)
    {
        var api = await (await _abierta.Value).Programa.Api().EntradaAsync(usuario, Contrasena);
        _tokens.Add(api.Token!);
        return api;
    }

    /// <summary>
    /// Ends the sessions of the test that is over: a user has at most five, and of more, all as old on a clock that stands still, any could be ended.
    /// </summary>
    public async Task EndSessionsAsync()
    {
        foreach (var tab in _tabs)
        {
            if ((string?)await tab.ValorAsync("JSON.parse(sessionStorage.getItem('prosmex.sesion') ?? 'null')?.access ?? null") is { } token)
            {
                _tokens.Add(token);
            }
        }

        foreach (var token in _tokens)
        {
            using var api = (await _abierta.Value).Programa.Api().Con(token);
            await api.PostAsync("/auth/logout");
        }

        _tabs.Clear();
        _tokens.Clear();
    }

    /// <param name="direccion">Of another program than the demo lender's.</param>
    internal async Task<BrowserTab> PestanaAsync(Uri? direccion = null)
    {
        var (programa, navegador) = await _abierta.Value;
        var tab = await navegador.NuevaAsync(direccion ?? programa.Direccion);
        _tabs.Add(tab);
        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        if (_abierta is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            var (programa, navegador) = await _abierta.Value;
            await navegador.DisposeAsync();
            await programa.TerminarAsync();
            await programa.DisposeAsync();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task<(RunningProgram Programa, Browser Browser)> AbrirAsync()
    {
        var programa = await RunningProgram.IniciarDemoAsync(_folder, "--reloj", "2026-11-19T12:00:00-06:00");
        Contrasena = Dicha().Match(programa.Salida).Groups[1].Value;
        return (programa, await Browser.AbrirAsync());
    }

    [GeneratedRegex(@"admin1; contraseña (\S+)")]
    private static partial Regex Dicha();
}
