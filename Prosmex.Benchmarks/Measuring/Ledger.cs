using System.Globalization;
using Prosmex.Benchmarks.Loading;

namespace Prosmex.Benchmarks.Measuring;

/// <summary>The ledger of a lender at the start of a measurement.</summary>
internal sealed class Ledger
{
    private readonly BenchmarkServer _server;
    private readonly string _database;
    private readonly (long Pagos, decimal Monto) _before;

    private Ledger(BenchmarkServer server, string database, (long Pagos, decimal Monto) before) => (_server, _database, _before) = (server, database, before);

    public static async Task<Ledger> ReadAsync(BenchmarkServer server, string database) => new(server, database, await SumAsync(server, database));

    /// <exception cref="MeasurementFailedException">It did not grow by what was answered.</exception>
    public async Task VerifyAsync(PaymentTotals totals)
    {
        var (pagos, monto) = await SumAsync(_server, _database);
        if (pagos - _before.Pagos != totals.Pagos || monto - _before.Monto != totals.Monto)
        {
            throw new MeasurementFailedException(string.Create(
                CultureInfo.InvariantCulture, $"Answered {totals.Pagos} payments of {totals.Monto}, in the ledger are {pagos - _before.Pagos} of {monto - _before.Monto}."));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Las sumas cuadran: {totals.Pagos:N0} pagos contestados por {totals.Monto:N2}."));
    }

    private static async Task<(long Pagos, decimal Monto)> SumAsync(BenchmarkServer server, string database) =>
        (await server.ScalarAsync<long>(database, "SELECT count(*) FROM pagos"), await server.ScalarAsync<decimal>(database, "SELECT sum(monto_pagado) FROM pagos"));
}
