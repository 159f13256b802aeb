using System.Globalization;
using System.Text;
using Prosmex.Benchmarks.Growth;
using Prosmex.Benchmarks.Loading;
using Prosmex.Benchmarks.Measuring;

namespace Prosmex.Benchmarks.Reporting;

/// <summary>What was measured on lenders of every size, in their order.</summary>
/// <param name="Closes">Null where it was not measured.</param>
/// <param name="Nights">Null where it was not measured.</param>
/// <param name="Memory">The peak of each process after all reads, MB.</param>
internal sealed record GrowthResult(IReadOnlyList<Scale> Scales, IReadOnlyList<Growth.Growth> Growths, IReadOnlyList<Cierre?> Closes, IReadOnlyList<Night?> Nights, IReadOnlyList<double> Memory);

/// <summary>Writes <c>growth.md</c>: a line for each request, its growth and whether it misses the limit.</summary>
internal static class GrowthReport
{
    // The product refuses a statement that takes longer; here it may take five seconds, so that its growth is known.
    private const double StatementLimit = 1800;

    public static async Task WriteAsync(GrowthResult result, Machine machine, Arguments arguments)
    {
        var file = Path.Combine(arguments.Folder, "growth.md");
        await File.WriteAllTextAsync(file, Format(result, machine, arguments));
        Console.WriteLine($"El informe está en {file}.");
    }

    /// <summary>For the console.</summary>
    public static string Line(Growth.Growth growth) =>
        string.Create(CultureInfo.InvariantCulture, $"{growth.Operation.Name,-58}{growth.Operation.Caller,-9}{string.Join(" ", growth.Measurements.Select((_, i) => $"{growth.Median(i),10:0.00}"))}  {Ratios(growth)}  {Verdict(growth)}");

    private static string Format(GrowthResult result, Machine machine, Arguments arguments)
    {
        var (first, last) = (result.Scales[0], result.Scales[^1]);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Growth report

            Measured on: {machine}. The product alone, one process for each lender, in alternating turns of {arguments.RoundLength.TotalSeconds:0.##} s, {arguments.Rounds} each, one connection.
            {string.Join("; ", result.Scales.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name}: {s.Grupos:N0} groups, {s.Clientes:N0} clients, {s.Prestamos:N0} loans, {s.Pagos:N0} payments")))}.
            Medians of the quietest turn in milliseconds; their ratio to {first.Name} is followed by the smallest and the largest of any turn. At most {Growth.Growth.Limit:0.0} from {first.Name} to {last.Name}, unless the answer itself is of the whole lender.

            | Request | Caller | {string.Join(" | ", result.Scales.Select(s => s.Name))} | {string.Join(" | ", result.Scales.Skip(1).Select(s => $"{s.Name} ÷ {first.Name}"))} | |
            |---|---|{string.Concat(result.Scales.Select(_ => "--:|"))}{string.Concat(result.Scales.Skip(1).Select(_ => "--:|"))}---|

            """);
        foreach (var growth in result.Growths)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {growth.Operation.Name} | {growth.Operation.Caller} | {string.Join(" | ", growth.Measurements.Select((_, i) => growth.Median(i).ToString("0.00", CultureInfo.InvariantCulture)))} | {Ratios(growth)} | {Verdict(growth)} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n| Work | {string.Join(" | ", result.Scales.Select(s => s.Name))} |\n|---|{string.Concat(result.Scales.Select(_ => "--:|"))}\n");
        Row("Close of a week, product, ms", result.Closes.Select(c => c?.Product));
        Row("Close of a week, the same SQL by hand, ms", result.Closes.Select(c => c?.Floor));
        Row("Close of a week, ratio (at most 1.3)", result.Closes.Select(c => c?.Ratio));
        Row("Hourly verification with no week to close, ms", result.Nights.Select(n => n?.Verification));
        Row("Purge of sessions and operations, ms", result.Nights.Select(n => n?.Purge));
        Row("Cuadre, ms", result.Nights.Select(n => n?.Cuadre));
        Row("Cuadre, µs a loan", result.Nights.Zip(result.Scales, (n, s) => n?.Cuadre * 1000 / s.Prestamos));
        Row("Memory before the cuadre, MB", result.Nights.Select(n => n?.MemoryBefore));
        Row("Peak memory of the cuadre, MB", result.Nights.Select(n => n?.MemoryAfter));
        Row("Peak memory of all reads, MB", result.Memory.Select(m => (double?)m));
        return text.ToString();

        void Row(string name, IEnumerable<double?> values) =>
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", values.Select(v => v?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–"))} |\n");
    }

    private static string Ratios(Growth.Growth growth) => string.Join(" | ", Enumerable.Range(1, growth.Measurements.Count - 1).Select(i =>
    {
        var (min, max) = growth.Range(i);
        return string.Create(CultureInfo.InvariantCulture, $"{growth.Ratio(i):0.00} ({min:0.00}–{max:0.00})");
    }));

    private static string Verdict(Growth.Growth growth)
    {
        var verdict = growth.Operation.HasWholeAnswer ? "its own answer" : growth.Misses ? "MISS" : "OK";
        return growth.Measurements.Where((_, i) => !(growth.Median(i) <= StatementLimit)).Any() ? $"{verdict}, refused" : verdict;
    }
}
