-- Rows of permisos are only changed by hand. A change ends the sessions of the role: no write continues under a revoked permission.
CREATE FUNCTION terminar_sesiones_de_roles()
RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE sesiones SET revocada_en = clock_timestamp() WHERE id IN (
        SELECT s.id FROM sesiones s JOIN usuarios u ON u.id = s.usuario_id
        WHERE s.revocada_en IS NULL AND u.rol_id IN (SELECT rol_id FROM cambiados)
        ORDER BY s.id FOR UPDATE OF s);
    RETURN NULL;
END $$;
