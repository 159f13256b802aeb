-- Statistics of the tables with partitions as wholes: autovacuum keeps those of each partition alone.
CREATE FUNCTION analizar_particiones()
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    tabla regclass;
BEGIN
    FOR tabla IN SELECT oid FROM pg_class WHERE relkind = 'p' AND relnamespace = current_schema()::regnamespace LOOP
        EXECUTE format('ANALYZE %s', tabla);
    END LOOP;
END $$;
