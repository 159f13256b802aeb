using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions.Http;

/// <summary>Finds out who is calling (401) and whether he may (403), before the body or the id is looked at.</summary>
public sealed class LlamanteMiddleware(ILogger<LlamanteMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const int MaximoDeRuta = 300;

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var origen = context.InstanceServices.GetRequiredService<Origen>();
        origen.Ruta = context.FunctionDefinition.Name;
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        origen.Ruta = Ruta(http.Request);
        origen.Direccion = http.Connection.RemoteIpAddress?.ToString();
        var acceso = CatalogoDeFunciones.Acceso(context.FunctionDefinition.Name) ?? throw new DominioException(ErroresComunes.NoPermitido);
        if (!acceso.ExigeSesion)
        {
            ExigirTamano(http.Request);
            await next(context);
            return;
        }

        await context.InstanceServices.GetRequiredService<LlamanteService>().AtenderAsync(
            http.Request.TokenPortador(),
            soloLee: HttpMethods.IsGet(http.Request.Method),
            llamante =>
            {
                if (!acceso.Permite(llamante))
                {
                    logger.AccesoNegado(context.FunctionDefinition.Name, llamante.UsuarioId);
                    throw new DominioException(ErroresComunes.NoPermitido);
                }

                http.Items[typeof(Llamante)] = llamante;
                origen.UsuarioId = llamante.UsuarioId;
                ExigirTamano(http.Request);
                return next(context);
            },
            http.RequestAborted);
    }

    // Also where no function reads the body.
    private static void ExigirTamano(HttpRequest req)
    {
        if (req.ContentLength > Solicitudes.MaximoDeCuerpo)
        {
            throw new DominioException(ErroresHttp.DemasiadoGrande);
        }
    }

    private static string Ruta(HttpRequest req)
    {
        var ruta = $"{req.Method} {req.Path.Value}";
        return ruta.Length <= MaximoDeRuta ? ruta : ruta[..MaximoDeRuta];
    }
}
