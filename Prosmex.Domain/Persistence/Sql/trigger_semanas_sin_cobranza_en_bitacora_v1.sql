CREATE TRIGGER semanas_sin_cobranza_en_bitacora AFTER INSERT OR DELETE OR UPDATE ON semanas_sin_cobranza FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('semana_sin_cobranza', 'id');
