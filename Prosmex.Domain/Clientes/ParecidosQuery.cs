using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Reportes;

namespace Prosmex.Domain.Clientes;

/// <summary>The statements that find clients who look like one person.</summary>
internal static class ParecidosQuery
{
    /// <summary>
    /// Of names without blanks and accents. Somebody who is entered twice with a short form, a typo or one surname less is above it; two people of one
    /// family, born on one day, are below.
    /// </summary>
    private const decimal Semejanza = 0.6m;

    /// <summary>A key that more clients share says nothing about one of them, such as the telephone of an office.</summary>
    private const int MaxPorClave = 20;

    /// <summary>The same of a birth day: a lender with a million clients has some 45 for each.</summary>
    private const int MaxPorNacimiento = 100;

    /// <summary>Of one client's.</summary>
    private const int MaxPorCliente = 50;

    /// <summary>One client's, those of groups that the caller does not see too: of these only that they exist.</summary>
    public static FormattableString De(CurrentUser currentUser, int clienteId) => Sql.Combine($"""
        WITH {Vistos(currentUser)},
        yo AS (
            SELECT uno.*, e.curp, e.telefono, e.clabe, e.nacimiento
            FROM clientes_avales uno
            LEFT JOIN expedientes e USING (cliente_id)
            WHERE cliente_id = {clienteId}),
        coincidencias AS (
            SELECT yo.cliente_id, o.cliente_id AS otro_id, o.motivo
            FROM yo
            CROSS JOIN LATERAL (
                SELECT cliente_id, 'ine' AS motivo FROM clientes_avales WHERE clave_ine = yo.clave_ine
                UNION ALL
                SELECT cliente_id, 'curp' FROM expedientes WHERE curp = yo.curp
                UNION ALL
                SELECT cliente_id, 'telefono' FROM expedientes WHERE telefono = yo.telefono
                UNION ALL
                SELECT cliente_id, 'clabe' FROM expedientes WHERE clabe = yo.clabe) o
            WHERE o.cliente_id <> yo.cliente_id
            UNION ALL
            SELECT uno.cliente_id, otro.cliente_id, 'nombre'
            FROM yo uno
            CROSS JOIN LATERAL (
                SELECT cliente_id FROM clientes_avales WHERE nacimiento_ine IN (uno.nacimiento_ine, uno.nacimiento)
                UNION ALL
                SELECT cliente_id FROM expedientes WHERE nacimiento IN (uno.nacimiento_ine, uno.nacimiento)) n
            JOIN clientes_avales otro ON otro.cliente_id = n.cliente_id
            WHERE otro.cliente_id <> uno.cliente_id AND {SameName()}),
        {Pares()},
        parecidos AS (
            SELECT {Persona($"v", $"v.cliente_id IS NOT NULL")} AS otro, p.motivos, p.seguro, {Decision()} AS decision
            FROM pares p
            LEFT JOIN vistos v ON v.cliente_id = p.otro_id
            {DecisionDe($"least(p.cliente_id, p.otro_id)", $"greatest(p.cliente_id, p.otro_id)")}
            ORDER BY p.seguro DESC, p.otro_id
            LIMIT {MaxPorCliente})
        SELECT {NestedRows.Of($"SELECT * FROM parecidos")} AS parecidos
        FROM vistos
        WHERE cliente_id = {clienteId}
        """);

    /// <summary>All pairs that the caller sees, the certain ones first.</summary>
    /// <param name="decision">Those with this decision; null for those without one.</param>
    public static FormattableString Lista(CurrentUser currentUser, DecisionDePar? decision, PageRequest paging)
    {
        var decididos = decision is { } d ? $"d.decision = {EnumNames.NameOf(d)}" : (FormattableString)$"d.decision IS NULL";
        return Sql.Combine($"""
            WITH {Vistos(currentUser)},
            nacidos AS MATERIALIZED (
                SELECT cliente_id, nacimiento_ine AS dia, busqueda, apellido_paterno FROM clientes_avales WHERE nacimiento_ine IS NOT NULL
                UNION ALL
                SELECT cliente_id, e.nacimiento, c.busqueda, c.apellido_paterno
                FROM expedientes e
                JOIN clientes_avales c USING (cliente_id)
                WHERE e.nacimiento IS NOT NULL),
            coincidencias AS (
                {Sharing($"'ine'", $"clientes_avales", $"clave_ine")}
                UNION ALL
                {Sharing($"'curp'", $"expedientes", $"curp")}
                UNION ALL
                {Sharing($"'telefono'", $"expedientes", $"telefono")}
                UNION ALL
                {Sharing($"'clabe'", $"expedientes", $"clabe")}
                UNION ALL
                SELECT uno.cliente_id, otro.cliente_id, 'nombre'
                FROM (SELECT dia FROM nacidos GROUP BY dia HAVING count(*) BETWEEN 2 AND {MaxPorNacimiento}) k
                JOIN nacidos uno USING (dia)
                JOIN nacidos otro USING (dia)
                WHERE otro.cliente_id > uno.cliente_id AND {SameName()}),
            {Pares()},
            lista AS (
                SELECT p.*
                FROM pares p
                JOIN vistos uno ON uno.cliente_id = p.cliente_id
                JOIN vistos otro ON otro.cliente_id = p.otro_id
                LEFT JOIN pares_de_clientes d ON d.cliente_id = p.cliente_id AND d.otro_id = p.otro_id
                WHERE {decididos}),
            pagina AS (
                SELECT {Persona($"uno", $"true")} AS uno, {Persona($"otro", $"true")} AS otro, p.motivos, p.seguro, {Decision()} AS decision
                FROM (SELECT * FROM lista ORDER BY seguro DESC, cliente_id, otro_id {Sql.PageClause(paging)}) p
                JOIN vistos uno ON uno.cliente_id = p.cliente_id
                JOIN vistos otro ON otro.cliente_id = p.otro_id
                {DecisionDe($"p.cliente_id", $"p.otro_id")}
                ORDER BY p.seguro DESC, p.cliente_id, p.otro_id)
            SELECT (SELECT count(*) FROM lista)::integer AS total, {NestedRows.Of($"SELECT * FROM pagina")} AS pares
            """);
    }

    private static FormattableString Sharing(FormattableString motivo, FormattableString table, FormattableString key) => $"""
        SELECT uno.cliente_id, otro.cliente_id AS otro_id, {motivo} AS motivo
        FROM (SELECT {key} FROM {table} WHERE {key} IS NOT NULL GROUP BY {key} HAVING count(*) BETWEEN 2 AND {MaxPorClave}) k
        JOIN {table} uno USING ({key})
        JOIN {table} otro USING ({key})
        WHERE otro.cliente_id > uno.cliente_id
        """;

    // Of uno and otro, born on one day. Trigrams are compared only where two of three are the same, which costs nothing and leaves few.
    private static FormattableString SameName() => $"""
        (left(otro.busqueda, 4) = left(uno.busqueda, 4))::integer + (right(otro.busqueda, 4) = right(uno.busqueda, 4))::integer
            + (otro.apellido_paterno = uno.apellido_paterno)::integer >= 2
        AND semejanza(otro.busqueda, uno.busqueda) >= {Semejanza}
        """;

    private static FormattableString Vistos(CurrentUser currentUser) => $"""
        vistos AS NOT MATERIALIZED (
            SELECT c.*, g.nombre_grupo
            FROM clientes_avales c
            JOIN grupos g USING (grupo_id)
            JOIN rutas r USING (ruta_id)
            WHERE {Alcance.Condicion(currentUser)})
        """;

    private static FormattableString Pares() => $"""
        pares AS (
            SELECT cliente_id, otro_id, array_agg(DISTINCT motivo) AS motivos, bool_or(motivo IN ('ine', 'curp')) AS seguro
            FROM coincidencias
            GROUP BY cliente_id, otro_id)
        """;

    private static FormattableString Persona(FormattableString cliente, FormattableString isSeen) => $"""
        CASE WHEN {isSeen} THEN json_build_object(
            'id', {cliente}.cliente_id, 'nombre', {cliente}.nombre_completo, 'grupo', {cliente}.nombre_grupo, 'codigo_ine', {cliente}.codigo_ine, 'colonia', {cliente}.colonia,
            'telefono', (SELECT e.telefono FROM expedientes e WHERE e.cliente_id = {cliente}.cliente_id),
            'prestamos_abiertos', (SELECT count(*) FROM prestamos a WHERE a.cliente_id = {cliente}.cliente_id AND {PrestamoQueryExtensions.Abierto($"a")})) END
        """;

    private static FormattableString Decision() => $"""
        CASE WHEN d.decision IS NOT NULL THEN json_build_object(
            'decision', d.decision, 'por', {ReporteParts.NombreDeUsuario($"u")}, 'en', d.decidido_en, 'nota', d.nota) END
        """;

    private static FormattableString DecisionDe(FormattableString cliente, FormattableString otro) => $"""
        LEFT JOIN pares_de_clientes d ON d.cliente_id = {cliente} AND d.otro_id = {otro}
        LEFT JOIN usuarios u ON u.id = d.usuario_id
        """;
}
