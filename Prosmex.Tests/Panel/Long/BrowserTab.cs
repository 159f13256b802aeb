using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Prosmex.Tests.Panel.Long;

/// <summary>A page of the browser: its content, its requests and its errors.</summary>
internal sealed class BrowserTab(Func<string, JsonObject, Task<JsonNode>> enviar, Uri direccion)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _quejas = [];
    private readonly ConcurrentQueue<string> _pedidos = [];

    /// <summary>Errors and warnings of the console, and uncaught exceptions, so far.</summary>
    public IReadOnlyCollection<string> Quejas => _quejas;

    /// <summary>Requested addresses of other hosts.</summary>
    public IEnumerable<string> Ajenos => _pedidos.Where(p => !p.StartsWith(direccion.AbsoluteUri, StringComparison.Ordinal) && !p.StartsWith("data:", StringComparison.Ordinal) && !p.StartsWith("blob:", StringComparison.Ordinal));

    public int Pedidos => _pedidos.Count;

    public void Oir(string metodo, JsonNode datos)
    {
        switch (metodo)
        {
            case "Network.requestWillBeSent":
                _pedidos.Enqueue((string)datos["request"]!["url"]!);
                break;
            case "Runtime.exceptionThrown":
                _quejas.Enqueue(datos["exceptionDetails"]!.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when (string?)datos["type"] is "error" or "warning" or "assert":
                _quejas.Enqueue(datos["args"]!.ToJsonString());
                break;
            case "Log.entryAdded" when (string?)datos["entry"]!["level"] is "error" or "warning":
                _quejas.Enqueue(datos["entry"]!.ToJsonString());
                break;
        }
    }

    public Task IrAsync(string ruta) => enviar("Page.navigate", new() { ["url"] = new Uri(direccion, ruta).AbsoluteUri });

    public Task AnchoAsync(int ancho, int alto = 900) =>
        enviar("Emulation.setDeviceMetricsOverride", new() { ["width"] = ancho, ["height"] = alto, ["deviceScaleFactor"] = 1, ["mobile"] = ancho < 600 });

    public Task RecargarAsync() => enviar("Page.reload", []);

    public Task TemaAsync(string tema) =>
        enviar("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = tema }) });

    /// <summary>Requests whose address fits a pattern get no answer until <see cref="DescongelarAsync"/>.</summary>
    public Task CongelarAsync(string patron) => enviar("Fetch.enable", new() { ["patterns"] = new JsonArray(new JsonObject { ["urlPattern"] = patron }) });

    public Task DescongelarAsync() => enviar("Fetch.disable", []);

    public Task ConRedAsync(bool hay) =>
        enviar("Network.emulateNetworkConditions", new() { ["offline"] = !hay, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = -1 });

    /// <summary>The value of an expression, its promise awaited.</summary>
    public async Task<JsonNode?> ValorAsync(string expresion)
    {
        var result = await enviar("Runtime.evaluate", new() { ["expression"] = expresion, ["awaitPromise"] = true, ["returnByValue"] = true });
        Assert.True(result["exceptionDetails"] is null, $"{expresion}: {result["exceptionDetails"]?.ToJsonString()}");
        return result["result"]!["value"]?.DeepClone();
    }

    public async Task<string> TextoAsync(string selector) => (string?)await ValorAsync($"document.querySelector({Js(selector)}).innerText.trim()") ?? "";

    /// <summary>The texts of a table's cells, row by row.</summary>
    public async Task<List<List<string>>> TablaAsync(string selector, string part = "tbody") => (await ValorAsync(
        $"[...document.querySelectorAll({Js($"{selector} {part} tr")})].map(f => [...f.cells].map(c => c.innerText.trim()))")).Deserialize<List<List<string>>>()!;

    public Task PulsarAsync(string selector) => ValorAsync($"void document.querySelector({Js(selector)}).click()");

    public Task EscribirAsync(string selector, string text) =>
        ValorAsync($"(e => {{ e.value = {Js(text)}; e.dispatchEvent(new Event('change', {{ bubbles: true }})); }})(document.querySelector({Js(selector)}))");

    public async Task TeclaAsync(string tecla, int codigo)
    {
        foreach (var tipo in new[] { "keyDown", "keyUp" })
        {
            await enviar("Input.dispatchKeyEvent", new() { ["type"] = tipo, ["key"] = tecla, ["code"] = tecla, ["windowsVirtualKeyCode"] = codigo, ["text"] = tecla == "Enter" ? "\r" : "" });
        }
    }

    /// <summary>Waits until an expression holds; a page that is being left holds nothing.</summary>
    public async Task HastaAsync(string expresion)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await CumpleAsync(expresion))
            {
                return;
            }

            Assert.True(clock.Elapsed < Patience, $"{expresion} never held. {string.Join('\n', _quejas)}");
            await Task.Delay(50);
        }
    }

    private async Task<bool> CumpleAsync(string expresion)
    {
        try
        {
            var result = await enviar("Runtime.evaluate", new() { ["expression"] = $"Boolean({expresion})", ["returnByValue"] = true });
            return (bool?)result["result"]?["value"] == true;
        }
        catch (DevToolsException ex) when (ex.DuringNavigation)
        {
            return false;
        }
    }

    /// <summary>A picture of what the window shows.</summary>
    public async Task<byte[]> CapturarAsync() =>
        Convert.FromBase64String((string)(await enviar("Page.captureScreenshot", new() { ["format"] = "png" }))["data"]!);

    private static string Js(string text) => JsonSerializer.Serialize(text);
}
