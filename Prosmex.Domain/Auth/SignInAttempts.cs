using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Auth;

/// <summary>The key under which wrong passwords are counted.</summary>
/// <param name="Text">For the SQL function <c>cuenta_de_acceso</c>. No sign-in name holds the character that begins a session's.</param>
public readonly record struct AttemptAccount(string Text)
{
    /// <summary>For a sign-in: the name, even if no user has it.</summary>
    public static AttemptAccount OfName(string nombreDeUsuario) => new(nombreDeUsuario);

    /// <summary>For a signed-in user.</summary>
    public static AttemptAccount OfSession(Guid sesionId) => new($"\u0001{sesionId}");
}

/// <summary>
/// The wrong passwords of one sign-in name or session. Stored in the database, so that all instances share the count, under a hash of the name,
/// because users sometimes type passwords there.
/// </summary>
public sealed class SignInAttempts
{
    /// <summary>Failures before the first wait.</summary>
    public const int FreeAttempts = 10;

    /// <summary>The failures are forgotten after this time without an attempt.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(12);

    /// <summary>The minutes of the first wait and of those that follow; the last one is repeated.</summary>
    public static readonly IReadOnlyList<int> WaitMinutes = [1, 2, 4, 8, 15];

    private SignInAttempts()
    {
    }

    /// <summary>SQL function <c>cuenta_de_acceso</c> of the name.</summary>
    public byte[] Cuenta { get; private set; } = [];

    public int Fallas { get; private set; }

    public DateTimeOffset UltimaEn { get; private set; }

    /// <summary>Passwords are not compared before; null while there were fewer than <see cref="FreeAttempts"/> failures.</summary>
    public DateTimeOffset? EsperaHasta { get; private set; }
}

/// <summary>Counts failed sign-ins, and enforces the back-off.</summary>
public sealed class SignInAttemptService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
{
    /// <summary>
    /// Counts an attempt as failed before the password is compared, so that concurrent attempts get no more tries than sequential ones. <see
    /// cref="ForgetAsync(RequestContext, AttemptAccount, CancellationToken)"/> undoes it when the password was right.
    /// </summary>
    /// <exception cref="DominioException">auth.demasiados_intentos; such an attempt does not count.</exception>
    public async Task CountAsync(RequestContext context, AttemptAccount cuenta, CancellationToken cancellationToken)
    {
        var ahora = clock.GetUtcNow();
        var limit = ahora - SignInAttempts.Memory;

        // The end of each wait, computed here: what a conflict sets must be IMMUTABLE on a cluster, and timestamptz + interval is not.
        DateTimeOffset[] waits = [.. SignInAttempts.WaitMinutes.Select(m => ahora.AddMinutes(m))];
        await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var fila = (await db.Database.SqlQuery<Fila>($"""
                    WITH contado AS (
                        INSERT INTO intentos_de_acceso AS i (cuenta, fallas, ultima_en) VALUES (cuenta_de_acceso({cuenta.Text}), 1, {ahora})
                        ON CONFLICT (cuenta) DO UPDATE SET
                            fallas = CASE WHEN i.ultima_en > {limit} THEN i.fallas + 1 ELSE 1 END,
                            espera_hasta = CASE WHEN i.ultima_en > {limit} AND i.fallas + 1 >= {SignInAttempts.FreeAttempts}
                                THEN ({waits}::timestamptz[])[least(i.fallas + 2 - {SignInAttempts.FreeAttempts}, {waits.Length})] END,
                            ultima_en = {ahora}
                        WHERE i.espera_hasta IS NULL OR i.espera_hasta <= {ahora}
                        RETURNING 1)
                    SELECT EXISTS (SELECT FROM contado) AS contado,
                           (SELECT espera_hasta FROM intentos_de_acceso WHERE cuenta = cuenta_de_acceso({cuenta.Text})) AS espera_hasta
                    """).ToListAsync(token)).Single();
                if (fila.Contado)
                {
                    return fila;
                }

                // Done here, so that attempts on many names leave no rows behind. The end of a wait that another attempt started at this very moment
                // is not visible yet.
                var espera = fila.EsperaHasta > ahora ? fila.EsperaHasta.Value - ahora : TimeSpan.FromMinutes(1);
                throw new DominioException(AuthErrores.DemasiadosIntentos(espera));
            },
            cancellationToken);
    }

    /// <summary>
    /// Deletes the failures, the attempt that was just counted among them. In a unit of work of its own and in the attempt's turn at the hash queue:
    /// those that wait for their turn, or have yet to open their session, do not count as failed meanwhile.
    /// </summary>
    public Task ForgetAsync(RequestContext context, AttemptAccount cuenta, CancellationToken cancellationToken) =>
        unitOfWork.ExecuteAsync(context, token => ForgetAsync(db, cuenta, token), cancellationToken);

    /// <summary>Deletes the failures, in the current unit of work.</summary>
    public static Task<int> ForgetAsync(ProsmexDbContext db, AttemptAccount cuenta, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Database.ExecuteSqlAsync($"DELETE FROM intentos_de_acceso WHERE cuenta = cuenta_de_acceso({cuenta.Text})", cancellationToken);
    }

    /// <summary>Deletes expired rows.</summary>
    /// <returns>The number of names deleted.</returns>
    public Task<int> CleanUpAsync(RequestContext context, CancellationToken cancellationToken)
    {
        var limit = clock.GetUtcNow() - SignInAttempts.Memory;
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await db.ExtendTimeoutsAsync(DatabaseTimeouts.ForCleanUp, token);
                return await db.Intentos.Where(i => i.UltimaEn <= limit).ExecuteDeleteAsync(token);
            },
            cancellationToken);
    }

#pragma warning disable CA1812 // Instantiated by EF.
    private sealed record Fila(bool Contado, DateTimeOffset? EsperaHasta);
#pragma warning restore CA1812
}

internal sealed class SignInAttemptsConfiguration : IEntityTypeConfiguration<SignInAttempts>
{
    public void Configure(EntityTypeBuilder<SignInAttempts> builder)
    {
        builder.ToTable("intentos_de_acceso");
        builder.HasKey(i => i.Cuenta);
        builder.HasIndex(i => i.UltimaEn);
    }
}
