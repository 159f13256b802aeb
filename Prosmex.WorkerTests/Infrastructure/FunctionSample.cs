using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Functions;

namespace Prosmex.WorkerTests.Infrastructure;

/// <summary>A function of the sources, and an address that is meant for it.</summary>
internal sealed partial record FunctionSample(string Name, string Method, string Path)
{
    private static readonly IReadOnlyList<MethodInfo> Methods =
        [.. typeof(WorkerApplicationBuilderExtensions).Assembly.GetTypes().SelectMany(t => t.GetMethods()).Where(m => m.IsDefined(typeof(FunctionAttribute)))];

    public static IReadOnlyList<string> Names { get; } = [.. Methods.Select(NameOf).Order(StringComparer.OrdinalIgnoreCase)];

    public static IReadOnlyDictionary<string, string> Timers { get; } = Triggers<TimerTriggerAttribute>().ToDictionary(t => t.Name, t => t.Trigger.Schedule);

    public static IReadOnlyList<FunctionSample> Http { get; } =
    [
        .. from trigger in Triggers<HttpTriggerAttribute>()
           from method in trigger.Trigger.Methods ?? ["get"]
           select new FunctionSample(trigger.Name, method.ToUpperInvariant(), $"/{Parameter().Replace(trigger.Trigger.Route!, m => Value(m.Groups[1].Value, method))}"),
    ];

    private static IEnumerable<(string Name, T Trigger)> Triggers<T>()
        where T : Attribute =>
        Methods.SelectMany(m => m.GetParameters().Select(p => p.GetCustomAttribute<T>()).OfType<T>().Select(t => (NameOf(m), t)));

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;

    // Existing data may be read and edited; data that other samples need is not deleted.
    private static string Value(string parameter, string method) =>
        parameter.EndsWith(":int", StringComparison.Ordinal) ? method is "get" or "put" ? "1" : "999"
        : parameter.EndsWith(":guid", StringComparison.Ordinal) ? "7f9c24e8-3b12-4fef-91e0-7c1f00000001"
        : parameter.EndsWith(":file", StringComparison.Ordinal) ? "manifest.webmanifest"
        : "no-hay";

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Parameter();
}
