using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;

namespace Prosmex.Domain.Prestamos;

/// <summary>What <see cref="PreviewSnapshot"/> reads: the same before and after the change.</summary>
/// <param name="ClienteIds">The weeks of the groups that they belong to, or belonged to.</param>
/// <param name="Semanas">Without a gap, oldest first.</param>
internal sealed record PreviewScope(RequestContext Context, int[] ClienteIds, IReadOnlyList<Semana> Semanas)
{
    /// <summary>The weeks of these groups as well: between two of them a client moves.</summary>
    public int[] GrupoIds { get; init; } = [];

    /// <summary>All weeks in which money of a loan may be dated or a falta may come or go.</summary>
    /// <param name="pagos">The instants of payments that may be dated before the loan, as adopted ones are.</param>
    public static PreviewScope De(RequestContext context, Prestamo prestamo, params DateTimeOffset[] pagos)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(prestamo);
        DateOnly[] primeras = [Semana.De(prestamo.FechaInicio).Lunes, Semana.De(prestamo.FechaCreacion).Lunes, .. pagos.Select(p => Semana.De(p).Lunes)];
        return new(context, [prestamo.ClienteId], [.. Hasta(context, Semana.De(primeras.Min()))]);
    }

    /// <summary>The weeks from one on to the running one, or the next where a payment may be dated in it already.</summary>
    public static IEnumerable<Semana> Hasta(RequestContext context, Semana primera) => primera.Hasta(Semana.De(context.Now + Pago.ClockTolerance));
}

/// <summary>Loans and the weeks of their groups, as a transaction sees them. Two statements, however many there are.</summary>
internal sealed record PreviewSnapshot(IReadOnlyDictionary<int, PrestamoEnPreview> Prestamos, IReadOnlyList<SemanaEnPreview> Semanas)
{
    /// <param name="prestamoIds">Those that do not exist are left out.</param>
    public static async Task<PreviewSnapshot> ReadAsync(ProsmexDbContext db, PreviewScope scope, int[] prestamoIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var prestamos = await db.Prestamos.Where(p => prestamoIds.Contains(p.PrestamoId))
            .Select(p => new PrestamoEnPreview(p, p.Cliente!.NombreCompleto, db.Faltas.Where(f => f.PrestamoId == p.PrestamoId).Select(f => f.Fecha).ToList()))
            .ToDictionaryAsync(p => p.Prestamo.PrestamoId, cancellationToken);
        return new(prestamos, await db.Database.SqlQuery<SemanaEnPreview>(Weeks(scope)).ToListAsync(cancellationToken));
    }

    /// <summary>The Mondays of the weeks in which a loan has a falta in one of the two and not in the other.</summary>
    public IEnumerable<DateOnly> SemanasConOtrasFaltas(PreviewSnapshot otra) =>
        Prestamos.Keys.Union(otra.Prestamos.Keys).SelectMany(id => Faltas(id).Except(otra.Faltas(id)).Concat(otra.Faltas(id).Except(Faltas(id))));

    private IEnumerable<DateOnly> Faltas(int prestamoId) => Prestamos.TryGetValue(prestamoId, out var prestamo) ? prestamo.Faltas.Select(f => Semana.De(f).Lunes) : [];

    private static FormattableString Weeks(PreviewScope scope)
    {
        var alcance = AlcanceDeReporte.De(scope.Context, new(Dia: null)) with { Semana = scope.Semanas[^1], ClienteIds = scope.ClienteIds, AlsoGrupoIds = scope.GrupoIds };
        return Sql.Combine($"""
            WITH {TendenciaQuery.PorGrupo(alcance, scope.Semanas)}
            SELECT w.lunes AS semana, w.cerrada, g.grupo_id, g.nombre_grupo AS grupo,
                   EXISTS (SELECT FROM membresias m
                           WHERE m.cliente_id = ANY({scope.ClienteIds}) AND m.grupo_id = g.grupo_id AND vigente(m.desde, m.hasta, w.vigencia)) AS es_suya,
                   coalesce(s.cobranza_real, 0) AS cobranza_real, coalesce(s.faltas, 0)::integer AS faltas, coalesce(b.monto, 0) AS bono
            FROM semanas w
            CROSS JOIN visibles g
            LEFT JOIN por_grupo s USING (n, grupo_id)
            {ReporteParts.Bono($"w.vigencia")}
            ORDER BY w.lunes, g.grupo_id
            """);
    }
}

/// <param name="Faltas">The Sundays of the weeks with a recorded falta.</param>
internal sealed record PrestamoEnPreview(Prestamo Prestamo, string Cliente, IReadOnlyList<DateOnly> Faltas)
{
    public EstadoDePrestamoDto Estado()
    {
        var avance = Prestamo.Avance(Faltas.Count);
        return new(
            Prestamo.MontoPrestamo,
            Prestamo.MontoPrestamoReal,
            Prestamo.MontoUtilidad,
            Prestamo.CobranzaIdeal,
            Prestamo.NumeroSemanas,
            Prestamo.FechaInicio,
            Prestamo.Status,
            Prestamo.Pagado,
            Prestamo.Restante,
            avance.SemanaActiva,
            avance.AdelantoAcumulado,
            avance.SemanasQueDebe,
            Faltas.Count);
    }
}

/// <summary>A week of a group.</summary>
/// <param name="EsSuya">One of the clients belongs to the group in it.</param>
internal sealed record SemanaEnPreview(DateOnly Semana, bool Cerrada, int GrupoId, string Grupo, bool EsSuya, decimal CobranzaReal, int Faltas, decimal Bono)
{
    public CifrasDeSemanaDto Cifras => new(CobranzaReal, Faltas, Bono);
}
