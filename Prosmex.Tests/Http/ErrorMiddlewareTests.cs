using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Http;

/// <summary>Requests whose time is over.</summary>
[Trait("Kind", "Unit")]
public sealed class ErrorMiddlewareTests : IDisposable
{
    private readonly Answer _answer = new();

    [Theory]
    [InlineData("GET", "servicio.no_disponible")]
    [InlineData("POST", "servicio.resultado_incierto")]
    public async Task Invoke_WorkThatIgnoresItsDeadline_IsAnsweredOnceAndTheConnectionClosed(string method, string codigo)
    {
        await InvokeAsync(method: method, work: async http =>
        {
            await _answer.Written;
            http.Request.Deadline().ThrowIfCancellationRequested();
        });

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, _answer.StatusCode);
        Assert.Equal("close", _answer.Headers.Connection);
        Assert.Equal(1, _answer.Text.Split("\"codigo\"").Length - 1);
        Assert.Contains(codigo, _answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_WorkThatHeedsItsDeadline_IsASlowStatement()
    {
        await InvokeAsync(http => Task.Delay(Timeout.Infinite, http.Request.Deadline()));

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, _answer.StatusCode);
        Assert.Contains("servicio.consulta_lenta", _answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_TimeOverInTheMiddleOfAnAnswer_CutsIt()
    {
        var aborted = false;

        await InvokeAsync(
            async http =>
            {
                await http.Response.WriteAsync("half");
                await Task.Delay(Timeout.Infinite, http.Request.Deadline());
            },
            onAbort: () => aborted = true);

        Assert.True(aborted);
        Assert.Equal("half", _answer.Text);
    }

    public void Dispose() => _answer.Dispose();

    private async Task InvokeAsync(Func<HttpContext, Task> work, Action? onAbort = null, string method = "GET")
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = method });
        features.Set<IHttpResponseFeature>(_answer);
        features.Set<IHttpResponseBodyFeature>(_answer.Body);
        var lifetime = new Mock<IHttpRequestLifetimeFeature>();
        lifetime.Setup(l => l.Abort()).Callback(() => onAbort?.Invoke());
        features.Set(lifetime.Object);
        var http = new DefaultHttpContext(features);
        IDictionary<object, object> items = new Dictionary<object, object> { ["HttpRequestContext"] = http };
        var result = Mock.Of<InvocationResult>();
        var context = Mock.Of<FunctionContext>(c =>
            c.TraceContext == Mock.Of<TraceContext>(t => t.TraceParent == "" && t.TraceState == "")
            && c.FunctionDefinition == Mock.Of<FunctionDefinition>(f => f.Name == "Prueba")
            && c.Features == Mock.Of<IInvocationFeatures>(f => f.Get<InvocationResult>() == result)
            && c.Items == items);
        var options = TestServer.Options("Host=x") with { RequestTimeout = TimeSpan.FromMilliseconds(50) };

        await new ErrorMiddleware(options, ClientAddress.Read(new ConfigurationBuilder().Build()), TimeProvider.System, NullLogger<ErrorMiddleware>.Instance).Invoke(context, _ => work(http));
    }

    /// <summary>A response that, like a server's, cannot change once it has begun.</summary>
    private sealed class Answer : HttpResponseFeature, IDisposable
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly MemoryStream _stream;

        public Answer()
        {
            _stream = new WatchedStream(_written);
            Body = new StreamResponseBodyFeature(_stream);
        }

        public new StreamResponseBodyFeature Body { get; }

        public Task Written => _written.Task;

        public string Text => System.Text.Encoding.UTF8.GetString(_stream.ToArray());

        public override bool HasStarted => _stream.Length > 0;

        public void Dispose() => _stream.Dispose();
    }

    private sealed class WatchedStream(TaskCompletionSource written) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            written.TrySetResult();
        }
    }
}
