-- A write to money takes this first: no week is closed until its transaction ends. Two statements, so that the second sees what a close that the
-- first waited for has committed.
CREATE FUNCTION tomar_turno(cierre bigint)
RETURNS date
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(cierre);
    RETURN (SELECT max(semana) FROM semana_cierre);
END $$;
