using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Aprobaciones;

/// <summary>Which kinds of work need approval, and whose.</summary>
public sealed class ReglasDeAprobacionFunctions(ReglaDeAprobacionService reglas, IdempotentRequests idempotent)
{
    /// <summary>All kinds of work that can need approval, with the number of approvers and their roles.</summary>
    [Function("ReglasDeAprobacionListar"), SignedIn, Responds<Datos<ReglasDeAprobacionDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "solicitudes/reglas")] HttpRequest req) =>
        Responses.Ok(new ReglasDeAprobacionDto(await reglas.ListarAsync(req.Deadline())));

    /// <summary>Sets who must approve a kind of work; solicitudes that wait keep the rule with which they were made.</summary>
    [Function("ReglasDeAprobacionFijar"), Idempotent, AdminOnly, Accepts<ReglaDeAprobacionRequest>, Responds<Datos<UnaReglaDeAprobacionDto>>]
    public Task<IResult> FijarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "solicitudes/reglas")] HttpRequest req) =>
        idempotent.RunAsync<ReglaDeAprobacionRequest>(
            req, async (regla, token) => Responses.Ok(new UnaReglaDeAprobacionDto(await reglas.FijarAsync(req.Context(), regla, token))));
}

/// <summary>The rules of approval.</summary>
public sealed record ReglasDeAprobacionDto(IReadOnlyList<ReglaDeAprobacionDto> Reglas);

/// <summary>The rule of one kind of work.</summary>
public sealed record UnaReglaDeAprobacionDto(ReglaDeAprobacionDto Regla);
