-- Detaches the partitions of the bitácora that are full and whose entries are all older than so many months, by the server's clock. They stay in the schema as
-- tables of their own. SECURITY DEFINER, as hacer_particiones; of the last twelve months nothing is detached whatever is asked, since the program's role
-- must not be able to hide what it did.
CREATE FUNCTION separar_bitacora(meses integer)
RETURNS TABLE (particion text, resultado text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    ultimo bigint;
    fin bigint;
    reciente timestamptz;
BEGIN
    SET LOCAL lock_timeout = '1s';
    EXECUTE format('SELECT last_value FROM %s', pg_get_serial_sequence('bitacora', 'id')) INTO ultimo;
    ultimo := greatest(ultimo, (SELECT max(id) FROM bitacora));
    FOR particion, fin IN
        SELECT c.relname, (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''(\d+)''\)'))[1]::bigint AS termina
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'bitacora'::regclass ORDER BY termina
    LOOP
        -- Null for the default partition.
        CONTINUE WHEN fin IS NULL OR fin > ultimo;
        EXECUTE format('SELECT max(cuando) FROM %I', particion) INTO reciente;
        CONTINUE WHEN reciente IS NULL OR reciente >= now() - make_interval(months => greatest(meses, 12));
        BEGIN
            EXECUTE format('ALTER TABLE bitacora DETACH PARTITION %I', particion);
            INSERT INTO bitacora (cuando, ruta, entidad, entidad_id, accion, despues)
            VALUES (now(), 'sql: ' || session_user, 'mantenimiento', 'bitacora'::regclass::oid::bigint, 'mantenimiento',
                    jsonb_build_object('tabla', particion, 'sentencia', 'DETACH', 'motivo', format('Todo es anterior a %s meses.', greatest(meses, 12))));
            resultado := 'separada';
        EXCEPTION
            WHEN lock_not_available THEN resultado := 'ocupada';
        END;
        RETURN NEXT;
    END LOOP;
END $$;
