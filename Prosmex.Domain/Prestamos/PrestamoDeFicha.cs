using Prosmex.Domain.Clientes;
using Prosmex.Domain.Pagos;

namespace Prosmex.Domain.Prestamos;

/// <summary>A loan on its own page and on its client's. Amounts in MXN.</summary>
/// <param name="Tipo">The product's name.</param>
/// <param name="MontoUtilidad">The total to pay.</param>
/// <param name="CobranzaIdeal">The plan's weekly amount.</param>
/// <param name="SemanaActiva">Weeks completed.</param>
/// <param name="DiasDeAtraso">Since the Sunday of the oldest week of the plan that is not fully paid; 0 where nothing is late, and once the loan is closed.</param>
/// <param name="Atrasado">Due in the weeks before the running one and not paid.</param>
/// <param name="Faltas">Recorded for closed weeks.</param>
/// <param name="UltimoPago">The instant of the latest cash in force, visits without any left out; null where none was collected.</param>
/// <param name="Aval">Null only on an adopted loan without one.</param>
public sealed record PrestamoDeFichaDto(
    int Id,
    string Tipo,
    DateOnly FechaInicio,
    decimal MontoPrestamo,
    decimal MontoPrestamoReal,
    decimal MontoUtilidad,
    decimal CobranzaIdeal,
    decimal Pagado,
    decimal Restante,
    int SemanaActiva,
    int NumeroSemanas,
    StatusPrestamo Status,
    bool Renovacion,
    int DiasDeAtraso,
    decimal Atrasado,
    int Faltas,
    DateTimeOffset? UltimoPago,
    ClienteBreveDto? Aval);

/// <summary>The row behind it.</summary>
internal sealed record FilaDeFicha(
    int PrestamoId,
    string Tipo,
    DateOnly FechaInicio,
    decimal MontoPrestamo,
    decimal MontoPrestamoReal,
    decimal MontoUtilidad,
    decimal CobranzaIdeal,
    decimal Pagado,
    int NumeroPagos,
    int NumeroSemanas,
    StatusPrestamo Status,
    bool Renovacion,
    int Dias,
    decimal Atrasado,
    int Faltas,
    DateTimeOffset? UltimoPago,
    int? AvalId,
    string? Aval,
    int? AvalGrupoId)
{
    public PlanDePagos Plan => new(MontoUtilidad, CobranzaIdeal, NumeroSemanas);

    /// <summary>The columns of a loan <c>p</c>.</summary>
    /// <remarks>Reports count a loan that is renewed as of tomorrow as open until then; here it is closed, and not late.</remarks>
    /// <param name="prestamos">The FROM list with <c>p</c>; the statement has <see cref="Reportes.PrestamosQuery.Atrasos"/> of its groups.</param>
    public static FormattableString De(FormattableString prestamos) => $"""
        SELECT p.prestamo_id, t.nombre AS tipo, p.fecha_inicio, p.monto_prestamo, p.monto_prestamo_real, p.monto_utilidad, p.cobranza_ideal,
               p.pagado, p.numero_pagos, p.numero_semanas, p.status, p.renovacion,
               coalesce(a.dias, 0) AS dias, coalesce(a.atrasado, 0) AS atrasado,
               (SELECT count(*) FROM falta f WHERE f.prestamo_id = p.prestamo_id) AS faltas,
               (SELECT max(m.fecha_pago) FROM pagos m
                WHERE m.prestamo_id = p.prestamo_id AND m.tipo = 'cobro' AND m.monto_pagado > 0 AND {PagoParts.EnVigor($"m")}) AS ultimo_pago,
               aval.cliente_id AS aval_id, aval.nombre_completo AS aval, aval.grupo_id AS aval_grupo_id
        FROM {prestamos}
        JOIN tipos_prestamo t ON t.tipo_prestamo_id = p.tipo_prestamo_id
        LEFT JOIN atrasos a ON a.prestamo_id = p.prestamo_id AND {PrestamoQueryExtensions.Abierto($"p")}
        LEFT JOIN clientes_avales aval ON aval.cliente_id = p.aval_id
        ORDER BY p.prestamo_id DESC
        """;

    public PrestamoDeFichaDto Dto() => new(
        PrestamoId,
        Tipo,
        FechaInicio,
        MontoPrestamo,
        MontoPrestamoReal,
        MontoUtilidad,
        CobranzaIdeal,
        Pagado,
        MontoUtilidad - Pagado,
        AvanceDePrestamo.De(Plan, Pagado, NumeroPagos, Status, Faltas).SemanaActiva,
        NumeroSemanas,
        Status,
        Renovacion,
        Dias,
        Atrasado,
        Faltas,
        UltimoPago,
        AvalId is { } id ? new(id, Aval!, AvalGrupoId!.Value) : null);
}
