using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Common;

namespace Prosmex.Functions.Http;

internal static class RequestTrace
{
    /// <summary>
    /// Starts the span of an invocation under the caller's trace, even if no traces are exported: error responses and log lines carry its id.
    /// </summary>
    public static Activity Start(FunctionContext context, ActivityKind kind)
    {
        var name = context.FunctionDefinition.Name;
        ActivityContext.TryParse(context.TraceContext.TraceParent, context.TraceContext.TraceState, out var parent);
        return Telemetry.Traces.StartActivity(kind, parent, name: name) ?? StartUncollected(name, parent);
    }

    private static Activity StartUncollected(string name, ActivityContext parent)
    {
        var activity = new Activity(name).SetIdFormat(ActivityIdFormat.W3C);
        if (parent != default)
        {
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        }

        return activity.Start();
    }
}
