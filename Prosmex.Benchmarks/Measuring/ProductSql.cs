using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;
using Prosmex.Benchmarks.Loading;

namespace Prosmex.Benchmarks.Measuring;

/// <summary>A report over HTTP compared with its own SQL statement, with literal values.</summary>
/// <param name="Http">Median, ms; NaN if it timed out.</param>
/// <param name="Sql">Median, ms.</param>
internal sealed record DirectSql(string Operation, double Http, double Sql)
{
    public double Ratio => Http / Sql;
}

/// <summary>Finds the statements of a request in the server's log, and runs them directly.</summary>
internal sealed partial class ProductSql(BenchmarkServer server, string database, AnchoredClock clock)
{
    private const int Repetitions = 11;

    public async Task<IReadOnlyList<DirectSql>> MeasureAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        if (operations.Count == 0)
        {
            return [];
        }

        await server.ExecuteAsync("postgres", $"ALTER DATABASE {database} SET log_min_duration_statement = 0; ALTER DATABASE {database} SET log_parameter_max_length = -1; ALTER DATABASE {database} SET log_parameter_max_length_on_error = -1");
        Dictionary<string, string> statements = [];
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString(database)) { Pooling = true };
            await using var logged = await MeasuredProcess.StartProductAsync(connection.ConnectionString, clock, cancellationToken);
            using var http = new HttpConnection(logged.Address);
            foreach (var operation in operations)
            {
                http.Send(operation.Create(0, 0));
                var start = server.LogLength;
                http.Send(operation.Create(0, 0));
                statements[operation.Name] = ExtractStatement(server.ReadLog(start));
            }
        }
        finally
        {
            await server.ExecuteAsync("postgres", $"ALTER DATABASE {database} RESET ALL");
        }

        var unlogged = new NpgsqlConnectionStringBuilder(server.ConnectionString(database)) { Pooling = true };
        await using var product = await MeasuredProcess.StartProductAsync(unlogged.ConnectionString, clock, cancellationToken);
        List<DirectSql> measurements = [];
        foreach (var operation in operations)
        {
            measurements.Add(await MeasureAsync(operation, statements[operation.Name], product, cancellationToken));
        }

        return measurements;
    }

    // Alternating, like all measurements; on one open connection.
    private async Task<DirectSql> MeasureAsync(Operation operation, string sql, MeasuredProcess product, CancellationToken cancellationToken)
    {
        await using var connection = await server.OpenAsync(database);
        using var http = new HttpConnection(product.Address);
        List<double> httpTimes = [], sqlTimes = [];
        for (var attempt = 0; attempt < Repetitions + 2; attempt++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            http.Send(operation.Create(0, attempt));
            var httpTime = http.Status == operation.Status ? Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds : double.NaN;
            startedAt = Stopwatch.GetTimestamp();
            await using var command = new NpgsqlCommand(sql, connection);
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    // Reads everything, as a client would.
                }
            }

            if (attempt >= 2)
            {
                httpTimes.Add(httpTime);
                sqlTimes.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
            }
        }

        return new(operation.Name, httpTimes.Exists(double.IsNaN) ? double.NaN : httpTimes.Order().ElementAt(Repetitions / 2), sqlTimes.Order().ElementAt(Repetitions / 2));
    }

    // The longest statement of the request: the others check the caller. For a finished statement the log has the text first, then the parameters;
    // for a cancelled one the parameters first.
    private static string ExtractStatement(string log)
    {
        var statement = Executions().Matches(log).Concat(CancelledStatements().Matches(log)).MaxBy(m => m.Groups["sql"].Length)
            ?? throw new MeasurementFailedException($"The server's log has no statement of the report:\n{log}");
        var values = Values().Matches(statement.Groups["valores"].Value).ToDictionary(m => m.Groups["n"].Value, m => m.Groups["valor"].Value);
        return Parameter().Replace(statement.Groups["sql"].Value.Replace("\n\t", "\n", StringComparison.Ordinal), m => values[m.Groups[1].Value]);
    }

    [GeneratedRegex(@"duration: [\d.]+ ms  execute [^:]*: (?<sql>.*?)\n[^\n\t]*DETAIL:  [Pp]arameters: (?<valores>[^\n]*)", RegexOptions.Singleline)]
    private static partial Regex Executions();

    [GeneratedRegex(@"CONTEXT:  [^\n]* with parameters: (?<valores>[^\n]*)\n[^\n\t]*STATEMENT:  (?<sql>[^\n]*(?:\n\t[^\n]*)*)")]
    private static partial Regex CancelledStatements();

    [GeneratedRegex(@"\$(?<n>\d+) = (?<valor>NULL|'(?:[^']|'')*')")]
    private static partial Regex Values();

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Parameter();
}
