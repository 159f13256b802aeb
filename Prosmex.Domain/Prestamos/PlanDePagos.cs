using Prosmex.Domain.Common;

namespace Prosmex.Domain.Prestamos;

/// <summary>
/// The weekly amounts due of a loan: weeks 1 to n − 1 owe the weekly amount, or less where less is left of the total; week n owes the rest, so that
/// the plan sums to the total to the cent. Amounts in MXN.
/// </summary>
public readonly record struct PlanDePagos(decimal Total, decimal Semanal, int Semanas)
{
    /// <summary>The terms of a nominal amount: total = round(monto × (1 + interes)), weekly = round(monto × porcentaje_semanal).</summary>
    public static PlanDePagos De(decimal monto, TipoPrestamo tipo)
    {
        ArgumentNullException.ThrowIfNull(tipo);
        return new(Dinero.Redondear(monto * (1 + tipo.Interes)), Dinero.Redondear(monto * tipo.PorcentajeSemanal), tipo.NumeroSemanas);
    }

    /// <summary>The Sunday on which a week (1 to n) of a loan of that day is due.</summary>
    public static DateOnly Vence(DateOnly inicio, int semana) => Common.Semana.De(inicio).Domingo.AddDays(7 * semana);

    /// <summary>The amount due for weeks 1 to <paramref name="semana"/>; 0 before week 1, the total from week n on.</summary>
    public decimal Acumulado(int semana) => semana >= Semanas ? Total : Math.Min(Semanal * Math.Max(0, semana), Total);

    /// <summary>The amount due for one week (1 to n); 0 for any other.</summary>
    public decimal Debe(int semana) => Acumulado(semana) - Acumulado(semana - 1);

    /// <summary>The advance held when a week begins: what was paid before, beyond what the weeks before owe.</summary>
    public decimal Adelanto(int semana, decimal antes) => Math.Max(0, antes - Acumulado(semana - 1));

    /// <summary>Whether a week has a falta: it owes something, and what was paid in it and the advance together fall short of that.</summary>
    /// <remarks>For the cuadre. Everything that writes or reports faltas asks the SQL function <c>hay_falta</c>.</remarks>
    public bool HayFalta(int semana, decimal antes, decimal enLaSemana) =>
        semana >= 1 && semana <= Semanas && enLaSemana + Adelanto(semana, antes) < Debe(semana);

    /// <summary>The largest k for which the paid amount covers weeks 1 to k; 0 also for an adopted loan with a negative sum of payments.</summary>
    public int Cubiertas(decimal pagado) => pagado >= Total ? Semanas
        : pagado < 0 ? 0
        : Semanal == 0 ? Semanas - 1
        : (int)Math.Min(Semanas - 1, Math.Floor(pagado / Semanal));
}

/// <summary>Figures derived from a loan's plan, money and faltas; computed, never stored.</summary>
/// <param name="SemanaActiva">Weeks completed: only money completes one, and each collection at most one.</param>
/// <param name="AdelantoAcumulado">Paid beyond the completed weeks, MXN.</param>
/// <param name="SemanasQueDebe">Weeks to go plus faltas.</param>
public readonly record struct AvanceDePrestamo(int SemanaActiva, decimal AdelantoAcumulado, int SemanasQueDebe)
{
    public static AvanceDePrestamo De(PlanDePagos plan, decimal pagado, int numeroPagos, StatusPrestamo status, int faltas)
    {
        var semana = Math.Min(plan.Cubiertas(pagado), numeroPagos);
        return status.EsCerrado()
            ? new(semana, 0, 0)
            : new(semana, Math.Max(0, pagado - plan.Acumulado(semana)), plan.Semanas - semana + faltas);
    }
}
