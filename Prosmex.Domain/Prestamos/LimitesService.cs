using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Prestamos;

/// <summary>A new value of a limit.</summary>
public sealed record LimiteRequest
{
    private static readonly IReadOnlyDictionary<string, ClaveDeLimite> Claves = EnumNames.ByName<ClaveDeLimite>();

    public Optional<string> Limite { get; init; }

    /// <summary>Whole pesos or weeks, at least 1 and at most what the limit's setting may be.</summary>
    public Optional<int?> Valor { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (ClaveDeLimite Clave, int Valor) Validate()
    {
        var v = Validation.ForCreate();
        var clave = v.OneOf("limite", Limite, Claves);
        var max = clave.GetValueOrDefault(default) == ClaveDeLimite.LimiteDePrestamo ? ProsmexOptions.MaxLimiteDePrestamo : ProsmexOptions.MaxSemanasParaRenovar;
        var valor = v.Integer("valor", Valor, 1, max);
        v.ThrowIfInvalid();
        return (clave.GetValueOrDefault(default), valor.GetValueOrDefault(0));
    }
}

/// <summary>The limits that settings and rules put on the office's work, and their change.</summary>
public sealed class LimitesService(ProsmexDbContext db, UnitOfWork unitOfWork, ProsmexOptions options)
{
    public async Task<IReadOnlyList<LimiteDto>> ListarAsync(CancellationToken cancellationToken) =>
        Limites.De(await db.LimitesAsync(options, cancellationToken), options);

    /// <summary>Changes one; it holds from the next loan on.</summary>
    /// <returns>All of them.</returns>
    /// <exception cref="DominioException">solicitud.invalida, aprobacion.necesaria.</exception>
    public async Task<IReadOnlyList<LimiteDto>> FijarAsync(RequestContext context, LimiteRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (clave, valor) = request.Validate();
        await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await db.RequireApprovalAsync(context, TipoDeSolicitud.CambioDeLimite, token);
                return await db.Database.ExecuteSqlAsync(
                    $"INSERT INTO limites (clave, valor) VALUES ({EnumNames.NameOf(clave)}, {valor}) ON CONFLICT (clave) DO UPDATE SET valor = excluded.valor", token);
            },
            cancellationToken);
        return await ListarAsync(cancellationToken);
    }
}
