namespace Prosmex.Tests.Verificacion;

/// <summary>A row of <c>falta</c> without its id.</summary>
/// <param name="Domingo">The Sunday of its week.</param>
internal sealed record TestFalta(int PrestamoId, DateOnly Domingo, decimal MontoAbonado);

/// <summary>Money on a loan: its business instant and its amount; reversals are negative, at the instant of what they undo.</summary>
internal sealed record TestIngreso(DateTimeOffset Fecha, decimal Monto, bool EsLiquidacion = false)
{
    /// <summary>The business day.</summary>
    public DateOnly Dia { get; } = FaltasModel.Dia(Fecha);
}

/// <summary>The rule of the faltas in plain C#, written only from the business rules: it shares nothing with the domain, not even its weeks.</summary>
/// <param name="SinCobranza">The Mondays of the client's declared weeks.</param>
internal sealed record FaltasModel(
    int PrestamoId, DateOnly Inicio, decimal Total, decimal Semanal, int Semanas, IReadOnlyList<TestIngreso> Ingresos, IReadOnlySet<DateOnly> SinCobranza)
{
    private static readonly TimeZoneInfo Mexico = TimeZoneInfo.FindSystemTimeZoneById("America/Mexico_City");

    // The week of the disbursement, in which nothing is due.
    private DateOnly SemanaCero => Lunes(Inicio);

    private DateOnly UltimaSemana => SemanaCero.AddDays(7 * Semanas);

    public static DateOnly Lunes(DateOnly dia)
    {
        while (dia.DayOfWeek != DayOfWeek.Monday)
        {
            dia = dia.AddDays(-1);
        }

        return dia;
    }

    public static DateOnly Dia(DateTimeOffset instante) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instante, Mexico).DateTime);

    /// <param name="cerrada">The last closed week's Monday; null where none is.</param>
    /// <param name="adoptada">The last week closed by adoption.</param>
    public IEnumerable<TestFalta> Faltas(DateOnly? cerrada, DateOnly? adoptada)
    {
        for (var k = 1; k <= Semanas; k++)
        {
            var lunes = SemanaCero.AddDays(7 * k);
            if (cerrada is null || lunes > cerrada || lunes <= adoptada || SinCobranza.Contains(lunes))
            {
                continue;
            }

            var before = Ingresos.Where(i => i.Dia < lunes).Sum(i => i.Monto);
            var enElla = Ingresos.Where(i => i.Dia >= lunes && i.Dia < lunes.AddDays(7)).Sum(i => i.Monto);
            var adelanto = Math.Max(0, before - Hasta(k - 1));
            if (enElla + adelanto < Hasta(k) - Hasta(k - 1))
            {
                yield return new(PrestamoId, lunes.AddDays(6), enElla);
            }
        }
    }

    public string Status(DateOnly? cerrada) =>
        Ingresos.Sum(i => i.Monto) == Total ? (Ingresos.Where(i => i.EsLiquidacion).Sum(i => i.Monto) > 0 ? "renovado" : "liquidado")
        : IsOverdue(cerrada) ? "vencido"
        : "activo";

    // A closed week with collection, the plan's last one or a later one.
    private bool IsOverdue(DateOnly? cerrada)
    {
        for (var lunes = UltimaSemana; lunes <= cerrada; lunes = lunes.AddDays(7))
        {
            if (!SinCobranza.Contains(lunes))
            {
                return true;
            }
        }

        return false;
    }

    private decimal Hasta(int k) => k >= Semanas ? Total : Math.Min(Total, Semanal * k);
}
