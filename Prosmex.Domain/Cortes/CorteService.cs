using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Cortes;

/// <summary>Cash cuts: everybody's own; director and admin see all.</summary>
public sealed class CorteService(ProsmexDbContext db, UnidadDeTrabajo unidad, TimeProvider reloj)
{
    /// <summary>By id.</summary>
    public async Task<IReadOnlyList<CorteDto>> ListarAsync(Llamante llamante, CancellationToken cancellationToken) =>
        await Vistos(llamante).OrderBy(c => c.Id)
            .Select(c => new CorteDto(c.Id, c.Fecha, c.CorteTotal, c.TotalGastos, c.Semilla, c.UsuarioId)).ToListAsync(cancellationToken);

    /// <exception cref="DominioException">corte.no_encontrado.</exception>
    public async Task<CorteDto> ObtenerAsync(Llamante llamante, int id, CancellationToken cancellationToken) =>
        CorteDto.De(await CargarAsync(llamante, id, cancellationToken));

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public Task<CorteDto> HacerAsync(Llamante llamante, CorteRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var datos = solicitud.Validar(Validacion.AlCrear());
        return unidad.EjecutarAsync(_ => Task.FromResult(db.Cortes.Add(Corte.Hacer(datos, llamante.UsuarioId, reloj.GetUtcNow())).Entity), CorteDto.De, cancellationToken);
    }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia, corte.no_encontrado.</exception>
    public Task<CorteDto> EditarAsync(Llamante llamante, int id, CorteRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var datos = solicitud.Validar(Validacion.AlEditar());
        return unidad.EjecutarAsync(
            async token =>
            {
                var corte = await CargarAsync(llamante, id, token);
                corte.Editar(datos);
                return corte;
            },
            CorteDto.De,
            cancellationToken);
    }

    /// <exception cref="DominioException">corte.no_encontrado.</exception>
    public Task EliminarAsync(Llamante llamante, int id, CancellationToken cancellationToken) =>
        unidad.EjecutarAsync(async token => db.Cortes.Remove(await CargarAsync(llamante, id, token)).Entity, cancellationToken);

    private IQueryable<Corte> Vistos(Llamante llamante) => llamante.VeTodo ? db.Cortes : db.Cortes.Where(c => c.UsuarioId == llamante.UsuarioId);

    private async Task<Corte> CargarAsync(Llamante llamante, int id, CancellationToken cancellationToken) =>
        await Vistos(llamante).AsTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken)
        ?? throw new DominioException(CorteErrores.NoEncontrado);
}
