-- From the day of an entry of the ledger on, the figures that are kept of the client's groups no longer hold.
CREATE FUNCTION anotar_cambio_por_pago()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO cambios_de_cifras (cliente_id, desde)
    SELECT p.cliente_id, (least(OLD.fecha_pago, NEW.fecha_pago) AT TIME ZONE 'America/Mexico_City')::date
    FROM prestamos p
    WHERE p.prestamo_id IN (OLD.prestamo_id, NEW.prestamo_id);
    RETURN NULL;
END $$;
