using CsCheck;
using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Common;

/// <summary>The program and the database round alike.</summary>
[Trait("Kind", "Integration")]
public sealed class DineroInPostgresTests(TestServer server)
{
    [Fact]
    public async Task Redondear_AnyValue_GivesTheSameCentavoAsPostgres()
    {
        // Ties are rare among random numbers: every other one ends in exactly five thousandths.
        var value = Gen.Select(Gen.Long[-99_999_999_999, 99_999_999_999], Gen.Int[0, 9], Gen.Bool)
            .Select((n, decimales, tie) => tie ? (n / 100m) + (n < 0 ? -0.005m : 0.005m) : n / Power(decimales));
        await using var database = await server.BorrowAsync();
        await using var source = NpgsqlDataSource.Create(database.Connection);
        value.Array[1000].Sample(
            values =>
            {
                using var command = source.CreateCommand("SELECT array_agg(round(v, 2) ORDER BY n) FROM unnest($1::numeric[]) WITH ORDINALITY AS t (v, n)");
                command.Parameters.Add(new() { Value = values });
                Assert.Equal((decimal[])command.ExecuteScalar()!, values.Select(Dinero.Redondear));
            },
            iter: 8);
    }

    private static decimal Power(int n) => Enumerable.Repeat(10m, n).Aggregate(1m, (a, b) => a * b);
}
