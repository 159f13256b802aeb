namespace Prosmex.Domain.Visitas;

/// <summary>Common parts of statements about visits.</summary>
internal static class VisitaParts
{
    /// <summary>
    /// The visits without a payment of loans, from phones and from the page. Of a phone's clock that is ahead, the receipt's instant counts. Phones also
    /// send visits to loans that their user does not see, which are only noted: here count those of groups that the client was in.
    /// </summary>
    /// <param name="prestamos">A query, or its name, with <c>prestamo_id</c> and <c>cliente_id</c>.</param>
    public static FormattableString SinPago(FormattableString prestamos) => $"""
        SELECT p.prestamo_id, least(f.ocurrido_en, f.recibido_en) AS fecha, f.recibido_en AS anotada_en, f.clave::text AS llave,
               f.visita, f.nota, f.promesa_fecha, f.promesa_monto, e.usuario_id
        FROM {prestamos} p
        JOIN envio_filas f USING (prestamo_id)
        JOIN envios e USING (envio_id)
        WHERE f.visita <> 'pago' AND EXISTS (SELECT FROM membresias x WHERE x.cliente_id = p.cliente_id AND x.grupo_id = e.grupo_id)
        UNION ALL
        SELECT p.prestamo_id, v.fecha, v.anotada_en, v.id::text, v.visita, v.nota, v.promesa_fecha, v.promesa_monto, v.usuario_id
        FROM {prestamos} p
        JOIN visitas v USING (prestamo_id)
        """;

    /// <summary>The latest first, of rows <paramref name="visita"/> of <see cref="SinPago"/>; of one instant, the one that was noted later.</summary>
    public static FormattableString LatestFirst(FormattableString visita) => $"{visita}.fecha DESC, {visita}.anotada_en DESC, {visita}.llave DESC";
}
