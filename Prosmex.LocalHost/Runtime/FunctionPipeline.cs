using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Prosmex.LocalHost.Runtime;

/// <summary>The middleware in the order they were added, then the function.</summary>
internal sealed class FunctionPipeline(IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
{
    private readonly FunctionExecutionDelegate _first = middleware.Reverse().Aggregate((FunctionExecutionDelegate)ExecuteAsync, (next, step) => step(next));

    public Task InvokeAsync(LocalFunctionContext context) => _first(context);

    /// <summary>
    /// The step that <c>ConfigureFunctionsWebApplication()</c> adds: shows the HttpContext to what comes later and executes the result when that
    /// has returned. It then hides the HttpContext again: under the real worker it is gone by then, and using it fails now and then.
    /// </summary>
    public static FunctionExecutionDelegate Http(FunctionExecutionDelegate next) => async context =>
    {
        if (context is not LocalFunctionContext { PendingHttp: { } http })
        {
            await next(context);
            return;
        }

        context.Items[LocalFunctionContext.HttpContextKey] = http;
        try
        {
            await next(context);
            // Anything else (a plain object, nothing) is a 200 with an empty body, as in the worker.
            switch (context.GetInvocationResult().Value)
            {
                case IResult result:
                    await result.ExecuteAsync(http);
                    break;
                case IActionResult result:
                    await result.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                    break;
            }
        }
        finally
        {
            context.Items.Remove(LocalFunctionContext.HttpContextKey);
        }
    };

    private static async Task ExecuteAsync(FunctionContext context)
    {
        var local = (LocalFunctionContext)context;
        local.Result.Value = await local.Function.InvokeAsync(local);
    }
}
