-- Says who writes, to the triggers of the running transaction. A statement SET LOCAL, not set_config: on a cluster only the statement reaches the
-- server that has the tables.
CREATE FUNCTION fijar_origen(origen jsonb)
RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    EXECUTE format('SET LOCAL prosmex.origen = %L', origen);
END $$;
