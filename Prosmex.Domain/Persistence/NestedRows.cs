using System.Text.Json;
using System.Text.Json.Serialization;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// Rows within a row, as JSON: one statement answers a page with several lists, all of one snapshot. Columns become properties as everywhere else:
/// <c>fecha_pago</c> is <c>FechaPago</c>.
/// </summary>
internal static class NestedRows
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The rows of a query as one column, in its order.</summary>
    public static FormattableString Of(FormattableString query) => $"(SELECT coalesce(json_agg(f), '[]')::text FROM ({query}) f)";

    /// <summary>Reads that column.</summary>
    public static List<T> Read<T>(string column) => JsonSerializer.Deserialize<List<T>>(column, Options)!;
}
