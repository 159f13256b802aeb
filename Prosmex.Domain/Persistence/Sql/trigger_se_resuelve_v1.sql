CREATE TRIGGER se_resuelve BEFORE UPDATE ON por_aclarar FOR EACH ROW EXECUTE FUNCTION por_aclarar_se_resuelve();
