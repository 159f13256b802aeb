-- As tomar_turno, and the custody of the user who takes the cash: no corte is made meanwhile.
CREATE FUNCTION tomar_turno_y_custodia(cierre bigint, custodia integer, usuario integer)
RETURNS date
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(custodia, usuario);
    RETURN tomar_turno(cierre);
END $$;
