using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Cortes;

/// <summary>Cash cuts. Users see their own; director and admin see all. Voided cortes and the opposite ones that void them are never listed.</summary>
public sealed class CorteService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
{
    /// <summary>By id.</summary>
    public async Task<IReadOnlyList<CorteDto>> ListarAsync(CurrentUser currentUser, CancellationToken cancellationToken) =>
        (await Vistos(currentUser).OrderBy(c => c.Id).ToListAsync(cancellationToken)).ConvertAll(CorteDto.De);

    /// <exception cref="DominioException">corte.no_encontrado.</exception>
    public async Task<CorteDto> ObtenerAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken) =>
        CorteDto.De(await LoadAsync(currentUser, id, cancellationToken));

    /// <summary>The cash that the caller should have, MXN.</summary>
    public async Task<decimal> EfectivoEsperadoAsync(CurrentUser currentUser, CancellationToken cancellationToken) =>
        (await db.SaldoDeCustodiaAsync(currentUser.UsuarioId, cancellationToken)).Efectivo;

    /// <summary>Cuts the caller's custody: everything received since the last corte belongs to this one.</summary>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public Task<CorteDto> CreateAsync(RequestContext context, CorteRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForCreate());
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await db.TomarCustodiaAsync(context.User.UsuarioId, token);
                var saldo = await db.SaldoDeCustodiaAsync(context.User.UsuarioId, token);
                return db.Cortes.Add(Corte.Create(datos, context.User.UsuarioId, saldo, clock.GetUtcNow())).Entity;
            },
            CorteDto.De,
            cancellationToken);
    }

    /// <summary>Voids it and creates a replacement for the same instant and payments.</summary>
    /// <returns>The replacement.</returns>
    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia, corte.no_encontrado.</exception>
    public Task<CorteDto> EditarAsync(RequestContext context, int id, CorteRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForUpdate());
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var corte = await TomarAsync(context.User, id, token);
                db.Cortes.Add(corte.Opuesto(clock.GetUtcNow()));
                return db.Cortes.Add(corte.Corregir(datos)).Entity;
            },
            CorteDto.De,
            cancellationToken);
    }

    /// <summary>Voids it by an opposite corte; its money belongs to the next one.</summary>
    /// <exception cref="DominioException">corte.no_encontrado, corte.posterior.</exception>
    public Task EliminarAsync(RequestContext context, int id, CancellationToken cancellationToken) => unitOfWork.ExecuteAsync(
        context,
        async token =>
        {
            var corte = await TomarAsync(context.User, id, token);
            if (await PosteriorAsync(corte, token) is { } posterior)
            {
                throw new DominioException(CorteErrores.Posterior(posterior));
            }

            return db.Cortes.Add(corte.Opuesto(clock.GetUtcNow())).Entity;
        },
        cancellationToken);

    private IQueryable<Corte> Vistos(CurrentUser currentUser) =>
        currentUser.SeesAll ? db.CortesEnVigor() : db.CortesEnVigor().Where(c => c.UsuarioId == currentUser.UsuarioId);

    private async Task<Corte> LoadAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken) =>
        await Vistos(currentUser).FirstOrDefaultAsync(c => c.Id == id, cancellationToken) ?? throw new DominioException(CorteErrores.NoEncontrado);

    // Checked again under the lock: another request may have voided it.
    private async Task<Corte> TomarAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken)
    {
        await db.TomarCustodiaAsync((await LoadAsync(currentUser, id, cancellationToken)).UsuarioId, cancellationToken);
        return await LoadAsync(currentUser, id, cancellationToken);
    }

    // A later corte whose cut is not before this one's, where this one has money of its own.
    private Task<int?> PosteriorAsync(Corte corte, CancellationToken cancellationToken) => db.CortesEnVigor()
        .Where(c => c.UsuarioId == corte.UsuarioId && c.Id != corte.Id
            && ((corte.HastaPagoId > corte.DesdePagoId && c.HastaPagoId >= corte.HastaPagoId)
                || (corte.HastaPorAclararId > corte.DesdePorAclararId && c.HastaPorAclararId >= corte.HastaPorAclararId)))
        .OrderByDescending(c => c.Id).Select(c => (int?)c.Id).FirstOrDefaultAsync(cancellationToken);
}
