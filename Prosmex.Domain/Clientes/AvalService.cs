using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Clientes;

public sealed class AvalService(ProsmexDbContext db)
{
    private const int MaxSuggestions = PageRequest.MaxPerPage;

    /// <summary>Applies the aval's rules to two clients that the caller sees; as in the grant, a renewal may keep an aval whom they do not see.</summary>
    /// <exception cref="DominioException">solicitud.invalida, cliente.no_encontrado, aval.no_encontrado.</exception>
    public async Task<AvalValidationDto> ValidateAsync(CurrentUser currentUser, ValidateAvalRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (clienteId, avalId) = request.Validate();
        var abiertos = db.PrestamosAbiertos();
        var vistos = await db.Clientes.EnAlcance(db.Grupos, currentUser)
            .Where(c => c.ClienteId == clienteId || c.ClienteId == avalId)
            .Select(c => new
            {
                c.ClienteId,
                c.GrupoId,
                c.EsAval,
                c.ClaveIne,
                Curp = db.Expedientes.Where(e => e.ClienteId == c.ClienteId).Select(e => e.Curp).FirstOrDefault(),
                ComoAval = abiertos.Count(p => p.AvalId == c.ClienteId),
                AvalAbierto = abiertos.Where(p => p.ClienteId == c.ClienteId && !p.ExcepcionAdopcion).Select(p => p.AvalId).FirstOrDefault(),
            })
            .ToDictionaryAsync(c => c.ClienteId, cancellationToken);
        var cliente = vistos.GetValueOrDefault(clienteId) ?? throw new DominioException(ClienteErrores.NoEncontrado);
        if (cliente.AvalAbierto == avalId && !vistos.ContainsKey(avalId))
        {
            // Nothing of them, such as how many loans they back.
            return new(IsValid: true, Warnings: [], Errors: []);
        }

        var aval = vistos.GetValueOrDefault(avalId) ?? throw new DominioException(ClienteErrores.AvalNoEncontrado);
        return ReglasDelAval.Evaluate(new(
            clienteId, cliente.GrupoId, avalId, aval.GrupoId, aval.EsAval, aval.ComoAval, EsAvalDelPrestamoAbierto: cliente.AvalAbierto == avalId)
        {
            ClaveEnComun = SamePerson.KeyInCommon(cliente.ClaveIne, aval.ClaveIne, cliente.Curp, aval.Curp),
        });
    }

    /// <summary>Members of the client's group who may guarantee: those backing fewer loans first, then by name.</summary>
    /// <exception cref="DominioException">cliente.no_encontrado.</exception>
    public async Task<IReadOnlyList<AvalSuggestionDto>> SuggestAsync(CurrentUser currentUser, int clienteId, CancellationToken cancellationToken)
    {
        var cliente = await db.Clientes.EnAlcance(db.Grupos, currentUser)
            .Where(c => c.ClienteId == clienteId).Select(c => new { c.GrupoId, c.ClaveIne, Curp = db.Expedientes.Where(e => e.ClienteId == clienteId).Select(e => e.Curp).FirstOrDefault() })
            .FirstOrDefaultAsync(cancellationToken)
            ?? throw new DominioException(ClienteErrores.NoEncontrado);
        var (grupoId, claveIne, curp) = (cliente.GrupoId, cliente.ClaveIne, cliente.Curp);
        var abiertos = db.PrestamosAbiertos();
        return await db.Clientes.Where(c => c.GrupoId == grupoId && c.EsAval && c.ClienteId != clienteId && (claveIne == null || c.ClaveIne != claveIne)
                && (curp == null || !db.Expedientes.Any(e => e.ClienteId == c.ClienteId && e.Curp == curp)))
            .Select(c => new
            {
                c.ClienteId,
                c.NombreCompleto,
                c.GrupoId,
                ComoAval = abiertos.Count(p => p.AvalId == c.ClienteId),
            })
            .OrderBy(c => c.ComoAval).ThenBy(c => c.NombreCompleto).ThenBy(c => c.ClienteId)
            .Take(MaxSuggestions)
            .Select(c => new AvalSuggestionDto(c.ClienteId, c.NombreCompleto, c.GrupoId, c.ComoAval, c.ComoAval < ReglasDelAval.PrestamosQueAvisan))
            .ToListAsync(cancellationToken);
    }
}
