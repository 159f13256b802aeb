CREATE TRIGGER termina_sesiones_al_dar AFTER UPDATE ON permisos REFERENCING NEW TABLE AS cambiados FOR EACH STATEMENT EXECUTE FUNCTION terminar_sesiones_de_roles();
