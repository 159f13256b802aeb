using Microsoft.Azure.Functions.Worker.Middleware;

namespace Prosmex.LocalHost.Runtime;

/// <summary>The middleware in the order they were added, then the function.</summary>
internal sealed class FunctionPipeline(IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
{
    private readonly FunctionExecutionDelegate _first = middleware.Reverse()
        .Aggregate((FunctionExecutionDelegate)(context => ((LocalFunctionContext)context).InvokeAsync()), (next, step) => step(next));

    public Task InvokeAsync(LocalFunctionContext context) => _first(context);
}
