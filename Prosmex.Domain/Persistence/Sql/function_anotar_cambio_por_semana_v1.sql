-- The figures that are kept of a group no longer hold from a week on that was declared without collection, or no longer is.
CREATE FUNCTION anotar_cambio_por_semana()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO cambios_de_cifras (grupo_id, desde)
    SELECT DISTINCT g.grupo_id, least(OLD.semana, NEW.semana) FROM unnest(ARRAY[OLD.grupo_id, NEW.grupo_id]) g (grupo_id) WHERE g.grupo_id IS NOT NULL;
    RETURN NULL;
END $$;
