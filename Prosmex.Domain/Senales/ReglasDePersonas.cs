namespace Prosmex.Domain.Senales;

/// <summary>The rules about who the clients are.</summary>
internal static class ReglasDePersonas
{
    /// <summary><c>alta_y_prestamo</c>, <c>contacto_compartido</c>, <c>circulo_de_avales</c>.</summary>
    public static FormattableString Queries => $"""
        alta_y_prestamo AS (
            SELECT p.prestamo_id::text AS identidad, ARRAY[p.cliente_id] AS clientes, ARRAY[p.prestamo_id] AS prestamos, p.registrado_por AS usuario_id,
                   {SenalesQuery.Dia($"p.fecha_creacion")} AS desde, NULL::integer AS cuantos, NULL::integer AS de,
                   p.monto_prestamo AS monto, NULL::numeric AS de_monto, NULL::text AS detail
            FROM creditos p
            JOIN bitacora b ON b.entidad = 'cliente' AND b.entidad_id = p.cliente_id AND b.accion = 'alta' AND b.usuario_id = p.registrado_por
            WHERE {SenalesQuery.Dia($"b.cuando")} = {SenalesQuery.Dia($"p.fecha_creacion")}
              AND NOT EXISTS (SELECT FROM expedientes e WHERE e.cliente_id = p.cliente_id AND (e.telefono IS NOT NULL OR e.curp IS NOT NULL))),
        telefonos AS (
            SELECT e.telefono, array_agg(e.cliente_id ORDER BY e.cliente_id) AS clientes
            FROM expedientes e
            JOIN personas USING (cliente_id)
            WHERE e.telefono IS NOT NULL
            GROUP BY e.telefono
            HAVING count(*) >= {Thresholds.ClientesEnUnContacto}),
        -- A number without a digit, such as S/N, does not say which house.
        domicilios AS (
            SELECT min(concat(e.calle, ' ', e.numero, ', ', e.municipio, ', C.P. ', c.cp)) AS domicilio, array_agg(e.cliente_id ORDER BY e.cliente_id) AS clientes
            FROM expedientes e
            JOIN personas c USING (cliente_id)
            WHERE e.calle IS NOT NULL AND e.municipio IS NOT NULL AND e.numero ~ '\d'
            GROUP BY sin_acentos(e.calle), sin_acentos(e.numero), sin_acentos(e.municipio), c.cp
            HAVING count(*) >= {Thresholds.ClientesEnUnContacto}),
        contactos AS (
            SELECT 'telefono' AS que, telefono AS detail, clientes, ARRAY['telefono'] AS columnas FROM telefonos
            UNION ALL
            SELECT 'domicilio', domicilio, clientes, ARRAY['calle', 'numero', 'municipio'] FROM domicilios),
        -- Since the last of them was given it, and by whom.
        contacto_compartido AS (
            SELECT concat(c.que, ':', array_to_string(c.clientes, ',')) AS identidad, c.clientes,
                   ARRAY(SELECT p.prestamo_id FROM prestamos p WHERE p.cliente_id = ANY(c.clientes) AND p.fecha_cierre IS NULL ORDER BY 1) AS prestamos,
                   b.usuario_id, {SenalesQuery.Dia($"b.cuando")} AS desde, cardinality(c.clientes) AS cuantos, NULL::integer AS de,
                   NULL::numeric AS monto, NULL::numeric AS de_monto, concat(c.que, ':', c.detail) AS detail
            FROM contactos c
            LEFT JOIN LATERAL (
                SELECT b.usuario_id, b.cuando
                FROM bitacora b
                WHERE b.entidad = 'expediente' AND b.entidad_id = ANY(c.clientes) AND b.accion IN ('alta', 'cambio') AND b.despues ?| c.columnas
                ORDER BY b.id DESC
                LIMIT 1) b ON true),
        -- Known to exist: by a CURP, or by a telephone that is not half the neighbourhood's.
        conocidos AS (
            SELECT e.cliente_id
            FROM expedientes e
            WHERE e.curp IS NOT NULL OR (e.telefono IS NOT NULL AND NOT EXISTS (SELECT FROM telefonos t WHERE t.telefono = e.telefono))),
        avalados AS (
            SELECT p.cliente_id, p.aval_id, p.prestamo_id, p.registrado_por, p.fecha_creacion
            FROM creditos p
            WHERE p.fecha_cierre IS NULL AND p.aval_id IS NOT NULL),
        -- From the circle's lowest client on, so that each circle is found once.
        cadenas_de_avales AS (
            SELECT a.cliente_id AS primero, a.aval_id AS siguiente, ARRAY[a.cliente_id] AS clientes, ARRAY[a.prestamo_id] AS prestamos
            FROM avalados a
            UNION ALL
            SELECT k.primero, a.aval_id, k.clientes || a.cliente_id, k.prestamos || a.prestamo_id
            FROM cadenas_de_avales k
            JOIN avalados a ON a.cliente_id = k.siguiente
            WHERE a.cliente_id > k.primero AND a.cliente_id <> ALL (k.clientes) AND cardinality(k.clientes) < {Thresholds.MiembrosDeUnCirculo}),
        -- People of a group back one another as a matter of course. It is worth nothing where none of the circle is known to exist: by what the office
        -- has on record, or by having paid a loan off.
        circulo_de_avales AS (
            SELECT DISTINCT ON (x.clientes)
                   array_to_string(x.clientes, ',') AS identidad, x.clientes, k.prestamos, x.usuario_id, x.desde, cardinality(x.clientes) AS cuantos,
                   NULL::integer AS de, x.monto, NULL::numeric AS de_monto, NULL::text AS detail
            FROM cadenas_de_avales k
            CROSS JOIN LATERAL (
                SELECT ARRAY(SELECT unnest(k.clientes) ORDER BY 1) AS clientes,
                       CASE WHEN count(DISTINCT p.registrado_por) = 1 AND count(p.registrado_por) = count(*) THEN min(p.registrado_por) END AS usuario_id,
                       {SenalesQuery.Dia($"max(p.fecha_creacion)")} AS desde, sum(p.monto_prestamo) AS monto
                FROM prestamos p
                WHERE p.prestamo_id = ANY(k.prestamos)) x
            WHERE k.siguiente = k.primero
              AND NOT EXISTS (SELECT FROM conocidos c WHERE c.cliente_id = ANY(k.clientes))
              AND NOT EXISTS (SELECT FROM prestamos p WHERE p.cliente_id = ANY(k.clientes) AND p.status = 'liquidado')
            ORDER BY x.clientes, k.prestamos)
        """;
}
