CREATE TRIGGER cambia_cifras AFTER INSERT OR DELETE OR UPDATE ON grupos_sin_cobranza FOR EACH ROW EXECUTE FUNCTION anotar_cambio_por_semana();
CREATE TRIGGER cambia_cifras AFTER INSERT OR DELETE OR UPDATE ON membresias FOR EACH ROW EXECUTE FUNCTION anotar_cambio_de_grupo();
CREATE TRIGGER cambia_cifras AFTER INSERT OR DELETE OR UPDATE ON pagos FOR EACH ROW EXECUTE FUNCTION anotar_cambio_por_pago();
CREATE TRIGGER cambia_cifras AFTER INSERT OR DELETE OR UPDATE OF cliente_id, fecha_inicio, monto_prestamo, monto_prestamo_real, monto_utilidad, cobranza_ideal, numero_semanas, fecha_creacion, excepcion_adopcion ON prestamos FOR EACH ROW EXECUTE FUNCTION anotar_cambio_por_prestamo();
