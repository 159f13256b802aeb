using Microsoft.EntityFrameworkCore;
using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Cli.Demo;

/// <summary>How to look around in a database that the demo filled.</summary>
/// <param name="Usuarios">One sign-in name per role.</param>
/// <param name="Contrasena">Of all of them, in clear; kept nowhere.</param>
public sealed record DemoResult(IReadOnlyList<string> Usuarios, string Contrasena);

/// <summary>
/// Fills an empty database with a lender's last 52 weeks and the current one, so that reports have data. Everything goes through the services, week
/// by week with a simulated clock; the same <see cref="TimeProvider"/> gives the same data every time.
/// </summary>
internal sealed class DemoService(
    ProsmexDbContext db, PasswordHashQueue contrasenas, ProsmexOptions options, TimeProvider clock)
{
    private const int Semilla = 1910;

    // Advisory lock that serializes concurrent starts.
    private const long LockKey = 7_205_759_403_792_801;

    /// <summary>
    /// Does nothing if the database is in use: it has a client, a loan, or a user other than administrators. An interrupted fill stays incomplete.
    /// </summary>
    /// <param name="progress">Receives progress messages in Spanish.</param>
    /// <param name="cancellationToken">Ends the fill between two operations.</param>
    /// <returns>Null where the database was not empty.</returns>
    public async Task<DemoResult?> FillAsync(CommandProgress progress, CancellationToken cancellationToken)
    {
        await using var lockConnection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.Connection) { Pooling = false }.ConnectionString);
        await lockConnection.OpenAsync(cancellationToken);
        await using (var take = new NpgsqlCommand(AdvisoryLocks.ForConnection(LockKey), lockConnection) { CommandTimeout = 0 })
        {
            await take.ExecuteNonQueryAsync(cancellationToken);
        }

        if (await db.Clientes.AnyAsync(cancellationToken) || await db.Prestamos.AnyAsync(cancellationToken)
            || await db.Usuarios.AnyAsync(u => u.RolId != RolId.Admin, cancellationToken))
        {
            return null;
        }

        var ahora = clock.GetUtcNow();
        var hoy = HoraMexico.Dia(ahora);
        var primera = hoy.AddDays(-(((int)hoy.DayOfWeek + 6) % 7) - (7 * AnioDeDemo.Semanas));
        var relojDeDemo = new DemoClock(HoraMexico.Inicio(primera));
        var services = DemoServices.De(db, contrasenas, options, relojDeDemo);
        var random = new Random(Semilla);

        progress.Report(0, "Demo: se llena la base con una financiera inventada; tarda menos de un minuto.");
        var contrasena = Passwords.CreateRandom();
        var equipo = await EquipoDeDemo.FormarAsync(services, db, random, contrasena, cancellationToken);
        var tipos = await db.TiposPrestamo.OrderBy(t => t.TipoPrestamoId).ToListAsync(cancellationToken);
        var anio = new AnioDeDemo(
            services,
            equipo,
            new CreditosDeDemo(services, equipo.Admin, options, tipos, random),
            new ExpedientesDeDemo(services, equipo.Admin, relojDeDemo),
            new PendientesDeDemo(services, equipo),
            relojDeDemo,
            random);
        await anio.WorkAsync(primera, ahora, progress, cancellationToken);
        return new([.. equipo.UnoPorRol], contrasena);
    }
}
