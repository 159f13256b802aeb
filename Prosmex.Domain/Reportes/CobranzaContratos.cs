namespace Prosmex.Domain.Reportes;

/// <summary>The figures of one week of a chart. Amounts in MXN.</summary>
/// <param name="Semana">The week's Monday.</param>
/// <param name="MorosidadPorcentaje">A fraction with 6 decimals; null where nothing was to be collected.</param>
public sealed record SemanaDeTendenciaDto(
    DateOnly Semana,
    decimal CobranzaIdeal,
    decimal CobranzaReal,
    decimal MorosidadMonto,
    decimal? MorosidadPorcentaje,
    int Faltas,
    decimal Bono,
    int PrestamosActivos);

/// <summary>The portfolio at risk: open loans by days late. Amounts in MXN.</summary>
public sealed record AntiguedadDto(IReadOnlyList<TramoDeAntiguedadDto> Antiguedad, int TotalPrestamos, decimal TotalAtrasado, decimal TotalRestante);

/// <summary>Loans that are from so many to so many days late: since the Sunday of the oldest week of their plan that is not fully paid.</summary>
/// <param name="Hasta">Null for no end.</param>
/// <param name="Atrasado">Due in the weeks before the requested one, which itself is never late.</param>
/// <param name="Restante">Their remaining balance.</param>
public sealed record TramoDeAntiguedadDto(int Desde, int? Hasta, int Prestamos, decimal Atrasado, decimal Restante);

/// <summary>The progress of a group's collection. Amounts in MXN.</summary>
/// <param name="MorosidadPorcentaje">A fraction with 6 decimals; null where nothing was to be collected.</param>
/// <param name="PorCobrar">Loans for which the collection sheet still asks for money, those past their last week included.</param>
public sealed record CobranzaDeGrupoDto(
    int GrupoId,
    string Grupo,
    int RutaId,
    string Ruta,
    int? TitularId,
    string Titular,
    int? GestorId,
    string Gestor,
    decimal CobranzaIdeal,
    decimal CobranzaReal,
    decimal MorosidadMonto,
    decimal? MorosidadPorcentaje,
    int Faltas,
    decimal Bono,
    int PrestamosActivos,
    int PorCobrar);

/// <summary>The sums of a route's groups; see <see cref="CobranzaDeGrupoDto"/>.</summary>
public sealed record CobranzaDeRutaDto(
    int RutaId,
    string Ruta,
    string Gerente,
    string Supervisor,
    int Grupos,
    decimal CobranzaIdeal,
    decimal CobranzaReal,
    decimal MorosidadMonto,
    decimal? MorosidadPorcentaje,
    int Faltas,
    decimal Bono,
    int PrestamosActivos,
    int PorCobrar);
