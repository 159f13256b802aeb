using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Clientes;

/// <summary>Two clients with one INE key or CURP are one person.</summary>
internal static class SamePerson
{
    /// <summary>The classes of the advisory locks of these keys; the second half is a hash of the key. Of two clients at the same time the second one sees the first.</summary>
    public const int IneLockKey = 1_677_721_602;
    public const int CurpLockKey = 1_677_721_603;

    /// <summary>Which key two clients share, as users name it; null for none. An INE key or CURP that is not known is null.</summary>
    public static string? KeyInCommon(string? ine, string? otherIne, string? curp, string? otherCurp) =>
        ine is not null && ine == otherIne ? "clave de elector"
        : curp is not null && curp == otherCurp ? "CURP"
        : null;

    /// <summary>Locks clients until the transaction ends: of two changes of what belongs to one at the same time, the second sees the first's.</summary>
    /// <exception cref="DominioException">cliente.no_encontrado: one is unknown, or the caller does not see them.</exception>
    public static async Task RetenerClientesAsync(this ProsmexDbContext db, CurrentUser currentUser, int[] ids, CancellationToken cancellationToken)
    {
        var clientes = db.Clientes.FromSql($"SELECT *, xmin FROM clientes_avales WHERE cliente_id = ANY({ids}) ORDER BY cliente_id FOR NO KEY UPDATE");
        if (await clientes.EnAlcance(db.Grupos, currentUser).CountAsync(cancellationToken) < ids.Length)
        {
            throw new DominioException(ClienteErrores.NoEncontrado);
        }
    }

    /// <param name="others">The others with the key, under its lock.</param>
    /// <param name="error">Of the first of them, with their group; of null where the caller sees none of them.</param>
    /// <exception cref="DominioException">There is one.</exception>
    public static async Task RequireNoneAsync(
        this ProsmexDbContext db, CurrentUser currentUser, IQueryable<Cliente> others, Func<string?, ErrorDeDominio> error, CancellationToken cancellationToken)
    {
        if (await others.AnyAsync(cancellationToken))
        {
            var quien = await others.EnAlcance(db.Grupos, currentUser).OrderBy(c => c.ClienteId)
                .Select(c => c.NombreCompleto + ", de " + c.Grupo!.NombreGrupo).FirstOrDefaultAsync(cancellationToken);
            throw new DominioException(error(quien));
        }
    }
}
