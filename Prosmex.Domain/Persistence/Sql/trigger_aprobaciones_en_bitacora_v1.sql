CREATE TRIGGER aprobaciones_en_bitacora AFTER INSERT OR DELETE OR UPDATE ON reglas_de_aprobacion FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('regla_de_aprobacion', 'id');
CREATE TRIGGER aprobaciones_en_bitacora AFTER INSERT OR DELETE OR UPDATE ON limites FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('limite', 'id');
CREATE TRIGGER aprobaciones_en_bitacora AFTER INSERT OR DELETE OR UPDATE ON solicitudes FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('solicitud', 'id', 'contenido');
CREATE TRIGGER aprobaciones_en_bitacora AFTER INSERT OR DELETE OR UPDATE ON respuestas_de_solicitud FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('respuesta_de_solicitud', 'solicitud_id');
