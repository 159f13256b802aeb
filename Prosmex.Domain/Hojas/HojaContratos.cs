using Prosmex.Domain.Recibos;

namespace Prosmex.Domain.Hojas;

/// <summary>The collection sheet: the open loans of a collector's groups in a week.</summary>
/// <param name="Semana">Its Monday.</param>
/// <param name="Version">Unchanged as long as nothing on the sheet changes.</param>
/// <param name="Recibos">For receipts of what is collected on it, the caller's own; null on the sheet of a past week.</param>
public sealed record HojaDto(DateOnly Semana, string Version, ReciboKeyDto? Recibos, IReadOnlyList<GrupoDeHojaDto> Grupos);

/// <summary>A group's part of the sheet, ordered by client name.</summary>
/// <param name="SinCobranza">The week was declared without collection for the group: nothing is due in it, and there are no faltas.</param>
public sealed record GrupoDeHojaDto(int GrupoId, string Grupo, bool SinCobranza, IReadOnlyList<PrestamoDeHojaDto> Prestamos);

/// <summary>
/// An open loan on the sheet. Amounts in MXN; arrears, due and advance are as on the Monday, so that
/// <c>esperado</c> = max(0, <c>atraso</c> + <c>vence_semana</c> − <c>adelanto</c> − <c>pagado_semana</c>), never more than <c>restante</c>.
/// </summary>
/// <param name="MontoSemanal">The plan's weekly amount.</param>
/// <param name="VenceSemana">Due this week by the plan; 0 in a week without collection.</param>
/// <param name="Atraso">Due in earlier weeks and not paid before this week.</param>
/// <param name="Adelanto">Paid before this week beyond what earlier weeks required.</param>
/// <param name="PagadoSemana">Paid this week so far.</param>
/// <param name="Restante">Remaining balance of the loan.</param>
/// <param name="SemanasHechas">Weeks completed.</param>
/// <param name="Semanas">Weeks of the plan.</param>
/// <param name="Faltas">Of closed weeks.</param>
/// <param name="Esperado">Expected from now to the end of the week.</param>
public sealed record PrestamoDeHojaDto(
    int PrestamoId,
    int ClienteId,
    string Cliente,
    string Aval,
    decimal MontoSemanal,
    decimal VenceSemana,
    decimal Atraso,
    decimal Adelanto,
    decimal PagadoSemana,
    decimal Restante,
    int SemanasHechas,
    int Semanas,
    int Faltas,
    decimal Esperado);
