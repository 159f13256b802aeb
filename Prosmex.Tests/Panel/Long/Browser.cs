using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Prosmex.Tests.Panel.Long;

/// <summary>A headless Chromium, driven by its DevTools protocol: a driver package would bring its own browser or a second runtime.</summary>
internal sealed partial class Browser : IAsyncDisposable
{
    private readonly Process _proceso;
    private readonly string _perfil;
    private readonly ClientWebSocket _canal = new();
    private readonly SemaphoreSlim _turno = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _pendientes = [];
    private readonly ConcurrentDictionary<string, Action<string, JsonNode>> _oyentes = [];
    private int _ultimo;
    private Task _lectura = Task.CompletedTask;

    private Browser(Process proceso, string perfil) => (_proceso, _perfil) = (proceso, perfil);

    public static async Task<Browser> AbrirAsync()
    {
        var perfil = Directory.CreateTempSubdirectory("prosmex-chromium-").FullName;
        var inicio = new ProcessStartInfo(
            "chromium",
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={perfil}",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions", "about:blank",
            ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var navegador = new Browser(Process.Start(inicio) ?? throw new InvalidOperationException("chromium did not start."), perfil);
        try
        {
            await navegador._canal.ConnectAsync(await navegador.DireccionAsync().WaitAsync(TimeSpan.FromMinutes(1)), CancellationToken.None);
        }
        catch
        {
            await navegador.DisposeAsync();
            throw;
        }

        navegador._lectura = navegador.LeerAsync();
        return navegador;
    }

    /// <summary>A page in an isolated context: no shared cookies or storage.</summary>
    public async Task<BrowserTab> NuevaAsync(Uri direccion)
    {
        var contexto = (string)(await EnviarAsync(null, "Target.createBrowserContext", []))["browserContextId"]!;
        var destination = (string)(await EnviarAsync(null, "Target.createTarget", new() { ["url"] = "about:blank", ["browserContextId"] = contexto }))["targetId"]!;
        var sesion = (string)(await EnviarAsync(null, "Target.attachToTarget", new() { ["targetId"] = destination, ["flatten"] = true }))["sessionId"]!;
        var pestana = new BrowserTab((metodo, datos) => EnviarAsync(sesion, metodo, datos), direccion);
        _oyentes[sesion] = pestana.Oir;
        foreach (var dominio in new[] { "Page", "Runtime", "Network", "Log" })
        {
            await EnviarAsync(sesion, $"{dominio}.enable", []);
        }

        return pestana;
    }

    public async ValueTask DisposeAsync()
    {
        _canal.Abort();
        _canal.Dispose();
        await _lectura;
        _proceso.Kill(entireProcessTree: true);
        await _proceso.WaitForExitAsync();
        _proceso.Dispose();
        _turno.Dispose();
        Directory.Delete(_perfil, recursive: true);
    }

    private async Task<JsonNode> EnviarAsync(string? sesion, string metodo, JsonObject datos)
    {
        var id = Interlocked.Increment(ref _ultimo);
        var response = _pendientes[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var orden = new JsonObject { ["id"] = id, ["method"] = metodo, ["params"] = datos };
        if (sesion is not null)
        {
            orden["sessionId"] = sesion;
        }

        await _turno.WaitAsync();
        try
        {
            await _canal.SendAsync(System.Text.Encoding.UTF8.GetBytes(orden.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _turno.Release();
        }

        return await response.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    private async Task LeerAsync()
    {
        try
        {
            while (await MensajeAsync() is { } message)
            {
                if ((int?)message["id"] is { } id && _pendientes.TryRemove(id, out var pendiente))
                {
                    if (message["error"] is { } error)
                    {
                        pendiente.SetException(new DevToolsException(error.ToJsonString()));
                    }
                    else
                    {
                        pendiente.SetResult(message["result"]!);
                    }
                }
                else if ((string?)message["sessionId"] is { } sesion && _oyentes.TryGetValue(sesion, out var oir))
                {
                    oir((string)message["method"]!, message["params"]!);
                }
            }
        }
        catch (Exception ex) when (ex is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The browser was closed or has crashed.
        }

        foreach (var pendiente in _pendientes.Values)
        {
            pendiente.TrySetException(new InvalidOperationException("The browser is gone."));
        }
    }

    private async Task<JsonNode?> MensajeAsync()
    {
        using var entero = new MemoryStream();
        var chunk = new byte[65_536];
        WebSocketReceiveResult recibido;
        do
        {
            recibido = await _canal.ReceiveAsync(new ArraySegment<byte>(chunk), CancellationToken.None);
            entero.Write(chunk, 0, recibido.Count);
        }
        while (!recibido.EndOfMessage);
        return recibido.MessageType == WebSocketMessageType.Close ? null : JsonNode.Parse(entero.ToArray());
    }

    private Task<Uri> DireccionAsync()
    {
        var direccion = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _proceso.ErrorDataReceived += (_, line) =>
        {
            if (Escucha().Match(line.Data ?? "") is { Success: true } m)
            {
                direccion.TrySetResult(new(m.Value));
            }
        };
        _proceso.BeginErrorReadLine();
        _proceso.BeginOutputReadLine();
        return direccion.Task;
    }

    [GeneratedRegex(@"ws://\S+")]
    private static partial Regex Escucha();
}

/// <summary>The browser refused a command.</summary>
internal sealed class DevToolsException(string message) : Exception(message)
{
    /// <summary>The page that it was for is being replaced by another.</summary>
    public bool DuringNavigation => Message.Contains("navigated", StringComparison.Ordinal) || Message.Contains("context", StringComparison.Ordinal);
}
