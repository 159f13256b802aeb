using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Reportes;

/// <summary>The one statement behind every report.</summary>
internal static class ConsultaDeSemana
{
    /// <summary>A row per group that the caller asks for, by id; one without a group where there is none.</summary>
    public static FormattableString De(AlcanceDeReporte alcance)
    {
        var semana = alcance.Semana;
        var saltar = alcance.Paginacion?.Saltar ?? 0;
        var tomar = alcance.Paginacion?.PerPage;
        return Sql.Unir($"""
            WITH {PartesDeReporte.Grupos(alcance)},
            pagina AS (
                SELECT * FROM visibles ORDER BY grupo_id OFFSET {saltar} LIMIT {tomar}::integer),
            {PartesDeReporte.Cuentas(alcance, $"pagina")},
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
                       sum(c.restante) AS restante,
                       count(*) AS numero_de_creditos,
                       count(*) FILTER (WHERE c.abierto) AS prestamos_activos,
                       count(*) FILTER (WHERE CASE WHEN s.cerrada THEN f.prestamo_id IS NOT NULL
                           ELSE c.esta_en_plazo AND c.en_la_semana + c.adelanto < c.debe END) AS faltas,
                       count(*) FILTER (WHERE {PartesDeReporte.EsPorCobrar}) AS por_cobrar
                FROM cuentas c
                CROSS JOIN semana s
                LEFT JOIN guardadas f USING (prestamo_id)
                GROUP BY c.grupo_id)
            SELECT (SELECT count(*) FROM visibles)::integer AS total,
                   filtros.grupo_conocido,
                   filtros.ruta_conocida,
                   g.grupo_id,
                   g.ruta_id,
                   g.usuario_id_titular AS titular_id,
                   g.usuario_id_gestor AS gestor_id,
                   concat_ws(' ', gerente.nombre, nullif(gerente.apellido_paterno, ''), nullif(gerente.apellido_materno, '')) AS gerente,
                   concat_ws(' ', supervisor.nombre, nullif(supervisor.apellido_paterno, ''), nullif(supervisor.apellido_materno, '')) AS supervisor,
                   concat_ws(' ', titular.nombre, nullif(titular.apellido_paterno, ''), nullif(titular.apellido_materno, '')) AS titular,
                   concat_ws(' ', gestor.nombre, nullif(gestor.apellido_paterno, ''), nullif(gestor.apellido_materno, '')) AS gestor,
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
                   coalesce(s.por_cobrar, 0)::integer AS por_cobrar,
                   b.id AS bono_id,
                   b.monto AS bono_monto,
                   b.entrega_min AS bono_entrega_min,
                   b.entrega_max AS bono_entrega_max,
                   b.fallas AS bono_fallas
            FROM filtros
            LEFT JOIN pagina g ON true
            LEFT JOIN por_grupo s USING (grupo_id)
            LEFT JOIN bono b ON b.entrega_min <= s.cobranza_real AND s.cobranza_real < b.entrega_max + 1 AND s.faltas <= b.fallas
            LEFT JOIN usuarios gerente ON gerente.id = g.usuario_id_gerente
            LEFT JOIN usuarios supervisor ON supervisor.id = g.usuario_id_supervisor
            LEFT JOIN usuarios titular ON titular.id = g.usuario_id_titular
            LEFT JOIN usuarios gestor ON gestor.id = g.usuario_id_gestor
            ORDER BY g.grupo_id
            """);
    }
}
