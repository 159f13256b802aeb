using Npgsql;
using Prosmex.Benchmarks.Loading;

namespace Prosmex.Benchmarks.Measuring;

/// <summary>What one request costs in PostgreSQL.</summary>
/// <param name="Rows">Rows returned or written; null without pg_stat_statements, like the next.</param>
/// <param name="Blocks">Blocks of 8 kB accessed, cached or not.</param>
internal sealed record QueryCounts(double Statements, double RoundTrips, double? Rows, double? Blocks);

/// <summary>Counts in a separate pass, because the proxy would distort the timings.</summary>
internal sealed class StatementCounting(BenchmarkServer server, string database, AnchoredClock clock, PaymentTotals totals)
{
    private const int WarmUpRequests = 6;
    private const int Repetitions = 12;

    /// <summary>By operation.</summary>
    public async Task<IReadOnlyDictionary<string, QueryCounts>> CountAsync(
        IReadOnlyList<Operation> operations, Func<string, AnchoredClock, CancellationToken, Task<MeasuredProcess>> start, CancellationToken cancellationToken)
    {
        // The proxy parses the plain protocol, without negotiation of encryption.
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString(database)) { Pooling = true, SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable };
        await using var counter = new ProtocolCounter(connection.Port);
        connection.Port = counter.Port;
        await using var process = await start(connection.ConnectionString, clock, cancellationToken);
        Dictionary<string, QueryCounts> counts = [];
        foreach (var operation in operations)
        {
            counts[operation.Name] = await CountAsync(operation, process, counter);
        }

        return counts;
    }

    private async Task<QueryCounts> CountAsync(Operation operation, MeasuredProcess process, ProtocolCounter counter)
    {
        using var http = new HttpConnection(process.Address);
        Send(operation, process, http, WarmUpRequests, 0);
        if (server.HasStatistics)
        {
            await server.ScalarAsync<object>(database, "SELECT pg_stat_statements_reset()::text");
        }

        var before = counter.Traffic;
        Send(operation, process, http, Repetitions, WarmUpRequests);
        var traffic = counter.Traffic - before;
        if (traffic.Statements == 0)
        {
            throw new MeasurementFailedException($"{operation.Name}: {process.Name} answered without asking PostgreSQL, or it was not counted.");
        }

        var statistics = server.HasStatistics ? await ReadStatisticsAsync() : ((long Rows, long Blocks)?)null;
        return new((double)traffic.Statements / Repetitions, (double)traffic.RoundTrips / Repetitions, (double?)statistics?.Rows / Repetitions, (double?)statistics?.Blocks / Repetitions);
    }

    private void Send(Operation operation, MeasuredProcess process, HttpConnection http, int repetitions, int start)
    {
        for (var i = 0; i < repetitions; i++)
        {
            http.Send(operation.Create(0, start + i));
            if (operation.IsPayment && http.Status == operation.Status)
            {
                totals.Record(process.Name, http.Body.Span);
            }
        }
    }

    private async Task<(long Rows, long Blocks)> ReadStatisticsAsync()
    {
        await using var connection = await server.OpenAsync(database);
        await using var command = new NpgsqlCommand(
            """
            SELECT coalesce(sum(rows), 0)::bigint, coalesce(sum(shared_blks_hit + shared_blks_read), 0)::bigint FROM pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query NOT LIKE '%pg_stat_statements%'
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
