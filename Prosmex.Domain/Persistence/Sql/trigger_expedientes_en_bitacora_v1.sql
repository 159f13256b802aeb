CREATE TRIGGER expedientes_en_bitacora AFTER INSERT OR DELETE OR UPDATE ON expedientes FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('expediente', 'cliente_id', 'curp', 'rfc', 'clabe');
