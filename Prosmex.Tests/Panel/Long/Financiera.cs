using System.Text.RegularExpressions;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Panel.Long;

/// <summary>The demo lender as a user starts it, on a Thursday at noon, and a browser. Started on first use.</summary>
public sealed partial class Financiera : IAsyncLifetime
{
    private readonly Lazy<Task<(RunningProgram Program, Browser Browser)>> _open;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"prosmex-panel-{Guid.NewGuid():N}");

    private readonly List<string> _tokens = [];
    private readonly List<BrowserTab> _tabs = [];

    public Financiera() => _open = new(OpenAsync);

    public string Contrasena { get; private set; } = "";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<Api> ApiAsync(string usuario)
    {
        var api = await (await _open.Value).Program.Api().SignedInAsync(usuario, Contrasena);
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
            if ((string?)await tab.ValueAsync("JSON.parse(sessionStorage.getItem('prosmex.sesion') ?? 'null')?.access ?? null") is { } token)
            {
                _tokens.Add(token);
            }
        }

        foreach (var token in _tokens)
        {
            using var api = (await _open.Value).Program.Api().With(token);
            await api.PostAsync("/auth/logout");
        }

        _tabs.Clear();
        _tokens.Clear();
    }

    /// <param name="address">Of another program than the demo lender's.</param>
    internal async Task<BrowserTab> TabAsync(Uri? address = null)
    {
        var (program, browser) = await _open.Value;
        var tab = await browser.NuevaAsync(address ?? program.Address);
        _tabs.Add(tab);
        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        if (_open is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            var (program, browser) = await _open.Value;
            await browser.DisposeAsync();
            await program.StopAsync();
            await program.DisposeAsync();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task<(RunningProgram Program, Browser Browser)> OpenAsync()
    {
        var program = await RunningProgram.StartDemoAsync(_folder, "--reloj", "2026-11-19T12:00:00-06:00");
        Contrasena = Dicha().Match(program.Output).Groups[1].Value;
        return (program, await Browser.OpenAsync());
    }

    [GeneratedRegex(@"admin1; contraseña (\S+)")]
    private static partial Regex Dicha();
}
