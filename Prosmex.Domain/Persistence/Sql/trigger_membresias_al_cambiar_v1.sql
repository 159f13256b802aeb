CREATE TRIGGER membresias_al_cambiar AFTER UPDATE ON clientes_avales REFERENCING OLD TABLE AS viejas NEW TABLE AS nuevas FOR EACH STATEMENT EXECUTE FUNCTION anotar_membresias();
