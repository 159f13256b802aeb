CREATE TRIGGER termina_sesiones_al_quitar AFTER UPDATE ON permisos REFERENCING OLD TABLE AS cambiados FOR EACH STATEMENT EXECUTE FUNCTION terminar_sesiones_de_roles();
