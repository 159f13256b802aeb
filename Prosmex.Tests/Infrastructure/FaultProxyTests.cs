using Npgsql;

namespace Prosmex.Tests.Infrastructure;

/// <summary>The proxy itself: what it lets pass, and what each kind of cut leaves in the database.</summary>
[Trait("Kind", "Integration")]
public sealed class FaultProxyTests(TestServer servidor)
{
    [Theory]
    [InlineData("transaccion")]
    [InlineData("simple")]
    [InlineData("preparada")]
    [InlineData("en lote")]
    public async Task Commit_EverySecond_IsCutBeforeAndAfterInTurn(string mode)
    {
        var connection = await ConTablaAsync();
        await using var proxy = FaultProxy.Iniciar(connection);
        await InsertarAsync(proxy.Conexion, 0, mode);
        proxy.Cortar(2);
        List<int> cortados = [];
        for (var n = 1; n <= 8; n++)
        {
            try
            {
                await InsertarAsync(proxy.Conexion, n, mode);
            }
            catch (NpgsqlException ex)
            {
                // The connection broke without a reason.
                Assert.IsNotType<PostgresException>(ex);
                cortados.Add(n);
            }
        }

        Assert.Equal([2, 4, 6, 8], cortados);
        Assert.Equal((8, 2, 2), (proxy.Confirmaciones, proxy.CortesAntes, proxy.CortesDespues));
        Assert.Equal("0,1,3,4,5,7,8", await NumerosAsync(connection));
    }

    [Fact]
    public async Task Commit_ThatTheServerRefuses_IsNotCutAfter()
    {
        var connection = await ConTablaAsync();
        await using var proxy = FaultProxy.Iniciar(connection);
        await InsertarAsync(proxy.Conexion, 1, "transaccion");
        proxy.Cortar(1);
        await Assert.ThrowsAsync<NpgsqlException>(() => InsertarAsync(proxy.Conexion, 2, "transaccion"));

        // The turn of a cut after the answer; but the answer is that a deferred constraint does not hold.
        var rechazo = await Assert.ThrowsAsync<PostgresException>(() => InsertarAsync(proxy.Conexion, 1, "transaccion"));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, rechazo.SqlState);
        Assert.Equal((1, 0), (proxy.CortesAntes, proxy.CortesDespues));
        Assert.Equal("1", await NumerosAsync(connection));
    }

    [Fact]
    public async Task Forward_ManyConnectionsAndManyBytes_ArriveUnchanged()
    {
        var connection = await ConTablaAsync();
        await using var proxy = FaultProxy.Iniciar(connection);
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(n => $"COMMIT {n}; "));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async n =>
        {
            await InsertarAsync(proxy.Conexion, n, "transaccion");
            await using var source = NpgsqlDataSource.Create(proxy.Conexion);
            await using var orden = source.CreateCommand("SELECT $1");
            orden.Parameters.AddWithValue(text);
            Assert.Equal(text, await orden.ExecuteScalarAsync());
        }));
        Assert.Equal(0, proxy.Confirmaciones);
        Assert.Equal(string.Join(',', Enumerable.Range(0, 16)), await NumerosAsync(connection));
    }

    private async Task<string> ConTablaAsync()
    {
        var connection = await servidor.NuevaBaseAsync();
        await Base.EjecutarAsync(connection, "CREATE TABLE numeros (n integer UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        return connection;
    }

    private static Task<string> NumerosAsync(string connection) => Base.ValorAsync<string>(connection, "SELECT string_agg(n::text, ',' ORDER BY n) FROM numeros");

    private static async Task InsertarAsync(string cadena, int n, string mode)
    {
        await using var connection = new NpgsqlConnection(cadena);
        await connection.OpenAsync();
        if (mode == "transaccion")
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await EjecutarAsync(connection, $"INSERT INTO numeros VALUES ({n})");
            await transaction.CommitAsync();
        }
        else if (mode == "en lote")
        {
            await using var lote = new NpgsqlBatch(connection) { BatchCommands = { new("BEGIN"), new($"INSERT INTO numeros VALUES ({n})"), new("COMMIT"), new("SELECT 1") } };
            await lote.ExecuteNonQueryAsync();
        }
        else
        {
            await EjecutarAsync(connection, "BEGIN");
            await EjecutarAsync(connection, $"INSERT INTO numeros VALUES ({n})");
            await EjecutarAsync(connection, "COMMIT", preparada: mode == "preparada");
        }
    }

    private static async Task EjecutarAsync(NpgsqlConnection connection, string sql, bool preparada = false)
    {
        await using var orden = new NpgsqlCommand(sql, connection);
        if (preparada)
        {
            await orden.PrepareAsync();
        }

        await orden.ExecuteNonQueryAsync();
    }
}
