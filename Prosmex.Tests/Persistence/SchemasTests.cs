using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

/// <summary>Objects name no schema: two lenders live in two schemas of one database, each behind its own search path.</summary>
[Trait("Kind", "Integration")]
public sealed class SchemasTests(TestServer server)
{
    [Fact]
    public async Task TwoSchemas_OfOneDatabase_LendAtTheSameTimeWithoutSeeingEachOther()
    {
        var database = await server.MissingDatabaseAsync();
        string[] schemas = ["norte", "sur"];
        await new DatabaseMigrator(TestServer.Options(database), NullLogger<DatabaseMigrator>.Instance).MigrateAsync(TestContext.Current.CancellationToken);
        await TestDatabase.ExecuteAsync(database, "CREATE SCHEMA norte; CREATE SCHEMA sur");

        var days = await Task.WhenAll(schemas.Select(schema => DayAsync(database, schema)));

        Assert.Equal([100m, 200m], days);
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(database, "SELECT (SELECT count(*) FROM public.pagos) + (SELECT count(*) FROM public.bitacora)"));
    }

    // A client, an aval, a loan and a payment; what the schema's own ledger adds up to.
    private static async Task<decimal> DayAsync(string database, string schema)
    {
        var connection = new NpgsqlConnectionStringBuilder(database) { SearchPath = schema }.ConnectionString;
        await new DatabaseMigrator(TestServer.Options(connection), NullLogger<DatabaseMigrator>.Instance).MigrateAsync(TestContext.Current.CancellationToken);
        await Personas.AgregarAsync(connection, "ana");
        await using var program = await ProgramWithClock.StartAsync(connection);
        using var ana = await program.Api().SignedInAsync("ana");
        async Task<int> ClientAsync() => (int)(await ana.PostAsync("/clientes", JsonNode.Parse("""
            {"nombre":"N","apellido_paterno":"P","apellido_materno":"M","colonia":"C","cp":"01000","codigo_ine":"I","estado_civil":"viudo","num_hijos":0,"propiedad":"rentada","grupo_id":1}
            """))).Data["cliente"]!;
        var (client, aval) = (await ClientAsync(), await ClientAsync());
        var loan = (int)(await ana.PostAsync("/prestamos", JsonNode.Parse($$"""{"cliente_id":{{client}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":1000}"""))).Data["prestamo"]!;
        var payment = await ana.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{loan}},"monto_pagado":{{(schema == "norte" ? 100 : 200)}}}]"""));
        Assert.True(payment.Message.IsSuccessStatusCode, payment.Text);
        Assert.Equal(1L, await TestDatabase.ValueAsync<long>(connection, $"SELECT count(*) FROM {schema}.bitacora WHERE entidad = 'pago'"));
        return await TestDatabase.ValueAsync<decimal>(connection, $"SELECT sum(monto_pagado) FROM {schema}.pagos");
    }
}
