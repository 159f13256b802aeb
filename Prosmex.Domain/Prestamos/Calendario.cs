namespace Prosmex.Domain.Prestamos;

/// <summary>The state of a week of a loan's plan.</summary>
public enum EstadoDeSemana
{
    /// <summary>Covered in full.</summary>
    Pagada,

    /// <summary>Partly covered, and its week has not ended.</summary>
    Parcial,

    /// <summary>Not covered, and its week has ended.</summary>
    Vencida,

    /// <summary>Not covered, and its week has not ended.</summary>
    Pendiente,
}

/// <summary>A loan's plan week by week.</summary>
public sealed record CalendarioDto(int PrestamoId, IReadOnlyList<SemanaDeCalendarioDto> Calendario);

/// <summary>A week of a loan's plan. Amounts in MXN.</summary>
/// <param name="Semana">From 1.</param>
/// <param name="Vence">The Sunday of the calendar week in which it is due.</param>
/// <param name="Pagado">The part covered by the money in force; the oldest week is covered first.</param>
/// <param name="Falta">A falta is recorded for it.</param>
/// <param name="SinCobranza">It was declared without collection for the client's group: no falta in it, and its amount stays due.</param>
public sealed record SemanaDeCalendarioDto(int Semana, DateOnly Vence, decimal Monto, decimal Pagado, bool Falta, bool SinCobranza, EstadoDeSemana Estado)
{
    /// <param name="faltas">The Sundays of the loan's recorded faltas.</param>
    /// <param name="declaradas">The Mondays of the client's weeks without collection.</param>
    internal static IReadOnlyList<SemanaDeCalendarioDto> De(Prestamo prestamo, IReadOnlySet<DateOnly> faltas, IReadOnlySet<DateOnly> declaradas, DateOnly hoy)
    {
        var plan = prestamo.Plan;
        return
        [
            .. Enumerable.Range(1, plan.Semanas).Select(semana =>
            {
                var vence = PlanDePagos.Vence(prestamo.FechaInicio, semana);
                var monto = plan.Debe(semana);
                var pagado = Math.Clamp(prestamo.Pagado - plan.Acumulado(semana - 1), 0, monto);
                var estado = pagado == monto ? EstadoDeSemana.Pagada
                    : vence < hoy ? EstadoDeSemana.Vencida
                    : pagado > 0 ? EstadoDeSemana.Parcial
                    : EstadoDeSemana.Pendiente;
                return new SemanaDeCalendarioDto(semana, vence, monto, pagado, faltas.Contains(vence), declaradas.Contains(Common.Semana.De(vence).Lunes), estado);
            }),
        ];
    }
}
