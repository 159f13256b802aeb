using Prosmex.Domain.Common;
using Prosmex.Domain.Hojas;

namespace Prosmex.Domain.Reportes;

/// <summary>What became of a promise to pay.</summary>
public enum EstadoDePromesa
{
    /// <summary>Its day has not passed, and less than promised was paid.</summary>
    Pendiente,

    /// <summary>By the end of its day as much was paid as promised.</summary>
    Cumplida,

    /// <summary>Its day has passed, and less was paid by then.</summary>
    Incumplida,
}

/// <summary>Late loans by their last promise.</summary>
public enum PromesaDeAtrasado
{
    /// <summary>Nothing was promised.</summary>
    Ninguna,
    Pendiente,
    Cumplida,
    Incumplida,
}

/// <summary>Which late loans are listed, besides what the report is limited to.</summary>
/// <param name="Promesa">What became of the last promise; null for any.</param>
/// <param name="Paso">The first day of the next step; null for any.</param>
/// <param name="Q">Part of the client's name.</param>
public sealed record AtrasadosFilter(PromesaDeAtrasado? Promesa = null, int? Paso = null, string? Q = null);

/// <summary>The last promise of a client for a loan. Amounts in MXN.</summary>
/// <param name="Fecha">The day promised.</param>
/// <param name="PrometidaEn">The instant of the visit.</param>
/// <param name="Pagado">Payments in force from the visit to the end of the day promised.</param>
public sealed record PromesaDeAtrasadoDto(DateOnly Fecha, decimal Monto, DateTimeOffset PrometidaEn, decimal Pagado, EstadoDePromesa Estado);

/// <summary>The last visit to a client for a loan, payments in force included.</summary>
/// <param name="Fecha">The business instant.</param>
/// <param name="Monto">MXN; 0 unless it is a payment.</param>
/// <param name="Nota">Of a visit without a payment; null where there is none.</param>
/// <param name="RegistradoPor">Name and first surname of the user; empty on an adopted payment.</param>
public sealed record UltimaVisitaDto(DateTimeOffset Fecha, Visita Visita, decimal Monto, string? Nota, string RegistradoPor);

/// <summary>A loan that owes from earlier weeks. Amounts in MXN.</summary>
/// <param name="Telefono">E.164; null where none is known.</param>
/// <param name="Titular">Of the group; empty where there is none. So are <c>aval</c> and <c>gestor</c>.</param>
/// <param name="DiasDeAtraso">Since <c>atrasado_desde</c>.</param>
/// <param name="AtrasadoDesde">The Sunday of the oldest week of its plan that is not fully paid.</param>
/// <param name="Atrasado">Due in weeks before the running one, and not paid.</param>
/// <param name="UltimaVisita">Null where there was none.</param>
/// <param name="Promesa">The last one; null where nothing was promised.</param>
/// <param name="Paso">What to do next; null before the first day of the lender's first step.</param>
public sealed record AtrasadoDto(
    int PrestamoId,
    int ClienteId,
    string Cliente,
    string? Telefono,
    string Aval,
    int GrupoId,
    string Grupo,
    string Ruta,
    string Titular,
    string Gestor,
    int DiasDeAtraso,
    DateOnly AtrasadoDesde,
    decimal Atrasado,
    decimal Restante,
    UltimaVisitaDto? UltimaVisita,
    PromesaDeAtrasadoDto? Promesa,
    PasoDeAtrasoDto? Paso);

/// <summary>A page of the late loans, the sums of all pages, and the lender's steps.</summary>
public sealed record Atrasados(Page<AtrasadoDto> Prestamos, decimal TotalAtrasado, decimal TotalRestante, IReadOnlyList<PasoDeAtrasoDto> Pasos);
