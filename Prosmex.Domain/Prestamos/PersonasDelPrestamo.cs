using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Domain.Prestamos;

/// <summary>The clients and avales of a request that the caller sees; their rows are locked until the transaction ends.</summary>
internal sealed class PersonasDelPrestamo
{
    private readonly Dictionary<int, Persona> _personas;

    private PersonasDelPrestamo(Dictionary<int, Persona> personas) => _personas = personas;

    /// <summary>Locks the rows in id order, in one statement.</summary>
    public static async Task<PersonasDelPrestamo> LoadAsync(ProsmexDbContext db, CurrentUser currentUser, int[] ids, CancellationToken cancellationToken)
    {
        var vistos = db.Clientes.FromSql($"SELECT * , xmin FROM clientes_avales WHERE cliente_id = ANY({ids}) ORDER BY cliente_id FOR NO KEY UPDATE")
            .AsNoTracking().EnAlcance(db.Grupos, currentUser);
        return new(await vistos.Select(c => new Persona(
            c.ClienteId,
            c.GrupoId,
            c.EsAval,
            c.ClaveIne,
            db.Expedientes.Where(e => e.ClienteId == c.ClienteId).Select(e => e.Curp).FirstOrDefault(),
            UltimaConCobranza.De(c.ClienteId)))
            .ToDictionaryAsync(p => p.ClienteId, cancellationToken));
    }

    /// <summary>With the last closed weeks with collection of these clients.</summary>
    public WriteContext Complete(WriteContext write) => write with
    {
        ConCobranza = _personas.Values.Where(p => p.UltimaConCobranza != write.LastClosedWeek?.Lunes)
            .ToDictionary(p => p.ClienteId, p => Semana.De(p.UltimaConCobranza!.Value)),
    };

    /// <summary>The client exists, and the aval, if there is one, exists and may guarantee them.</summary>
    /// <param name="avalId">Null only on an adopted exception.</param>
    /// <param name="conserva">The aval of the renewed loan, who is not checked again.</param>
    /// <exception cref="DominioException">cliente.no_encontrado, aval.no_encontrado, prestamo.aval_no_admitido.</exception>
    public void Exigir(int clienteId, int? avalId, int? conserva)
    {
        var cliente = _personas.GetValueOrDefault(clienteId) ?? throw new DominioException(ClienteErrores.NoEncontrado);
        if (avalId is not { } id || conserva == id)
        {
            return;
        }

        var aval = _personas.GetValueOrDefault(id) ?? throw new DominioException(ClienteErrores.AvalNoEncontrado);
        var result = ReglasDelAval.Evaluate(new(
            clienteId, cliente.GrupoId, id, aval.GrupoId, aval.EsAval, PrestamosAbiertosComoAval: 0, EsAvalDelPrestamoAbierto: false)
        {
            ClaveEnComun = SamePerson.KeyInCommon(cliente.ClaveIne, aval.ClaveIne, cliente.Curp, aval.Curp),
        });
        if (!result.IsValid)
        {
            throw new DominioException(PrestamoErrores.AvalNoAdmitido(result.Errors));
        }
    }

    private sealed record Persona(int ClienteId, int GrupoId, bool EsAval, string? ClaveIne, string? Curp, DateOnly? UltimaConCobranza);
}
