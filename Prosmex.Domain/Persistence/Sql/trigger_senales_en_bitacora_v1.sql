CREATE TRIGGER senales_en_bitacora AFTER INSERT OR DELETE OR UPDATE ON senales_descartadas FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('senal_descartada', 'id');
