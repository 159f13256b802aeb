using Microsoft.Azure.Functions.Worker;

namespace Prosmex.Functions.Http;

internal static class InvocationResultExtensions
{
    /// <summary>
    /// The function's result, or the one that a middleware set. The worker keeps it behind an internal feature, which LocalHost cannot provide: it
    /// sets the result itself as a feature.
    /// </summary>
    public static InvocationResult Result(this FunctionContext context) => context.Features.Get<InvocationResult>() ?? context.GetInvocationResult();
}
