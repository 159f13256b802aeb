using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Aprobaciones;

/// <summary>Which kinds of work need approval, and whose.</summary>
public sealed class ReglaDeAprobacionService(ProsmexDbContext db, UnitOfWork unitOfWork)
{
    /// <summary>All kinds, in the order of <see cref="TipoDeSolicitud"/>.</summary>
    public async Task<IReadOnlyList<ReglaDeAprobacionDto>> ListarAsync(CancellationToken cancellationToken) =>
        [.. (await db.ReglasDeAprobacion.ToListAsync(cancellationToken)).OrderBy(r => r.Tipo).Select(ReglaDeAprobacionDto.De)];

    /// <summary>Sets one. Solicitudes that wait keep the rule with which they were made.</summary>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public Task<ReglaDeAprobacionDto> FijarAsync(RequestContext context, ReglaDeAprobacionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate();
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var regla = await db.ReglasDeAprobacion.AsTracking().SingleAsync(r => r.Tipo == datos.Tipo, token);
                regla.Fijar(datos);
                return ReglaDeAprobacionDto.De(regla);
            },
            cancellationToken);
    }
}
