CREATE TRIGGER termina_sesiones_al_insertar AFTER INSERT ON permisos REFERENCING NEW TABLE AS cambiados FOR EACH STATEMENT EXECUTE FUNCTION terminar_sesiones_de_roles();
