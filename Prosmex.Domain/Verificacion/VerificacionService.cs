using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Financieras;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Verificacion;

/// <summary>A closed week as it is shown.</summary>
/// <param name="Semana">Its Monday.</param>
/// <param name="Prestamos">Loans that owed something in it.</param>
/// <param name="Faltas">Faltas written when it was closed.</param>
/// <param name="Vencidos">Loans that became vencido.</param>
public sealed record SemanaCerradaDto(DateOnly Semana, int Prestamos, int Faltas, int Vencidos, DateTimeOffset Inicio, DateTimeOffset Fin);

/// <summary>Closes finished weeks, oldest first, in one unbroken chain.</summary>
public sealed class VerificacionService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Closes every finished week that is not closed yet, each in a transaction of its own. Run twice, late, on many machines at once
    /// or killed half way, the rows in the end are those of one run on time.
    /// </summary>
    /// <returns>The weeks that this run closed.</returns>
    public async Task<IReadOnlyList<SemanaCerradaDto>> CerrarPendientesAsync(RequestContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);

        // A first close over years of payments takes longer than a request may.
        context.Deadline.Extend(null);
        List<SemanaCerradaDto> cerradas = [];
        while (await unitOfWork.ExecuteAsync(context, CerrarSiguienteAsync, cancellationToken) is { } cierre)
        {
            Telemetry.SemanasCerradas.Add(1);
            Telemetry.FaltasWritten.Add(cierre.Faltas);
            cerradas.Add(new(cierre.Semana, cierre.Prestamos, cierre.Faltas, cierre.Vencidos, cierre.Inicio, cierre.Fin));
        }

        Telemetry.HorasDeAtraso.RecordFor(db.Schema(), 0);
        return cerradas;
    }

    /// <summary>The closed weeks, newest first.</summary>
    public Task<Page<SemanaCerradaDto>> ListarAsync(PageRequest paging, CancellationToken cancellationToken) =>
        db.SemanasCierre.OrderByDescending(s => s.Semana)
            .Select(s => new SemanaCerradaDto(s.Semana, s.Prestamos, s.Faltas, s.Vencidos, s.Inicio, s.Fin))
            .ToPageAsync(() => db.SemanasCierre.Count(), paging, cancellationToken);

    private async Task<SemanaCierre?> CerrarSiguienteAsync(CancellationToken cancellationToken)
    {
        await db.ExtendTimeoutsAsync(Patience, cancellationToken);
        await db.LockCloseAsync(cancellationToken);
        var inicio = clock.GetUtcNow();
        var ultima = await db.UltimaCerradaAsync(cancellationToken);
        var semana = ultima?.Siguiente ?? await PrimeraAsync(inicio, cancellationToken);
        if (semana.Fin > inicio)
        {
            return null;
        }

        // Stays where it is if this close fails.
        Telemetry.HorasDeAtraso.RecordFor(db.Schema(), (int)(inicio - semana.Fin).TotalHours);

        var vistos = await db.Database.SqlQuery<int>($"""
            SELECT count(*)::int AS "Value" FROM prestamos p
            WHERE semana_del_plan(p.fecha_inicio, {semana.Lunes}) BETWEEN 1 AND p.numero_semanas
              AND (p.fecha_cierre IS NULL OR p.fecha_cierre >= {semana.Inicio})
              AND NOT EXISTS (SELECT FROM clientes_sin_cobranza c WHERE c.semana = {semana.Lunes} AND c.cliente_id = p.cliente_id)
            """).SingleAsync(cancellationToken);
        var faltas = await db.WriteAsync(semana, cancellationToken);
        var vencidos = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE prestamos p SET status = 'vencido'
            WHERE p.status = 'activo' AND semana_del_plan(p.fecha_inicio, {semana.Lunes}) >= p.numero_semanas
              AND NOT EXISTS (SELECT FROM clientes_sin_cobranza c WHERE c.semana = {semana.Lunes} AND c.cliente_id = p.cliente_id)
            """,
            cancellationToken);
        await db.ResumirAsync(ultima is null ? await db.SemanasResumidasAsync(semana, cancellationToken) : [semana], cancellationToken);
        return db.SemanasCierre.Add(SemanaCierre.De(semana, vistos, faltas, vencidos, inicio, clock.GetUtcNow())).Entity;
    }

    // The chain begins with the week of the oldest loan; without any, with the last finished week.
    private async Task<Semana> PrimeraAsync(DateTimeOffset ahora, CancellationToken cancellationToken)
    {
        var primero = await db.Prestamos.MinAsync(p => (DateOnly?)p.FechaInicio, cancellationToken);
        return Semana.De(primero ?? Semana.De(ahora).Lunes.AddDays(-7));
    }
}
