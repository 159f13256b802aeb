using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Cortes;

/// <summary>Cash cuts: everybody's own; director and admin see all. Those that were undone, and what undid them, are shown to nobody.</summary>
public sealed class CorteService(ProsmexDbContext db, UnitOfWork unidad, TimeProvider reloj)
{
    /// <summary>By id.</summary>
    public async Task<IReadOnlyList<CorteDto>> ListarAsync(CurrentUser llamante, CancellationToken cancellationToken) =>
        (await Vistos(llamante).OrderBy(c => c.Id).ToListAsync(cancellationToken)).ConvertAll(CorteDto.De);

    /// <exception cref="DominioException">corte.no_encontrado.</exception>
    public async Task<CorteDto> ObtenerAsync(CurrentUser llamante, int id, CancellationToken cancellationToken) =>
        CorteDto.De(await CargarAsync(llamante, id, cancellationToken));

    /// <summary>The cash that the caller should have in his hands, MXN.</summary>
    public async Task<decimal> EfectivoEsperadoAsync(CurrentUser llamante, CancellationToken cancellationToken) =>
        (await db.SaldoDeCustodiaAsync(llamante.UsuarioId, cancellationToken)).Efectivo;

    /// <summary>Takes the caller's custody as it is: all that he received since his last corte belongs to this one.</summary>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public Task<CorteDto> HacerAsync(CurrentUser llamante, CorteRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var datos = solicitud.Validar(Validation.ForCreate());
        return unidad.ExecuteAsync(
            async token =>
            {
                await db.TomarCustodiaAsync(llamante.UsuarioId, token);
                var saldo = await db.SaldoDeCustodiaAsync(llamante.UsuarioId, token);
                return db.Cortes.Add(Corte.Hacer(datos, llamante.UsuarioId, saldo, reloj.GetUtcNow())).Entity;
            },
            CorteDto.De,
            cancellationToken);
    }

    /// <summary>Undoes it by an opposite one and makes it anew, of the same moment and the same money.</summary>
    /// <returns>The new one.</returns>
    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia, corte.no_encontrado.</exception>
    public Task<CorteDto> EditarAsync(CurrentUser llamante, int id, CorteRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var datos = solicitud.Validar(Validation.ForUpdate());
        return unidad.ExecuteAsync(
            async token =>
            {
                var corte = await TomarAsync(llamante, id, token);
                db.Cortes.Add(corte.Opuesto(reloj.GetUtcNow()));
                return db.Cortes.Add(corte.Corregir(datos)).Entity;
            },
            CorteDto.De,
            cancellationToken);
    }

    /// <summary>Undoes it by an opposite one; its money belongs to the next corte.</summary>
    /// <exception cref="DominioException">corte.no_encontrado, corte.posterior.</exception>
    public Task EliminarAsync(CurrentUser llamante, int id, CancellationToken cancellationToken) => unidad.ExecuteAsync(
        async token =>
        {
            var corte = await TomarAsync(llamante, id, token);
            if (await PosteriorAsync(corte, token) is { } posterior)
            {
                throw new DominioException(CorteErrores.Posterior(posterior));
            }

            return db.Cortes.Add(corte.Opuesto(reloj.GetUtcNow())).Entity;
        },
        cancellationToken);

    private IQueryable<Corte> Vistos(CurrentUser llamante) =>
        llamante.SeesAll ? db.CortesEnVigor() : db.CortesEnVigor().Where(c => c.UsuarioId == llamante.UsuarioId);

    private async Task<Corte> CargarAsync(CurrentUser llamante, int id, CancellationToken cancellationToken) =>
        await Vistos(llamante).FirstOrDefaultAsync(c => c.Id == id, cancellationToken) ?? throw new DominioException(CorteErrores.NoEncontrado);

    // Once more under the lock: somebody may have undone it before.
    private async Task<Corte> TomarAsync(CurrentUser llamante, int id, CancellationToken cancellationToken)
    {
        await db.TomarCustodiaAsync((await CargarAsync(llamante, id, cancellationToken)).UsuarioId, cancellationToken);
        return await CargarAsync(llamante, id, cancellationToken);
    }

    // One whose cut is not before this one's, where this one has money of its own.
    private Task<int?> PosteriorAsync(Corte corte, CancellationToken cancellationToken) => db.CortesEnVigor()
        .Where(c => c.UsuarioId == corte.UsuarioId && c.Id != corte.Id
            && ((corte.HastaPagoId > corte.DesdePagoId && c.HastaPagoId >= corte.HastaPagoId)
                || (corte.HastaPorAclararId > corte.DesdePorAclararId && c.HastaPorAclararId >= corte.HastaPorAclararId)))
        .OrderByDescending(c => c.Id).Select(c => (int?)c.Id).FirstOrDefaultAsync(cancellationToken);
}
