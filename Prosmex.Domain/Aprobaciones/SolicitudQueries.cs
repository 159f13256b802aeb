using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Aprobaciones;

/// <summary>The solicitudes that the caller may see: their own, and within their scope those that their role approves; who sees everything sees all.</summary>
public sealed class SolicitudQueries(ProsmexDbContext db)
{
    /// <summary>The latest first. One statement.</summary>
    public async Task<Page<SolicitudDto>> ListarAsync(RequestContext context, SolicitudesFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(filter);
        var (user, ahora) = (context.User, context.Now);
        var solicitudes = Visibles(user);
        if (filter.Tipo is { } tipo)
        {
            solicitudes = solicitudes.Where(s => s.Tipo == tipo);
        }

        solicitudes = filter.Estado switch
        {
            null => solicitudes,
            EstadoDeSolicitud.Pendiente => solicitudes.Where(s => s.Estado == EstadoDeSolicitud.Pendiente && s.ExpiraEn > ahora),
            EstadoDeSolicitud.Vencida => solicitudes.Where(s => s.Estado == EstadoDeSolicitud.Vencida || (s.Estado == EstadoDeSolicitud.Pendiente && s.ExpiraEn <= ahora)),
            { } estado => solicitudes.Where(s => s.Estado == estado),
        };
        if (filter.PorResponder)
        {
            solicitudes = solicitudes.Where(s => s.Estado == EstadoDeSolicitud.Pendiente && s.ExpiraEn > ahora && s.Roles.Contains(user.Rol)
                && s.SolicitanteId != user.UsuarioId && !(s.Tipo == TipoDeSolicitud.CambioDeRol && s.ObjetoId == user.UsuarioId)
                && !s.Respuestas.Any(r => r.UsuarioId == user.UsuarioId));
        }

        var page = await Filas(solicitudes.OrderByDescending(s => s.Id)).ToPageAsync(() => solicitudes.Count(), paging, cancellationToken);
        return page.Map(f => f.Dto(user, ahora));
    }

    /// <exception cref="DominioException">aprobacion.no_encontrada.</exception>
    public async Task<SolicitudDto> ObtenerAsync(RequestContext context, int id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var fila = await Filas(Visibles(context.User).Where(s => s.Id == id)).SingleOrDefaultAsync(cancellationToken);
        return fila?.Dto(context.User, context.Now) ?? throw new DominioException(AprobacionErrores.NoEncontrada);
    }

    internal IQueryable<Solicitud> Visibles(CurrentUser user)
    {
        if (user.SeesAll)
        {
            return db.Solicitudes;
        }

        var clientes = db.Clientes.EnAlcance(db.Grupos, user);
        var grupos = db.Grupos.EnAlcance(user);
        return db.Solicitudes.Where(s => s.SolicitanteId == user.UsuarioId
            || (s.Roles.Contains(user.Rol)
                && (s.ClienteId != null ? clientes.Any(c => c.ClienteId == s.ClienteId) : grupos.Any(g => g.GrupoId == s.GrupoId))));
    }

    private IQueryable<FilaDeSolicitud> Filas(IQueryable<Solicitud> solicitudes) =>
        from s in solicitudes
        join u in db.Usuarios on s.SolicitanteId equals u.Id
        select new FilaDeSolicitud(
            s,
            (u.Nombre + " " + u.ApellidoPaterno).Trim(),
            db.Clientes.Where(c => c.ClienteId == s.ClienteId).Select(c => c.NombreCompleto).FirstOrDefault(),
            (from r in s.Respuestas
             join de in db.Usuarios on r.UsuarioId equals de.Id
             orderby r.RespondidaEn
             select new RespuestaDto(r.UsuarioId, (de.Nombre + " " + de.ApellidoPaterno).Trim(), r.Aprueba, r.Nota, r.RespondidaEn)).ToList());

    private sealed record FilaDeSolicitud(Solicitud Solicitud, string Solicitante, string? Cliente, List<RespuestaDto> Respuestas)
    {
        public SolicitudDto Dto(CurrentUser user, DateTimeOffset ahora)
        {
            var s = Solicitud;
            var estado = s.Estado == EstadoDeSolicitud.Pendiente && s.ExpiraEn <= ahora ? EstadoDeSolicitud.Vencida : s.Estado;
            return new(
                s.Id, s.Tipo, EnumNames.LabelOf(s.Tipo), s.Operacion, s.ObjetoId, estado, s.SolicitanteId, Solicitante, s.PedidaEn, s.ExpiraEn, s.TerminadaEn,
                s.Aprobadores, [.. s.Roles.Select(r => (int)r)], s.ClienteId, Cliente, s.Cambios, Respuestas, s.Motivo,
                estado == EstadoDeSolicitud.Pendiente && s.Roles.Contains(user.Rol) && !s.EsDe(user.UsuarioId) && !Respuestas.Exists(r => r.UsuarioId == user.UsuarioId),
                s.SolicitanteId == user.UsuarioId);
        }
    }
}
