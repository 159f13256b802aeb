using System.Globalization;
using Prosmex.Tests.Verificacion;

namespace Prosmex.Tests.Hostile;

/// <summary>The money after everything: what the loans say is what their rows say.</summary>
internal static class Cuadre
{
    private static readonly (string Regla, string Sql)[] Reglas =
    [
        ("pagado is the sum of the entries", """
            SELECT p.prestamo_id FROM prestamos p LEFT JOIN pagos g USING (prestamo_id)
            GROUP BY p.prestamo_id HAVING p.pagado <> coalesce(sum(g.monto_pagado), 0)
            """),
        ("numero_pagos counts the collections in force", """
            SELECT p.prestamo_id FROM prestamos p WHERE p.numero_pagos <> (SELECT count(*) FROM pagos g WHERE g.prestamo_id = p.prestamo_id AND g.tipo = 'cobro'
                AND NOT EXISTS (SELECT FROM pagos r WHERE r.reversa_de = g.pago_id))
            """),
        ("no balance is negative", "SELECT prestamo_id FROM prestamos WHERE pagado < 0 OR pagado > monto_utilidad"),
        ("a loan is closed exactly when it is paid", """
            SELECT prestamo_id FROM prestamos WHERE (status IN ('liquidado', 'renovado')) <> (pagado = monto_utilidad) OR (status IN ('liquidado', 'renovado')) <> (fecha_cierre IS NOT NULL)
            """),
        ("one open loan per client", "SELECT min(prestamo_id) FROM prestamos WHERE status IN ('activo', 'vencido') GROUP BY cliente_id HAVING count(*) > 1"),
        ("a loan is renovado exactly when another renews it, for the same client", """
            SELECT p.prestamo_id FROM prestamos p LEFT JOIN prestamos n ON n.renueva_a = p.prestamo_id
            WHERE (p.status = 'renovado') <> (n.prestamo_id IS NOT NULL) OR n.cliente_id <> p.cliente_id
            """),
        ("a renewal hands out its amount less the settlement in force", """
            SELECT n.prestamo_id FROM prestamos n WHERE n.monto_prestamo - n.monto_prestamo_real <> coalesce((SELECT sum(g.monto_pagado) FROM pagos g
                WHERE g.prestamo_id = n.renueva_a AND g.tipo = 'liquidacion_por_renovacion' AND NOT EXISTS (SELECT FROM pagos r WHERE r.reversa_de = g.pago_id)), 0)
            """),
        ("a reversal is the opposite of its entry", """
            SELECT r.prestamo_id FROM pagos r JOIN pagos g ON g.pago_id = r.reversa_de
            WHERE r.monto_pagado <> -g.monto_pagado OR r.prestamo_id <> g.prestamo_id OR g.tipo = 'reversa' OR r.fecha_pago <> g.fecha_pago
            """),
        ("every entry says who made it", "SELECT prestamo_id FROM pagos WHERE registrado_por IS NULL OR recibido_en IS NULL"),
        ("the aval is another existing client", "SELECT prestamo_id FROM prestamos WHERE aval_id IS NULL OR aval_id = cliente_id"),
        ("no loan was taken in as an exception", "SELECT prestamo_id FROM prestamos WHERE excepcion_adopcion"),
    ];

    /// <summary>The rules above, and the recount of each loan's faltas and status from the raw rows.</summary>
    public static async Task<int> ExigirAsync(string connection)
    {
        var cartera = new Cartera(connection, DateTimeOffset.Parse(World.Clock, CultureInfo.InvariantCulture));
        foreach (var (regla, sql) in Reglas)
        {
            var infractores = await cartera.FilasAsync(sql, r => r.GetInt32(0));
            Assert.True(infractores.Count == 0, $"Not so: {regla}. Loans {string.Join(", ", infractores.Take(10))}");
        }

        await cartera.CuadrarAsync();
        return (await cartera.FilasAsync("SELECT prestamo_id FROM prestamos", r => r.GetInt32(0))).Count;
    }
}
