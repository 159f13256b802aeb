-- Users: those without a role, a valid password hash or a unique name are adopted deactivated.
CREATE TEMP TABLE nuevo_usuario ON COMMIT DROP AS
WITH vistos AS (
    SELECT u.*, u.rol_id IS NULL AS sin_rol, u.contrasena !~ '^\$2[abxy]\$[0-9]{2}\$[./A-Za-z0-9]{53}$' AS en_claro
    FROM flask.usuarios u),
turnos AS (
    -- Of users whose names differ only in case, one who can sign in keeps the name; of several, the oldest.
    SELECT *, row_number() OVER (PARTITION BY lower(usuario COLLATE es_mx) ORDER BY sin_rol OR en_claro, id) > 1 AS tomado
    FROM vistos)
SELECT id, nombre, apellido_paterno, coalesce(apellido_materno, '') AS apellido_materno, usuario,
       CASE WHEN en_claro THEN '!' ELSE contrasena END AS contrasena, coalesce(rol_id, 1) AS rol_id,
       NOT (sin_rol OR en_claro OR tomado) AS activo, tomado AS excepcion_adopcion, sin_rol, en_claro, tomado
FROM turnos;
