using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Visitas;

/// <summary>Notes visits without a payment to the clients whose loans the caller may collect.</summary>
public sealed class VisitaService(ProsmexDbContext db, UnitOfWork unitOfWork)
{
    /// <exception cref="DominioException">solicitud.invalida, prestamo.no_encontrado, prestamo.cerrado, visita.promesa_excede_saldo.</exception>
    public Task<VisitaAnotadaDto> AnotarAsync(RequestContext context, int prestamoId, VisitaRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate();
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                // Locked, so that the loan is neither paid in full nor deleted meanwhile.
                var prestamos = await db.LockLoansAsync(context.User, [prestamoId], token);
                var prestamo = prestamos.GetValueOrDefault(prestamoId) ?? throw new DominioException(PrestamoErrores.NoEncontrado);
                return db.Visitas.Add(VisitaAnotada.De(prestamo, datos, context.User.UsuarioId, context.Now)).Entity;
            },
            VisitaAnotadaDto.De,
            cancellationToken);
    }
}
