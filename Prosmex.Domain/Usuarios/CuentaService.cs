using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Usuarios;

/// <summary>The users' accounts, deactivated ones included, for those who administer them.</summary>
public sealed class CuentaService(ProsmexDbContext db)
{
    /// <summary>By full name.</summary>
    public async Task<Page<CuentaDto>> ListarAsync(RequestContext context, CuentasFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var deBusqueda = filter.Q is { } q
            ? $"AND strpos(sin_acentos(concat_ws(' ', u.nombre, u.apellido_paterno, u.apellido_materno, u.usuario)), sin_acentos({q})) > 0"
            : (FormattableString)$"";
        var deRol = filter.RolId is { } rolId ? $"AND u.rol_id = {rolId}" : (FormattableString)$"";
        FormattableString activas = filter.Estado switch
        {
            EstadoDeUsuario.Activas => $"u.activo",
            EstadoDeUsuario.Bajas => $"NOT u.activo",
            _ => $"true",
        };
        var filas = await ReadAsync(context, $"{activas} {deRol} {deBusqueda}", paging, cancellationToken);
        return new([.. filas.Where(f => f.UsuarioId is not null).Select(f => f.Cuenta())], paging, filas[0].Total);
    }

    /// <exception cref="DominioException">usuario.no_encontrado.</exception>
    public async Task<CuentaFichaDto> ObtenerAsync(RequestContext context, int id, CancellationToken cancellationToken)
    {
        var fila = (await ReadAsync(context, $"u.id = {id}", new PageRequest(1, 1), cancellationToken))[0];
        if (fila.UsuarioId is null)
        {
            throw new DominioException(UsuarioErrores.NoEncontrado);
        }

        var grupos = await db.Grupos.Where(g => g.UsuarioIdTitular == id || g.UsuarioIdGestor == id)
            .OrderBy(g => EF.Functions.Collate(g.NombreGrupo, ConstraintErrors.SpanishCollation)).ThenBy(g => g.GrupoId)
            .Select(g => new CargoDto(TipoDeCargo.Grupo, g.GrupoId, g.NombreGrupo)).ToListAsync(cancellationToken);
        var rutas = await db.Rutas.Where(r => r.UsuarioIdGerente == id || r.UsuarioIdSupervisor == id)
            .OrderBy(r => EF.Functions.Collate(r.NombreRuta, ConstraintErrors.SpanishCollation)).ThenBy(r => r.RutaId)
            .Select(r => new CargoDto(TipoDeCargo.Ruta, r.RutaId, r.NombreRuta)).ToListAsync(cancellationToken);
        return new(fila.Cuenta(), [.. grupos, .. rutas]);
    }

    private Task<List<Fila>> ReadAsync(RequestContext context, FormattableString condicion, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return db.Database.SqlQuery<Fila>(Sql.Combine($"""
            WITH cuentas AS (
                SELECT u.id AS usuario_id, u.usuario, u.nombre, u.apellido_paterno, u.apellido_materno, o.nombre AS rol, u.rol_id, u.activo,
                       u.debe_cambiar_contrasena, concat_ws(' ', u.nombre, u.apellido_paterno, u.apellido_materno) COLLATE es_mx AS nombre_completo
                FROM usuarios u JOIN roles o USING (rol_id)
                WHERE {condicion})
            SELECT (SELECT count(*) FROM cuentas)::integer AS total, p.*,
                   (SELECT count(*) FROM sesiones s
                    WHERE s.usuario_id = p.usuario_id AND p.activo AND s.revocada_en IS NULL AND s.expira_en > {context.Now})::integer AS sesiones,
                   (SELECT count(*) FROM grupos g WHERE p.usuario_id IN (g.usuario_id_titular, g.usuario_id_gestor))::integer AS grupos,
                   (SELECT count(*) FROM rutas r WHERE p.usuario_id IN (r.usuario_id_gerente, r.usuario_id_supervisor))::integer AS rutas,
                   (SELECT c.arrastre + c.recibido FROM custodia(p.usuario_id) c) AS efectivo
            FROM (SELECT 1) uno
            LEFT JOIN (SELECT * FROM cuentas ORDER BY nombre_completo, usuario_id {Sql.PageClause(paging)}) p ON true
            ORDER BY p.nombre_completo, p.usuario_id
            """)).ToListAsync(cancellationToken);
    }

    /// <summary>A row of the page; a page without rows has one with the total alone.</summary>
    private sealed record Fila(
        int Total,
        int? UsuarioId,
        string? Usuario,
        string? Nombre,
        string? ApellidoPaterno,
        string? ApellidoMaterno,
        string? Rol,
        int? RolId,
        bool? Activo,
        bool? DebeCambiarContrasena,
        int Sesiones,
        int Grupos,
        int Rutas,
        decimal? Efectivo)
    {
        public CuentaDto Cuenta() => new(
            UsuarioId!.Value,
            Usuario!,
            Nombre!,
            ApellidoPaterno!,
            ApellidoMaterno!,
            Rol!,
            RolId!.Value,
            Activo!.Value,
            DebeCambiarContrasena!.Value,
            Sesiones,
            Grupos,
            Rutas,
            Efectivo!.Value);
    }
}
