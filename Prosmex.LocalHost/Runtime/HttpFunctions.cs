using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Prosmex.LocalHost.Runtime;

/// <summary>The functions as endpoints of ASP.NET Core, and the middleware around them.</summary>
internal static class HttpFunctions
{
    private const string KeyHeader = "x-functions-key";

    public static void Map(WebApplication app, IEnumerable<FunctionDescriptor> functions, LocalFiles files)
    {
        // Outermost, so that a preflight never reaches a function and 404 and 500 carry the headers too. /admin is excluded from CORS.
        app.UseWhen(http => !http.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase), branch => branch.UseCors(policy =>
        {
            policy.WithOrigins([.. files.Origins]).AllowAnyHeader().AllowAnyMethod();
            if (files.Credentials)
            {
                policy.AllowCredentials();
            }
        }));
        app.UseRouting();
        // Nothing found, or ASP.NET Core's own endpoints for a wrong method: the host knows a bare 404 only. An empty first segment fits no
        // template of the host's, not even the one that takes everything.
        app.Use((http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<Ours>() is not null && http.Request.Path.Value?.StartsWith("//", StringComparison.Ordinal) != true)
            {
                return next(http);
            }

            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });

        app.MapPost("/admin/functions/{name}", (RequestDelegate)FireTimerAsync).WithMetadata(Ours.Instance);
        foreach (var function in functions.Where(function => function.Http is not null))
        {
            var pattern = $"/{files.RoutePrefix}/{function.Http!.Route}".Replace("//", "/", StringComparison.Ordinal);
            RequestDelegate handle = http => HandleAsync(http, function);
            var endpoint = function.HttpMethods is { Count: > 0 } methods
                ? app.MapMethods(pattern, methods.Select(method => method.ToUpperInvariant()), handle)
                : app.Map(pattern, handle);
            endpoint.WithMetadata(Ours.Instance).WithDisplayName(function.Name);
        }
    }

    private static async Task HandleAsync(HttpContext http, FunctionDescriptor function)
    {
        var context = LocalFunctionContext.ForRequest(function, http);
        try
        {
            await http.RequestServices.GetRequiredService<FunctionPipeline>().InvokeAsync(context);
            await ExecuteAsync(context.Result.Value, http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected.
        }
        catch (Exception error)
        {
            http.RequestServices.GetRequiredService<ILogger<FunctionPipeline>>().LogError(error, "La función {Function} falló", function.Name);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            http.Response.ContentLength = null;
        }
    }

    // Anything else (a plain object, nothing) is a 200 with an empty body, as in the worker.
    private static Task ExecuteAsync(object? result, HttpContext http) => result switch
    {
        IResult minimal => minimal.ExecuteAsync(http),
        IActionResult mvc => mvc.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        _ => Task.CompletedTask,
    };

    /// <summary>
    /// Runs a timer on request. The real host answers 202 before the run; this answers when it has ended, and 500 if it failed, so that the caller
    /// can check the effect at once. As there, a key header is required; any value will do, because the header alone forces a CORS preflight, which
    /// is not granted to web pages.
    /// </summary>
    private static async Task FireTimerAsync(HttpContext http)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        if (http.Connection.RemoteIpAddress is not { } caller || !IPAddress.IsLoopback(caller))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (string.IsNullOrEmpty(http.Request.Headers[KeyHeader]))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        http.Response.StatusCode = await http.RequestServices.GetRequiredService<TimerService>().FireAsync(name, http.RequestAborted) switch
        {
            null => StatusCodes.Status404NotFound,
            true => StatusCodes.Status202Accepted,
            false => StatusCodes.Status500InternalServerError,
        };
    }

    /// <summary>Marks the endpoints of this runtime.</summary>
    private sealed class Ours
    {
        public static readonly Ours Instance = new();
    }
}
