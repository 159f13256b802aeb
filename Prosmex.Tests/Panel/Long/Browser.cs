using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Prosmex.Tests.Panel.Long;

/// <summary>A headless Chromium, driven by its DevTools protocol: a driver package would bring its own browser or a second runtime.</summary>
internal sealed partial class Browser : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _channel = new();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _pendientes = [];
    private readonly ConcurrentDictionary<string, Action<string, JsonNode>> _listeners = [];
    private int _ultimo;
    private Task _reading = Task.CompletedTask;

    private Browser(Process process, string profile) => (_process, _profile) = (process, profile);

    public static async Task<Browser> OpenAsync()
    {
        var profile = Directory.CreateTempSubdirectory("prosmex-chromium-").FullName;
        var startInfo = new ProcessStartInfo(
            "chromium",
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={profile}",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions", "about:blank",
            ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var browser = new Browser(Process.Start(startInfo) ?? throw new InvalidOperationException("chromium did not start."), profile);
        try
        {
            await browser._channel.ConnectAsync(await browser.AddressAsync().WaitAsync(TimeSpan.FromMinutes(1)), CancellationToken.None);
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }

        browser._reading = browser.ReadAsync();
        return browser;
    }

    /// <summary>A page in an isolated context: no shared cookies or storage.</summary>
    public async Task<BrowserTab> NuevaAsync(Uri address)
    {
        var context = (string)(await SendAsync(null, "Target.createBrowserContext", []))["browserContextId"]!;
        var destination = (string)(await SendAsync(null, "Target.createTarget", new() { ["url"] = "about:blank", ["browserContextId"] = context }))["targetId"]!;
        var sesion = (string)(await SendAsync(null, "Target.attachToTarget", new() { ["targetId"] = destination, ["flatten"] = true }))["sessionId"]!;
        var tab = new BrowserTab((method, datos) => SendAsync(sesion, method, datos), address);
        _listeners[sesion] = tab.Hear;
        foreach (var dominio in new[] { "Page", "Runtime", "Network", "Log" })
        {
            await SendAsync(sesion, $"{dominio}.enable", []);
        }

        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Abort();
        _channel.Dispose();
        await _reading;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _gate.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private async Task<JsonNode> SendAsync(string? sesion, string method, JsonObject datos)
    {
        var id = Interlocked.Increment(ref _ultimo);
        var response = _pendientes[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = datos };
        if (sesion is not null)
        {
            message["sessionId"] = sesion;
        }

        await _gate.WaitAsync();
        try
        {
            await _channel.SendAsync(System.Text.Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _gate.Release();
        }

        return await response.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await MessageAsync() is { } message)
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
                else if ((string?)message["sessionId"] is { } sesion && _listeners.TryGetValue(sesion, out var hear))
                {
                    hear((string)message["method"]!, message["params"]!);
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

    private async Task<JsonNode?> MessageAsync()
    {
        using var whole = new MemoryStream();
        var chunk = new byte[65_536];
        WebSocketReceiveResult recibido;
        do
        {
            recibido = await _channel.ReceiveAsync(new ArraySegment<byte>(chunk), CancellationToken.None);
            whole.Write(chunk, 0, recibido.Count);
        }
        while (!recibido.EndOfMessage);
        return recibido.MessageType == WebSocketMessageType.Close ? null : JsonNode.Parse(whole.ToArray());
    }

    private Task<Uri> AddressAsync()
    {
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (ListensAt().Match(line.Data ?? "") is { Success: true } m)
            {
                address.TrySetResult(new(m.Value));
            }
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        return address.Task;
    }

    [GeneratedRegex(@"ws://\S+")]
    private static partial Regex ListensAt();
}

/// <summary>The browser refused a command.</summary>
internal sealed class DevToolsException(string message) : Exception(message)
{
    /// <summary>The page that it was for is being replaced by another.</summary>
    public bool DuringNavigation => Message.Contains("navigated", StringComparison.Ordinal) || Message.Contains("context", StringComparison.Ordinal);
}
