using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Prosmex.LocalHost.Runtime;

internal sealed class LocalFunctionContext(FunctionDescriptor function, IServiceProvider services, CancellationToken cancellation) : FunctionContext
{
    /// <summary>The worker's own key.</summary>
    public const string HttpContextKey = "HttpRequestContext";

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition { get; } = new LocalFunctionDefinition(function);

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override CancellationToken CancellationToken => cancellation;

    public FunctionDescriptor Function => function;

    /// <summary>The request, before the pipeline reaches the step that shows it to the functions.</summary>
    public HttpContext? PendingHttp { get; init; }

    public TimerInfo? TimerInfo { get; init; }

    public InvocationResult Result { get; } = new LocalInvocationResult();
}

internal sealed class LocalFunctionDefinition(FunctionDescriptor function) : FunctionDefinition
{
    public override string EntryPoint => function.EntryPoint;

    public override string Name => function.Name;
}

internal sealed class LocalInvocationResult : InvocationResult
{
    public override object? Value { get; set; }
}
