-- Money por aclarar is resolved once, and its amount and origin never change.
CREATE FUNCTION por_aclarar_se_resuelve()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF (NEW.id, NEW.clave, NEW.usuario_id, NEW.grupo_id, NEW.monto) IS DISTINCT FROM (OLD.id, OLD.clave, OLD.usuario_id, OLD.grupo_id, OLD.monto) THEN
        RAISE EXCEPTION 'amount and origin of por_aclarar never change';
    END IF;
    IF NOT (OLD.estado = 'pendiente' AND NEW.estado <> 'pendiente'
            OR OLD.estado = 'aplicado' AND NEW.estado = 'pendiente' AND EXISTS (SELECT FROM pagos WHERE reversa_de = OLD.pago_id)) THEN
        RAISE EXCEPTION 'por_aclarar is resolved once';
    END IF;
    RETURN NEW;
END $$;
