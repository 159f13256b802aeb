-- Drops the partitions of operations that are all older than an instant, and their keys before: a key without its operation could neither be used nor repeated.
-- SECURITY DEFINER, as hacer_particiones.
CREATE FUNCTION tirar_operaciones(limite timestamptz)
RETURNS TABLE (particion text, resultado text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    fin uuid;
BEGIN
    SET LOCAL lock_timeout = '1s';
    FOR particion, fin IN
        SELECT c.relname, (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([0-9a-f-]{36})''\)'))[1]::uuid AS termina
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'operaciones'::regclass ORDER BY termina
    LOOP
        -- Null for the default partition.
        CONTINUE WHEN fin IS NULL OR fin > primer_uuid(limite);
        BEGIN
            DELETE FROM claves_de_operacion WHERE operacion_id < fin;
            EXECUTE format('DROP TABLE %I', particion);
            resultado := 'borrada';
        EXCEPTION
            WHEN lock_not_available THEN resultado := 'ocupada';
        END;
        RETURN NEXT;
    END LOOP;
END $$;
