-- Keeps the clients and avales per group, in the statement that changes them.
CREATE FUNCTION contar_clientes()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM sumar_a_cuentas(array_agg(d.grupo_id), array_agg(d.clientes), array_agg(d.avales)) FROM (
            SELECT grupo_id, count(*)::integer AS clientes, count(*) FILTER (WHERE es_aval)::integer AS avales
            FROM nuevas GROUP BY grupo_id) d;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sumar_a_cuentas(array_agg(d.grupo_id), array_agg(d.clientes), array_agg(d.avales)) FROM (
            SELECT grupo_id, -count(*)::integer AS clientes, -count(*) FILTER (WHERE es_aval)::integer AS avales
            FROM viejas GROUP BY grupo_id) d;
    ELSE
        PERFORM sumar_a_cuentas(array_agg(d.grupo_id), array_agg(d.clientes), array_agg(d.avales)) FROM (
            SELECT grupo_id, sum(uno)::integer AS clientes, sum(uno) FILTER (WHERE es_aval)::integer AS avales
            FROM (SELECT grupo_id, es_aval, 1 AS uno FROM nuevas UNION ALL SELECT grupo_id, es_aval, -1 FROM viejas) c
            GROUP BY grupo_id) d;
    END IF;
    RETURN NULL;
END $$;
