CREATE TRIGGER membresias_al_borrar AFTER DELETE ON clientes_avales REFERENCING OLD TABLE AS viejas FOR EACH STATEMENT EXECUTE FUNCTION anotar_membresias();
