using System.Globalization;
using System.Text;
using Prosmex.Benchmarks.Loading;

namespace Prosmex.Benchmarks.Reporting;

/// <summary>The report of a run: <c>report.md</c> and its chart <c>report.svg</c>, for docs/rendimiento.md to summarize.</summary>
internal static class ReportFiles
{
    public static async Task WriteAsync(RunResult result, Arguments arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(arguments.Folder, "report.md"), Format(result, arguments));
        await File.WriteAllTextAsync(Path.Combine(arguments.Folder, "report.svg"), Chart.Draw(result.At(Scale.Large) ?? result.Scales[^1]));
        Console.WriteLine($"El informe está en {Path.Combine(arguments.Folder, "report.md")}.");
    }

    private static string Format(RunResult result, Arguments arguments)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Benchmark report

            Measured on: {result.Machine}. Server: fsync on, {string.Join(", ", BenchmarkServer.Settings.Select(a => $"{a.Key} {a.Value}"))}.
            Client, both programs and PostgreSQL share the cores; product and floor were measured in alternating turns of {arguments.RoundLength.TotalSeconds:0.##} s, {arguments.Rounds} each, after warming up.
            Times in milliseconds; the ratio is that of the medians, followed by the smallest and the largest of any turn.

            ![Ratio to the floor](report.svg)

            ## Limits

            | Limit | Measured | At most | |
            |---|--:|--:|---|

            """);
        foreach (var criterion in Criteria.Evaluate(result))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {criterion.Text} | {(criterion.Value switch { null => "–", double.NaN => "timed out", { } v => v.ToString("0.00", CultureInfo.InvariantCulture) })} | {criterion.Limit:0.0#} | {criterion.Verdict} |\n");
        }

        foreach (var scale in result.Scales)
        {
            Add(text, scale);
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, ScaleResult scale)
    {
        var e = scale.Scale;
        text.Append(CultureInfo.InvariantCulture, $"""

            ## {e.Name}: {e.Grupos:N0} groups, {e.Clientes:N0} clients, {e.Prestamos:N0} loans, {e.Pagos:N0} payments

            | Request | Conn. | Product p50 | p99 | Floor p50 | p99 | Ratio | Product kB | Floor kB | Product CPU µs | Floor CPU µs |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var comparison in scale.Comparisons)
        {
            var (min, _, max) = comparison.RatiosByRound();
            var (a, b) = (comparison.Product, comparison.Floor);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {comparison.Operation.Route} | {comparison.Connections} | {a.Median:0.00} | {a.P99:0.0} | {b.Median:0.00} | {b.P99:0.0} | **{comparison.Ratio:0.00}** ({min:0.00}–{max:0.00}) "
                + $"| {a.BytesPerRequest / 1024:0} | {b.BytesPerRequest / 1024:0} | {a.MicrosecondsPerRequest:0} | {b.MicrosecondsPerRequest:0} |{(a.Failures + b.Failures > 0 ? $" {a.Failures + b.Failures} failed" : "")}\n");
        }

        text.Append("""

            Cost of one request in PostgreSQL, product / floor (statements include BEGIN, COMMIT and those of the driver; blocks of 8 kB, cached or not):

            | Request | Statements | Round trips | Rows | Blocks |
            |---|--:|--:|--:|--:|

            """);
        foreach (var operation in scale.Comparisons.Select(p => p.Operation).Distinct())
        {
            var (a, b) = (scale.ProductCounts[operation.Name], scale.FloorCounts[operation.Name]);
            text.Append(CultureInfo.InvariantCulture, $"| {operation.Route} | {a.Statements:0.#} / {b.Statements:0.#} | {a.RoundTrips:0.#} / {b.RoundTrips:0.#} | {a.Rows:0.#} / {b.Rows:0.#} | {a.Blocks:0} / {b.Blocks:0} |\n");
        }

        if (scale.Cierre is { } cierre)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nWeekly close ({cierre.Faltas:N0} faltas, {cierre.Vencidos:N0} vencidos): product {cierre.Product:0} ms, floor {cierre.Floor:0} ms, ratio {cierre.Ratio:0.00}.\n");
        }

        if (scale.Sql.Count > 0)
        {
            text.Append("\n| Report | Over HTTP | Its SQL alone | Ratio |\n|---|--:|--:|--:|\n");
            foreach (var measurement in scale.Sql)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {measurement.Operation} | {(double.IsNaN(measurement.Http) ? "timed out" : measurement.Http.ToString("0.0", CultureInfo.InvariantCulture))} | {measurement.Sql:0.0} | {measurement.Ratio:0.00} |\n");
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{scale.AnsweredPayments:N0} payments were confirmed, of {scale.AnsweredAmount:N2} MXN; the ledger grew by the same number and amount.\n");
    }
}
