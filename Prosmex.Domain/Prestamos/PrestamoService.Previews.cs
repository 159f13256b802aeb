using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Prestamos;

/// <content>What a grant or an edit would change. The locks of the write come first, so that what is read before it is what it finds.</content>
public sealed partial class PrestamoService
{
    /// <summary>What <see cref="CrearAsync"/> would change: the new loan, and the one that it renews.</summary>
    /// <exception cref="DominioException">The refusals of that method.</exception>
    public Task<VistaPreviaDto> PreviewCrearAsync(RequestContext context, PrestamoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForCreate());
        var clienteId = datos.ClienteId.GetValueOrDefault(0);
        return unitOfWork.PreviewAsync(
            context,
            async token =>
            {
                (await db.LimitesAsync(options, token)).Exigir(context, datos.Monto);
                await unitOfWork.LockWeekAsync(context, custodioId: null, token);
                await PersonasDelPrestamo.LoadAsync(db, context.User, [clienteId, datos.AvalId.GetValueOrDefault(0)], token);
                var abiertos = (await AbiertosAsync([clienteId], token)).Values;
                var scope = ScopeOf(context, [clienteId], [.. abiertos.Select(p => p.FechaInicio), InicioDe(datos, HoraMexico.Dia(context.Now))]);
                int[] anteriores = [.. abiertos.Select(p => p.PrestamoId)];
                var antes = await PreviewSnapshot.ReadAsync(db, scope, anteriores, token);
                var nuevoId = await CrearAsync(context, request, token);
                return VistaPreviaDto.Between(antes, await PreviewSnapshot.ReadAsync(db, scope, [.. anteriores, nuevoId], token));
            },
            cancellationToken);
    }

    /// <summary>What <see cref="EditarAsync"/> would change: the loan, and the one that it renews.</summary>
    /// <exception cref="DominioException">The refusals of that method.</exception>
    public Task<VistaPreviaDto> PreviewEditarAsync(RequestContext context, int id, PrestamoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForUpdate());
        return unitOfWork.PreviewAsync(
            context,
            async token =>
            {
                (await db.LimitesAsync(options, token)).Exigir(context, datos.Monto);
                await unitOfWork.LockWeekAsync(context, custodioId: null, token);
                var visto = await db.LoadPrestamoAsync(context.User, id, token);
                var clienteId = datos.ClienteId.GetValueOrDefault(visto.ClienteId);
                await PersonasDelPrestamo.LoadAsync(db, context.User, [visto.ClienteId, visto.AvalId ?? 0, clienteId, datos.AvalId.GetValueOrDefault(0)], token);
                int[] ids = [id, visto.RenuevaA ?? id];
                var tomados = (await db.LockLoansAsync(ids, token)).Values;
                var scope = ScopeOf(context, [visto.ClienteId, clienteId], [.. tomados.Select(p => p.FechaInicio), InicioDe(datos, visto.FechaInicio)]);
                var antes = await PreviewSnapshot.ReadAsync(db, scope, ids, token);
                await EditarAsync(context, id, request, token);
                return VistaPreviaDto.Between(antes, await PreviewSnapshot.ReadAsync(db, scope, ids, token));
            },
            cancellationToken);
    }

    private static DateOnly InicioDe(DatosDePrestamo datos, DateOnly actual) => datos.FechaInicio.IsPresent ? datos.FechaInicio.GetValueOrDefault(default).Dia : actual;

    // From the first start on. One out of range is refused later, by the write itself.
    private static PreviewScope ScopeOf(RequestContext context, int[] clienteIds, IReadOnlyCollection<DateOnly> inicios)
    {
        var hoy = HoraMexico.Dia(context.Now);
        var primero = inicios.Min();
        return new(context, clienteIds, [.. PreviewScope.Hasta(context, Semana.De(primero > hoy ? hoy : primero < Prestamo.PrimerInicio ? Prestamo.PrimerInicio : primero))]);
    }
}
