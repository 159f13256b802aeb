-- Records who changed a row and how. The unit of work says who in prosmex.origen; the arguments are the entity's name, its key column, and the columns of
-- which only the end is kept: the bitácora is no second place to read them.
-- SECURITY DEFINER: the program may write the bitácora in no other way.
CREATE OR REPLACE FUNCTION anotar_en_bitacora()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    origen jsonb := nullif(current_setting('prosmex.origen', true), '')::jsonb;
    antes jsonb;
    despues jsonb;
    llave text;
    columna text;
BEGIN
    IF TG_OP <> 'INSERT' THEN antes := to_jsonb(OLD) - 'usuario_normalizado'; END IF;
    IF TG_OP <> 'DELETE' THEN despues := to_jsonb(NEW) - 'usuario_normalizado'; END IF;
    llave := coalesce(despues, antes) ->> TG_ARGV[1];
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(d.key, antes -> d.key), jsonb_object_agg(d.key, d.value) INTO antes, despues
        FROM jsonb_each(despues) d WHERE d.value IS DISTINCT FROM antes -> d.key;
        IF despues IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    IF antes ? 'contrasena' THEN antes := antes || '{"contrasena": "(oculta)"}'; END IF;
    IF despues ? 'contrasena' THEN despues := despues || '{"contrasena": "(oculta)"}'; END IF;
    FOREACH columna IN ARRAY TG_ARGV[2:] LOOP
        IF antes ->> columna IS NOT NULL THEN antes := jsonb_set(antes, ARRAY[columna], to_jsonb('…' || right(antes ->> columna, 4))); END IF;
        IF despues ->> columna IS NOT NULL THEN despues := jsonb_set(despues, ARRAY[columna], to_jsonb('…' || right(despues ->> columna, 4))); END IF;
    END LOOP;
    INSERT INTO bitacora (cuando, usuario_id, operacion_id, ruta, direccion, entidad, entidad_id, accion, antes, despues)
    VALUES (
        coalesce((origen ->> 'ahora')::timestamptz, now()), (origen ->> 'usuario_id')::integer, (origen ->> 'operacion_id')::uuid,
        coalesce(origen ->> 'ruta', CASE WHEN origen IS NULL THEN 'sql: ' || session_user ELSE 'programa' END), origen ->> 'direccion',
        TG_ARGV[0], replace(llave, '-', '')::bigint,
        CASE TG_OP WHEN 'INSERT' THEN 'alta' WHEN 'UPDATE' THEN 'cambio' ELSE 'baja' END, antes, despues);
    RETURN NULL;
END $$;
