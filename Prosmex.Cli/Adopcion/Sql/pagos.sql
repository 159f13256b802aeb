-- A stretch of the payments: those whose id is above prosmex.desde, up to prosmex.hasta. In ascending stretches, since a reversal comes after
-- what it reverses.
INSERT INTO pagos (pago_id, prestamo_id, tipo, fecha_pago, monto_pagado, reversa_de, motivo, recibido_en, excepcion_adopcion)
SELECT pago_id, prestamo_id, tipo, fecha_pago, monto_pagado, reversa_de,
       CASE tipo WHEN 'reversa' THEN 'Pago negativo del sistema anterior.' END, pg_temp.ahora(), negativo OR futuro
FROM nuevo_pago
WHERE pago_id > current_setting('prosmex.desde')::integer AND pago_id <= current_setting('prosmex.hasta')::integer
ORDER BY pago_id;
