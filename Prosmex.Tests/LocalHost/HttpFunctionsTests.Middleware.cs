using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Prosmex.Tests.LocalHost;

public sealed partial class HttpFunctionsTests
{
    [Fact]
    public async Task Middleware_OneAfterTheOther_SeeWhatTheWorkerShows()
    {
        var trace = new Trace();
        var builder = _local.CreateBuilder(typeof(Things));
        builder.Services.AddSingleton(trace);
        builder.UseMiddleware<Tracing>();
        builder.Use(Step("después", trace));
        await _local.StartAsync(builder);

        using var response = await _local.SendAsync("GET", "/enteros/5");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            [
                "clase>: Entero Prosmex.Tests.LocalHost.HttpFunctionsTests+Things.Integer", "después>: con http",
                "después<: con http, con resultado, sin enviar", "clase<: mismo ámbito",
            ],
            trace.Lines);
    }

    [Fact]
    public async Task Middleware_SetsResultWithoutNext_ShortCircuits()
    {
        var builder = _local.CreateBuilder(typeof(Things));
        builder.Use(_ => context =>
        {
            Result(context).Value = new ObjectResult(new { codigo = "no" }) { StatusCode = 401 };
            return Task.CompletedTask;
        });
        await _local.StartAsync(builder);

        using var response = await _local.SendAsync("GET", "/enteros/5");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("""{"codigo":"no"}""", await BodyAsync(response));
    }

    [Fact]
    public async Task Middleware_ExecutesTheResultItself_CatchesItsSerialization()
    {
        var builder = _local.CreateBuilder(typeof(Returns));
        builder.Use(next => async context =>
        {
            var http = context.GetHttpContext()!;
            try
            {
                await next(context);
                await ((IResult)Result(context).Value!).ExecuteAsync(http);
            }
            catch (InvalidOperationException)
            {
                http.Response.StatusCode = 500;
                await http.Response.WriteAsJsonAsync("problema", context.CancellationToken);
            }

            Result(context).Value = null;
        });
        await _local.StartAsync(builder);

        using var response = await _local.SendAsync("GET", "/falladirecta");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("problema", await response.Content.ReadFromJsonAsync<string>(TestContext.Current.CancellationToken));
    }

    private static Func<FunctionExecutionDelegate, FunctionExecutionDelegate> Step(string name, Trace trace) => next => async context =>
    {
        trace.Lines.Add($"{name}>: {Http(context)}");
        await next(context);
        var sent = context.GetHttpContext()!.Response.HasStarted ? "enviado" : "sin enviar";
        trace.Lines.Add($"{name}<: {Http(context)}, {(Result(context).Value is null ? "sin" : "con")} resultado, {sent}");
    };

    private static InvocationResult Result(FunctionContext context) => context.Features.Get<InvocationResult>()!;

    private static string Http(FunctionContext context) => context.GetHttpContext() is null ? "sin http" : "con http";

    public sealed class Trace
    {
        public List<string> Lines { get; } = [];
    }

    public sealed class Tracing(Trace trace) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            trace.Lines.Add($"clase>: {context.FunctionDefinition.Name} {context.FunctionDefinition.EntryPoint}");
            await next(context);
            trace.Lines.Add($"clase<: {(ReferenceEquals(context.InstanceServices, context.GetHttpContext()!.RequestServices) ? "mismo" : "otro")} ámbito");
        }
    }
}
