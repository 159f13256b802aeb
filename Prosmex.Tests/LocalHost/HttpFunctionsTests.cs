using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Prosmex.LocalHost.Runtime;

namespace Prosmex.Tests.LocalHost;

[Trait("Kind", "Unit")]
public sealed partial class HttpFunctionsTests : IAsyncDisposable
{
    private readonly LocalHostFixture _local = new();

    public HttpFunctionsTests() => _local.Write("host.json", """{ "extensions": { "http": { "routePrefix": "" } } }""");

    public ValueTask DisposeAsync() => _local.DisposeAsync();

    [Theory]
    [InlineData("GET", "/enteros/12", "12")]
    [InlineData("GET", "/enteros/12/", "12")]
    [InlineData("GET", "/ENTEROS/-3", "-3")]
    [InlineData("GET", "/largos/12345678901", "12345678901")]
    [InlineData("GET", "/guids/0f8fad5b-d9cd-469f-a165-70867728950e", "\"0f8fad5b-d9cd-469f-a165-70867728950e\"")]
    [InlineData("GET", "/textos/hola%20a", "\"hola a\"")]
    [InlineData("GET", "/textos/a%2Fb", "\"a%2Fb\"")]
    [InlineData("PUT", "/todo", "\"PUT\"")]
    [InlineData("HEAD", "/todo", "")]
    [InlineData("GET", "/accion", "[1]")]
    public async Task Invoke_KnownRoute_BindsAndAnswers(string method, string path, string expected)
    {
        await _local.StartAsync(typeof(Things));

        using var response = await _local.SendAsync(method, path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, await BodyAsync(response));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("GET", "/nada")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/enteros/abc")]
    [InlineData("GET", "//enteros/1")]
    [InlineData("GET", "/enteros/1//")]
    [InlineData("DELETE", "/enteros/1")]
    [InlineData("HEAD", "/enteros/1")]
    [InlineData("OPTIONS", "/enteros/1")]
    [InlineData("GET", "/admin/functions/Entero")]
    public async Task Invoke_UnknownPathOrMethod_Bare404(string method, string path)
    {
        await _local.StartAsync(typeof(Things));

        using var response = await _local.SendAsync(method, path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("", await BodyAsync(response));
        Assert.Empty(response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("DELETE", "/enteros/1")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/a/b")]
    [InlineData("GET", "/enteros/abc")]
    public async Task Invoke_UnmatchedWithCatchAll_ReachesIt(string method, string path)
    {
        await _local.StartAsync(typeof(Things), typeof(CatchAll));

        using var response = await _local.SendAsync(method, path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("\"resto\"", await BodyAsync(response));
    }

    [Theory]
    [InlineData("//")]
    [InlineData("//enteros/1")]
    [InlineData("///a")]
    public async Task Invoke_EmptyFirstSegment_Bare404DespiteTheCatchAll(string path)
    {
        await _local.StartAsync(typeof(Things), typeof(CatchAll));

        using var response = await _local.SendAsync("GET", path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("", await BodyAsync(response));
    }

    [Theory]
    [InlineData(null, "/api/todo", "/todo")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "v1/x" } } }""", "/v1/x/todo", "/api/todo")]
    public async Task Invoke_RoutePrefix_IsTheHosts(string? hostJson, string found, string missing)
    {
        _local.Write("host.json", hostJson ?? "{}");
        await _local.StartAsync(typeof(Things));

        using var first = await _local.SendAsync("GET", found);
        using var second = await _local.SendAsync("GET", missing);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, second.StatusCode);
    }

    [Theory]
    [InlineData("/objeto")]
    [InlineData("/nada")]
    [InlineData("/tarea")]
    public async Task Invoke_PlainObjectOrNothing_EmptyOk(string path)
    {
        await _local.StartAsync(typeof(Returns));

        using var response = await _local.SendAsync("GET", path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("", await BodyAsync(response));
    }

    [Theory]
    [InlineData("/falla")]
    [InlineData("/fallatarde")]
    [InlineData("/ciclo")]
    public async Task Invoke_UncaughtException_EmptyErrorWithEarlierHeaders(string path)
    {
        await _local.StartAsync(typeof(Returns));

        using var response = await _local.SendAsync("GET", path, ("Origin", "http://otro.example"));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("", await BodyAsync(response));
        Assert.Equal("si", Assert.Single(response.Headers.GetValues("X-Antes")));
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData("/corto/12345678901")]
    [InlineData("/corto/01")]
    [InlineData("/corto/+1")]
    public async Task Invoke_NumberThatTheWorkerCannotConvert_IsAnInputConverterException(string path)
    {
        var builder = _local.CreateBuilder(typeof(Returns));
        builder.Use(next => async context =>
        {
            try
            {
                await next(context);
            }
            catch (FunctionInputConverterException)
            {
                Result(context).Value = Results.BadRequest();
            }
        });
        await _local.StartAsync(builder);

        using var response = await _local.SendAsync("GET", path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("/enteros/5", "null")]
    [InlineData("/no/existe", "null")]
    [InlineData("/no/existe", "https://cliente.example")]
    public async Task Preflight_AnyPathAnyOrigin_IsGrantedWithoutReachingAFunction(string path, string origin)
    {
        await _local.StartAsync(typeof(Things), typeof(CatchAll));

        using var response = await _local.SendAsync(
            "OPTIONS", path, ("Origin", origin), ("Access-Control-Request-Method", "DELETE"), ("Access-Control-Request-Headers", "authorization,idempotency-key"));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("DELETE", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.Equal("authorization,idempotency-key", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Headers")));
    }

    [Theory]
    [InlineData("http://uno.example", true)]
    [InlineData("null", true)]
    [InlineData("http://otro.example", false)]
    public async Task Cors_OriginsOfLocalSettings_AreTheOnlyOnes(string origin, bool allowed)
    {
        _local.Write("local.settings.json", """{ "Host": { "CORS": "http://uno.example, null", "CORSCredentials": true } }""");
        await _local.StartAsync(typeof(Things));

        using var response = await _local.SendAsync("GET", "/nada", ("Origin", origin));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) && origins.Single() == origin);
        Assert.Equal(allowed, response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task RequestBody_BeyondTheWorkersLimit_FailsTheFunctionUnlessConfigured()
    {
        var builder = _local.CreateBuilder(typeof(Things));
        builder.Services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = 10);
        await _local.StartAsync(builder);

        using var fits = await _local.Client.PostAsync(new Uri("/largo", UriKind.Relative), new StringContent("0123456789"), TestContext.Current.CancellationToken);
        using var tooLong = await _local.Client.PostAsync(new Uri("/largo", UriKind.Relative), new StringContent("0123456789A"), TestContext.Current.CancellationToken);

        Assert.Equal("10", await BodyAsync(fits));
        Assert.Equal(HttpStatusCode.InternalServerError, tooLong.StatusCode);
    }

    [Fact]
    public async Task Admin_WithoutAKey_401()
    {
        var builder = _local.CreateBuilder(typeof(TimerServiceTests.Hourly));
        var runs = new TimerServiceTests.Runs();
        builder.Services.AddSingleton(runs);
        await _local.StartAsync(builder);

        using var response = await _local.SendAsync("POST", "/admin/functions/Cada");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(0, runs.Count);
    }

    [Fact]
    public async Task Admin_PreflightOfAPage_IsNotGranted()
    {
        await _local.StartAsync(typeof(Things));

        using var response = await _local.SendAsync(
            "OPTIONS", "/admin/functions/Cada", ("Origin", "http://otro.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "x-functions-key"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Admin_CallerFromElsewhere_404()
    {
        var builder = _local.CreateBuilder(typeof(TimerServiceTests.Hourly));
        builder.Services.AddSingleton(new TimerServiceTests.Runs());
        builder.Services.AddTransient<IStartupFilter, FromElsewhere>();
        await _local.StartAsync(builder);

        using var response = await _local.SendAsync("POST", "/admin/functions/Cada", ("x-functions-key", "local"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData(typeof(StrayParameter))]
    [InlineData(typeof(NoTrigger))]
    [InlineData(typeof(TwoNames))]
    [InlineData(typeof(Unconstrained))]
    [InlineData(typeof(BadSchedule))]
    [InlineData(typeof(MissingSchedule))]
    public void Build_UnlawfulFunction_IsRefusedByName(Type functions)
    {
        var error = Assert.Throws<LocalHostException>(() => _local.CreateBuilder(functions).Build());

        Assert.Contains("Mala", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> BodyAsync(HttpResponseMessage response) => await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public sealed class FromElsewhere : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, rest) =>
            {
                http.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
                return rest(http);
            });
            next(app);
        };
    }
}
