using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Clientes;

/// <summary>The expedientes of clients whom the caller sees. See docs/privacidad.md.</summary>
public sealed class ExpedienteService(ProsmexDbContext db, UnitOfWork unitOfWork)
{
    // Of a credit's papers, after its end; see docs/privacidad.md for the sources.
    private const int YearsToKeep = 10;

    /// <summary>What the caller may see of it. That they saw a whole key is written in the bitácora.</summary>
    /// <exception cref="DominioException">cliente.no_encontrado.</exception>
    public Task<ExpedienteDto> ObtenerAsync(RequestContext context, int clienteId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SeesEndsAlone(context.User)
            ? ReadAsync(context.User, clienteId, cancellationToken)
            : ReadOnRecordAsync(context, clienteId, expediente => (expediente.Curp ?? expediente.Rfc ?? expediente.Clabe) is not null, cancellationToken);
    }

    /// <summary>The same for a file of all that is kept of the client: that it was made is written in the bitácora, whatever is in it and whichever user makes it.</summary>
    /// <exception cref="DominioException">cliente.no_encontrado.</exception>
    internal Task<ExpedienteDto> ObtenerParaDatosPersonalesAsync(RequestContext context, int clienteId, CancellationToken cancellationToken) =>
        ReadOnRecordAsync(context, clienteId, _ => true, cancellationToken);

    /// <summary>Sets the fields that are present; the first time it makes the expediente.</summary>
    /// <returns>What may be wrong with it now; nothing for a caller who sees the ends of keys alone.</returns>
    /// <exception cref="DominioException">Invalid fields; cliente.no_encontrado, expediente.curp_repetida, aprobacion.necesaria.</exception>
    public Task<IReadOnlyList<AvisoDto>> EditarAsync(RequestContext context, int clienteId, ExpedienteRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(HoraMexico.Dia(context.Now));
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await db.RetenerClientesAsync(context.User, [clienteId], token);
                var expediente = await FindAsync(clienteId, token) ?? db.Expedientes.Add(new() { ClienteId = clienteId }).Entity;
                await RequireApprovalAsync(context, datos, expediente, token);
                await RequireNewCurpAsync(context.User, datos, expediente, token);
                expediente.Editar(datos);
                return SeesEndsAlone(context.User) ? [] : AvisoDto.Of(expediente);
            },
            cancellationToken);
    }

    /// <summary>Erases it, once the law no longer asks to keep it.</summary>
    /// <exception cref="DominioException">cliente.no_encontrado, expediente.no_encontrado, expediente.se_conserva.</exception>
    public Task EliminarAsync(RequestContext context, int clienteId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await db.RetenerClientesAsync(context.User, [clienteId], token);
                var expediente = await FindAsync(clienteId, token) ?? throw new DominioException(ExpedienteErrores.NoEncontrado);
                var fines = await db.Prestamos.Where(p => p.ClienteId == clienteId || p.AvalId == clienteId).Select(p => p.FechaCierre)
                    .OrderByDescending(f => f == null).ThenByDescending(f => f).Take(1).ToListAsync(token);
                if (fines is [var fin] && (fin is null || HoraMexico.Dia(fin.Value).AddYears(YearsToKeep) > HoraMexico.Dia(context.Now)))
                {
                    throw new DominioException(ExpedienteErrores.Conserva(fin is null ? null : HoraMexico.Dia(fin.Value).AddYears(YearsToKeep)));
                }

                return db.Expedientes.Remove(expediente).Entity;
            },
            cancellationToken);
    }

    private static bool SeesEndsAlone(CurrentUser currentUser) => currentUser.Rol is RolId.Gestor or RolId.Titular;

    private Task<ExpedienteDto> ReadOnRecordAsync(
        RequestContext context, int clienteId, Func<ExpedienteDto, bool> isRecorded, CancellationToken cancellationToken) => unitOfWork.ExecuteAsync(
        context,
        async token =>
        {
            var expediente = await ReadAsync(context.User, clienteId, token);
            if (isRecorded(expediente))
            {
                await db.Database.ExecuteSqlAsync($"SELECT anotar_consulta('expediente', {clienteId})", token);
            }

            return expediente;
        },
        cancellationToken);

    private async Task<ExpedienteDto> ReadAsync(CurrentUser currentUser, int clienteId, CancellationToken cancellationToken)
    {
        var encontrado = await db.Clientes.EnAlcance(db.Grupos, currentUser).Where(c => c.ClienteId == clienteId)
            .Select(c => new { Expediente = db.Expedientes.FirstOrDefault(e => e.ClienteId == c.ClienteId) })
            .FirstOrDefaultAsync(cancellationToken) ?? throw new DominioException(ClienteErrores.NoEncontrado);
        return ExpedienteDto.Of(encontrado.Expediente ?? new() { ClienteId = clienteId }, SeesEndsAlone(currentUser));
    }

    private Task<Expediente?> FindAsync(int clienteId, CancellationToken cancellationToken) =>
        db.Expedientes.AsTracking().FirstOrDefaultAsync(e => e.ClienteId == clienteId, cancellationToken);

    // Of what a loan's money or its debtor depends on.
    private async Task RequireApprovalAsync(RequestContext context, DatosDeExpediente datos, Expediente actual, CancellationToken cancellationToken)
    {
        var clienteId = actual.ClienteId;
        if ((datos.Curp.GetValueOrDefault(actual.Curp) != actual.Curp || datos.Clabe.GetValueOrDefault(actual.Clabe) != actual.Clabe)
            && await db.PrestamosAbiertos().AnyAsync(p => p.ClienteId == clienteId, cancellationToken))
        {
            await db.RequireApprovalAsync(context, TipoDeSolicitud.DatosDelCliente, cancellationToken);
        }
    }

    private async Task RequireNewCurpAsync(CurrentUser currentUser, DatosDeExpediente datos, Expediente propio, CancellationToken cancellationToken)
    {
        if (datos.Curp.GetValueOrDefault(null) is not { } curp || curp == propio.Curp || datos.PermitirRepetido)
        {
            return;
        }

        await db.LockAsync(SamePerson.CurpLockKey, $"hashtext({curp})", cancellationToken);
        var iguales = db.Clientes.Where(c => db.Expedientes.Any(e => e.ClienteId == c.ClienteId && e.Curp == curp && e.ClienteId != propio.ClienteId));
        await db.RequireNoneAsync(currentUser, iguales, ExpedienteErrores.CurpRepetida, cancellationToken);
    }
}
