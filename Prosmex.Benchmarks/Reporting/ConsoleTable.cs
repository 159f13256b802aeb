using System.Globalization;
using System.Text;
using Prosmex.Benchmarks.Loading;
using Prosmex.Benchmarks.Measuring;

namespace Prosmex.Benchmarks.Reporting;

/// <summary>The console output of a run.</summary>
internal static class ConsoleTable
{
    public static string Header { get; } =
        $"{"operación",-21}{"con.",4}{"prod. ms",10}{"p99",9}{"piso ms",10}{"p99",9}{"razón",7}{"por ronda",18}{"prod./s",8}{"piso/s",7}{"kB",7}{"kB",6}{"CPU µs",9}{"µs",8}{"fallas",7}";

    public static string Scale(Scale scale) =>
        string.Create(CultureInfo.InvariantCulture, $"\n{scale.Name}: {scale.Grupos:N0} grupos, {scale.Clientes:N0} clientes, {scale.Prestamos:N0} préstamos, {scale.Pagos:N0} pagos");

    public static string Line(Comparison comparison)
    {
        var (min, median, max) = comparison.RatiosByRound();
        var (a, b) = (comparison.Product, comparison.Floor);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{comparison.Operation.Name,-21}{comparison.Connections,4}{a.Median,10:0.000}{a.P99,9:0.00}{b.Median,10:0.000}{b.P99,9:0.00}{comparison.Ratio,7:0.00}{$"{min:0.00}–{median:0.00}–{max:0.00}",18}"
            + $"{a.PerSecond,8:0}{b.PerSecond,7:0}{a.BytesPerRequest / 1024,7:0}{b.BytesPerRequest / 1024,6:0}{a.MicrosecondsPerRequest,9:0}{b.MicrosecondsPerRequest,8:0}{a.Failures + b.Failures,7}");
    }

    public static string Line(Cierre cierre) => string.Create(
        CultureInfo.InvariantCulture,
        $"Cierre de una semana: producto {cierre.Product:0.0} ms, piso {cierre.Floor:0.0} ms, razón {cierre.Ratio:0.00} ({cierre.Faltas:N0} faltas, {cierre.Vencidos:N0} vencidos)");

    public static string Line(DirectSql measurement) => string.Create(
        CultureInfo.InvariantCulture, $"{measurement.Operation}: por HTTP {measurement.Http:0.0} ms, su SQL solo {measurement.Sql:0.0} ms, razón {measurement.Ratio:0.00}");

    public static string Counts(IEnumerable<Operation> operations, IReadOnlyDictionary<string, QueryCounts> product, IReadOnlyDictionary<string, QueryCounts> floor)
    {
        var text = new StringBuilder($"{"por solicitud",-21}{"sentencias",11}{"piso",6}{"viajes",8}{"piso",6}{"filas",9}{"piso",9}{"bloques",9}{"piso",9}");
        foreach (var name in operations.Select(o => o.Name))
        {
            // The floor has no routes of the pages.
            var (a, b) = (product[name], floor.GetValueOrDefault(name));
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n{name,-21}{a.Statements,11:0.#}{b?.Statements,6:0.#}{a.RoundTrips,8:0.#}{b?.RoundTrips,6:0.#}{a.Rows,9:0.#}{b?.Rows,9:0.#}{a.Blocks,9:0}{b?.Blocks,9:0}");
        }

        return text.ToString();
    }
}
