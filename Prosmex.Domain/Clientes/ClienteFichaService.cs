using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Visitas;

namespace Prosmex.Domain.Clientes;

/// <summary>Reads what is known of one client whom the caller sees, in one statement.</summary>
public sealed class ClienteFichaService(ProsmexDbContext db)
{
    /// <exception cref="DominioException">cliente.no_encontrado.</exception>
    public async Task<ClienteFichaDto> ObtenerAsync(RequestContext context, int clienteId, CancellationToken cancellationToken)
    {
        var alcance = AlcanceDeReporte.De(context, new(Dia: null));
        var filas = await db.Database.SqlQuery<Fila>(Query(alcance, clienteId)).ToListAsync(cancellationToken);
        return filas is [var fila] ? fila.Ficha() : throw new DominioException(ClienteErrores.NoEncontrado);
    }

    private static FormattableString Query(AlcanceDeReporte alcance, int clienteId)
    {
        FormattableString cliente = $"""
            SELECT c.cliente_id AS id, c.nombre, c.apellido_paterno, c.apellido_materno, c.colonia, c.cp, c.codigo_ine, c.estado_civil, c.num_hijos,
                   c.propiedad, c.es_aval, c.grupo_id
            FROM persona c
            """;
        FormattableString avalados = $"""
            SELECT v.prestamo_id, v.cliente_id, v.nombre_completo AS cliente, g.nombre_grupo AS grupo, v.restante, coalesce(a.dias, 0) AS dias_de_atraso
            FROM avalados v
            JOIN alcance g USING (grupo_id)
            LEFT JOIN atrasos a ON a.prestamo_id = v.prestamo_id
            ORDER BY v.prestamo_id
            """;
        FormattableString faltas = $"""
            SELECT f.fecha - 6 AS semana, f.prestamo_id, f.monto_abonado AS abonado
            FROM persona
            JOIN prestamos p USING (cliente_id)
            JOIN falta f USING (prestamo_id)
            ORDER BY f.fecha DESC, f.prestamo_id DESC
            LIMIT 20
            """;

        FormattableString visitas = $"""
            (SELECT m.pago_id, m.fecha_pago, m.monto_pagado AS monto, m.prestamo_id, {ReporteParts.NombreDeUsuario($"u")} AS registrado_por,
                    'pago' AS visita, NULL AS nota, NULL::json AS promesa
            FROM persona
            JOIN prestamos p USING (cliente_id)
            JOIN pagos m USING (prestamo_id)
            LEFT JOIN usuarios u ON u.id = m.registrado_por
            WHERE m.tipo = 'cobro' AND {PagoParts.EnVigor($"m")}
            ORDER BY m.fecha_pago DESC, m.pago_id DESC
            LIMIT 20)
            UNION ALL
            (SELECT NULL, s.fecha, 0, s.prestamo_id, {ReporteParts.NombreDeUsuario($"u")}, s.visita, s.nota,
                    CASE WHEN s.promesa_fecha IS NOT NULL THEN json_build_object('fecha', s.promesa_fecha, 'monto', s.promesa_monto) END
            FROM ({VisitaParts.SinPago($"(SELECT k.prestamo_id, k.cliente_id FROM persona JOIN prestamos k USING (cliente_id))")}) s
            JOIN usuarios u ON u.id = s.usuario_id
            ORDER BY {VisitaParts.LatestFirst($"s")}
            LIMIT 20)
            ORDER BY fecha_pago DESC, pago_id DESC NULLS LAST
            LIMIT 20
            """;
        return Sql.Combine($"""
            WITH {ReporteParts.Grupos(alcance)},
            persona AS (
                SELECT c.*, g.nombre_grupo, g.ruta_id, g.nombre_ruta, g.usuario_id_titular, g.usuario_id_gestor
                FROM clientes_avales c
                JOIN alcance g USING (grupo_id)
                WHERE c.cliente_id = {clienteId}),
            avalados AS (
                SELECT p.prestamo_id, k.cliente_id, k.nombre_completo, k.grupo_id, p.monto_utilidad - p.pagado AS restante
                FROM persona
                JOIN prestamos p ON p.aval_id = persona.cliente_id
                JOIN clientes_avales k ON k.cliente_id = p.cliente_id
                WHERE {PrestamoQueryExtensions.Abierto($"p")}),
            sus_grupos AS (
                SELECT grupo_id FROM persona
                UNION
                SELECT grupo_id FROM avalados JOIN alcance USING (grupo_id)),
            {ReporteParts.Cuentas(alcance.Pedida, $"sus_grupos")},
            {PrestamosQuery.Atrasos(alcance)}
            SELECT {NestedRows.Of(cliente)} AS cliente, e.telefono,
                   d.grupo_id, d.nombre_grupo AS grupo, d.ruta_id, d.nombre_ruta AS ruta,
                   {ReporteParts.NombreDeUsuario($"titular")} AS titular, {ReporteParts.NombreDeUsuario($"gestor")} AS gestor,
                   {NestedRows.Of(FilaDeFicha.De($"persona JOIN prestamos p USING (cliente_id)"))} AS prestamos,
                   {NestedRows.Of(avalados)} AS avala_a,
                   (SELECT count(*) FROM avalados WHERE grupo_id NOT IN (SELECT grupo_id FROM alcance))::integer AS avala_a_otros,
                   {NestedRows.Of(faltas)} AS faltas,
                   {NestedRows.Of(visitas)} AS visitas
            FROM persona d
            LEFT JOIN expedientes e USING (cliente_id)
            LEFT JOIN usuarios titular ON titular.id = d.usuario_id_titular
            LEFT JOIN usuarios gestor ON gestor.id = d.usuario_id_gestor
            """);
    }

    private sealed record Fila(
        string Cliente,
        string? Telefono,
        int GrupoId,
        string Grupo,
        int RutaId,
        string Ruta,
        string Titular,
        string Gestor,
        string Prestamos,
        string AvalaA,
        int AvalaAOtros,
        string Faltas,
        string Visitas)
    {
        public ClienteFichaDto Ficha()
        {
            var prestamos = NestedRows.Read<FilaDeFicha>(Prestamos).ConvertAll(p => p.Dto());
            return new(
                NestedRows.Read<ClienteDto>(Cliente).Single(),
                Telefono,
                new(GrupoId, Grupo),
                new(RutaId, Ruta),
                Titular,
                Gestor,
                prestamos.Sum(p => p.Restante),
                prestamos,
                NestedRows.Read<PrestamoAvaladoDto>(AvalaA),
                AvalaAOtros,
                NestedRows.Read<FaltaDeClienteDto>(Faltas),
                NestedRows.Read<VisitaDto>(Visitas));
        }
    }
}
