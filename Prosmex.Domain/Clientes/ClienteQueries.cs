using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Clientes;

/// <summary>Lists of clients of the groups that the caller sees.</summary>
public sealed class ClienteQueries(ProsmexDbContext db, ReadDatabase reads)
{
    /// <summary>By full name in Spanish order, then id; so are the other two lists.</summary>
    public Task<Page<ClienteDto>> ListarAsync(RequestContext context, ClientesFilter filter, PageRequest paging, CancellationToken cancellationToken) =>
        ReadAsync(context, filter, soloAvales: false, paging, f => f.Completo(), cancellationToken);

    public Task<Page<ClienteBreveDto>> ParaPrestamoAsync(RequestContext context, ClientesFilter filter, PageRequest paging, CancellationToken cancellationToken) =>
        ReadAsync(context, filter, soloAvales: false, paging, f => f.Breve(), cancellationToken);

    /// <summary>Only those who may guarantee others.</summary>
    public Task<Page<ClienteBreveDto>> AvalesAsync(RequestContext context, ClientesFilter filter, PageRequest paging, CancellationToken cancellationToken) =>
        ReadAsync(context, filter, soloAvales: true, paging, f => f.Breve(), cancellationToken);

    private Task<Page<T>> ReadAsync<T>(
        RequestContext context, ClientesFilter filter, bool soloAvales, PageRequest paging, Func<FilaDeCliente, T> map, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(filter);
        return filter.IsEmpty
            ? reads.ReadAsync(context, (source, token) => PageAsync(source, context.User, filter, soloAvales, paging, map, token), cancellationToken)
            : PageAsync(db, context.User, filter, soloAvales, paging, map, cancellationToken);
    }

    // A search must count; otherwise groups store their number of clients. At most one page per group is read, in index order, and only those rows
    // are sorted.
    private static async Task<Page<T>> PageAsync<T>(
        ProsmexDbContext db, CurrentUser currentUser, ClientesFilter filter, bool soloAvales, PageRequest paging, Func<FilaDeCliente, T> map, CancellationToken cancellationToken)
    {
        FormattableString nada = $"";
        var deAvales = soloAvales ? $"AND c.es_aval" : nada;
        var deBusqueda = filter.Q is { } part ? $"AND strpos(c.busqueda, sin_acentos({part})) > 0" : nada;
        var deGrupo = filter.GrupoId is { } id ? $"AND g.grupo_id = {id}" : nada;
        FormattableString grupos = $"SELECT g.grupo_id FROM grupos g JOIN rutas r USING (ruta_id) WHERE {Alcance.Condicion(currentUser)} {deGrupo}";
        var todos = currentUser.SeesAll && filter.GrupoId is null;
        var deSusGrupos = todos ? $"true" : (FormattableString)$"c.grupo_id IN ({grupos})";
        var total = filter.Q is not null
            ? $"SELECT count(*) FROM clientes_avales c WHERE {deSusGrupos} {deAvales} {deBusqueda}"
            : (FormattableString)$"SELECT coalesce(sum({(soloAvales ? $"c.avales" : (FormattableString)$"c.clientes")}), 0) FROM cuentas_de_grupo c WHERE {deSusGrupos}";
        var clientes = todos
            ? $"SELECT * FROM clientes_avales c WHERE true {deAvales} {deBusqueda}"
            : (FormattableString)$"""
            SELECT c.*
            FROM ({grupos}) g
            CROSS JOIN LATERAL (
                SELECT * FROM clientes_avales c WHERE c.grupo_id = g.grupo_id {deAvales} {deBusqueda}
                ORDER BY c.nombre_completo, c.cliente_id LIMIT {paging.End}) c
            """;
        var filas = await db.ReadRowsAsync(
            Sql.Combine($"""
            SELECT ({total})::integer, c.cliente_id, c.nombre_completo, c.nombre, c.apellido_paterno, c.apellido_materno, c.colonia, c.cp,
                   c.codigo_ine, c.estado_civil, c.num_hijos, c.propiedad, c.es_aval, c.grupo_id
            FROM ({clientes}) c
            ORDER BY c.nombre_completo, c.cliente_id
            {Sql.PageClause(paging)}
            """),
            FilaDeCliente.Read,
            cancellationToken);
        if (filas is [var primera, ..])
        {
            return new(filas.ConvertAll(f => map(f)), paging, primera.Total);
        }

        await db.ExigirGrupoSiVieneAsync(currentUser, filter.GrupoId, cancellationToken);
        return new([], paging, paging.Skip == 0 ? 0 : await db.Database.SqlQuery<int>(Sql.Combine($"SELECT ({total})::integer AS \"Value\"")).SingleAsync(cancellationToken));
    }

    private sealed record FilaDeCliente(
        int Total,
        int ClienteId,
        string NombreCompleto,
        string Nombre,
        string ApellidoPaterno,
        string ApellidoMaterno,
        string Colonia,
        string Cp,
        string CodigoIne,
        string EstadoCivil,
        int NumHijos,
        string Propiedad,
        bool EsAval,
        int GrupoId)
    {
        public static FilaDeCliente Read(DbDataReader f) => new(
            f.GetInt32(0),
            f.GetInt32(1),
            f.GetString(2),
            f.GetString(3),
            f.GetString(4),
            f.GetString(5),
            f.GetString(6),
            f.GetString(7),
            f.GetString(8),
            f.GetString(9),
            f.GetInt32(10),
            f.GetString(11),
            f.GetBoolean(12),
            f.GetInt32(13));

        public ClienteDto Completo() => new(
            ClienteId,
            Nombre,
            ApellidoPaterno,
            ApellidoMaterno,
            Colonia,
            Cp,
            CodigoIne,
            EnumNames.Parse<EstadoCivil>(EstadoCivil),
            NumHijos,
            EnumNames.Parse<Propiedad>(Propiedad),
            EsAval,
            GrupoId);

        public ClienteBreveDto Breve() => new(ClienteId, NombreCompleto, GrupoId);
    }
}
