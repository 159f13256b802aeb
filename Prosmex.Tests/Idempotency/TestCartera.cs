using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Idempotency;

internal static class TestCartera
{
    /// <summary>That many clients of group 1, each with an open loan of 9,000 (10,800 to pay) that begins today; the ids of both count from 1.</summary>
    public static Task FillAsync(string connection, int prestamos) => TestDatabase.ExecuteAsync(connection, $"""
        INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
        SELECT 'N' || n, 'P', 'M', 'C', '01000', 'I', 'viudo', 0, 'rentada', true, 1 FROM generate_series(1, {prestamos}) n ORDER BY n;
        INSERT INTO prestamos (cliente_id, aval_id, tipo_prestamo_id, fecha_inicio, monto_prestamo, monto_prestamo_real, monto_utilidad, cobranza_ideal,
                               numero_semanas, pagado, numero_pagos, status, renovacion, fecha_creacion, excepcion_adopcion)
        SELECT n, n % {prestamos} + 1, t.tipo_prestamo_id, (now() AT TIME ZONE 'America/Mexico_City')::date, 9000, 9000, round(9000 * (1 + t.interes), 2),
               round(9000 * t.porcentaje_semanal, 2), t.numero_semanas, 0, 0, 'activo', false, now() - interval '1 minute', false
        FROM generate_series(1, {prestamos}) n, tipos_prestamo t WHERE t.tipo_prestamo_id = 1 ORDER BY n
        """);
}
