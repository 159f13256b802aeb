using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Http;

/// <summary>What the worker gives the middleware where no telemetry is collected: no current activity, and perhaps the host's trace.</summary>
[Trait("Kind", "Unit")]
public sealed class RequestTraceTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task Error_UnderTheHostsTrace_CarriesItsId() => Assert.Equal(Trace, await TraceIdOfAnErrorAsync($"00-{Trace}-b7ad6b7169203331-01"));

    [Theory]
    [InlineData("")]
    [InlineData("nada")]
    public async Task Error_WithoutATrace_CarriesAW3CId(string traceParent) => Assert.Matches("^(?!0{32})[0-9a-f]{32}$", await TraceIdOfAnErrorAsync(traceParent));

    private static async Task<string> TraceIdOfAnErrorAsync(string traceParent)
    {
        Activity.Current = null;
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        IDictionary<object, object> items = new Dictionary<object, object> { ["HttpRequestContext"] = http };
        var trace = Mock.Of<TraceContext>(t => t.TraceParent == traceParent && t.TraceState == "");
        var result = Mock.Of<InvocationResult>();
        var context = Mock.Of<FunctionContext>(c =>
            c.TraceContext == trace
            && c.FunctionDefinition == Mock.Of<FunctionDefinition>(f => f.Name == "Prueba")
            && c.Features == Mock.Of<IInvocationFeatures>(f => f.Get<InvocationResult>() == result)
            && c.Items == items);

        await new ErrorMiddleware(TestServer.Options("Host=x"), ClientAddress.Read(new ConfigurationBuilder().Build()), TimeProvider.System, NullLogger<ErrorMiddleware>.Instance).Invoke(context, _ => throw new InvalidOperationException("no"));

        http.Response.Body.Position = 0;
        return (string)(await JsonNode.ParseAsync(http.Response.Body, cancellationToken: TestContext.Current.CancellationToken))!["traceId"]!;
    }
}
