using Prosmex.Domain.Pagos;

namespace Prosmex.Domain.Senales;

/// <summary>The rules about payments and renewals.</summary>
internal static class ReglasDePagos
{
    /// <summary><c>pagos_de_golpe</c>, <c>dia_ajeno</c>, <c>renovada_sin_entregar</c>.</summary>
    /// <param name="habito">From when on payments show what a route's days are.</param>
    public static FormattableString Queries(DateTimeOffset habito) => $"""
        -- What a phone sends was registered when it was collected, not when the phone found a signal.
        registros AS (
            SELECT m.prestamo_id, m.registrado_por, coalesce(f.ocurrido_en, m.recibido_en) AS cuando
            FROM creditos p
            JOIN pagos m USING (prestamo_id)
            LEFT JOIN envio_filas f ON f.pago_id = m.pago_id
            WHERE p.numero_pagos >= {Thresholds.PagosDeGolpe} AND m.tipo = 'cobro' AND m.monto_pagado > 0 AND {PagoParts.EnVigor($"m")}),
        golpes AS (
            SELECT r.*,
                   count(*) OVER (
                       PARTITION BY r.prestamo_id, r.registrado_por ORDER BY r.cuando
                       RANGE BETWEEN CURRENT ROW AND {Thresholds.DeGolpe} FOLLOWING) AS juntos,
                   count(*) OVER (PARTITION BY r.prestamo_id) AS pagos
            FROM registros r),
        pagos_de_golpe AS (
            SELECT DISTINCT ON (g.prestamo_id)
                   g.prestamo_id::text AS identidad, ARRAY[p.cliente_id] AS clientes, ARRAY[g.prestamo_id] AS prestamos, g.registrado_por AS usuario_id,
                   {SenalesQuery.Dia($"g.cuando")} AS desde, g.juntos::integer AS cuantos, g.pagos::integer AS de,
                   NULL::numeric AS monto, NULL::numeric AS de_monto, NULL::text AS detail
            FROM golpes g
            JOIN creditos p USING (prestamo_id)
            WHERE g.registrado_por IS NOT NULL AND g.juntos >= {Thresholds.PagosDeGolpe} AND g.juntos >= {Thresholds.ParteDeGolpe} * g.pagos
            ORDER BY g.prestamo_id, g.juntos DESC, g.cuando),
        -- Of the route that the client's group was on when it was paid.
        cobros AS (
            SELECT g.ruta_id, m.prestamo_id, p.cliente_id, m.registrado_por, d.dia, extract(isodow FROM d.dia)::integer AS dia_de_semana
            FROM pagos m
            JOIN prestamos p USING (prestamo_id)
            CROSS JOIN LATERAL (SELECT {SenalesQuery.Dia($"m.fecha_pago")} AS dia) d
            JOIN membresias k ON k.cliente_id = p.cliente_id AND vigente(k.desde, k.hasta, d.dia + 1)
            JOIN grupos g ON g.grupo_id = k.grupo_id
            WHERE m.fecha_pago >= {habito} AND m.fecha_pago < 'infinity' AND m.tipo = 'cobro' AND m.monto_pagado > 0 AND {PagoParts.EnVigor($"m")}),
        dias_de_ruta AS (
            SELECT ruta_id, dia_de_semana
            FROM (SELECT ruta_id, dia_de_semana, count(*) AS suyos, sum(count(*)) OVER (PARTITION BY ruta_id) AS todos FROM cobros GROUP BY 1, 2) x
            WHERE suyos >= {Thresholds.ParteDeUnDiaDeRuta} * todos),
        dia_ajeno AS (
            SELECT c.prestamo_id::text AS identidad, ARRAY[c.cliente_id] AS clientes, ARRAY[c.prestamo_id] AS prestamos,
                   CASE WHEN count(DISTINCT c.registrado_por) FILTER (WHERE d.ruta_id IS NULL) = 1 THEN min(c.registrado_por) FILTER (WHERE d.ruta_id IS NULL) END AS usuario_id,
                   max(c.dia) FILTER (WHERE d.ruta_id IS NULL) AS desde,
                   (count(*) FILTER (WHERE d.ruta_id IS NULL))::integer AS cuantos, count(*)::integer AS de,
                   NULL::numeric AS monto, NULL::numeric AS de_monto,
                   string_agg(DISTINCT c.dia_de_semana::text, ',' ORDER BY c.dia_de_semana::text) FILTER (WHERE d.ruta_id IS NULL) AS detail
            FROM cobros c
            JOIN personas USING (cliente_id)
            LEFT JOIN dias_de_ruta d USING (ruta_id, dia_de_semana)
            GROUP BY c.prestamo_id, c.cliente_id
            HAVING count(*) FILTER (WHERE d.ruta_id IS NULL) >= {Thresholds.PagosEnDiaAjeno}
               AND count(*) FILTER (WHERE d.ruta_id IS NULL) > {Thresholds.ParteEnDiaAjeno} * count(*)),
        sin_entregar AS (
            SELECT p.*
            FROM prestamos p
            WHERE p.renueva_a IS NOT NULL AND p.monto_prestamo_real <= {Thresholds.ParteEntregada} * p.monto_prestamo),
        -- From the last of each run back to its first.
        renovaciones AS (
            SELECT p.prestamo_id AS ultima, p.prestamo_id, p.renueva_a
            FROM sin_entregar p
            JOIN creditos USING (prestamo_id)
            WHERE NOT EXISTS (SELECT FROM sin_entregar s WHERE s.renueva_a = p.prestamo_id)
            UNION ALL
            SELECT r.ultima, p.prestamo_id, p.renueva_a
            FROM renovaciones r
            JOIN sin_entregar p ON p.prestamo_id = r.renueva_a),
        -- Named by the loan that the run began with: one more renewal is the same sign.
        renovada_sin_entregar AS (
            SELECT min(r.renueva_a)::text AS identidad, ARRAY[ultima.cliente_id] AS clientes, array_agg(p.prestamo_id ORDER BY p.prestamo_id) AS prestamos,
                   ultima.registrado_por AS usuario_id, {SenalesQuery.Dia($"ultima.fecha_creacion")} AS desde, count(*)::integer AS cuantos, NULL::integer AS de,
                   sum(p.monto_prestamo_real) AS monto, sum(p.monto_prestamo) AS de_monto, NULL::text AS detail
            FROM renovaciones r
            JOIN prestamos p USING (prestamo_id)
            JOIN prestamos ultima ON ultima.prestamo_id = r.ultima
            GROUP BY ultima.prestamo_id
            HAVING count(*) >= {Thresholds.Renovaciones})
        """;
}
