namespace Prosmex.Domain.Reportes;

/// <summary>What is compared.</summary>
public enum Comparados
{
    Ruta,
    Grupo,

    /// <summary>A group counts for the user who was its titular at the end of each week.</summary>
    Titular,
}

/// <summary>The order of a comparison; within it by id.</summary>
public enum OrdenDeComparacion
{
    /// <summary>The largest fraction that was not collected first.</summary>
    Morosidad,

    /// <summary>The most active loans gained first.</summary>
    Crecimiento,

    /// <summary>The largest bono first.</summary>
    Bono,

    /// <summary>By name in Spanish order.</summary>
    Nombre,
}

/// <summary>A route, a group or a titular over the weeks. Amounts in MXN.</summary>
/// <param name="Id">Of the route, the group or the user; null for the weeks of groups without a titular.</param>
/// <param name="Nombre">Empty for those.</param>
/// <param name="MorosidadPorcentaje">A fraction with 6 decimals; null where nothing was to be collected.</param>
/// <param name="PrestamosActivos">At the end of the last week, or now.</param>
/// <param name="PrestamosActivosAlInicio">At the end of the first week.</param>
/// <param name="Semanas">Every week, the oldest first.</param>
public sealed record ComparadoDto(
    int? Id,
    string Nombre,
    decimal CobranzaIdeal,
    decimal CobranzaReal,
    decimal MorosidadMonto,
    decimal? MorosidadPorcentaje,
    int PrestamosActivos,
    int PrestamosActivosAlInicio,
    int Faltas,
    decimal Bono,
    IReadOnlyList<SemanaDeComparadoDto> Semanas);

/// <summary>One week of a comparison. Amounts in MXN.</summary>
/// <param name="Semana">The week's Monday.</param>
/// <param name="MorosidadPorcentaje">A fraction with 6 decimals; null where nothing was to be collected.</param>
public sealed record SemanaDeComparadoDto(DateOnly Semana, decimal? MorosidadPorcentaje, decimal CobranzaReal);
