-- The loans of each group's clients, and their collections in force: as kept where nothing of the group has changed since, else counted. For an array
-- PostgreSQL expects a few groups.
CREATE VIEW cuentas_de_prestamos AS
WITH cambiados AS (
    SELECT r.grupo_id FROM cambios_de_cifras r WHERE r.grupo_id IS NOT NULL
    UNION ALL
    SELECT m.grupo_id FROM cambios_de_cifras r JOIN membresias m USING (cliente_id)),
guardadas AS (
    SELECT g.grupo_id, g.prestamos, g.pagos
    FROM cifras_guardadas g
    WHERE g.semana = (SELECT max(semana) FROM cifras_guardadas) AND g.prestamos IS NOT NULL AND g.grupo_id NOT IN (SELECT grupo_id FROM cambiados))
SELECT grupo_id, prestamos, pagos FROM guardadas
UNION ALL
SELECT c.grupo_id, count(*)::integer AS prestamos, sum(p.numero_pagos)::integer AS pagos
FROM clientes_avales c
JOIN prestamos p USING (cliente_id)
WHERE c.grupo_id = ANY (ARRAY(SELECT grupo_id FROM grupos EXCEPT SELECT grupo_id FROM guardadas))
GROUP BY c.grupo_id;
