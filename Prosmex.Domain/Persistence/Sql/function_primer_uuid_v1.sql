-- The least UUIDv7 of an instant: the ids of operations begin with theirs.
CREATE FUNCTION primer_uuid(instante timestamptz)
RETURNS uuid
LANGUAGE sql
STABLE
RETURN (lpad(to_hex(floor(extract(epoch FROM instante) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
