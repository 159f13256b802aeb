using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;

namespace Prosmex.Functions.Http;

/// <summary>Finds out who is calling (401) and whether he may (403), before the body or the id is looked at.</summary>
public sealed class LlamanteMiddleware(ILogger<LlamanteMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is { } http)
        {
            var acceso = CatalogoDeFunciones.Acceso(context.FunctionDefinition.Name) ?? throw new DominioException(ErroresComunes.NoPermitido);
            if (acceso.ExigeSesion)
            {
                var sesiones = context.InstanceServices.GetRequiredService<SesionService>();
                var llamante = await sesiones.IdentificarAsync(http.Request.TokenPortador(), http.RequestAborted);
                if (!acceso.Permite(llamante))
                {
                    logger.AccesoNegado(context.FunctionDefinition.Name, llamante.UsuarioId);
                    throw new DominioException(ErroresComunes.NoPermitido);
                }

                http.Items[typeof(Llamante)] = llamante;
            }

            // Also where no function reads the body.
            if (http.Request.ContentLength > Solicitudes.MaximoDeCuerpo)
            {
                throw new DominioException(ErroresHttp.DemasiadoGrande);
            }
        }

        await next(context);
    }
}
