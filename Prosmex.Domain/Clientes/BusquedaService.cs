using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Clientes;

/// <summary>Finds clients and loans of groups that the caller sees.</summary>
/// <remarks>
/// A text is compared with every client in scope: for 30,000 clients that takes a few dozen milliseconds, so that there is no index to keep.
/// </remarks>
public sealed class BusquedaService(ProsmexDbContext db)
{
    private const int MinLetters = 3;

    /// <summary>
    /// By number of client or loan; by the beginning of an INE key; by the parts of a name in any order, accents, case and blanks ignored. First what has
    /// the number, then clients: by INE key, then those whose name begins with the text, then with one of its parts, each by name; then the open loans
    /// of the clients found.
    /// </summary>
    /// <exception cref="DominioException">solicitud.invalida for less than three letters that are no number.</exception>
    public async Task<BusquedaDto> BuscarAsync(CurrentUser currentUser, string? q, CancellationToken cancellationToken)
    {
        var text = q ?? "";
        var numero = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        var esTexto = new StringInfo(CleanText.WithoutBlanks(text)).LengthInTextElements >= MinLetters;
        if (numero == 0 && !esTexto)
        {
            throw new DominioException(ErroresComunes.Invalido("q", "escriba tres letras o más, o el número de un cliente o de un préstamo."));
        }

        var filas = await db.Database.SqlQuery<Fila>(Query(currentUser, numero, esTexto ? text : null)).ToListAsync(cancellationToken);
        return new(filas.ConvertAll(f => f.Hallazgo()));
    }

    private static FormattableString Query(CurrentUser currentUser, int numero, string? text)
    {
        var (coincide, orden) = text is null ? ($"c.cliente_id = {numero}", $"0") : Coincide(numero, text);
        return Sql.Combine($"""
            WITH vistos AS NOT MATERIALIZED (
                SELECT c.cliente_id, c.nombre_completo, c.busqueda, c.codigo_ine, g.nombre_grupo
                FROM clientes_avales c
                JOIN grupos g USING (grupo_id)
                JOIN rutas r USING (ruta_id)
                WHERE {Alcance.Condicion(currentUser)}),
            hallados AS (
                SELECT c.cliente_id, c.nombre_completo, c.nombre_grupo, {orden} AS orden
                FROM vistos c
                WHERE {coincide}
                ORDER BY orden, c.nombre_completo, c.cliente_id
                LIMIT 20),
            creditos AS (
                SELECT p.prestamo_id, p.cliente_id, h.nombre_completo, h.nombre_grupo, p.status, p.monto_utilidad - p.pagado AS restante, h.orden + 10 AS orden
                FROM hallados h
                JOIN prestamos p USING (cliente_id)
                WHERE {PrestamoQueryExtensions.Abierto($"p")} AND p.prestamo_id <> {numero}
                UNION ALL
                SELECT p.prestamo_id, p.cliente_id, c.nombre_completo, c.nombre_grupo, p.status, p.monto_utilidad - p.pagado, 1
                FROM prestamos p
                JOIN vistos c USING (cliente_id)
                WHERE p.prestamo_id = {numero})
            SELECT 'cliente' AS tipo, h.cliente_id AS id, h.cliente_id, h.nombre_completo AS cliente, h.nombre_grupo AS grupo, NULL::text AS status,
                   (SELECT coalesce(sum(p.monto_utilidad - p.pagado), 0) FROM prestamos p WHERE p.cliente_id = h.cliente_id) AS restante, h.orden
            FROM hallados h
            UNION ALL
            SELECT 'prestamo', c.prestamo_id, c.cliente_id, c.nombre_completo, c.nombre_grupo, c.status, c.restante, c.orden
            FROM creditos c
            ORDER BY orden, cliente, id
            LIMIT 20
            """);
    }

    // The parts are normalized once, not per row.
    private static (FormattableString Coincide, FormattableString Orden) Coincide(int numero, string text)
    {
        var ine = CleanText.WithoutBlanks(text).ToUpperInvariant();
        var parts = text.Split(' ').Select(Escape).ToArray();
        FormattableString todas = $"ARRAY(SELECT '%' || sin_acentos(parte) || '%' FROM unnest({parts}::text[]) parte)";
        FormattableString alguna = $"ARRAY(SELECT sin_acentos(parte) || '%' FROM unnest({parts}::text[]) parte)";
        FormattableString porIne = $"starts_with(upper(c.codigo_ine), {ine})";
        return (
            $"(c.cliente_id = {numero} OR {porIne} OR c.busqueda LIKE ALL ({todas}))",
            $"""
            CASE WHEN c.cliente_id = {numero} THEN 0
                 WHEN {porIne} THEN 2
                 WHEN starts_with(c.busqueda, (SELECT sin_acentos({text}))) THEN 3
                 WHEN c.busqueda LIKE ANY ({alguna}) THEN 4
                 ELSE 5 END
            """);
    }

    // Of LIKE's own characters.
    private static string Escape(string parte) => parte.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private sealed record Fila(string Tipo, int Id, int ClienteId, string Cliente, string Grupo, string? Status, decimal Restante)
    {
        public HallazgoDeBusquedaDto Hallazgo() => new(
            EnumNames.Parse<TipoDeHallazgo>(Tipo), Id, ClienteId, Cliente, Grupo, Status is null ? null : EnumNames.Parse<StatusPrestamo>(Status), Restante);
    }
}
