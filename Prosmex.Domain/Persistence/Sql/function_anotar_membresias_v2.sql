-- Keeps which group a client belonged to, from the day of each move on. The first group is theirs since ever; the last move of a day is the one that counts.
-- The changed rows are gathered first: on a cluster no statement may join them with a table.
CREATE OR REPLACE FUNCTION anotar_membresias()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    hoy date := dia_de_la_operacion();
    clientes integer[];
    grupos integer[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(n.cliente_id), array_agg(n.grupo_id) INTO clientes, grupos FROM nuevas n;
        INSERT INTO membresias (cliente_id, grupo_id, desde, hasta)
        SELECT d.cliente_id, d.grupo_id, '-infinity', 'infinity' FROM unnest(clientes, grupos) d (cliente_id, grupo_id);
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(v.cliente_id) INTO clientes FROM viejas v;
        DELETE FROM membresias m WHERE m.cliente_id = ANY(clientes);
    ELSE
        SELECT array_agg(n.cliente_id), array_agg(n.grupo_id) INTO clientes, grupos
        FROM nuevas n JOIN viejas v USING (cliente_id) WHERE n.grupo_id <> v.grupo_id;
        IF clientes IS NULL THEN
            RETURN NULL;
        END IF;
        UPDATE membresias m SET hasta = hoy WHERE m.cliente_id = ANY(clientes) AND m.hasta = 'infinity' AND m.desde < hoy;
        UPDATE membresias m SET grupo_id = d.grupo_id FROM unnest(clientes, grupos) d (cliente_id, grupo_id)
        WHERE m.cliente_id = d.cliente_id AND m.hasta = 'infinity';
        INSERT INTO membresias (cliente_id, grupo_id, desde, hasta)
        SELECT d.cliente_id, d.grupo_id, hoy, 'infinity' FROM unnest(clientes, grupos) d (cliente_id, grupo_id)
        WHERE NOT EXISTS (SELECT FROM membresias m WHERE m.cliente_id = d.cliente_id AND m.hasta = 'infinity');
    END IF;
    RETURN NULL;
END $$;
