-- The business day of the running write: the unit of work says its instant in prosmex.origen.
CREATE FUNCTION dia_de_la_operacion()
RETURNS date
LANGUAGE sql
STABLE
SET search_path FROM CURRENT
AS $$
    SELECT (coalesce((nullif(current_setting('prosmex.origen', true), '')::jsonb ->> 'ahora')::timestamptz, now()) AT TIME ZONE 'America/Mexico_City')::date
$$;
