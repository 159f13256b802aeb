using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions.Http;

/// <summary>Finds out who is calling (401) and whether they may (403), before the body or the id is looked at, and puts the user into the request's <see cref="RequestContext"/>.</summary>
public sealed class CurrentUserMiddleware(ILogger<CurrentUserMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var function = context.FunctionDefinition.Name;
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        var access = FunctionCatalog.Access(function) ?? throw new DominioException(ErroresComunes.NoPermitido);
        if (access.RequiresSession)
        {
            var caller = await context.InstanceServices.GetRequiredService<CurrentUserService>().IdentifyAsync(http.Request.BearerToken(), http.Request.Deadline());
            if (!access.Allows(caller.User))
            {
                logger.AccessDenied(function, caller.User.UsuarioId);
                throw new DominioException(ErroresComunes.NoPermitido);
            }

            http.Items[typeof(RequestContext)] = http.Request.Context().For(caller.User, caller.LastWrite);
        }

        RequireSize(http.Request);
        await next(context);
    }

    // Also where no function reads the body.
    private static void RequireSize(HttpRequest req)
    {
        if (req.ContentLength > RequestReading.MaxBodyBytes)
        {
            throw new DominioException(ErroresHttp.DemasiadoGrande);
        }
    }
}
