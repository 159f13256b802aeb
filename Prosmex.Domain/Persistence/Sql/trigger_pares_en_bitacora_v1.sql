CREATE TRIGGER pares_en_bitacora AFTER INSERT OR DELETE OR UPDATE ON pares_de_clientes FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('par_de_clientes', 'cliente_id');
