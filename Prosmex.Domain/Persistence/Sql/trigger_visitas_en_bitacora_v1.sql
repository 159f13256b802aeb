CREATE TRIGGER visitas_en_bitacora AFTER INSERT OR DELETE OR UPDATE ON visitas FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('visita', 'id');
