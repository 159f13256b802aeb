using System.Collections;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Prosmex.LocalHost.Runtime;

/// <summary>One invocation of one function.</summary>
internal sealed class LocalFunctionContext : FunctionContext
{
    /// <summary>Where the worker's <c>GetHttpContext()</c> looks.</summary>
    private const string HttpContextKey = "HttpRequestContext";

    private readonly FunctionDescriptor _function;

    private LocalFunctionContext(FunctionDescriptor function, IServiceProvider services, CancellationToken cancellation)
    {
        _function = function;
        InstanceServices = services;
        CancellationToken = cancellation;
        Features.Set<InvocationResult>(Result);
    }

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => _function.Definition.Id;

    public override TraceContext TraceContext { get; } = new LocalTraceContext(Activity.Current);

    public override BindingContext BindingContext => new LocalBindingContext(Http?.Request.RouteValues ?? []);

    public override RetryContext RetryContext { get; } = new NoRetries();

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition => _function.Definition;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new LocalInvocationFeatures();

    public override CancellationToken CancellationToken { get; }

    public HttpContext? Http { get; private init; }

    public TimerInfo? TimerInfo { get; private init; }

    public LocalInvocationResult Result { get; } = new();

    public static LocalFunctionContext ForRequest(FunctionDescriptor function, HttpContext http) => new(function, http.RequestServices, http.RequestAborted)
    {
        Http = http,
        Items = new Dictionary<object, object> { [HttpContextKey] = http },
    };

    public static LocalFunctionContext ForTimer(FunctionDescriptor function, TimerInfo timer, IServiceProvider services, CancellationToken cancellation) =>
        new(function, services, cancellation) { TimerInfo = timer };

    public Task InvokeAsync() => _function.InvokeAsync(this);

    private sealed class LocalTraceContext(Activity? activity) : TraceContext
    {
        public override string TraceParent => activity?.Id ?? "";

        public override string TraceState => activity?.TraceStateString ?? "";
    }

    private sealed class LocalBindingContext(IReadOnlyDictionary<string, object?> routeValues) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => routeValues;
    }

    private sealed class NoRetries : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }

    private sealed class LocalInvocationFeatures : IInvocationFeatures
    {
        private readonly Dictionary<Type, object> _features = [];

        public void Set<T>(T instance) => _features[typeof(T)] = instance!;

        public T? Get<T>() => _features.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

internal sealed class LocalInvocationResult : InvocationResult
{
    public override object? Value { get; set; }
}
