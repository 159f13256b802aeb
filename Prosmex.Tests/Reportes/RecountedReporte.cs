using Prosmex.Domain.Auth;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Roles;

namespace Prosmex.Tests.Reportes;

/// <summary>
/// Recomputes every figure of the reports from the raw rows and the business rules: loops over lists, no SQL, and no code shared with the reports.
/// </summary>
internal sealed partial class RecountedReporte
{
    private static readonly TimeZoneInfo Mexico = TimeZoneInfo.FindSystemTimeZoneById("America/Mexico_City");

    private readonly ILookup<int, RawPago> _dinero;
    private readonly ILookup<int, RawPrestamo> _prestamos;
    private readonly ILookup<int, RawMembresia> _membresias;
    private readonly ILookup<int, RawMembresia> _grupos;

    private RecountedReporte(RawLibro libro)
    {
        Libro = libro;

        // A reversed payment is as if it had never been: the pair of entries is left out.
        var reversados = libro.Pagos.Where(p => p.ReversaDe is not null).Select(p => p.ReversaDe!.Value).ToHashSet();
        _dinero = libro.Pagos.Where(p => p.ReversaDe is null && !reversados.Contains(p.Id)).ToLookup(p => p.PrestamoId);
        _prestamos = libro.Prestamos.ToLookup(p => p.ClienteId);
        _membresias = libro.Membresias.ToLookup(m => m.GrupoId);
        _grupos = libro.Membresias.ToLookup(m => m.ClienteId);
    }

    public RawLibro Libro { get; }

    public static async Task<RecountedReporte> ReadAsync(string connection) => new(await RawLibro.ReadAsync(connection));

    /// <summary>The groups that the caller sees.</summary>
    public IEnumerable<RawGrupo> Grupos(CurrentUser currentUser) => Libro.Grupos.OrderBy(g => g.Id).Where(g => currentUser.Rol switch
    {
        RolId.Gestor => g.Gestor == currentUser.UsuarioId || (currentUser.SeesGroupsWithoutGestor && g.Gestor is null),
        RolId.Titular => g.Titular == currentUser.UsuarioId,
        RolId.Supervisor => Ruta(g).Supervisor == currentUser.UsuarioId,
        RolId.Gerente => Ruta(g).Gerente == currentUser.UsuarioId,
        _ => true,
    });

    /// <summary>The rows of the general report, by group id.</summary>
    /// <param name="dia">A day of the week in question; null for the running one.</param>
    public IReadOnlyList<FilaDeReporteDto> Filas(CurrentUser currentUser, DateOnly? dia, DateTimeOffset ahora)
    {
        var vista = new Vista(dia ?? Dia(ahora), ahora);
        return [.. Grupos(currentUser).Select(g => Fila(g, vista))];
    }

    /// <summary>The totals that belong to these rows.</summary>
    public static TotalesDto Totales(IReadOnlyList<FilaDeReporteDto> filas)
    {
        var ideal = filas.Sum(f => f.CobranzaIdeal);
        var real = filas.Sum(f => f.CobranzaReal);
        var prestado = filas.Sum(f => f.PrestamoReal);
        var morosidad = filas.Sum(f => f.MorosidadMonto);
        return new(
            TotalCobranzaIdeal: ideal,
            TotalCobranzaReal: real,
            TotalPrestamoReal: prestado,
            TotalPrestamoPapel: filas.Sum(f => f.PrestamoPapel),
            TotalNumeroDeCreditos: filas.Sum(f => f.NumeroDeCreditos),
            TotalPrestamosActivos: filas.Sum(f => f.PrestamosActivos),
            MorosidadMonto: morosidad,
            MorosidadPorcentaje: ideal == 0 ? 0 : Rounded(100 * morosidad / ideal, 2),
            PorcentajePrestamo: real == 0 ? 0 : Rounded(100 * prestado / real, 2),
            Sobrante: filas.Sum(f => f.Sobrante),
            TotalSobranteLogico: filas.Sum(f => f.SobranteLogico),
            TotalBono: filas.Sum(f => f.Bono));
    }

    /// <summary>Still to be paid by a group at this moment.</summary>
    public decimal Restante(int grupoId, DateTimeOffset ahora)
    {
        var vista = new Vista(Dia(ahora), ahora);
        return Vistos(grupoId, vista).Sum(p => Restante(p, vista.Corte));
    }

    /// <summary>The running week's bonos of the groups whose titular this is, by group id.</summary>
    public IReadOnlyList<BonoDeGrupoDto> Bonos(int titularId, DateTimeOffset ahora)
    {
        var vista = new Vista(Dia(ahora), ahora);
        return
        [
            .. Libro.Grupos.Where(g => g.Titular == titularId).OrderBy(g => g.Id).Select(g =>
            {
                var (cobrado, faltas) = (Cobrado(g.Id, vista), Faltas(g.Id, vista));
                var bono = Bono(cobrado, faltas);
                return new BonoDeGrupoDto(g.Id, cobrado, faltas, bono is null ? null : new(bono.Id, bono.Monto, bono.Minimo, bono.Maximo, bono.Fallas));
            }),
        ];
    }

    /// <summary>The faltas that the closed weeks must have, by loan and day.</summary>
    public IReadOnlyList<RawFalta> FaltasDeSemanasCerradas()
    {
        var siempre = DateTimeOffset.MaxValue - TimeSpan.FromDays(1);
        var vistas = Libro.SemanasCerradas.Select(s => new Vista(s, siempre)).ToList();
        return
        [
            .. from prestamo in Libro.Prestamos.OrderBy(p => p.Id)
               from vista in vistas.OrderBy(v => v.Lunes)
               let falta = Falta(prestamo, vista)
               where falta is not null
               select falta,
        ];
    }

    /// <summary>The open loans whose last week, or a later one, is closed with collection; by id.</summary>
    public IReadOnlyList<int> Vencidos()
    {
        var ultima = Libro.SemanasCerradas.Max();
        return
        [
            .. from p in Libro.Prestamos
               let plazo = LunesDe(p.Inicio).AddDays(7 * p.Semanas)
               where p.Abierto && Enumerable.Range(0, Math.Max(0, ultima.DayNumber - plazo.DayNumber) + 1).Any(n => plazo.AddDays(7 * n) <= ultima && !SinCobranza(p.ClienteId, plazo.AddDays(7 * n)))
               orderby p.Id
               select p.Id,
        ];
    }

    /// <summary>Whether a week was declared without collection for the group of that week's Sunday.</summary>
    public bool SinCobranza(int clienteId, DateOnly lunes) => _grupos[clienteId].Any(
        m => m.Desde <= lunes.AddDays(6) && lunes.AddDays(6) < m.Hasta && Libro.SinCobranza.Contains((lunes, m.GrupoId)));

    public static DateOnly LunesDe(DateOnly dia) => dia.AddDays(-(((int)dia.DayOfWeek + 6) % 7));

    private static DateOnly Dia(DateTimeOffset instante) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instante, Mexico).DateTime);

    private static decimal Rounded(decimal value, int places) => Math.Round(value, places, MidpointRounding.AwayFromZero);

    /// <summary>What each week owes, the first one first.</summary>
    private static List<decimal> Plan(RawPrestamo prestamo)
    {
        List<decimal> plan = [];
        var resta = prestamo.Utilidad;
        while (plan.Count < prestamo.Semanas)
        {
            var debe = plan.Count == prestamo.Semanas - 1 ? resta : Math.Min(prestamo.Semanal, resta);
            plan.Add(debe);
            resta -= debe;
        }

        return plan;
    }

    private FilaDeReporteDto Fila(RawGrupo grupo, Vista vista)
    {
        var prestamos = Vistos(grupo.Id, vista).ToList();
        var abiertos = prestamos.Where(p => !(p.Cierre < vista.Corte)).ToList();
        var ultimos = prestamos.GroupBy(p => p.ClienteId).Select(c => c.MaxBy(p => p.Id)!).ToList();
        var ideal = Libro.SinCobranza.Contains((vista.Lunes, grupo.Id)) ? 0 : abiertos.Sum(p => p.Semanal);
        var cobrado = Cobrado(grupo.Id, vista);
        var papel = ultimos.Sum(p => p.Monto);
        var real = ultimos.Sum(p => p.Real);
        var morosidad = ideal == 0 ? 0 : ideal - cobrado;
        var bono = Bono(cobrado, Faltas(grupo.Id, vista))?.Monto ?? 0;
        return new(
            GrupoId: grupo.Id,
            Gerente: Nombre(Ruta(grupo).Gerente),
            Supervisor: Nombre(Ruta(grupo).Supervisor),
            Titular: Nombre(grupo.Titular),
            Ruta: Ruta(grupo).Nombre,
            Grupo: grupo.Nombre,
            CobranzaIdeal: ideal,
            CobranzaReal: cobrado,
            PrestamoPapel: papel,
            PrestamoReal: real,
            MorosidadMonto: morosidad,
            MorosidadPorcentaje: ideal == 0 ? null : Rounded(morosidad / ideal, 6),
            PorcentajePrestamo: cobrado == 0 ? null : Rounded(real / cobrado, 6),
            Sobrante: cobrado - papel - bono,
            SobranteLogico: -prestamos.Sum(p => Restante(p, vista.Corte)) - bono,
            Bono: bono,
            NumeroDeCreditos: prestamos.Count,
            PrestamosActivos: abiertos.Count);
    }

    /// <summary>The loans of the clients who belonged to the group at the end of the week.</summary>
    private IEnumerable<RawPrestamo> All(int grupoId, Vista vista) =>
        _membresias[grupoId].Where(m => m.Desde <= vista.Lunes.AddDays(6) && vista.Lunes.AddDays(6) < m.Hasta).SelectMany(m => _prestamos[m.ClienteId]);

    private IEnumerable<RawPrestamo> Vistos(int grupoId, Vista vista) => All(grupoId, vista).Where(p => p.Inicio <= vista.UltimoDia);

    private decimal Restante(RawPrestamo prestamo, DateTimeOffset corte) => prestamo.Utilidad - _dinero[prestamo.Id].Where(p => p.Fecha < corte).Sum(p => p.Monto);

    /// <summary>Cash of any loan, also one that has not started: what a renewal settled is none.</summary>
    private decimal Cobrado(int grupoId, Vista vista) =>
        All(grupoId, vista).SelectMany(p => _dinero[p.Id]).Where(p => p.Tipo == "cobro" && vista.Covers(p.Fecha)).Sum(p => p.Monto);

    private int Faltas(int grupoId, Vista vista) => Vistos(grupoId, vista).Count(p => Falta(p, vista) is not null);

    private RawFalta? Falta(RawPrestamo prestamo, Vista vista)
    {
        // Week 1 is the one after that of the start.
        var semana = (vista.Lunes.DayNumber - LunesDe(prestamo.Inicio).DayNumber) / 7;
        if (semana < 1 || semana > prestamo.Semanas || SinCobranza(prestamo.ClienteId, vista.Lunes))
        {
            return null;
        }

        var plan = Plan(prestamo);
        var before = _dinero[prestamo.Id].Where(p => p.Fecha < vista.Inicio).Sum(p => p.Monto);
        var adelanto = Math.Max(0, before - plan.Take(semana - 1).Sum());
        var abonado = _dinero[prestamo.Id].Where(p => vista.Covers(p.Fecha)).Sum(p => p.Monto);
        var debe = plan[semana - 1];
        return debe > 0 && abonado + adelanto < debe ? new(prestamo.Id, vista.Lunes.AddDays(6), abonado) : null;
    }

    private RawBono? Bono(decimal cobrado, int faltas) =>
        Libro.Bonos.SingleOrDefault(b => b.Minimo <= cobrado && cobrado < b.Maximo + 1 && faltas <= b.Fallas);

    private RawRuta Ruta(RawGrupo grupo) => Libro.Rutas.Single(r => r.Id == grupo.RutaId);

    private string Nombre(int? usuarioId)
    {
        var quien = Libro.Usuarios.SingleOrDefault(u => u.Id == usuarioId);
        return quien is null ? "" : string.Join(' ', new[] { quien.Nombre, quien.Paterno }.Where(n => !string.IsNullOrWhiteSpace(n)));
    }

    /// <summary>A week as it is seen at an instant: at its end, or now where that is earlier.</summary>
    private sealed class Vista(DateOnly dia, DateTimeOffset ahora)
    {
        public DateOnly Lunes { get; } = LunesDe(dia);

        public DateTimeOffset Inicio { get; } = Start(LunesDe(dia));

        /// <summary>Exclusive; payments may be ten minutes ahead of the clock.</summary>
        public DateTimeOffset Corte { get; } = Smaller(Start(LunesDe(dia).AddDays(7)), ahora.AddMinutes(10));

        /// <summary>Loans that start later are not there yet.</summary>
        public DateOnly UltimoDia { get; } = Smaller(LunesDe(dia).AddDays(6), Dia(ahora));

        public bool Covers(DateTimeOffset instante) => instante >= Inicio && instante < Corte;

        private static T Smaller<T>(T uno, T otro)
            where T : IComparable<T> => uno.CompareTo(otro) < 0 ? uno : otro;

        private static DateTimeOffset Start(DateOnly dia)
        {
            var local = dia.ToDateTime(TimeOnly.MinValue);
            return new(local, Mexico.GetUtcOffset(local));
        }
    }
}
