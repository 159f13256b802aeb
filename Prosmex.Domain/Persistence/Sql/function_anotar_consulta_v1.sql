-- Records who read a row, as anotar_en_bitacora does for changes. SECURITY DEFINER: the program may write the bitácora in no other way.
CREATE FUNCTION anotar_consulta(de_entidad text, de_id bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    origen jsonb := nullif(current_setting('prosmex.origen', true), '')::jsonb;
BEGIN
    INSERT INTO bitacora (cuando, usuario_id, operacion_id, ruta, direccion, entidad, entidad_id, accion)
    VALUES (
        coalesce((origen ->> 'ahora')::timestamptz, now()), (origen ->> 'usuario_id')::integer, (origen ->> 'operacion_id')::uuid,
        coalesce(origen ->> 'ruta', 'sql: ' || session_user), origen ->> 'direccion', de_entidad, de_id, 'consulta');
END $$;
