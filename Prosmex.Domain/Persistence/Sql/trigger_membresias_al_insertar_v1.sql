CREATE TRIGGER membresias_al_insertar AFTER INSERT ON clientes_avales REFERENCING NEW TABLE AS nuevas FOR EACH STATEMENT EXECUTE FUNCTION anotar_membresias();
