using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Prosmex.Tests.Panel.Long;

/// <summary>A page of the browser: its content, its requests and its errors.</summary>
internal sealed class BrowserTab(Func<string, JsonObject, Task<JsonNode>> enviar, Uri address)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _complaints = [];
    private readonly ConcurrentQueue<string> _requests = [];

    /// <summary>Errors and warnings of the console, and uncaught exceptions, so far.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Requested addresses of other hosts.</summary>
    public IEnumerable<string> Ajenos => _requests.Where(p => !p.StartsWith(address.AbsoluteUri, StringComparison.Ordinal) && !p.StartsWith("data:", StringComparison.Ordinal) && !p.StartsWith("blob:", StringComparison.Ordinal));

    public int Requests => _requests.Count;

    public void Hear(string method, JsonNode datos)
    {
        switch (method)
        {
            case "Network.requestWillBeSent":
                _requests.Enqueue((string)datos["request"]!["url"]!);
                break;
            case "Runtime.exceptionThrown":
                _complaints.Enqueue(datos["exceptionDetails"]!.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when (string?)datos["type"] is "error" or "warning" or "assert":
                _complaints.Enqueue(datos["args"]!.ToJsonString());
                break;
            case "Log.entryAdded" when (string?)datos["entry"]!["level"] is "error" or "warning":
                _complaints.Enqueue(datos["entry"]!.ToJsonString());
                break;
        }
    }

    public Task GoToAsync(string path) => enviar("Page.navigate", new() { ["url"] = new Uri(address, path).AbsoluteUri });

    public Task WidthAsync(int width, int height = 900) =>
        enviar("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });

    public Task ReloadAsync() => enviar("Page.reload", []);

    public Task ThemeAsync(string theme) =>
        enviar("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = theme }) });

    /// <summary>Requests whose address fits a pattern get no answer until <see cref="UnfreezeAsync"/>.</summary>
    public Task FreezeAsync(string pattern) => enviar("Fetch.enable", new() { ["patterns"] = new JsonArray(new JsonObject { ["urlPattern"] = pattern }) });

    public Task UnfreezeAsync() => enviar("Fetch.disable", []);

    public Task WithNetworkAsync(bool hay) =>
        enviar("Network.emulateNetworkConditions", new() { ["offline"] = !hay, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = -1 });

    /// <summary>The value of an expression, its promise awaited.</summary>
    public async Task<JsonNode?> ValueAsync(string expression)
    {
        var result = await enviar("Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        Assert.True(result["exceptionDetails"] is null, $"{expression}: {result["exceptionDetails"]?.ToJsonString()}");
        return result["result"]!["value"]?.DeepClone();
    }

    public async Task<string> TextAsync(string selector) => (string?)await ValueAsync($"document.querySelector({Js(selector)}).innerText.trim()") ?? "";

    /// <summary>The texts of a table's cells, row by row.</summary>
    public async Task<List<List<string>>> TableAsync(string selector, string part = "tbody") => (await ValueAsync(
        $"[...document.querySelectorAll({Js($"{selector} {part} tr")})].map(f => [...f.cells].map(c => c.innerText.trim()))")).Deserialize<List<List<string>>>()!;

    public Task ClickAsync(string selector) => ValueAsync($"void document.querySelector({Js(selector)}).click()");

    public Task TypeAsync(string selector, string text) =>
        ValueAsync($"(e => {{ e.value = {Js(text)}; e.dispatchEvent(new Event('change', {{ bubbles: true }})); }})(document.querySelector({Js(selector)}))");

    public async Task KeyAsync(string key, int exitCode)
    {
        foreach (var tipo in new[] { "keyDown", "keyUp" })
        {
            await enviar("Input.dispatchKeyEvent", new() { ["type"] = tipo, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = exitCode, ["text"] = key == "Enter" ? "\r" : "" });
        }
    }

    /// <summary>Waits until an expression holds; a page that is being left holds nothing.</summary>
    public async Task UntilAsync(string expression)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await HoldsAsync(expression))
            {
                return;
            }

            Assert.True(clock.Elapsed < Patience, $"{expression} never held. {string.Join('\n', _complaints)}");
            await Task.Delay(50);
        }
    }

    private async Task<bool> HoldsAsync(string expression)
    {
        try
        {
            var result = await enviar("Runtime.evaluate", new() { ["expression"] = $"Boolean({expression})", ["returnByValue"] = true });
            return (bool?)result["result"]?["value"] == true;
        }
        catch (DevToolsException ex) when (ex.DuringNavigation)
        {
            return false;
        }
    }

    /// <summary>A picture of what the window shows.</summary>
    public async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((string)(await enviar("Page.captureScreenshot", new() { ["format"] = "png" }))["data"]!);

    private static string Js(string text) => JsonSerializer.Serialize(text);
}
