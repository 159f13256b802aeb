-- Moves everything from one schema to another, untouched: tables with their indexes, constraints and sequences, then free sequences,
-- types and routines. What belongs to an extension stays with it.
-- By hand: SET prosmex.desde = 'public'; SET prosmex.hacia = 'flask';
DO $mover$
DECLARE
    desde regnamespace := current_setting('prosmex.desde')::regnamespace;
    hacia regnamespace := current_setting('prosmex.hacia')::regnamespace;
    cosa record;
BEGIN
    FOR cosa IN
        SELECT c.oid::regclass AS nombre
        FROM pg_class c
        WHERE c.relnamespace = desde AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
          -- A sequence that belongs to a column moves with its table.
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
                                                    AND (d.deptype = 'e' OR (c.relkind = 'S' AND d.deptype IN ('a', 'i'))))
        ORDER BY c.oid
    LOOP
        EXECUTE format('ALTER TABLE %s SET SCHEMA %s', cosa.nombre, hacia);
    END LOOP;
    FOR cosa IN
        SELECT t.oid::regtype AS nombre
        FROM pg_type t
        LEFT JOIN pg_class c ON c.oid = t.typrelid
        WHERE t.typnamespace = desde AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
        ORDER BY t.oid
    LOOP
        EXECUTE format('ALTER TYPE %s SET SCHEMA %s', cosa.nombre, hacia);
    END LOOP;
    FOR cosa IN
        SELECT p.oid::regprocedure AS nombre
        FROM pg_proc p
        WHERE p.pronamespace = desde
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
        ORDER BY p.oid
    LOOP
        EXECUTE format('ALTER ROUTINE %s SET SCHEMA %s', cosa.nombre, hacia);
    END LOOP;
END $mover$;
