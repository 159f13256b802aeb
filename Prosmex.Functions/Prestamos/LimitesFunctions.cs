using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Prestamos;
using Prosmex.Functions.Aprobaciones;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Prestamos;

/// <summary>The limits that settings and rules put on the office's work.</summary>
public sealed class LimitesFunctions(LimitesService limites, IdempotentRequests idempotent, ApprovableRequests approvable)
{
    /// <summary>The limits that the office meets, in words for users.</summary>
    [Function("LimitesListar"), SignedIn, Responds<Datos<LimitesDto>>]
    public async Task<IResult> ListarAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "limites")] HttpRequest req) =>
        Responses.Ok(new LimitesDto(await limites.ListarAsync(req.Deadline())));

    /// <summary>Changes a limit of those that can be changed; it holds from the next loan on.</summary>
    [Function("LimitesFijar"), Idempotent, AdminOnly, MayNeedApproval(TipoDeSolicitud.CambioDeLimite), Accepts<LimiteRequest>, Responds<Datos<LimitesDto>>]
    public async Task<IResult> FijarAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "limites")] HttpRequest req)
    {
        var limite = await req.ReadBodyAsync<LimiteRequest>();
        return await idempotent.RunAsync(
            req, approvable.DoOrAsk(req, "LimitesFijar", id: null, async token => Responses.Ok(new LimitesDto(await limites.FijarAsync(req.Context(), limite, token)))));
    }
}

/// <summary>A list of limits.</summary>
public sealed record LimitesDto(IReadOnlyList<LimiteDto> Limites);
