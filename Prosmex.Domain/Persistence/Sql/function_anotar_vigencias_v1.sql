-- Keeps the brackets of the bonos as they were on each day. A new one is in force since ever only where the schema seeds it or an adoption carries it over.
CREATE FUNCTION anotar_vigencias()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    hoy date := dia_de_la_operacion();
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM vigencias_de_bono WHERE bono_id = OLD.id AND vigente_hasta = 'infinity' AND vigente_desde >= hoy;
        UPDATE vigencias_de_bono SET vigente_hasta = hoy WHERE bono_id = OLD.id AND vigente_hasta = 'infinity';
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO vigencias_de_bono (bono_id, vigente_desde, vigente_hasta, monto, entrega_min, entrega_max, fallas)
        VALUES (NEW.id, hoy, 'infinity', NEW.monto, NEW.entrega_min, NEW.entrega_max, NEW.fallas);
    END IF;
    RETURN NULL;
END $$;
