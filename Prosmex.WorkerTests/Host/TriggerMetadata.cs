using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Prosmex.WorkerTests.Host.Rpc;

namespace Prosmex.WorkerTests.Host;

/// <summary>What the host reads out of a request for the function's parameters.</summary>
internal static class TriggerMetadata
{
    /// <summary>The properties of a JSON body, then the query, then the route: of two with one name the later one counts.</summary>
    public static async Task<Dictionary<string, TypedData>> ReadAsync(HttpRequest request, RouteValueDictionary route)
    {
        var data = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in await BodyAsync(request))
        {
            data[name] = value;
        }

        foreach (var (name, value) in request.Query)
        {
            data[name] = new() { String = value.ToString() };
        }

        foreach (var (name, value) in route)
        {
            if (value is not null)
            {
                data[name] = new() { String = Convert.ToString(value, CultureInfo.InvariantCulture)! };
            }
        }

        data.TryAdd("Query", Json(request.Query));
        data.TryAdd("Headers", Json(request.Headers));
        return data;
    }

    private static TypedData Json(IEnumerable<KeyValuePair<string, StringValues>> values) =>
        new() { Json = JsonSerializer.Serialize(values.ToDictionary(v => v.Key, v => v.Value.ToString())) };

    private static async Task<Dictionary<string, TypedData>> BodyAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        request.Body.Position = 0;
        try
        {
            return JsonNode.Parse(body.ToArray()) is JsonObject json
                ? json.Where(p => p is { Key.Length: > 0, Value: not null }).ToDictionary(p => p.Key, p => Property(p.Value!))
                : [];
        }
        catch (Exception ex) when (ex is JsonException or ArgumentException or InvalidOperationException)
        {
            // No JSON, not UTF-8, or a name twice.
            return [];
        }
    }

    private static TypedData Property(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? new() { String = (string)value! } : new() { Json = value.ToJsonString() };
}
