using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Clientes;

/// <summary>Clients who look like one person, and what the office decided about them.</summary>
public sealed class ParecidosService(ProsmexDbContext db, UnitOfWork unitOfWork)
{
    /// <exception cref="DominioException">cliente.no_encontrado.</exception>
    public async Task<IReadOnlyList<ParecidoDto>> DeClienteAsync(CurrentUser currentUser, int clienteId, CancellationToken cancellationToken)
    {
        var filas = await db.Database.SqlQuery<FilaDeParecidos>(ParecidosQuery.De(currentUser, clienteId)).ToListAsync(cancellationToken);
        return filas is [var fila] ? NestedRows.Read<ParecidoDto>(fila.Parecidos) : throw new DominioException(ClienteErrores.NoEncontrado);
    }

    /// <exception cref="DominioException">solicitud.invalida for an unknown decision.</exception>
    public async Task<Page<ParDto>> ListarAsync(CurrentUser currentUser, string? decision, PageRequest paging, CancellationToken cancellationToken)
    {
        var fila = await db.Database.SqlQuery<FilaDePares>(ParecidosQuery.Lista(currentUser, DecisionRequest.Filter(decision), paging)).SingleAsync(cancellationToken);
        return new(NestedRows.Read<ParDto>(fila.Pares), paging, fila.Total);
    }

    /// <summary>Decides whether two clients are one person; a later decision replaces an earlier one. It changes nothing else.</summary>
    /// <exception cref="DominioException">Invalid fields; cliente.no_encontrado.</exception>
    public Task DecidirAsync(RequestContext context, int clienteId, DecisionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var (otroId, decision, nota) = request.Validate();
        if (clienteId == otroId)
        {
            throw new DominioException(ClienteErrores.NoEncontrado);
        }

        var (uno, otro) = (Math.Min(clienteId, otroId), Math.Max(clienteId, otroId));
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await db.RetenerClientesAsync(context.User, [uno, otro], token);
                var par = await db.ParesDeClientes.AsTracking().FirstOrDefaultAsync(p => p.ClienteId == uno && p.OtroId == otro, token)
                    ?? db.ParesDeClientes.Add(new() { ClienteId = uno, OtroId = otro }).Entity;
                par.Decidir(decision, nota, context.User.UsuarioId, context.Now);
                return par;
            },
            cancellationToken);
    }

    private sealed record FilaDeParecidos(string Parecidos);

    private sealed record FilaDePares(int Total, string Pares);
}
