namespace Prosmex.Tests.Reportes;

/// <summary>An open loan, recounted.</summary>
internal sealed record RecountedPrestamo(
    int PrestamoId,
    int GrupoId,
    int Dias,
    decimal Atrasado,
    DateOnly? AtrasadoDesde,
    decimal Restante,
    DateTimeOffset? UltimaVisita,
    DateTimeOffset? UltimoPago,
    int Faltas);

/// <content>The lists behind the numbers, over again.</content>
internal sealed partial class RecountedReporte
{
    /// <summary>The open loans of the groups, by id.</summary>
    public IReadOnlyList<RecountedPrestamo> Cartera(IEnumerable<RawGrupo> grupos, DateOnly? dia, DateTimeOffset ahora)
    {
        var vista = new Vista(dia ?? Dia(ahora), ahora);
        return
        [
            .. from g in grupos
               from p in Abiertos([g], vista)
               let dias = DiasDeAtraso(p, vista)
               orderby p.Id
               select new RecountedPrestamo(
                   p.Id,
                   g.Id,
                   dias,
                   Atrasado(p, vista),
                   dias == 0 ? null : vista.UltimoDia.AddDays(-dias),
                   Restante(p, vista.Corte),
                   Ultimo(p, vista, desde: 0),
                   Ultimo(p, vista, desde: 0.01m),
                   Libro.Faltas.Count(f => f.PrestamoId == p.Id && f.Fecha <= vista.UltimoDia)),
        ];
    }

    /// <summary>The loans of the groups with a falta in the week, by id: loan, group, due, paid, rest.</summary>
    public IReadOnlyList<(int PrestamoId, int GrupoId, decimal Debia, decimal Abonado, decimal Restante)> FaltasDe(
        IEnumerable<RawGrupo> grupos, DateOnly? dia, DateTimeOffset ahora)
    {
        var vista = new Vista(dia ?? Dia(ahora), ahora);
        return
        [
            .. from g in grupos
               from p in Vistos(g.Id, vista)
               let falta = Falta(p, vista)
               where falta is not null
               let semana = (vista.Lunes.DayNumber - LunesDe(p.Inicio).DayNumber) / 7
               orderby p.Id
               select (p.Id, g.Id, Plan(p)[semana - 1], falta.Abonado, Restante(p, vista.Corte)),
        ];
    }

    // The last payment in force of at least so much; the settlement of a renewal is no payment.
    private DateTimeOffset? Ultimo(RawPrestamo prestamo, Vista vista, decimal desde) =>
        _dinero[prestamo.Id].Where(p => p.Tipo == "cobro" && p.Monto >= desde && p.Fecha < vista.Corte).Max(p => (DateTimeOffset?)p.Fecha);
}
