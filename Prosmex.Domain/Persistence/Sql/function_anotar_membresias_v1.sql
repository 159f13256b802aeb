-- Keeps which group a client belonged to, from the day of each move on. The first group is theirs since ever; the last move of a day is the one that counts.
CREATE FUNCTION anotar_membresias()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    hoy date := dia_de_la_operacion();
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO membresias (cliente_id, grupo_id, desde, hasta) SELECT cliente_id, grupo_id, '-infinity', 'infinity' FROM nuevas;
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM membresias m USING viejas v WHERE m.cliente_id = v.cliente_id;
    ELSE
        WITH movidos AS (
            SELECT n.cliente_id, n.grupo_id FROM nuevas n JOIN viejas v USING (cliente_id) WHERE n.grupo_id <> v.grupo_id),
        cerradas AS (
            UPDATE membresias m SET hasta = hoy FROM movidos d
            WHERE m.cliente_id = d.cliente_id AND m.hasta = 'infinity' AND m.desde < hoy
            RETURNING m.cliente_id),
        cambiadas AS (
            UPDATE membresias m SET grupo_id = d.grupo_id FROM movidos d
            WHERE m.cliente_id = d.cliente_id AND m.hasta = 'infinity' AND m.desde >= hoy)
        INSERT INTO membresias (cliente_id, grupo_id, desde, hasta)
        SELECT d.cliente_id, d.grupo_id, hoy, 'infinity' FROM movidos d JOIN cerradas USING (cliente_id);
    END IF;
    RETURN NULL;
END $$;
