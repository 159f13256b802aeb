-- From the day on which a client came or left, the figures that are kept of the group no longer hold. A new client has no loan yet.
CREATE FUNCTION anotar_cambio_de_grupo()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.desde = '-infinity' THEN
        RETURN NULL;
    END IF;
    INSERT INTO cambios_de_cifras (grupo_id, desde)
    SELECT DISTINCT g.grupo_id, CASE WHEN OLD.grupo_id = NEW.grupo_id THEN least(OLD.hasta, NEW.hasta) ELSE least(OLD.desde, NEW.desde) END
    FROM unnest(ARRAY[OLD.grupo_id, NEW.grupo_id]) g (grupo_id)
    WHERE g.grupo_id IS NOT NULL;
    RETURN NULL;
END $$;
