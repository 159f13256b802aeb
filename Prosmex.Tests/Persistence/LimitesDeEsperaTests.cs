using Npgsql;
using Prosmex.Domain.Persistence;

namespace Prosmex.Tests.Persistence;

public sealed class LimitesDeEsperaTests
{
    [Fact]
    public void Poner_ConLoQueLaConexionCalla_LoPone()
    {
        var conexion = new NpgsqlConnectionStringBuilder(LimitesDeEspera.Poner("Host=h;Database=d"));
        Assert.Equal((2, 2, -1, 50), (conexion.Timeout, conexion.CommandTimeout, conexion.CancellationTimeout, conexion.MaxPoolSize));
        Assert.Contains("statement_timeout", conexion.Options, StringComparison.Ordinal);
    }

    [Fact]
    public void Poner_ConLoQueLaConexionDice_LoDeja()
    {
        var conexion = new NpgsqlConnectionStringBuilder(
            LimitesDeEspera.Poner("Host=h;Timeout=15;CommandTimeout=30;Cancellation Timeout=2000;MaxPoolSize=7;Options=-c statement_timeout=9"));
        Assert.Equal((15, 30, 2000, 7), (conexion.Timeout, conexion.CommandTimeout, conexion.CancellationTimeout, conexion.MaxPoolSize));

        // Of two the server takes the last.
        Assert.EndsWith("-c statement_timeout=9", conexion.Options, StringComparison.Ordinal);
    }
}
