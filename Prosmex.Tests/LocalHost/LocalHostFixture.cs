using Microsoft.Extensions.Logging;
using Prosmex.LocalHost.Runtime;

namespace Prosmex.Tests.LocalHost;

/// <summary>A separate root folder for a LocalHost that runs fake functions on a free port, without a database.</summary>
internal sealed class LocalHostFixture : IAsyncDisposable
{
    private LocalRuntimeHost? _host;
    private HttpClient? _client;

    public string Root { get; } = Directory.CreateTempSubdirectory("prosmex-").FullName;

    public StringWriter Output { get; } = new();

    public Dictionary<string, string?> Settings { get; } = new() { ["ConnectionStrings:Prosmex"] = "Host=db.example;Database=prueba;Username=u;Password=secreta" };

    public TimeProvider? Clock { get; set; }

    public int Port { get; set; }

    public bool Demo { get; set; }

    public IServiceProvider Services => _host!.Services;

    public LocalRuntimeHost Host => _host!;

    public HttpClient Client => _client ??= new HttpClient { BaseAddress = _host!.Address };

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Root, file), text);

    public LocalRuntimeBuilder CreateBuilder(params Type[] functions)
    {
        var options = new LocalOptions { Root = Root, Port = Port, Clock = Clock, Demo = Demo, Output = Output, Settings = Settings };
        var builder = new LocalRuntimeBuilder(options, functions);
        builder.Logging.ClearProviders();
        return builder;
    }

    public async Task StartAsync(LocalRuntimeBuilder builder)
    {
        _host = builder.Build();
        await _host.StartAsync(TestContext.Current.CancellationToken);
    }

    public Task StartAsync(params Type[] functions) => StartAsync(CreateBuilder(functions));

    public Task<HttpResponseMessage> SendAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Host.Address.GetLeftPart(UriPartial.Authority) + path));
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_host is not null)
        {
            await _host.StopAsync(CancellationToken.None);
            await _host.DisposeAsync();
        }

        await Output.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
