using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions.Auth;

/// <summary>Deletes expired rows: sessions, failed sign-ins, operations; ends solicitudes that were not answered in time; then looks after partitions.</summary>
public sealed class SesionesTimer(
    SesionService sesiones, SignInAttemptService attempts, OperationService operaciones, SolicitudService solicitudes, PartitionService partitions, ILogger<SesionesTimer> logger)
{
    // UTC: 02:30 in Mexico City.
    [Function("SesionesLimpiar")]
    public async Task CleanUpAsync([TimerTrigger("0 30 8 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var request = RequestContext.System("SesionesLimpiar");
        logger.LogInformation(
            "Se borraron {Sesiones} sesiones terminadas hace tiempo, los intentos fallidos de {Cuentas} cuentas y {Operaciones} operaciones viejas; vencieron {Solicitudes} solicitudes.",
            await sesiones.CleanUpAsync(request, cancellationToken),
            await attempts.CleanUpAsync(request, cancellationToken),
            await operaciones.CleanUpAsync(request, cancellationToken),
            await solicitudes.VencerAsync(request, cancellationToken));
        await partitions.MaintainAsync(cancellationToken);
    }
}
