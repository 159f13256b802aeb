using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;

namespace Prosmex.Functions.Http;

/// <summary>Finds out who is calling (401) and whether he may (403), before the body or the id is looked at.</summary>
public sealed class LlamanteMiddleware : IFunctionsWorkerMiddleware
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
                    throw new DominioException(ErroresComunes.NoPermitido);
                }

                http.Items[typeof(Llamante)] = llamante;
            }
        }

        await next(context);
    }
}
