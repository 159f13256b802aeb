using Prosmex.Domain.Auth;
using Prosmex.Domain.Reportes;

namespace Prosmex.Tests.Reportes;

/// <content>What the managers' page shows, over again.</content>
internal sealed partial class RecountedReporte
{
    private static readonly (int Desde, int? Hasta)[] Tramos = [(0, 0), (1, 7), (8, 30), (31, 60), (61, 90), (91, null)];

    /// <summary>The faltas of the groups that the caller sees.</summary>
    public int Faltas(CurrentUser currentUser, DateOnly? dia, DateTimeOffset ahora) => Grupos(currentUser).Sum(g => Faltas(g.Id, new Vista(dia ?? Dia(ahora), ahora)));

    public int Faltas(int grupoId, DateOnly? dia, DateTimeOffset ahora) => Faltas(grupoId, new Vista(dia ?? Dia(ahora), ahora));

    /// <summary>The open loans of the groups, by how late they are.</summary>
    public IReadOnlyList<TramoDeAntiguedadDto> Antiguedad(IEnumerable<RawGrupo> grupos, DateOnly? dia, DateTimeOffset ahora)
    {
        var vista = new Vista(dia ?? Dia(ahora), ahora);
        var prestamos = Abiertos(grupos, vista).Select(p => (Dias: DiasDeAtraso(p, vista), Atrasado: Atrasado(p, vista), Restante: Restante(p, vista.Corte))).ToList();
        return
        [
            .. from tramo in Tramos
               let suyos = prestamos.Where(p => p.Dias >= tramo.Desde && (tramo.Hasta is null || p.Dias <= tramo.Hasta)).ToList()
               select new TramoDeAntiguedadDto(tramo.Desde, tramo.Hasta, suyos.Count, suyos.Sum(p => p.Atrasado), suyos.Sum(p => p.Restante)),
        ];
    }

    /// <summary>The loans of the groups with money still due by the end of the week, by group and loan: loan, group, due, late, rest.</summary>
    public IReadOnlyList<(int PrestamoId, int GrupoId, decimal Vence, decimal Atrasado, decimal Restante)> PorCobrar(
        IEnumerable<RawGrupo> grupos, DateOnly? dia, DateTimeOffset ahora)
    {
        var vista = new Vista(dia ?? Dia(ahora), ahora);
        return
        [
            .. from g in grupos
               from p in Abiertos([g], vista)
               let vence = Expected(p, vista) - Atrasado(p, vista)
               where Expected(p, vista) > 0
               orderby g.Id, p.Id
               select (p.Id, g.Id, vence, Atrasado(p, vista), Restante(p, vista.Corte)),
        ];
    }

    private IEnumerable<RawPrestamo> Abiertos(IEnumerable<RawGrupo> grupos, Vista vista) =>
        grupos.SelectMany(g => Vistos(g.Id, vista)).Where(p => !(p.Cierre < vista.Corte));

    private decimal Pagado(RawPrestamo prestamo, DateTimeOffset corte) => _dinero[prestamo.Id].Where(p => p.Fecha < corte).Sum(p => p.Monto);

    /// <summary>The weeks of the plan that were over before the week looked at began, with their Sundays.</summary>
    private static List<(decimal Debe, DateOnly Domingo)> Terminadas(RawPrestamo prestamo, Vista vista)
    {
        var domingo = LunesDe(prestamo.Inicio).AddDays(6);
        return [.. Plan(prestamo).Select((debe, n) => (debe, domingo.AddDays(7 * (n + 1)))).Where(s => s.Item2 < vista.Lunes)];
    }

    private decimal Atrasado(RawPrestamo prestamo, Vista vista) => Math.Max(0, Terminadas(prestamo, vista).Sum(s => s.Debe) - Pagado(prestamo, vista.Corte));

    private int DiasDeAtraso(RawPrestamo prestamo, Vista vista)
    {
        var queda = Pagado(prestamo, vista.Corte);
        foreach (var (debe, domingo) in Terminadas(prestamo, vista))
        {
            queda -= debe;
            if (queda < 0)
            {
                return vista.UltimoDia.DayNumber - domingo.DayNumber;
            }
        }

        return 0;
    }

    /// <summary>Due by the end of the week and not paid; a week without collection asks for nothing but what is late.</summary>
    private decimal Expected(RawPrestamo prestamo, Vista vista)
    {
        var semana = (vista.Lunes.DayNumber - LunesDe(prestamo.Inicio).DayNumber) / 7;
        return Math.Max(0, Plan(prestamo).Take(SinCobranza(prestamo.ClienteId, vista.Lunes) ? semana - 1 : semana).Sum() - Pagado(prestamo, vista.Corte));
    }
}
