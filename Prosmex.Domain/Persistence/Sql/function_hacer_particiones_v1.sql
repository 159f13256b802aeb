-- Makes the partitions that are needed next and says what came of each that was not there. SECURITY DEFINER: the program's role owns no tables.
CREATE FUNCTION hacer_particiones()
RETURNS TABLE (particion text, resultado text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    ultimo bigint;
    fin bigint;
BEGIN
    -- Others wait behind one that waits for a lock.
    SET LOCAL lock_timeout = '1s';

    -- Of ten million entries each: the one that is being written, and two more.
    EXECUTE format('SELECT last_value FROM %s', pg_get_serial_sequence('bitacora', 'id')) INTO ultimo;
    FOR fin IN SELECT 10000000 * (ultimo / 10000000 + n) FROM generate_series(1, 3) n LOOP
        particion := format('bitacora_p%sm', fin / 1000000);
        resultado := hacer_particion('bitacora', particion, (fin - 10000000)::text, fin::text);
        IF resultado IS NOT NULL THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END $$;
