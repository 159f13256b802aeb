-- Refuses to change what only grows. The tables' owner may, after SET LOCAL prosmex.mantenimiento = 'reason', which is recorded.
CREATE FUNCTION libro_solo_crece()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    motivo text := nullif(current_setting('prosmex.mantenimiento', true), '');
BEGIN
    IF motivo IS NULL OR NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING HINT = 'Write an opposite entry.';
    END IF;
    RAISE LOG 'prosmex: % on % by %: %', TG_OP, TG_TABLE_NAME, session_user, motivo;
    INSERT INTO bitacora (cuando, ruta, entidad, entidad_id, accion, despues)
    VALUES (now(), 'sql: ' || session_user, 'mantenimiento', TG_RELID::bigint, 'mantenimiento',
            jsonb_build_object('tabla', TG_TABLE_NAME, 'sentencia', TG_OP, 'motivo', motivo));
    RETURN NULL;
END $$;
