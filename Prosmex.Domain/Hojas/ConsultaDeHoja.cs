using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Hojas;

/// <summary>Which groups and which week a sheet is about: those of a route, or one.</summary>
internal sealed record AlcanceDeHoja(Llamante Llamante, Semana Semana, DateTimeOffset Ahora, int? RutaId, int? GrupoId);

/// <summary>The one statement behind the sheet.</summary>
internal static class ConsultaDeHoja
{
    /// <summary>
    /// As the reports: as of the end of the week, or of now if that is earlier; loans by their clients' names. A row without a group where the
    /// route or the group is not the caller's to see, one without a loan where a group has none open.
    /// </summary>
    public static FormattableString De(AlcanceDeHoja alcance)
    {
        var (llamante, semana) = (alcance.Llamante, alcance.Semana);
        var rol = (int)llamante.Rol;
        var yo = llamante.UsuarioId;
        var ahora = alcance.Ahora + Pagos.PagoErrores.HolguraDelReloj;
        var hasta = semana.Fin < ahora ? semana.Fin : ahora;
        var hoy = HoraMexico.Dia(alcance.Ahora);
        var ultimoDia = semana.Domingo < hoy ? semana.Domingo : hoy;
        return $"""
            WITH visibles AS (
                SELECT g.grupo_id, g.nombre_grupo
                FROM grupos g
                JOIN rutas r USING (ruta_id)
                WHERE ({alcance.GrupoId}::integer IS NULL OR g.grupo_id = {alcance.GrupoId})
                  AND ({alcance.RutaId}::integer IS NULL OR g.ruta_id = {alcance.RutaId})
                  AND CASE {rol}
                        WHEN {(int)RolId.Gestor} THEN coalesce(g.usuario_id_gestor = {yo}, {llamante.VeGruposSinGestor})
                        WHEN {(int)RolId.Titular} THEN g.usuario_id_titular = {yo}
                        WHEN {(int)RolId.Supervisor} THEN r.usuario_id_supervisor = {yo}
                        WHEN {(int)RolId.Gerente} THEN r.usuario_id_gerente = {yo}
                        ELSE {llamante.VeTodo}
                      END),
            ruta_sin_grupos AS (
                SELECT ruta_id
                FROM rutas
                WHERE ruta_id = {alcance.RutaId}
                  AND CASE {rol}
                        WHEN {(int)RolId.Supervisor} THEN usuario_id_supervisor = {yo}
                        WHEN {(int)RolId.Gerente} THEN usuario_id_gerente = {yo}
                        ELSE {llamante.VeTodo}
                      END),
            abiertos AS (
                SELECT c.grupo_id, c.cliente_id, c.nombre_completo, p.prestamo_id, p.aval_id, p.fecha_inicio,
                       p.monto_utilidad, p.cobranza_ideal, p.numero_semanas, p.pagado, p.numero_pagos
                FROM visibles
                JOIN clientes_avales c USING (grupo_id)
                JOIN prestamos p USING (cliente_id)
                WHERE p.fecha_inicio <= {ultimoDia} AND (p.fecha_cierre IS NULL OR p.fecha_cierre >= {hasta})),
            reciente AS (
                SELECT m.prestamo_id,
                       sum(m.monto_pagado) AS desde_el_lunes,
                       sum(m.monto_pagado) FILTER (WHERE m.fecha_pago < {hasta}) AS en_la_semana,
                       sum(CASE WHEN m.tipo = 'cobro' THEN 1 WHEN o.tipo = 'cobro' THEN -1 END) FILTER (WHERE m.fecha_pago >= {hasta}) AS cobros_despues
                FROM abiertos
                JOIN pagos m USING (prestamo_id)
                LEFT JOIN pagos o ON o.pago_id = m.reversa_de
                WHERE m.fecha_pago >= {semana.Inicio}
                GROUP BY m.prestamo_id),
            faltas AS (
                SELECT f.prestamo_id, count(*) AS faltas
                FROM abiertos
                JOIN falta f USING (prestamo_id)
                WHERE f.fecha <= {semana.Domingo}
                GROUP BY f.prestamo_id)
            SELECT v.grupo_id,
                   v.nombre_grupo AS grupo,
                   a.prestamo_id,
                   a.cliente_id,
                   a.nombre_completo AS cliente,
                   aval.nombre_completo AS aval,
                   semana_del_plan(a.fecha_inicio, {semana.Lunes}) AS semana_del_plan,
                   a.monto_utilidad,
                   a.cobranza_ideal,
                   a.numero_semanas,
                   a.pagado - coalesce(x.desde_el_lunes, 0) AS antes,
                   coalesce(x.en_la_semana, 0) AS en_la_semana,
                   (a.numero_pagos - coalesce(x.cobros_despues, 0))::integer AS numero_pagos,
                   coalesce(f.faltas, 0)::integer AS faltas
            FROM visibles v
            FULL JOIN ruta_sin_grupos r ON false
            LEFT JOIN abiertos a USING (grupo_id)
            LEFT JOIN reciente x USING (prestamo_id)
            LEFT JOIN faltas f USING (prestamo_id)
            LEFT JOIN clientes_avales aval ON aval.cliente_id = a.aval_id
            ORDER BY v.grupo_id, a.nombre_completo, a.prestamo_id
            """;
    }
}
