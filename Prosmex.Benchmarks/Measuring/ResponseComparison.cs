using System.Text.Json.Nodes;

namespace Prosmex.Benchmarks.Measuring;

/// <summary>Checks that product and floor give the same responses, except for fields that change each time.</summary>
internal static class ResponseComparison
{
    // Successive payments on the same loans: the totals differ by the first of the two payments.
    private static readonly HashSet<string> VolatileFields =
        ["id", "fecha_pago", "monto_pagado", "monto_restante", "adelanto_acumulado", "semana_activa"];

    private const int Unavailable = 503;
    private const int MaxAttempts = 3;

    /// <returns>False where one of them times out in the database: there is nothing to compare or measure.</returns>
    /// <exception cref="MeasurementFailedException">They differ.</exception>
    public static bool Verify(Operation operation, MeasuredProcess product, MeasuredProcess floor, PaymentTotals totals, Scenario scenario)
    {
        // The first execution of a statement runs with a cold cache.
        var (a, b) = (Send(operation, product, totals), Send(operation, floor, totals));
        if (a is null || b is null)
        {
            Console.WriteLine($"{operation.Name}: {(a is null ? product.Name : floor.Name)} no contesta a tiempo.");
            return false;
        }

        if (Difference(a, b, "", operation.IsPayment ? VolatileFields : []) is { } path)
        {
            throw new MeasurementFailedException($"{operation.Name}: product and floor differ at {path}");
        }

        if (operation.IsPayment)
        {
            VerifyLoans(operation, b["data"]!, product, scenario);
        }

        return true;
    }

    // The floor's response has each loan's new state; the product reads the same state from the database.
    private static void VerifyLoans(Operation operation, JsonNode data, MeasuredProcess product, Scenario scenario)
    {
        using var connection = new HttpConnection(product.Address);
        foreach (var pago in data["pagos"]?.AsArray() ?? [data["pago"]!.DeepClone()])
        {
            var prestamo = pago!["prestamo"]!;
            connection.Send(HttpConnection.Get($"/prestamos/{prestamo["prestamo_id"]}", scenario.Director.Token));
            if (Difference(JsonNode.Parse(connection.Body.Span)!["data"], prestamo, "", []) is { } path)
            {
                throw new MeasurementFailedException($"{operation.Name}: the floor left a loan that differs from what it answered at {path}");
            }
        }
    }

    private static JsonNode? Send(Operation operation, MeasuredProcess process, PaymentTotals totals)
    {
        using var connection = new HttpConnection(process.Address);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            connection.Send(operation.Create(0, 0));
            if (connection.Status != Unavailable)
            {
                break;
            }
        }

        if (connection.Status == Unavailable)
        {
            return null;
        }

        if (connection.Status != operation.Status)
        {
            throw new MeasurementFailedException($"{operation.Name}: {process.Name} answered {connection.Status}: {System.Text.Encoding.UTF8.GetString(connection.Body.Span)}");
        }

        if (operation.IsPayment)
        {
            totals.Record(process.Name, connection.Body.Span);
        }

        return JsonNode.Parse(connection.Body.Span);
    }

    private static string? Difference(JsonNode? a, JsonNode? b, string path, HashSet<string> ignored) => (a, b) switch
    {
        (JsonObject x, JsonObject y) => x.Select(p => p.Key).Except(y.Select(p => p.Key)).Concat(y.Select(p => p.Key).Except(x.Select(p => p.Key))).FirstOrDefault() is { } missing
            ? $"{path}.{missing} (only one has it)"
            : x.Where(p => !ignored.Contains(p.Key)).Select(p => Difference(p.Value, y[p.Key], $"{path}.{p.Key}", ignored)).FirstOrDefault(d => d is not null),
        (JsonArray x, JsonArray y) => x.Count != y.Count
            ? $"{path} ({x.Count} and {y.Count} elements)"
            : x.Zip(y).Select((p, i) => Difference(p.First, p.Second, $"{path}[{i}]", ignored)).FirstOrDefault(d => d is not null),
        _ => JsonNode.DeepEquals(a, b) ? null : $"{path}: {a?.ToJsonString() ?? "null"} and {b?.ToJsonString() ?? "null"}",
    };
}
