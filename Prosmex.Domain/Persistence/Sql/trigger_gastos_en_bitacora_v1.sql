CREATE TRIGGER gastos_en_bitacora AFTER INSERT OR DELETE OR UPDATE ON corte_gasto FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('corte_gasto', 'id');
