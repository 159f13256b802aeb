-- Takes the key of an operation, which no other may have: an index of operaciones could hold for one partition alone. Waits, as a unique index does, for a
-- transaction that has the same key and is not over yet. Where that one commits, the operation is not inserted: ON CONFLICT DO NOTHING for two tables.
CREATE FUNCTION apartar_clave()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO claves_de_operacion (usuario_id, clave, operacion_id) VALUES (NEW.usuario_id, NEW.clave, NEW.id) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;
