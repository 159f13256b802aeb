-- Conversion of old values. Temporary, for the session.
-- By hand: SET prosmex.ahora = '2026-11-24 12:00-06'; SET prosmex.zona = 'UTC';
CREATE OR REPLACE FUNCTION pg_temp.ahora() RETURNS timestamptz LANGUAGE sql STABLE
RETURN current_setting('prosmex.ahora')::timestamptz;

CREATE OR REPLACE FUNCTION pg_temp.hoy() RETURNS date LANGUAGE sql STABLE
RETURN (pg_temp.ahora() AT TIME ZONE 'America/Mexico_City')::date;

-- The Monday of the current week: earlier weeks are closed.
CREATE OR REPLACE FUNCTION pg_temp.esta_semana() RETURNS date LANGUAGE sql STABLE
RETURN date_trunc('week', pg_temp.hoy()::timestamp)::date;

CREATE OR REPLACE FUNCTION pg_temp.finito(n numeric) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN n NOT IN ('NaN', 'Infinity', '-Infinity');

-- Midnight to the microsecond is a plain day, and days are Mexico City's.
CREATE OR REPLACE FUNCTION pg_temp.es_dia(t timestamp) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN t = date_trunc('day', t);

-- Dates beyond the calendar are moved into a computable range; they are rejected there anyway.
CREATE OR REPLACE FUNCTION pg_temp.calculable(t timestamp) RETURNS timestamp LANGUAGE sql IMMUTABLE
RETURN greatest(least(t, '9000-01-01'), '1000-01-01');

CREATE OR REPLACE FUNCTION pg_temp.dia(t timestamp) RETURNS date LANGUAGE sql STABLE
RETURN CASE WHEN pg_temp.es_dia(t) THEN pg_temp.calculable(t)::date
            ELSE (pg_temp.calculable(t) AT TIME ZONE current_setting('prosmex.zona') AT TIME ZONE 'America/Mexico_City')::date END;

-- The instant used for a day without a time: now if it is today, else noon of that day.
CREATE OR REPLACE FUNCTION pg_temp.instante_de(d date) RETURNS timestamptz LANGUAGE sql STABLE
RETURN CASE WHEN d = pg_temp.hoy() THEN pg_temp.ahora() ELSE (d + time '12:00') AT TIME ZONE 'America/Mexico_City' END;

CREATE OR REPLACE FUNCTION pg_temp.instante(t timestamp) RETURNS timestamptz LANGUAGE sql STABLE
RETURN CASE WHEN pg_temp.es_dia(t) THEN pg_temp.instante_de(pg_temp.calculable(t)::date) ELSE pg_temp.calculable(t) AT TIME ZONE current_setting('prosmex.zona') END;

CREATE OR REPLACE FUNCTION pg_temp.domingo(d date) RETURNS date LANGUAGE sql IMMUTABLE
RETURN (date_trunc('week', d::timestamp) + interval '6 days')::date;

-- The highest id that a table's sequence ever gave; 0 where it has none or gave none.
CREATE OR REPLACE FUNCTION pg_temp.ultimo_id(tabla text, columna text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    secuencia text := pg_get_serial_sequence(tabla, columna);
    ultimo bigint := 0;
BEGIN
    IF secuencia IS NOT NULL THEN
        EXECUTE format('SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM %s', secuencia) INTO ultimo;
    END IF;
    RETURN ultimo;
END $$;
