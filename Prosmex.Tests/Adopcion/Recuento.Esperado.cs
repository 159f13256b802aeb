namespace Prosmex.Tests.Adopcion;

/// <content>How old values are read, and what each loan must have become.</content>
internal sealed partial class Recuento
{
    private const string Preparation =
        """
        CREATE TEMP TABLE hallazgo (codigo text, tabla text, id bigint, descripcion text, destino text, detiene boolean);
        CREATE TEMP TABLE cifra (prestamo_id bigint, concepto text, antes text, despues text, porque text);
        CREATE TEMP TABLE tabla (tabla text, filas_antes bigint, filas_despues bigint, suma_antes numeric, suma_despues numeric);

        CREATE FUNCTION pg_temp.zona() RETURNS text LANGUAGE sql RETURN current_setting('prueba.zona');
        CREATE FUNCTION pg_temp.hoy() RETURNS date LANGUAGE sql RETURN current_setting('prueba.hoy')::date;
        CREATE FUNCTION pg_temp.lunes(d date) RETURNS date LANGUAGE sql RETURN d - (extract(isodow FROM d)::integer - 1);
        CREATE FUNCTION pg_temp.es_dia(t timestamp) RETURNS boolean LANGUAGE sql RETURN t::time = '00:00';
        CREATE FUNCTION pg_temp.en_mexico(t timestamptz) RETURNS date LANGUAGE sql RETURN (t AT TIME ZONE 'America/Mexico_City')::date;
        CREATE FUNCTION pg_temp.dia(t timestamp) RETURNS date LANGUAGE sql
        RETURN CASE WHEN t::time = '00:00' THEN t::date ELSE pg_temp.en_mexico(t AT TIME ZONE pg_temp.zona()) END;

        -- Is the new instant what the old naive one meant? A plain day is its noon in Mexico City.
        CREATE FUNCTION pg_temp.mismo(viejo timestamp, nuevo timestamptz) RETURNS boolean LANGUAGE sql
        RETURN CASE WHEN pg_temp.es_dia(viejo) THEN (nuevo AT TIME ZONE 'America/Mexico_City') = viejo + interval '12 hours' ELSE nuevo = viejo AT TIME ZONE pg_temp.zona() END;

        -- NaN and infinite show in the text of any row, whatever its columns.
        CREATE FUNCTION pg_temp.finito(fila anyelement) RETURNS boolean LANGUAGE sql AS $$ SELECT fila::text !~ '[(,"](NaN|-?[Ii]nfinity)[),"]' $$;
        """;

    // One row per old loan that can be carried at all.
    private const string Expected =
        """
        CREATE TEMP TABLE llevado AS
        WITH dinero AS (
            SELECT prestamo_id, sum(round(monto_pagado, 2)) AS pagado FROM flask.pagos WHERE pg_temp.finito(pagos) GROUP BY prestamo_id),
        leido AS (
            SELECT p.prestamo_id, p.cliente_id, p.aval_id, p.completado, p.renovacion, pg_temp.finito(p) AS finito,
                   CASE WHEN pg_temp.finito(p) THEN pg_temp.dia(p.fecha_inicio) END AS inicio,
                   round(p.monto_prestamo, 2) AS monto, round(p.monto_utilidad, 2) AS total,
                   least(round(p.monto_prestamo_real, 2), CASE WHEN p.monto_prestamo_real < p.monto_prestamo + 0.01 THEN round(p.monto_prestamo, 2) END) AS entregado,
                   t.numero_semanas AS semanas, round(round(p.monto_prestamo, 2) * t.porcentaje_semanal::numeric, 2) AS semanal,
                   coalesce(d.pagado, 0) AS pagado
            FROM flask.prestamos p
            JOIN flask.tipos_prestamo t USING (tipo_prestamo_id)
            LEFT JOIN dinero d USING (prestamo_id)),
        -- The renewal that may have closed it: the client's next one.
        con_renovacion AS (
            SELECT l.*,
                   (SELECT min(r.prestamo_id) FROM leido r WHERE r.cliente_id = l.cliente_id AND r.renovacion AND r.finito AND r.prestamo_id > l.prestamo_id) AS renovacion_id,
                   EXISTS (SELECT FROM leido r WHERE r.cliente_id = l.cliente_id AND r.renovacion AND NOT r.finito AND r.prestamo_id > l.prestamo_id) AS renovacion_no_llevada
            FROM leido l WHERE l.finito),
        clases AS (
            SELECT c.*,
                   c.pagado >= c.total AS saldado,
                   c.completado AND c.pagado < c.total AS completado_con_adeudo,
                   pg_temp.lunes(c.inicio) + 7 * c.semanas < pg_temp.lunes(pg_temp.hoy()) AS terminado,
                   -- A renewal closes one loan. Where two of the client's could be meant, either reading of the table will do for the older.
                   c.renovacion_no_llevada OR EXISTS (
                       SELECT FROM con_renovacion o
                       WHERE o.cliente_id = c.cliente_id AND o.completado AND o.pagado < o.total AND o.prestamo_id > c.prestamo_id AND o.prestamo_id < c.renovacion_id) AS dudoso
            FROM con_renovacion c)
        SELECT c.*,
               CASE WHEN saldado THEN ARRAY['liquidado']
                    WHEN completado AND dudoso THEN ARRAY['renovado', 'vencido']
                    WHEN completado AND renovacion_id IS NOT NULL THEN ARRAY['renovado']
                    WHEN completado OR terminado THEN ARRAY['vencido']
                    ELSE ARRAY['activo'] END AS status,
               NOT completado AND NOT saldado AND EXISTS (
                   SELECT FROM clases o WHERE o.cliente_id = c.cliente_id AND NOT o.completado AND NOT o.saldado AND o.prestamo_id > c.prestamo_id) AS abierto_no_el_ultimo,
               coalesce(entregado < 0, false) AS real_negativo,
               aval_id IS NULL OR aval_id = cliente_id
                   OR (SELECT grupo_id FROM flask.clientes_avales a WHERE a.cliente_id = c.aval_id) <> (SELECT grupo_id FROM flask.clientes_avales a WHERE a.cliente_id = c.cliente_id) AS aval_malo
        FROM clases c;
        CREATE UNIQUE INDEX ON llevado (prestamo_id);
        ANALYZE llevado;
        """;

    // The table for loans.
    private static readonly (string Que, string Sql)[] Prestamos =
    [
        ("préstamo llevado de más o de menos", "SELECT prestamo_id::text FROM llevado FULL JOIN public.prestamos n USING (prestamo_id) WHERE llevado.monto IS NULL OR n.status IS NULL"),
        ("status", """
            SELECT format('%s es %s, debía ser %s (completado %s, pagado %s de %s, inicio %s)', prestamo_id, n.status, l.status, completado, l.pagado, total, inicio)
            FROM llevado l JOIN public.prestamos n USING (prestamo_id) WHERE n.status <> ALL (l.status)
            """),
        ("términos", """
            SELECT format('%s: %s', prestamo_id, n) FROM llevado l JOIN public.prestamos n USING (prestamo_id)
            WHERE (n.monto_prestamo, n.monto_utilidad, n.fecha_inicio, n.numero_semanas, n.cobranza_ideal, n.cliente_id, n.aval_id)
                  IS DISTINCT FROM (l.monto, l.total, l.inicio, l.semanas, l.semanal, l.cliente_id, l.aval_id)
            """),
        ("pagado", """
            SELECT format('%s: %s, debía ser %s de %s', prestamo_id, n.pagado, l.pagado, total) FROM llevado l JOIN public.prestamos n USING (prestamo_id)
            WHERE n.pagado <> CASE WHEN n.status IN ('liquidado', 'renovado') THEN total ELSE l.pagado END
            """),
        ("pagado que no es lo que dice el libro", """
            SELECT format('%s: %s, libro %s', prestamo_id, pagado, suma) FROM public.prestamos
            LEFT JOIN (SELECT prestamo_id, sum(monto_pagado) AS suma FROM public.pagos GROUP BY prestamo_id) m USING (prestamo_id) WHERE pagado <> coalesce(suma, 0)
            """),
        ("excedente", """
            SELECT format('%s: %s, debía ser %s', prestamo_id, e.monto, l.pagado - total) FROM llevado l
            FULL JOIN (SELECT prestamo_id, sum(monto) AS monto FROM public.adopcion_excedente GROUP BY prestamo_id) e USING (prestamo_id)
            WHERE coalesce(e.monto, 0) IS DISTINCT FROM greatest(0, l.pagado - total)
            """),
        ("liquidación de la renovación", """
            SELECT format('%s: %s el %s, debía ser %s el %s', prestamo_id, s.monto, s.dia, restante, inicio)
            FROM (SELECT l.prestamo_id, n.status, l.total - l.pagado AS restante, r.inicio
                  FROM llevado l JOIN public.prestamos n USING (prestamo_id) LEFT JOIN llevado r ON r.prestamo_id = l.renovacion_id) l
            FULL JOIN (SELECT prestamo_id, sum(monto_pagado) AS monto, max(pg_temp.en_mexico(fecha_pago)) AS dia, count(*) AS cuantas
                       FROM public.pagos WHERE tipo = 'liquidacion_por_renovacion' GROUP BY prestamo_id) s USING (prestamo_id)
            WHERE CASE WHEN status = 'renovado' THEN (s.monto, s.dia, s.cuantas) IS DISTINCT FROM (restante, inicio, 1::bigint) ELSE s.monto IS NOT NULL END
            """),
        ("la renovación no sabe qué renovó", """
            SELECT format('%s, renovado por %s', prestamo_id, l.renovacion_id) FROM llevado l JOIN public.prestamos n USING (prestamo_id)
            WHERE n.status = 'renovado' AND NOT l.dudoso AND NOT EXISTS (SELECT FROM public.prestamos r WHERE r.prestamo_id = l.renovacion_id AND r.renueva_a = n.prestamo_id AND r.renovacion)
            """),
        ("renueva a uno que no está renovado", "SELECT r.prestamo_id::text FROM public.prestamos r JOIN public.prestamos v ON v.prestamo_id = r.renueva_a WHERE v.status <> 'renovado' OR v.cliente_id <> r.cliente_id"),
        ("lo entregado", """
            SELECT format('%s: %s, era %s de %s', prestamo_id, monto_prestamo_real, entregado, monto) FROM llevado l JOIN public.prestamos n USING (prestamo_id)
            WHERE monto_prestamo_real <> coalesce(entregado, monto - coalesce((SELECT v.total - v.pagado FROM llevado v WHERE v.prestamo_id = n.renueva_a), 0))
            """),
        ("falta la excepción", """
            SELECT format('%s (%s)', prestamo_id, n.status) FROM llevado l JOIN public.prestamos n USING (prestamo_id)
            WHERE NOT n.excepcion_adopcion
              AND (real_negativo OR aval_malo OR abierto_no_el_ultimo OR l.pagado < 0 OR (completado_con_adeudo AND n.status = 'vencido'))
            """),
        ("excepción sin motivo de la tabla", """
            SELECT format('%s (%s) %s', n, l, (SELECT string_agg(codigo, ' ') FROM hallazgo h WHERE h.tabla = 'prestamos' AND h.id = prestamo_id)) FROM llevado l JOIN public.prestamos n USING (prestamo_id)
            WHERE n.excepcion_adopcion AND NOT (n.monto_prestamo_real < 0 OR aval_malo OR abierto_no_el_ultimo OR l.pagado < 0 OR (completado_con_adeudo AND n.status = 'vencido'))
              -- Nor a renewal of what is not there: of that the table says nothing.
              AND NOT (l.renovacion AND n.renueva_a IS NULL)
            """),
        ("excepción que nadie dice", "SELECT prestamo_id::text FROM public.prestamos WHERE excepcion_adopcion AND NOT EXISTS (SELECT FROM hallazgo WHERE tabla = 'prestamos' AND id = prestamo_id)"),
        ("adeudo o cambio que nadie dice", """
            SELECT format('%s %s', prestamo_id, n.status) FROM llevado l JOIN public.prestamos n USING (prestamo_id)
            WHERE (l.pagado > total OR (completado AND l.pagado < total))
              AND NOT EXISTS (SELECT FROM cifra c WHERE c.prestamo_id = l.prestamo_id) AND NOT EXISTS (SELECT FROM hallazgo h WHERE h.tabla = 'prestamos' AND h.id = l.prestamo_id)
            """),
        ("dos abiertos de un cliente sin excepción", "SELECT format('cliente %s: %s', cliente_id, array_agg(prestamo_id)) FROM public.prestamos WHERE status IN ('activo', 'vencido') AND NOT excepcion_adopcion GROUP BY cliente_id HAVING count(*) > 1"),
        ("número de pagos", """
            SELECT format('%s: %s, son %s', prestamo_id, numero_pagos, coalesce(cuantos, 0)) FROM public.prestamos
            LEFT JOIN (SELECT prestamo_id, count(*) AS cuantos FROM public.pagos m WHERE tipo = 'cobro' AND NOT EXISTS (SELECT FROM public.pagos r WHERE r.reversa_de = m.pago_id)
                       GROUP BY prestamo_id) c USING (prestamo_id)
            WHERE numero_pagos <> coalesce(cuantos, 0)
            """),
    ];
}
