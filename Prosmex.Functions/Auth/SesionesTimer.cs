using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Auth;

namespace Prosmex.Functions.Auth;

/// <summary>Keeps the tables of sessions and of failed sign-ins small.</summary>
public sealed class SesionesTimer(SesionService sesiones, IntentosService intentos, ILogger<SesionesTimer> logger)
{
    // UTC: 02:30 in Mexico City.
    [Function("SesionesLimpiar")]
    public async Task LimpiarAsync([TimerTrigger("0 30 8 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        logger.LogInformation(
            "Se borraron {Sesiones} sesiones terminadas hace tiempo y los intentos fallidos de {Cuentas} cuentas.",
            await sesiones.LimpiarAsync(cancellationToken),
            await intentos.LimpiarAsync(cancellationToken));
}
