-- Makes the partitions that are needed next and says what came of each that was not there. SECURITY DEFINER: the program's role owns no tables.
CREATE FUNCTION hacer_particiones(ahora timestamptz)
RETURNS TABLE (particion text, resultado text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    semana timestamp;
    ultimo bigint;
    fin bigint;
BEGIN
    -- Others wait behind one that waits for a lock.
    SET LOCAL lock_timeout = '1s';

    -- Where the lender's tables are on a node of a cluster, triggers are refused otherwise; a single server does nothing with this.
    SET LOCAL citus.enable_unsafe_triggers = on;

    -- Of a week each, which ends on Monday in UTC: the running one and four more. First, since every write comes here before it comes to the bitácora.
    FOR semana IN SELECT date_trunc('week', ahora AT TIME ZONE 'UTC') + n * interval '7 days' FROM generate_series(0, 4) n LOOP
        particion := 'operaciones_p' || to_char(semana + interval '7 days', 'YYYYMMDD');
        resultado := hacer_particion(
            'operaciones', particion, primer_uuid(semana AT TIME ZONE 'UTC')::text, primer_uuid((semana + interval '7 days') AT TIME ZONE 'UTC')::text);
        IF resultado IS NOT NULL THEN
            RETURN NEXT;
        END IF;
    END LOOP;

    -- Of ten million entries each: the one that is being written, and two more. A node of a cluster gives ids far beyond those of the sequence here.
    EXECUTE format('SELECT last_value FROM %s', pg_get_serial_sequence('bitacora', 'id')) INTO ultimo;
    ultimo := greatest(ultimo, (SELECT max(id) FROM bitacora));
    FOR fin IN SELECT 10000000 * (ultimo / 10000000 + n) FROM generate_series(1, 3) n LOOP
        particion := format('bitacora_p%sm', fin / 1000000);
        resultado := hacer_particion('bitacora', particion, (fin - 10000000)::text, fin::text);
        IF resultado IS NOT NULL THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END $$;
