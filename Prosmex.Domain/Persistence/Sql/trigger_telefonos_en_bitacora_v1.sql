CREATE TRIGGER telefonos_en_bitacora AFTER UPDATE OF terminado_en, descartar_pedido_en ON telefonos FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('telefono', 'id');
