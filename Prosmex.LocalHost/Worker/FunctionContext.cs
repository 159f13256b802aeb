using Microsoft.AspNetCore.Http;
using Prosmex.LocalHost.Runtime;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Stand-in for the worker's type of this name: one invocation of one function.</summary>
public abstract class FunctionContext
{
    public abstract string InvocationId { get; }

    public abstract IServiceProvider InstanceServices { get; set; }

    public abstract FunctionDefinition FunctionDefinition { get; }

    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>HTTP: the client has gone. Timers: the program is stopping.</summary>
    public virtual CancellationToken CancellationToken { get; }
}

/// <summary>Stand-in for the worker's type of this name.</summary>
public abstract class FunctionDefinition
{
    /// <summary><c>Namespace.Class.Method</c>.</summary>
    public abstract string EntryPoint { get; }

    public abstract string Name { get; }
}

/// <summary>Stand-in for the worker's type of this name: what a function returned, or a middleware put in its place.</summary>
public abstract class InvocationResult<T>
{
    public abstract T? Value { get; set; }
}

/// <inheritdoc cref="InvocationResult{T}"/>
public abstract class InvocationResult : InvocationResult<object>
{
}

/// <summary>Stand-in for the worker's type of this name.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        context is LocalFunctionContext local
            ? local.Result
            : throw new InvalidOperationException("This context was not made by LocalHost.");
}

/// <summary>Stand-in for the worker's type of this name.</summary>
public static class FunctionContextExtensions
{
    /// <summary>Null for timers and for middleware added before <c>ConfigureFunctionsWebApplication()</c>.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(LocalFunctionContext.HttpContextKey, out var http) ? http as HttpContext : null;
    }
}
