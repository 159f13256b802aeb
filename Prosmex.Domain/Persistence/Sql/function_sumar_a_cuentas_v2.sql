-- Adds to the counts of several groups, in id order: two statements never wait for each other. In PL/pgSQL: on a cluster a function in SQL may not
-- use its parameters in a statement on tables.
CREATE OR REPLACE FUNCTION sumar_a_cuentas(grupos integer[], clientes integer[], avales integer[])
RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO cuentas_de_grupo AS c (grupo_id, clientes, avales)
    SELECT d.grupo_id, d.clientes, coalesce(d.avales, 0)
    FROM unnest($1, $2, $3) d (grupo_id, clientes, avales)
    WHERE d.clientes <> 0 OR d.avales <> 0
    ORDER BY d.grupo_id
    ON CONFLICT (grupo_id) DO UPDATE SET clientes = c.clientes + excluded.clientes, avales = c.avales + excluded.avales;
END $$;
