using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Prosmex.Tests.Infrastructure;

/// <summary>A collector of telemetry that takes OTLP over HTTP and keeps what it was sent.</summary>
internal sealed class TestCollector : IAsyncDisposable
{
    private readonly HttpListener _puerta = new();
    private readonly ConcurrentDictionary<string, StringBuilder> _recibido = new();
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();
    private readonly Task _atiende;

    public TestCollector()
    {
        using var libre = new TcpListener(IPAddress.Loopback, 0);
        libre.Start();
        Direccion = $"http://127.0.0.1:{((IPEndPoint)libre.LocalEndpoint).Port}/";
        libre.Stop();
        _puerta.Prefixes.Add(Direccion);
        _puerta.Start();
        _atiende = AtenderAsync();
    }

    public string Direccion { get; }

    /// <summary>Everything that came on <c>/v1/traces</c>, <c>/v1/metrics</c> or <c>/v1/logs</c>; the texts of a protobuf are readable in it.</summary>
    public string Recibido(string que)
    {
        if (!_recibido.TryGetValue($"/v1/{que}", out var text))
        {
            return "";
        }

        lock (text)
        {
            return text.ToString();
        }
    }

    /// <summary>Waits until a text has come in on <c>/v1/traces</c>, <c>/v1/metrics</c> or <c>/v1/logs</c>. For one waiter at a time.</summary>
    public async Task WaitForAsync(string what, string text)
    {
        while (!Recibido(what).Contains(text, StringComparison.Ordinal))
        {
            await _arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _puerta.Stop();
        await _atiende;
        _puerta.Close();
    }

    private async Task AtenderAsync()
    {
        while (_puerta.IsListening)
        {
            try
            {
                var contexto = await _puerta.GetContextAsync();
                using var body = new MemoryStream();
                await contexto.Request.InputStream.CopyToAsync(body);
                var text = _recibido.GetOrAdd(contexto.Request.Url!.AbsolutePath, _ => new());
                lock (text)
                {
                    text.Append(Encoding.Latin1.GetString(body.ToArray()));
                }

                _arrivals.Writer.TryWrite(contexto.Request.Url.AbsolutePath);
                contexto.Response.ContentType = "application/x-protobuf";
                contexto.Response.Close();
            }
            catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }
}
