using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Prosmex.Tests.Infrastructure;

/// <summary>A collector of telemetry that takes OTLP over HTTP and keeps what it was sent.</summary>
internal sealed class TestCollector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, StringBuilder> _received = new();
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();
    private readonly Task _serving;

    public TestCollector()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>Everything that came on <c>/v1/traces</c>, <c>/v1/metrics</c> or <c>/v1/logs</c>; the texts of a protobuf are readable in it.</summary>
    public string Received(string what)
    {
        if (!_received.TryGetValue($"/v1/{what}", out var text))
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
        while (!Received(what).Contains(text, StringComparison.Ordinal))
        {
            await _arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var text = _received.GetOrAdd(context.Request.Url!.AbsolutePath, _ => new());
                lock (text)
                {
                    text.Append(Encoding.Latin1.GetString(body.ToArray()));
                }

                _arrivals.Writer.TryWrite(context.Request.Url.AbsolutePath);
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }
}
