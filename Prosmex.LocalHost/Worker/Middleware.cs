namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>Stand-in for the worker's type of this name.</summary>
public delegate Task FunctionExecutionDelegate(FunctionContext context);

/// <summary>Stand-in for the worker's type of this name.</summary>
public interface IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
