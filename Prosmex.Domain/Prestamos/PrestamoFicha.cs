using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;

namespace Prosmex.Domain.Prestamos;

/// <summary>What is known of a loan.</summary>
/// <param name="Cliente">The borrower, by full name.</param>
/// <param name="RenuevaA">The loan that this one renewed; null where it is no renewal.</param>
/// <param name="RenovadoPor">The loan that renewed this one; null where none did.</param>
/// <param name="Semanas">The weeks of the plan, and any other week with money, by week.</param>
/// <param name="Movimientos">Every entry of the ledger, by business instant and then by id.</param>
public sealed record PrestamoFichaDto(
    PrestamoDeFichaDto Prestamo,
    ClienteBreveDto Cliente,
    NombradoDto Grupo,
    NombradoDto Ruta,
    int? RenuevaA,
    int? RenovadoPor,
    IReadOnlyList<SemanaDeFichaDto> Semanas,
    IReadOnlyList<MovimientoDeFichaDto> Movimientos);

/// <summary>An entry of a loan's ledger.</summary>
/// <param name="FechaPago">The business instant; a reversal carries that of the entry it reverses.</param>
/// <param name="Monto">MXN; negative on a reversal, 0 on a visit without payment.</param>
/// <param name="RegistradoPor">Name and first surname of the user; empty on an adopted entry.</param>
/// <param name="RecibidoEn">When it was registered.</param>
/// <param name="Reversado">A later entry reverses it: it counts as if it never existed.</param>
/// <param name="ReversaDe">Id of the entry that this one reverses; null for all others.</param>
/// <param name="Motivo">The reason for the reversal, where one was given.</param>
public sealed record MovimientoDeFichaDto(
    int Id, TipoPago Tipo, DateTimeOffset FechaPago, decimal Monto, string RegistradoPor, DateTimeOffset RecibidoEn, bool Reversado, int? ReversaDe, string? Motivo);

/// <summary>A week of a loan: its plan against its money in force, settlements included. Amounts in MXN.</summary>
/// <param name="Numero">Of the plan, from 1. The week of the start is 0, and a week after the plan has the number that it would have: both are there only with money.</param>
/// <param name="Semana">The week's Monday.</param>
/// <param name="Debe">Due in it.</param>
/// <param name="PlanAcumulado">Due up to its end.</param>
/// <param name="PagadoEnLaSemana">Dated in it.</param>
/// <param name="PagadoAcumulado">Dated before its end.</param>
/// <param name="Falta">A falta is recorded for it; null while the week is not closed.</param>
/// <param name="Cubierta">All money to date, whenever it was paid, covers the plan up to this week.</param>
public sealed record SemanaDeFichaDto(
    int Numero, DateOnly Semana, decimal Debe, decimal PlanAcumulado, decimal PagadoEnLaSemana, decimal PagadoAcumulado, bool? Falta, bool Cubierta)
{
    /// <param name="movimientos">All entries: a reversal takes its entry away in the week of both.</param>
    /// <param name="faltas">The Sundays of the recorded faltas.</param>
    /// <param name="ultimaCerrada">The Monday of the last closed week; null before the first.</param>
    internal static IReadOnlyList<SemanaDeFichaDto> De(
        PlanDePagos plan, DateOnly inicio, IReadOnlyList<MovimientoDeFichaDto> movimientos, IReadOnlySet<DateOnly> faltas, DateOnly? ultimaCerrada)
    {
        var primera = Common.Semana.De(inicio).Lunes;
        var porSemana = movimientos.Where(m => m.Tipo != TipoPago.Reversa && !m.Reversado)
            .GroupBy(m => Common.Semana.De(m.FechaPago).Lunes).ToDictionary(s => s.Key, s => s.Sum(m => m.Monto));
        var pagado = porSemana.Values.Sum();
        List<SemanaDeFichaDto> semanas = [];
        var acumulado = 0m;
        foreach (var lunes in Enumerable.Range(1, plan.Semanas).Select(n => primera.AddDays(7 * n)).Union(porSemana.Where(s => s.Value != 0).Select(s => s.Key)).Order())
        {
            var numero = (lunes.DayNumber - primera.DayNumber) / 7;
            var enLaSemana = porSemana.GetValueOrDefault(lunes);
            acumulado += enLaSemana;
            semanas.Add(new(
                numero,
                lunes,
                plan.Debe(numero),
                plan.Acumulado(numero),
                enLaSemana,
                acumulado,
                lunes <= ultimaCerrada ? faltas.Contains(lunes.AddDays(6)) : null,
                pagado >= plan.Acumulado(numero)));
        }

        return semanas;
    }
}
