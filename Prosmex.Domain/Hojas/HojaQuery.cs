using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;

namespace Prosmex.Domain.Hojas;

/// <summary>The single statement of the sheet: the reports' figures, loan by loan.</summary>
internal static class HojaQuery
{
    /// <summary>The open loans by group, then client's name; a row without a loan where a group has none open, one without a group where there is none.</summary>
    public static FormattableString De(AlcanceDeReporte alcance) => Sql.Combine($"""
        WITH {ReporteParts.Grupos(alcance)},
        {ReporteParts.Cuentas(alcance.Pedida, $"visibles", current: true)},
        faltas AS (
            SELECT f.prestamo_id, count(*) AS faltas
            FROM creditos
            JOIN falta f USING (prestamo_id)
            WHERE f.fecha <= {alcance.Semana.Domingo}
            GROUP BY f.prestamo_id),
        despues AS (
            SELECT m.prestamo_id, sum(CASE WHEN m.tipo = 'cobro' THEN 1 WHEN o.tipo = 'cobro' THEN -1 END) AS cobros
            FROM creditos
            JOIN pagos m USING (prestamo_id)
            LEFT JOIN pagos o ON o.pago_id = m.reversa_de
            WHERE m.fecha_pago >= {alcance.Hasta}
            GROUP BY m.prestamo_id)
        SELECT filtros.grupo_conocido,
               filtros.ruta_conocida,
               filtros.titular_conocido,
               v.grupo_id,
               v.nombre_grupo AS grupo,
               v.grupo_id IS NOT NULL AND EXISTS (SELECT FROM grupos_sin_cobranza d WHERE d.grupo_id = v.grupo_id AND d.semana = {alcance.Semana.Lunes}) AS sin_cobranza,
               c.prestamo_id,
               c.cliente_id,
               cliente.nombre_completo AS cliente,
               aval.nombre_completo AS aval,
               c.monto_utilidad,
               c.cobranza_ideal,
               c.numero_semanas,
               c.debe,
               greatest(0, c.plan_antes - c.antes) AS atraso,
               c.adelanto,
               c.en_la_semana,
               c.restante,
               (p.numero_pagos - coalesce(d.cobros, 0))::integer AS numero_pagos,
               coalesce(f.faltas, 0)::integer AS faltas,
               c.esperado
        FROM filtros
        LEFT JOIN visibles v ON true
        LEFT JOIN cuentas c ON c.grupo_id = v.grupo_id AND c.abierto
        LEFT JOIN prestamos p ON p.prestamo_id = c.prestamo_id
        LEFT JOIN clientes_avales cliente ON cliente.cliente_id = c.cliente_id
        LEFT JOIN clientes_avales aval ON aval.cliente_id = c.aval_id
        LEFT JOIN faltas f ON f.prestamo_id = c.prestamo_id
        LEFT JOIN despues d ON d.prestamo_id = c.prestamo_id
        ORDER BY v.grupo_id, cliente.nombre_completo, c.prestamo_id
        """);
}
