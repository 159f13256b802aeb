using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Reportes;

/// <summary>Which groups and which week a report is about.</summary>
/// <param name="GrupoId">Only this group.</param>
/// <param name="Paginacion">Only this page of groups, by id; null is all of them.</param>
internal sealed record AlcanceDeReporte(Llamante Llamante, Semana Semana, DateTimeOffset Ahora, int? GrupoId = null, Paginacion? Paginacion = null);

/// <summary>The one statement behind every report.</summary>
internal static class ConsultaDeSemana
{
    /// <summary>
    /// Every figure is as of the end of the week, or of now if that is earlier (with the skew that payments are allowed).
    /// Money of before is told from <c>pagado</c> less what came later, so that only recent entries are read.
    /// </summary>
    public static FormattableString De(AlcanceDeReporte alcance)
    {
        var (llamante, semana) = (alcance.Llamante, alcance.Semana);
        var rol = (int)llamante.Rol;
        var yo = llamante.UsuarioId;
        var ahora = alcance.Ahora + Pagos.PagoErrores.HolguraDelReloj;
        var hasta = semana.Fin < ahora ? semana.Fin : ahora;
        var hoy = HoraMexico.Dia(alcance.Ahora);
        var ultimoDia = semana.Domingo < hoy ? semana.Domingo : hoy;
        var grupoId = alcance.GrupoId;
        var saltar = alcance.Paginacion?.Saltar ?? 0;
        var tomar = alcance.Paginacion?.PerPage;
        return $"""
            WITH visibles AS (
                SELECT g.grupo_id, g.nombre_grupo, g.usuario_id_titular, r.nombre_ruta, r.usuario_id_gerente, r.usuario_id_supervisor
                FROM grupos g
                JOIN rutas r USING (ruta_id)
                WHERE ({grupoId}::integer IS NULL OR g.grupo_id = {grupoId})
                  AND CASE {rol}
                        WHEN {(int)RolId.Gestor} THEN coalesce(g.usuario_id_gestor = {yo}, {llamante.VeGruposSinGestor})
                        WHEN {(int)RolId.Titular} THEN g.usuario_id_titular = {yo}
                        WHEN {(int)RolId.Supervisor} THEN r.usuario_id_supervisor = {yo}
                        WHEN {(int)RolId.Gerente} THEN r.usuario_id_gerente = {yo}
                        ELSE {llamante.VeTodo}
                      END),
            pagina AS (
                SELECT * FROM visibles ORDER BY grupo_id OFFSET {saltar} LIMIT {tomar}::integer),
            creditos AS (
                SELECT c.grupo_id, p.prestamo_id, p.monto_prestamo, p.monto_prestamo_real, p.monto_utilidad, p.cobranza_ideal, p.numero_semanas, p.pagado,
                       p.fecha_cierre IS NULL OR p.fecha_cierre >= {hasta} AS abierto,
                       row_number() OVER (PARTITION BY p.cliente_id ORDER BY p.prestamo_id DESC) = 1 AS es_ultimo,
                       semana_del_plan(p.fecha_inicio, {semana.Lunes}) AS k
                FROM pagina
                JOIN clientes_avales c USING (grupo_id)
                JOIN prestamos p USING (cliente_id)
                WHERE p.fecha_inicio <= {ultimoDia}),
            reciente AS (
                SELECT m.prestamo_id,
                       sum(m.monto_pagado) AS desde_el_lunes,
                       sum(m.monto_pagado) FILTER (WHERE m.fecha_pago < {hasta}) AS en_la_semana,
                       sum(m.monto_pagado) FILTER (WHERE m.fecha_pago < {hasta} AND coalesce(o.tipo, m.tipo) = 'cobro') AS efectivo
                FROM creditos
                JOIN pagos m USING (prestamo_id)
                LEFT JOIN pagos o ON o.pago_id = m.reversa_de
                WHERE m.fecha_pago >= {semana.Inicio}
                GROUP BY m.prestamo_id),
            cifras AS (
                SELECT c.*,
                       coalesce(x.efectivo, 0) AS efectivo,
                       coalesce(x.en_la_semana, 0) AS en_la_semana,
                       c.pagado - coalesce(x.desde_el_lunes, 0) AS antes,
                       plan_acumulado(c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.k) AS plan_hasta,
                       plan_acumulado(c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.k - 1) AS plan_antes
                FROM creditos c
                LEFT JOIN reciente x USING (prestamo_id)),
            semana AS (
                SELECT coalesce(max(semana) >= {semana.Lunes}, false) AS cerrada FROM semana_cierre),
            guardadas AS (
                SELECT prestamo_id FROM falta WHERE fecha = {semana.Domingo}),
            por_grupo AS (
                SELECT c.grupo_id,
                       coalesce(sum(c.cobranza_ideal) FILTER (WHERE c.abierto), 0) AS cobranza_ideal,
                       sum(c.efectivo) AS cobranza_real,
                       coalesce(sum(c.monto_prestamo) FILTER (WHERE c.es_ultimo), 0) AS prestamo_papel,
                       coalesce(sum(c.monto_prestamo_real) FILTER (WHERE c.es_ultimo), 0) AS prestamo_real,
                       sum(c.monto_utilidad - c.antes - c.en_la_semana) AS restante,
                       count(*) AS numero_de_creditos,
                       count(*) FILTER (WHERE c.abierto) AS prestamos_activos,
                       count(*) FILTER (WHERE CASE WHEN s.cerrada THEN f.prestamo_id IS NOT NULL
                           ELSE c.k BETWEEN 1 AND c.numero_semanas
                                AND c.en_la_semana + greatest(0, c.antes - c.plan_antes) < c.plan_hasta - c.plan_antes END) AS faltas
                FROM cifras c
                CROSS JOIN semana s
                LEFT JOIN guardadas f USING (prestamo_id)
                GROUP BY c.grupo_id)
            SELECT (SELECT count(*) FROM visibles)::integer AS total,
                   g.grupo_id,
                   g.usuario_id_titular AS titular_id,
                   concat_ws(' ', gerente.nombre, nullif(gerente.apellido_paterno, ''), nullif(gerente.apellido_materno, '')) AS gerente,
                   concat_ws(' ', supervisor.nombre, nullif(supervisor.apellido_paterno, ''), nullif(supervisor.apellido_materno, '')) AS supervisor,
                   concat_ws(' ', titular.nombre, nullif(titular.apellido_paterno, ''), nullif(titular.apellido_materno, '')) AS titular,
                   g.nombre_ruta AS ruta,
                   g.nombre_grupo AS grupo,
                   coalesce(s.cobranza_ideal, 0) AS cobranza_ideal,
                   coalesce(s.cobranza_real, 0) AS cobranza_real,
                   coalesce(s.prestamo_papel, 0) AS prestamo_papel,
                   coalesce(s.prestamo_real, 0) AS prestamo_real,
                   coalesce(s.restante, 0) AS restante,
                   coalesce(s.numero_de_creditos, 0)::integer AS numero_de_creditos,
                   coalesce(s.prestamos_activos, 0)::integer AS prestamos_activos,
                   coalesce(s.faltas, 0)::integer AS faltas,
                   b.id AS bono_id,
                   b.monto AS bono_monto,
                   b.entrega_min AS bono_entrega_min,
                   b.entrega_max AS bono_entrega_max,
                   b.fallas AS bono_fallas
            FROM (SELECT) AS siempre
            LEFT JOIN pagina g ON true
            LEFT JOIN por_grupo s USING (grupo_id)
            LEFT JOIN bono b ON b.entrega_min <= s.cobranza_real AND s.cobranza_real < b.entrega_max + 1 AND s.faltas <= b.fallas
            LEFT JOIN usuarios gerente ON gerente.id = g.usuario_id_gerente
            LEFT JOIN usuarios supervisor ON supervisor.id = g.usuario_id_supervisor
            LEFT JOIN usuarios titular ON titular.id = g.usuario_id_titular
            ORDER BY g.grupo_id
            """;
    }
}
