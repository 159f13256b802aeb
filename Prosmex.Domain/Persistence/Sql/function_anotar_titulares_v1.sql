-- Keeps who was titular of a group, from the day of each change on. The first titular is theirs since ever; the last change of a day is the one that counts.
CREATE FUNCTION anotar_titulares()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    hoy date := dia_de_la_operacion();
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM titularidades WHERE grupo_id = OLD.grupo_id;
    ELSIF TG_OP = 'INSERT' OR NOT EXISTS (SELECT FROM titularidades WHERE grupo_id = NEW.grupo_id AND usuario_id IS NOT NULL) THEN
        INSERT INTO titularidades (grupo_id, usuario_id, desde, hasta) VALUES (NEW.grupo_id, NEW.usuario_id_titular, '-infinity', 'infinity')
        ON CONFLICT (grupo_id, desde) DO UPDATE SET usuario_id = excluded.usuario_id;
    ELSIF NEW.usuario_id_titular IS DISTINCT FROM OLD.usuario_id_titular THEN
        UPDATE titularidades SET hasta = hoy WHERE grupo_id = NEW.grupo_id AND hasta = 'infinity' AND desde < hoy;
        IF FOUND THEN
            INSERT INTO titularidades (grupo_id, usuario_id, desde, hasta) VALUES (NEW.grupo_id, NEW.usuario_id_titular, hoy, 'infinity');
        ELSE
            UPDATE titularidades SET usuario_id = NEW.usuario_id_titular WHERE grupo_id = NEW.grupo_id AND hasta = 'infinity';
        END IF;
    END IF;
    RETURN NULL;
END $$;
