-- Rows of permisos are only changed by hand. A change ends the sessions of the role: no write continues under a revoked permission.
-- The roles are gathered first, and the instant is that of the statement: on a cluster no statement may join the changed rows with a table, and none
-- may set a column to what a volatile function says.
CREATE OR REPLACE FUNCTION terminar_sesiones_de_roles()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    roles integer[] := (SELECT array_agg(DISTINCT c.rol_id) FROM cambiados c);
BEGIN
    UPDATE sesiones SET revocada_en = statement_timestamp() WHERE id IN (
        SELECT s.id FROM sesiones s JOIN usuarios u ON u.id = s.usuario_id
        WHERE s.revocada_en IS NULL AND u.rol_id = ANY(roles)
        ORDER BY s.id FOR UPDATE OF s);
    RETURN NULL;
END $$;
