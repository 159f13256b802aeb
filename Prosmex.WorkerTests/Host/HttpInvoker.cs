using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Prosmex.WorkerTests.Host.Rpc;
using Yarp.ReverseProxy.Forwarder;

namespace Prosmex.WorkerTests.Host;

/// <summary>Handles a request as the Functions host does: an invocation on the stream, and the request itself forwarded to the worker's HTTP server.</summary>
internal sealed class HttpInvoker(IHttpForwarder forwarder, FunctionRouter router, WorkerStream stream, Uri worker) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new WaitForServer(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        UseCookies = false,
        UseProxy = false,
    }));

    public async Task HandleAsync(HttpContext http)
    {
        if (await router.MatchAsync(http) is not var (function, values))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var id = Guid.NewGuid().ToString();
        var request = new InvocationRequest
        {
            InvocationId = id,
            FunctionId = function.Metadata.FunctionId,
            InputData = { new ParameterBinding { Name = function.TriggerParameter, Data = new() { Http = new() } } },
            TraceContext = new() { TraceParent = TraceParent(http) },
            RetryContext = new(),
        };
        request.TriggerMetadata.Add(await TriggerMetadata.ReadAsync(http.Request, values));
        await using var cancel = http.RequestAborted.Register(() => stream.Cancel(id));

        var invocation = stream.InvokeAsync(request);
        await forwarder.SendAsync(http, worker.GetLeftPart(UriPartial.Authority), _client, ForwarderRequestConfig.Empty, new Hop(id), CancellationToken.None);

        // The host completes the request after the worker's response on the stream.
        if (!await SucceededAsync(invocation))
        {
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<bool> SucceededAsync(Task<StatusResult> invocation)
    {
        try
        {
            return (await invocation).Status == StatusResult.Types.Status.Success;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string TraceParent(HttpContext http) =>
        http.Request.Headers.TraceParent is [{ } given] ? given : $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01";

    /// <summary>The headers that the host changes when it forwards a request: the worker's host name, and only this hop in X-Forwarded-*.</summary>
    private sealed class Hop(string invocationId) : HttpTransformer
    {
        private const string InvocationHeader = "x-ms-invocation-id";

        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            var headers = proxyRequest.Headers;
            headers.Host = null;
            foreach (var (name, value) in new[]
            {
                (InvocationHeader, invocationId),
                ("X-Forwarded-For", $"{httpContext.Connection.RemoteIpAddress}"),
                ("X-Forwarded-Host", httpContext.Request.Host.ToUriComponent()),
                ("X-Forwarded-Proto", httpContext.Request.Scheme),
            })
            {
                headers.Remove(name);
                headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    /// <summary>The worker joins the stream a moment before its server listens; the host retries too.</summary>
    private sealed class WaitForServer(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await base.SendAsync(request, cancellationToken);
                }
                catch (HttpRequestException ex) when (attempt < 10 && ex.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
                {
                    await Task.Delay(50 * attempt, cancellationToken);
                }
            }
        }
    }
}
