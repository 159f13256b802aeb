-- The operations in partitions by week of their id, named for the Monday on which they end, in UTC. Those there are become the first one, which holds as long as
-- the last of them says.
DO $$
DECLARE
    fin timestamp;
BEGIN
    LOCK TABLE operaciones IN ACCESS EXCLUSIVE MODE;
    INSERT INTO claves_de_operacion (usuario_id, clave, operacion_id) SELECT usuario_id, clave, id FROM operaciones WHERE clave IS NOT NULL AND usuario_id IS NOT NULL;
    fin := date_trunc('week', greatest(now() AT TIME ZONE 'UTC', (
        SELECT timestamp '1970-01-01' + ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint * interval '1 millisecond' FROM operaciones ORDER BY id DESC LIMIT 1))) + interval '7 days';
    PERFORM pg_temp.en_particiones('operaciones', 'id', 'operaciones_p' || to_char(fin, 'YYYYMMDD'), primer_uuid(fin AT TIME ZONE 'UTC')::text);
END $$;
