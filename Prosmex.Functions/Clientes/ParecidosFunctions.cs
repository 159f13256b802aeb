using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Clientes;

/// <summary>Clients who look like one person.</summary>
public sealed class ParecidosFunctions(ParecidosService parecidos, IdempotentRequests idempotent)
{
    /// <summary>Who looks like a client: by INE key, CURP, telephone, CLABE, or name and birth day. Of clients whom the caller does not see, only that they exist.</summary>
    [Function("ParecidosDeCliente"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo), Responds<Datos<ParecidosDto>>]
    [Refuses(404, "cliente.no_encontrado")]
    public async Task<IResult> DeClienteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/{id:int}/parecidos")] HttpRequest req, int id) =>
        Responses.Ok(new ParecidosDto(await parecidos.DeClienteAsync(req.CurrentUser(), id, req.Deadline())));

    /// <summary>The pairs of clients who look like one person, the certain ones first; those without a decision unless one is asked for.</summary>
    [Function("ParecidosListar"), AnyOf(AccionId.ReportesGenerales, AccionId.EditarInformacion), Paged, QueryParameter("decision", "string"), Responds<Datos<ParesDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/parecidos")] HttpRequest req)
    {
        var page = await parecidos.ListarAsync(req.CurrentUser(), req.QueryText("decision"), req.PageRequest(), req.Deadline());
        return Responses.Ok(new ParesDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>Decides whether two clients are one person. It changes nothing about either.</summary>
    [Function("ParecidosDecidir"), Idempotent, AnyOf(AccionId.EditarInformacion), Accepts<DecisionRequest>, Responds<Datos<MensajeDto>>]
    [Refuses(404, "cliente.no_encontrado")]
    public Task<IResult> DecidirAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "clientes/{id:int}/parecidos")] HttpRequest req, int id) =>
        idempotent.RunAsync<DecisionRequest>(
            req, (decision, token) => Responses.DoneAsync(parecidos.DecidirAsync(req.Context(), id, decision, token), "Decisión guardada"));
}

/// <summary>Who looks like a client.</summary>
public sealed record ParecidosDto(IReadOnlyList<ParecidoDto> Parecidos);

/// <summary>A page of pairs.</summary>
public sealed record ParesDto(IReadOnlyList<ParDto> Pares, int Page, int PerPage, int TotalItems, int TotalPages);
