using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Senales;

/// <summary>Signs of loans to people who do not exist and of money that is kept, among the clients that the caller sees; and which are false alarms.</summary>
public sealed class SenalService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
{
    /// <summary>The latest first. One statement, whatever the size of the lender.</summary>
    public async Task<Page<SenalDto>> ListarAsync(RequestContext context, SenalFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(filter);
        var filas = await ReadAsync(SenalesQuery.Lista(context, filter, paging), cancellationToken);
        return new([.. filas.Where(f => f.Regla is not null).Select(f => f.Senal())], paging, filas[0].Total);
    }

    /// <summary>Marks a sign as a false alarm.</summary>
    /// <exception cref="DominioException">solicitud.invalida, senal.no_encontrada, senal.ya_descartada.</exception>
    public async Task<SenalDto> DescartarAsync(RequestContext context, DescartarSenalRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var (regla, clave, nota) = request.Validate();
        await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var senal = await ObtenerAsync(context, regla, clave, token);
                return senal.Descartada is null
                    ? db.SenalesDescartadas.Add(new() { Regla = regla, Clave = clave, Nota = nota, UsuarioId = context.User.UsuarioId, DescartadaEn = clock.GetUtcNow() }).Entity
                    : throw new DominioException(SenalErrores.YaDescartada);
            },
            cancellationToken);
        return await ObtenerAsync(context, regla, clave, cancellationToken);
    }

    /// <summary>Takes such a mark back.</summary>
    /// <exception cref="DominioException">solicitud.invalida, senal.no_encontrada, senal.no_descartada.</exception>
    public async Task<SenalDto> RecuperarAsync(RequestContext context, RecuperarSenalRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var (regla, clave) = request.Validate();
        await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await ObtenerAsync(context, regla, clave, token);
                var mark = await db.SenalesDescartadas.AsTracking().SingleOrDefaultAsync(s => s.Regla == regla && s.Clave == clave, token)
                    ?? throw new DominioException(SenalErrores.NoDescartada);
                return db.SenalesDescartadas.Remove(mark).Entity;
            },
            cancellationToken);
        return await ObtenerAsync(context, regla, clave, cancellationToken);
    }

    private async Task<SenalDto> ObtenerAsync(RequestContext context, ReglaDeSenal regla, string clave, CancellationToken cancellationToken) =>
        await ReadAsync(SenalesQuery.Una(context, regla, clave), cancellationToken) is [{ Regla: not null } fila]
            ? fila.Senal()
            : throw new DominioException(SenalErrores.NoEncontrada);

    private Task<List<FilaDeSenal>> ReadAsync(FormattableString query, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<FilaDeSenal>(query).ToListAsync(cancellationToken);
}
