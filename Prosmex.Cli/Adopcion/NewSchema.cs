using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Cli.Adopcion;

/// <summary>The parts of the program that the adoption uses, on its own connection and in its own transaction.</summary>
internal static class NewSchema
{
    /// <summary>The SQL of the normal migrations, without their own transactions.</summary>
    public static string Script(AdopcionSession sesion)
    {
        using var db = Context(sesion.Connection);
        return db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.NoTransactions);
    }

    /// <summary>Writes the summaries of the weeks that the adoption closed.</summary>
    public static async Task ResumirAsync(AdopcionSession sesion, CancellationToken cancellationToken)
    {
        await using var db = Context(sesion.Connection);
        db.Database.SetCommandTimeout(0);
        await db.Database.UseTransactionAsync(sesion.Transaction, cancellationToken);
        await db.ResumirTodoAsync(cancellationToken);
    }

    /// <summary>The ledger of all loans, recomputed as <see cref="CuadreService"/> does.</summary>
    /// <returns>The first differences.</returns>
    public static async Task<IReadOnlyList<DiferenciaDto>> CuadrarAsync(AdopcionSession sesion, CancellationToken cancellationToken)
    {
        await using var db = Context(sesion.Connection);
        db.Database.SetCommandTimeout(0);
        await db.Database.UseTransactionAsync(sesion.Transaction, cancellationToken);
        return (await new CuadreService(db, TimeProvider.System).CuadrarAquiAsync(new PageRequest(1, PageRequest.MaxPerPage), cancellationToken)).Diferencias.Items;
    }

    /// <summary>The adoption's SQL uses the database's time zone rules, the program .NET's: they must agree.</summary>
    /// <exception cref="ImpossibleAdopcionException">The server's list of time zones is of another age.</exception>
    public static async Task RequireSameTimeZonesAsync(AdopcionSession sesion, string zone, CancellationToken cancellationToken)
    {
        if (!await sesion.ValueAsync<bool>($"SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = '{zone}')", cancellationToken))
        {
            throw new ImpossibleAdopcionException("zona.desconocida", $"PostgreSQL no conoce la zona horaria «{zone}».");
        }

        foreach (var nombre in new[] { zone, "America/Mexico_City" }.Distinct())
        {
            var huso = TimeZoneInfo.FindSystemTimeZoneById(nombre);
            await sesion.ReadAsync(
                $"SELECT d::date, (d + time '12:00') AT TIME ZONE '{nombre}' FROM generate_series(timestamp '2000-01-01', timestamp '2035-01-01', interval '1 day') d",
                fila =>
                {
                    var mediodia = fila.GetFieldValue<DateOnly>(0).ToDateTime(new TimeOnly(12, 0));
                    if (fila.GetFieldValue<DateTimeOffset>(1) != new DateTimeOffset(mediodia, huso.GetUtcOffset(mediodia)))
                    {
                        throw new ImpossibleAdopcionException(
                            "zona.reglas", $"PostgreSQL y este programa no tienen las mismas reglas horarias de {nombre} (el {mediodia:yyyy-MM-dd}). Actualice la lista de zonas (tzdata) de ambos.");
                    }
                },
                cancellationToken);
        }
    }

    // Without the retry strategy: the surrounding transaction could not be restarted.
    private static ProsmexDbContext Context(NpgsqlConnection connection) => new(
        new DbContextOptionsBuilder<ProsmexDbContext>().UseNpgsql(connection).UseSnakeCaseNamingConvention().UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options);
}
