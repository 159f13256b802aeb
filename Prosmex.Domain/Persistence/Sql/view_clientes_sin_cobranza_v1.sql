-- The clients of each declared week, by the declaration that holds for them: those whose group at the end of the week is one of its groups. Later
-- moves of a client change no past week.
CREATE VIEW clientes_sin_cobranza AS
SELECT d.semana, m.cliente_id, d.declaracion_id
FROM grupos_sin_cobranza d
JOIN membresias m USING (grupo_id)
WHERE vigente(m.desde, m.hasta, d.semana + 7);
