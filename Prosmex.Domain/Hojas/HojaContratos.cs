namespace Prosmex.Domain.Hojas;

/// <summary>What a collector takes along: the open loans of his groups in a week.</summary>
/// <param name="Semana">Its Monday.</param>
/// <param name="Version">The same as long as nothing on the sheet changes.</param>
public sealed record HojaDto(DateOnly Semana, string Version, IReadOnlyList<GrupoDeHojaDto> Grupos);

/// <summary>A group's part of the sheet, by its clients' names.</summary>
public sealed record GrupoDeHojaDto(int GrupoId, string Grupo, IReadOnlyList<PrestamoDeHojaDto> Prestamos);

/// <summary>
/// An open loan on the sheet. Amounts in MXN; arrears, due and advance are as on the Monday, so that
/// <c>esperado</c> = max(0, <c>atraso</c> + <c>vence_semana</c> − <c>adelanto</c> − <c>pagado_semana</c>), never more than <c>restante</c>.
/// </summary>
/// <param name="MontoSemanal">The plan's weekly amount.</param>
/// <param name="VenceSemana">What this week of the plan owes.</param>
/// <param name="Atraso">What the weeks before owed and was not paid before this week.</param>
/// <param name="Adelanto">What was paid before this week beyond what the weeks before owed.</param>
/// <param name="PagadoSemana">Paid this week so far.</param>
/// <param name="Restante">Still to pay, of the whole loan.</param>
/// <param name="SemanasHechas">Weeks completed.</param>
/// <param name="Semanas">Weeks of the plan.</param>
/// <param name="Faltas">Of closed weeks.</param>
/// <param name="Esperado">What is expected from now to the end of the week.</param>
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
