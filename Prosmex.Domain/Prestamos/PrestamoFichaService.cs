using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;

namespace Prosmex.Domain.Prestamos;

/// <summary>Reads what is known of one loan that the caller sees, in one statement.</summary>
public sealed class PrestamoFichaService(ProsmexDbContext db)
{
    /// <exception cref="DominioException">prestamo.no_encontrado.</exception>
    public async Task<PrestamoFichaDto> ObtenerAsync(RequestContext context, int prestamoId, CancellationToken cancellationToken)
    {
        var alcance = AlcanceDeReporte.De(context, new(Dia: null));
        var filas = await db.Database.SqlQuery<Fila>(Query(alcance, prestamoId)).ToListAsync(cancellationToken);
        return filas is [var fila] ? fila.Ficha() : throw new DominioException(PrestamoErrores.NoEncontrado);
    }

    private static FormattableString Query(AlcanceDeReporte alcance, int prestamoId)
    {
        FormattableString movimientos = $"""
            SELECT m.pago_id AS id, m.tipo, m.fecha_pago, m.monto_pagado AS monto, {ReporteParts.NombreDeUsuario($"u")} AS registrado_por, m.recibido_en,
                   EXISTS (SELECT FROM pagos r WHERE r.reversa_de = m.pago_id) AS reversado, m.reversa_de, m.motivo
            FROM pagos m
            LEFT JOIN usuarios u ON u.id = m.registrado_por
            WHERE m.prestamo_id = p.prestamo_id
            ORDER BY m.fecha_pago, m.pago_id
            """;
        FormattableString faltas = $"SELECT f.fecha FROM falta f WHERE f.prestamo_id = p.prestamo_id";
        return Sql.Combine($"""
            WITH {ReporteParts.Grupos(alcance)},
            pedido AS (
                SELECT p.*, c.nombre_completo, g.grupo_id, g.nombre_grupo, g.ruta_id, g.nombre_ruta
                FROM prestamos p
                JOIN clientes_avales c USING (cliente_id)
                JOIN alcance g USING (grupo_id)
                WHERE p.prestamo_id = {prestamoId}),
            su_grupo AS (
                SELECT grupo_id FROM pedido),
            {ReporteParts.Cuentas(alcance.Pedida, $"su_grupo")},
            {PrestamosQuery.Atrasos(alcance)}
            SELECT {NestedRows.Of(FilaDeFicha.De($"pedido p"))} AS prestamo,
                   p.cliente_id, p.nombre_completo AS cliente, p.grupo_id, p.nombre_grupo AS grupo, p.ruta_id, p.nombre_ruta AS ruta,
                   p.renueva_a, (SELECT n.prestamo_id FROM prestamos n WHERE n.renueva_a = p.prestamo_id) AS renovado_por,
                   (SELECT max(semana) FROM semana_cierre) AS ultima_cerrada,
                   {NestedRows.Of(movimientos)} AS movimientos,
                   {NestedRows.Of(faltas)} AS faltas
            FROM pedido p
            """);
    }

    private sealed record FilaDeFalta(DateOnly Fecha);

    private sealed record Fila(
        string Prestamo,
        int ClienteId,
        string Cliente,
        int GrupoId,
        string Grupo,
        int RutaId,
        string Ruta,
        int? RenuevaA,
        int? RenovadoPor,
        DateOnly? UltimaCerrada,
        string Movimientos,
        string Faltas)
    {
        public PrestamoFichaDto Ficha()
        {
            var prestamo = NestedRows.Read<FilaDeFicha>(Prestamo).Single();
            var movimientos = NestedRows.Read<MovimientoDeFichaDto>(Movimientos);
            var faltas = NestedRows.Read<FilaDeFalta>(Faltas).Select(f => f.Fecha).ToHashSet();
            return new(
                prestamo.Dto(),
                new(ClienteId, Cliente, GrupoId),
                new(GrupoId, Grupo),
                new(RutaId, Ruta),
                RenuevaA,
                RenovadoPor,
                SemanaDeFichaDto.De(prestamo.Plan, prestamo.FechaInicio, movimientos, faltas, UltimaCerrada),
                movimientos);
        }
    }
}
