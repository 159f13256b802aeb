-- From the start of a loan that changed on, the figures that are kept of the client's groups no longer hold. What was paid and the close change with an
-- entry of the ledger that is not later than either; the status is in no figure.
CREATE FUNCTION anotar_cambio_por_prestamo()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO cambios_de_cifras (cliente_id, desde)
    SELECT DISTINCT c.cliente_id, least(OLD.fecha_inicio, NEW.fecha_inicio)
    FROM unnest(ARRAY[OLD.cliente_id, NEW.cliente_id]) c (cliente_id)
    WHERE c.cliente_id IS NOT NULL;
    RETURN NULL;
END $$;
