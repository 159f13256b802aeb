using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.PorAclarar;

/// <summary>Money por aclarar of the groups that the caller sees, and its resolution.</summary>
public sealed class PorAclararService(ProsmexDbContext db, UnitOfWork unitOfWork)
{
    /// <summary>By id.</summary>
    /// <returns>The page, and the sum of all that the filter finds.</returns>
    /// <exception cref="DominioException">grupo.no_encontrado.</exception>
    public async Task<(Page<PorAclararDto> Dinero, decimal TotalMonto)> ListarAsync(CurrentUser currentUser, PorAclararFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var dinero = EnAlcance(currentUser, db.PorAclarar);
        if (filter.Estado is { } estado)
        {
            dinero = dinero.Where(a => a.Estado == estado);
        }

        if (filter.GrupoId is { } grupoId)
        {
            dinero = dinero.Where(a => a.GrupoId == grupoId);
        }

        var page = await Vistas(currentUser, dinero.OrderBy(a => a.Id)).Select(v => new { Vista = v, Total = dinero.Sum(a => a.Monto) })
            .ToPageAsync(() => dinero.Count(), paging, () => db.ExigirGrupoSiVieneAsync(currentUser, filter.GrupoId, cancellationToken), cancellationToken);
        var total = page.Items is [var primera, ..] ? primera.Total : page.Total == 0 ? 0 : await dinero.SumAsync(a => a.Monto, cancellationToken);
        return (page.Map(f => f.Vista), total);
    }

    /// <exception cref="DominioException">por_aclarar.no_encontrado.</exception>
    public async Task<PorAclararDto> ObtenerAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken) =>
        await Vistas(currentUser, EnAlcance(currentUser, db.PorAclarar.Where(a => a.Id == id))).SingleOrDefaultAsync(cancellationToken)
            ?? throw new DominioException(PorAclararErrores.NoEncontrado);

    /// <summary>Applies the whole amount as a payment. The cash is already in the collector's custody and is not counted again.</summary>
    /// <exception cref="DominioException">solicitud.invalida, por_aclarar.no_encontrado, por_aclarar.ya_resuelto, prestamo.no_encontrado, or as <see cref="Prestamo.Cobrar"/>.</exception>
    public Task<PorAclararDto> AplicarAsync(RequestContext context, int id, AplicarRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (prestamoId, fecha) = request.Validate();
        return ResolverAsync(
            context,
            id,
            async (dinero, write, token) =>
            {
                var lote = await LoteDeCobros.AbrirAsync(db, context.User, [(prestamoId, dinero.Monto)], write, token);
                var prestamo = lote.Prestamos.GetValueOrDefault(prestamoId) ?? throw new DominioException(PrestamoErrores.NoEncontrado);
                var cuando = fecha?.ToInstante(write.Now) ?? Cuando(dinero, prestamo, write);

                // Without the row's key: applied to a wrong loan, it is reversed and applied again.
                var pago = lote.Cobrar(prestamoId, dinero.Monto, cuando, clave: null);
                pago.Custodiar(null);
                await lote.WriteAsync(db, unitOfWork, token);
                dinero.Aplicar(pago, write);
            },
            cancellationToken);
    }

    /// <summary>What <see cref="AplicarAsync"/> would change.</summary>
    /// <exception cref="DominioException">The refusals of that method.</exception>
    public Task<VistaPreviaDto> PreviewAplicarAsync(RequestContext context, int id, AplicarRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (prestamoId, _) = request.Validate();
        return unitOfWork.PreviewAsync(
            context,
            async token =>
            {
                // The locks of the change first, so that what is read before it is what it finds.
                await LockAsync(context, id, token);
                var tomados = await db.LockLoansAsync(context.User, [prestamoId], token);
                var prestamo = tomados.GetValueOrDefault(prestamoId) ?? throw new DominioException(PrestamoErrores.NoEncontrado);
                var scope = PreviewScope.De(context, prestamo);
                var antes = await PreviewSnapshot.ReadAsync(db, scope, [prestamoId], token);
                var pagoId = (await AplicarAsync(context, id, request, token)).PagoId;
                var fecha = await db.Pagos.Where(p => p.PagoId == pagoId).Select(p => p.FechaPago).SingleAsync(token);
                return VistaPreviaDto.Between(antes, await PreviewSnapshot.ReadAsync(db, scope, [prestamoId], token), Semana.De(fecha));
            },
            cancellationToken);
    }

    /// <summary>Records the return to the client, or the write-off.</summary>
    /// <param name="estado">Devuelto or castigado.</param>
    /// <exception cref="DominioException">solicitud.invalida, por_aclarar.no_encontrado, por_aclarar.ya_resuelto, aprobacion.necesaria.</exception>
    public Task<PorAclararDto> CerrarAsync(RequestContext context, int id, EstadoPorAclarar estado, NotaRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var nota = request.Validate();
        return ResolverAsync(
            context,
            id,
            async (dinero, write, token) =>
            {
                if (estado == EstadoPorAclarar.Castigado)
                {
                    await db.RequireApprovalAsync(context, TipoDeSolicitud.Castigo, token);
                }

                dinero.Cerrar(estado, nota, write);
            },
            cancellationToken);
    }

    // The time of collection; the time of receipt if the phone's time is not plausible; now if the loan did not exist yet.
    private static DateTimeOffset Cuando(DineroPorAclarar dinero, Prestamo prestamo, WriteContext write)
    {
        var fila = dinero.Fila!;
        DateTimeOffset[] posibles = fila.EsCreible ? [fila.OcurridoEn, fila.RecibidoEn] : [fila.RecibidoEn];
        return posibles.Cast<DateTimeOffset?>().FirstOrDefault(f => prestamo.DateProblem(f!.Value, write.Now) is null) ?? write.Now;
    }

    private IQueryable<DineroPorAclarar> EnAlcance(CurrentUser currentUser, IQueryable<DineroPorAclarar> dinero) =>
        currentUser.SeesAll ? dinero : dinero.Join(db.Grupos.EnAlcance(currentUser), a => a.GrupoId, g => g.GrupoId, (a, _) => a);

    private IQueryable<PorAclararDto> Vistas(CurrentUser currentUser, IQueryable<DineroPorAclarar> dinero)
    {
        var prestamos = db.PrestamosEnAlcance(currentUser);
        return
            from a in dinero
            join g in db.Grupos on a.GrupoId equals g.GrupoId
            join u in db.Usuarios on a.UsuarioId equals u.Id
            join p in prestamos on a.Fila!.PrestamoId equals p.PrestamoId into suyos
            from p in suyos.DefaultIfEmpty()
            join r in db.Usuarios on a.ResueltoPor equals r.Id into resuelven
            from r in resuelven.DefaultIfEmpty()
            select new PorAclararDto(
                a.Id,
                a.Clave,
                a.Fila!.EnvioId,
                a.GrupoId,
                g.NombreGrupo,
                a.Fila!.PrestamoId,
                p == null ? null : p.ClienteId,
                p == null ? null : p.Cliente!.NombreCompleto,
                a.UsuarioId,
                u.NombreDeUsuario,
                (u.Nombre + " " + u.ApellidoPaterno).Trim(),
                a.Monto,
                a.Fila!.OcurridoEn,
                a.Fila!.RecibidoEn,
                a.Fila!.Codigo!,
                a.Fila!.Motivo!,
                a.Fila!.Nota,
                a.Estado,
                a.ResueltoPor,
                r == null ? null : (r.Nombre + " " + r.ApellidoPaterno).Trim(),
                a.ResueltoEn,
                a.PagoId,
                a.Nota);
    }

    // Refuses what is resolved here, before a loan is locked: the reversal of its payment holds the loan while it waits for this row.
    private async Task<(DineroPorAclarar Dinero, WriteContext WriteContext)> LockAsync(RequestContext context, int id, CancellationToken cancellationToken)
    {
        var write = await unitOfWork.LockWeekAsync(context, custodioId: null, cancellationToken);
        var tomado = db.PorAclarar.FromSql($"SELECT * FROM por_aclarar WHERE id = {id} FOR UPDATE");
        var dinero = await EnAlcance(context.User, tomado).AsTracking().Include(a => a.Fila).SingleOrDefaultAsync(cancellationToken)
            ?? throw new DominioException(PorAclararErrores.NoEncontrado);
        dinero.ExigirPendiente();
        return (dinero, write);
    }

    private async Task<PorAclararDto> ResolverAsync(
        RequestContext context, int id, Func<DineroPorAclarar, WriteContext, CancellationToken, Task> resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var (dinero, write) = await LockAsync(context, id, token);
                await resolver(dinero, write, token);
                return dinero;
            },
            cancellationToken);
        return await Vistas(context.User, db.PorAclarar.Where(a => a.Id == id)).SingleAsync(cancellationToken);
    }
}
