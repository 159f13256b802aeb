using System.Text.Json.Nodes;
using Prosmex.WorkerTests.Host.Rpc;

namespace Prosmex.WorkerTests.Host;

/// <summary>One function as the worker described it to the host.</summary>
internal sealed class IndexedFunction
{
    private readonly JsonObject _trigger;

    public IndexedFunction(RpcFunctionMetadata metadata)
    {
        Metadata = metadata;
        _trigger = metadata.RawBindings.Select(b => (JsonObject)JsonNode.Parse(b)!).Single(b => Text(b, "type")!.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase));
    }

    public RpcFunctionMetadata Metadata { get; }

    public string Name => Metadata.Name;

    public string TriggerParameter => Text(_trigger, "name")!;

    public bool IsTimer => Text(_trigger, "type")!.Equals("timerTrigger", StringComparison.OrdinalIgnoreCase);

    public string? Schedule => Text(_trigger, "schedule");

    /// <summary>Without prefix.</summary>
    public string Route => Text(_trigger, "route") ?? Name;

    /// <summary>Empty means every method.</summary>
    public IReadOnlyList<string> Methods => Value(_trigger, "methods") is JsonArray methods ? [.. methods.Select(m => ((string)m!).ToUpperInvariant())] : [];

    /// <summary>Why the function cannot run; null where it can.</summary>
    public string? Error { get; set; }

    private static JsonNode? Value(JsonObject binding, string name) => binding.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string? Text(JsonObject binding, string name) => (string?)Value(binding, name);
}
