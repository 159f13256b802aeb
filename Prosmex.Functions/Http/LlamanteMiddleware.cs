using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions.Http;

/// <summary>Finds out who is calling (401) and whether they may (403), before the body or the id is looked at.</summary>
public sealed class LlamanteMiddleware(ILogger<LlamanteMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const int MaximoDeRuta = 300;

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var funcion = context.FunctionDefinition.Name;
        var origen = context.InstanceServices.GetRequiredService<Origen>();
        if (context.GetHttpContext() is not { } http)
        {
            (origen.Author, origen.Ruta) = (new Author.System(), funcion);
            await next(context);
            return;
        }

        origen.Ruta = Ruta(http.Request);
        origen.Direccion = context.InstanceServices.GetRequiredService<ClientAddress>().Of(http);
        var acceso = CatalogoDeFunciones.Acceso(funcion) ?? throw new DominioException(ErroresComunes.NoPermitido);
        if (acceso.ExigeSesion)
        {
            var llamante = await context.InstanceServices.GetRequiredService<LlamanteService>().IdentificarAsync(http.Request.TokenPortador(), http.RequestAborted);
            if (!acceso.Permite(llamante))
            {
                logger.AccesoNegado(funcion, llamante.UsuarioId);
                throw new DominioException(ErroresComunes.NoPermitido);
            }

            origen.Author = new Author.Session(llamante.UsuarioId, llamante.SesionId);
            http.Items[typeof(Llamante)] = llamante;
        }
        else
        {
            origen.Author = new Author.Anonymous();
        }

        ExigirTamano(http.Request);
        await next(context);
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
