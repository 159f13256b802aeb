-- The bitácora in partitions by id, named for where they end, in millions.
DO $$
DECLARE
    ultimo bigint;
    fin bigint;
BEGIN
    LOCK TABLE bitacora IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('SELECT last_value FROM %s', pg_get_serial_sequence('bitacora', 'id')) INTO ultimo;
    fin := 10000000 * (greatest(ultimo, (SELECT max(id) FROM bitacora)) / 10000000 + 1);
    PERFORM pg_temp.en_particiones('bitacora', 'id', format('bitacora_p%sm', fin / 1000000), fin::text);
END $$;
