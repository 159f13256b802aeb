-- Adds to the counts of several groups, in id order: two statements never wait for each other.
CREATE FUNCTION sumar_a_cuentas(grupos integer[], clientes integer[], avales integer[])
RETURNS void
LANGUAGE sql
SET search_path FROM CURRENT
AS $$
    INSERT INTO cuentas_de_grupo AS c (grupo_id, clientes, avales)
    SELECT d.grupo_id, d.clientes, coalesce(d.avales, 0)
    FROM unnest($1, $2, $3) d (grupo_id, clientes, avales)
    WHERE d.clientes <> 0 OR d.avales <> 0
    ORDER BY d.grupo_id
    ON CONFLICT (grupo_id) DO UPDATE SET clientes = c.clientes + excluded.clientes, avales = c.avales + excluded.avales
$$;
