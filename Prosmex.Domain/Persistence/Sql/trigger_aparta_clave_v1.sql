CREATE TRIGGER aparta_clave BEFORE INSERT ON operaciones FOR EACH ROW WHEN ((new.clave IS NOT NULL)) EXECUTE FUNCTION apartar_clave();
