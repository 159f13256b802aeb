using Microsoft.Azure.Functions.Worker;

namespace Prosmex.Functions.Http;

internal static class InvocationResultExtensions
{
    /// <summary>
    /// What the function returned, or a middleware put in its place. The worker keeps it behind an internal feature, which a runtime that stands
    /// in for the worker cannot offer: that one sets the result itself as a feature.
    /// </summary>
    public static InvocationResult Result(this FunctionContext context) => context.Features.Get<InvocationResult>() ?? context.GetInvocationResult();
}
