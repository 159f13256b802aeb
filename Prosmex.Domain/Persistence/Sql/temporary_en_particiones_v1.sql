-- Only while a migration runs: a table becomes one with partitions by range of a column. What there was is the first partition; it is read once, to
-- prove that nothing in it lies beyond its end. Names of constraints and indexes, rights, triggers and the sequence stay with the table.
CREATE OR REPLACE FUNCTION pg_temp.en_particiones(tabla text, columna text, primera text, fin text)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    resto text := tabla || '_resto';
    definiciones text[];
    secuencia text;
    ultimo bigint;
    usado boolean;
    definicion text;
    cosa record;
BEGIN
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', tabla);
    SELECT array_agg(d ORDER BY orden) INTO definiciones
    FROM (
        SELECT 1 AS orden, format('ALTER TABLE %I ADD CONSTRAINT %I %s', tabla, conname, pg_get_constraintdef(oid)) AS d
        FROM pg_constraint WHERE conrelid = tabla::regclass AND contype = 'p'
        UNION ALL
        SELECT 2, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = tabla::regclass AND NOT indisprimary
        UNION ALL
        SELECT 3, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = tabla::regclass AND NOT tgisinternal) x;
    secuencia := pg_get_serial_sequence(tabla, columna);
    IF secuencia IS NOT NULL THEN
        EXECUTE format('SELECT last_value, is_called FROM %s', secuencia) INTO ultimo, usado;
        EXECUTE format('ALTER SEQUENCE %s RENAME TO %I', secuencia, primera || '_seq');
    END IF;

    EXECUTE format('ALTER TABLE %I RENAME TO %I', tabla, primera);
    FOR cosa IN SELECT c.relname AS nombre FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = primera::regclass LOOP
        EXECUTE format('ALTER INDEX %I RENAME TO %I', cosa.nombre, replace(cosa.nombre, tabla, primera));
    END LOOP;

    EXECUTE format(
        'CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING CONSTRAINTS INCLUDING STORAGE) PARTITION BY RANGE (%I)', tabla, primera, columna);
    FOREACH definicion IN ARRAY definiciones LOOP
        EXECUTE definicion;
    END LOOP;
    FOR cosa IN
        SELECT a.grantee::regrole AS rol, a.privilege_type AS permiso
        FROM pg_class c CROSS JOIN aclexplode(c.relacl) a WHERE c.oid = primera::regclass AND a.grantee NOT IN (0, c.relowner)
    LOOP
        EXECUTE format('GRANT %s ON %I TO %s', cosa.permiso, tabla, cosa.rol);
    END LOOP;
    IF secuencia IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %I ALTER %I DROP IDENTITY', primera, columna);
        PERFORM setval(pg_get_serial_sequence(tabla, columna), ultimo, usado);
    END IF;

    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', resto, tabla);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I DEFAULT', tabla, resto);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', tabla, primera, fin);

    -- A trigger for each statement holds for the table that the statement names alone.
    IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = primera::regclass AND tgname = 'solo_crece') THEN
        EXECUTE format('CREATE TRIGGER solo_crece BEFORE DELETE OR UPDATE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION libro_solo_crece()', resto);
    END IF;
END $$;
