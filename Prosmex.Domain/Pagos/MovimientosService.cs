using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Pagos;

/// <summary>Finds payments of groups that the caller sees, those that were reversed included.</summary>
public sealed class MovimientosService(ProsmexDbContext db)
{
    /// <summary>By business date, the newest first; settlements by renewal are no payments of the client and are left out.</summary>
    /// <returns>The page, and the sum of all payments found.</returns>
    /// <exception cref="DominioException">grupo.no_encontrado, prestamo.no_encontrado, usuario.no_encontrado.</exception>
    public async Task<(Page<MovimientoHalladoDto> Movimientos, decimal TotalMonto)> BuscarAsync(
        CurrentUser currentUser, MovimientosFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var filas = await db.Database.SqlQuery<Fila>(Query(currentUser, filter, paging)).ToListAsync(cancellationToken);
        if (filas[0].Total == 0)
        {
            await ExigirAsync(currentUser, filter, cancellationToken);
        }

        return (new([.. filas.Where(f => f.PagoId is not null).Select(f => f.Movimiento())], paging, filas[0].Total), filas[0].TotalMonto);
    }

    private static FormattableString Query(CurrentUser currentUser, MovimientosFilter filter, PageRequest paging) => Sql.Combine($"""
        WITH vistos AS (
            SELECT p.prestamo_id, c.cliente_id, c.nombre_completo, g.grupo_id, g.nombre_grupo
            FROM prestamos p
            JOIN clientes_avales c USING (cliente_id)
            JOIN grupos g USING (grupo_id)
            JOIN rutas r USING (ruta_id)
            WHERE {Alcance.Condicion(currentUser)} {OfThePrestamo(filter)}),
        hallados AS (
            SELECT v.*, m.pago_id, m.fecha_pago, m.monto_pagado, m.tipo, m.custodio_id, m.registrado_por, m.recibido_en,
                   x.pago_id IS NOT NULL AS reversado, x.motivo
            FROM vistos v
            JOIN pagos m USING (prestamo_id)
            LEFT JOIN pagos x ON x.reversa_de = m.pago_id
            WHERE m.tipo = 'cobro' AND (x.pago_id IS NOT NULL) = {filter.Cancelados} {OfThePago(filter)}),
        pagina AS (
            SELECT * FROM hallados ORDER BY fecha_pago DESC, pago_id DESC {Sql.PageClause(paging)})
        SELECT (SELECT count(*) FROM hallados)::integer AS total, (SELECT coalesce(sum(monto_pagado), 0) FROM hallados) AS total_monto,
               h.pago_id, h.fecha_pago, h.monto_pagado AS monto, h.tipo, h.prestamo_id, h.cliente_id, h.nombre_completo AS cliente,
               h.grupo_id, h.nombre_grupo AS grupo, h.reversado, h.motivo, h.custodio_id, {ReporteParts.NombreDeUsuario($"custodio")} AS custodio,
               {ReporteParts.NombreDeUsuario($"registra")} AS registrado_por, h.recibido_en,
               EXISTS (SELECT FROM por_aclarar a WHERE a.pago_id = h.pago_id) AS por_aclarar
        FROM (SELECT 1) uno
        LEFT JOIN pagina h ON true
        LEFT JOIN usuarios custodio ON custodio.id = h.custodio_id
        LEFT JOIN usuarios registra ON registra.id = h.registrado_por
        ORDER BY h.fecha_pago DESC, h.pago_id DESC
        """);

    private static FormattableString OfThePrestamo(MovimientosFilter filter)
    {
        FormattableString nada = $"";
        var delGrupo = filter.GrupoId is { } grupoId ? $"AND g.grupo_id = {grupoId}" : nada;
        var delPrestamo = filter.PrestamoId is { } prestamoId ? $"AND p.prestamo_id = {prestamoId}" : nada;
        var delCliente = filter.Q is { } q && Numero(q) is null ? $"AND strpos(c.busqueda, sin_acentos({q})) > 0" : nada;
        return $"{delGrupo} {delPrestamo} {delCliente}";
    }

    private static FormattableString OfThePago(MovimientosFilter filter)
    {
        FormattableString nada = $"";
        var numero = filter.Q is { } q && Numero(q) is { } n ? $"AND m.pago_id = {n}" : nada;
        var desde = filter.Desde is { } primero ? $"AND m.fecha_pago >= {HoraMexico.Inicio(primero)}" : nada;
        var hasta = filter.Hasta is { } ultimo ? $"AND m.fecha_pago < {HoraMexico.Inicio(ultimo.AddDays(1))}" : nada;
        var delCustodio = filter.CustodioId is { } custodioId ? $"AND m.custodio_id = {custodioId}" : nada;
        return $"{numero} {desde} {hasta} {delCustodio}";
    }

    private static int? Numero(string q) => int.TryParse(q, NumberStyles.None, CultureInfo.InvariantCulture, out var numero) ? numero : null;

    // Nothing was found: perhaps because there is no such thing, or it is not the caller's.
    private async Task ExigirAsync(CurrentUser currentUser, MovimientosFilter filter, CancellationToken cancellationToken)
    {
        await db.ExigirGrupoSiVieneAsync(currentUser, filter.GrupoId, cancellationToken);
        await db.ExigirPrestamoSiVieneAsync(currentUser, filter.PrestamoId, cancellationToken);
        if (filter.CustodioId is { } custodioId && !await db.Usuarios.AnyAsync(u => u.Id == custodioId, cancellationToken))
        {
            throw new DominioException(UsuarioErrores.NoEncontrado);
        }
    }

    /// <summary>A row of the page; a page without rows has one with the totals alone.</summary>
    private sealed record Fila(
        int Total,
        decimal TotalMonto,
        int? PagoId,
        DateTimeOffset? FechaPago,
        decimal? Monto,
        string? Tipo,
        int? PrestamoId,
        int? ClienteId,
        string? Cliente,
        int? GrupoId,
        string? Grupo,
        bool? Reversado,
        string? Motivo,
        int? CustodioId,
        string? Custodio,
        string? RegistradoPor,
        DateTimeOffset? RecibidoEn,
        bool PorAclarar)
    {
        public MovimientoHalladoDto Movimiento() => new(
            PagoId!.Value,
            FechaPago!.Value,
            Monto!.Value,
            EnumNames.Parse<TipoPago>(Tipo!),
            PrestamoId!.Value,
            ClienteId!.Value,
            Cliente!,
            GrupoId!.Value,
            Grupo!,
            Reversado!.Value,
            Motivo,
            CustodioId,
            CustodioId is null ? null : Custodio,
            RegistradoPor!,
            RecibidoEn!.Value,
            PorAclarar);
    }
}
