CREATE TRIGGER termina_sesiones_al_borrar AFTER DELETE ON permisos REFERENCING OLD TABLE AS cambiados FOR EACH STATEMENT EXECUTE FUNCTION terminar_sesiones_de_roles();
