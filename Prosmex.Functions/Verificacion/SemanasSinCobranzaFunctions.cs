using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Verificacion;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Verificacion;

/// <summary>Weeks without collection, such as Christmas: no falta in them, and no loan becomes vencido by them.</summary>
public sealed class SemanasSinCobranzaFunctions(SemanaSinCobranzaService semanas, IdempotentRequests idempotent)
{
    /// <summary>The declared weeks, the latest first.</summary>
    [Function("SemanasSinCobranzaListar"), AdminOnly, Paged, QueryParameter("id", "integer"), Responds<Datos<PageOfSemanasSinCobranzaDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "semanas-sin-cobranza")] HttpRequest req)
    {
        var page = await semanas.ListarAsync(req.QueryId("id"), req.PageRequest(), req.Deadline());
        return Responses.Ok(new PageOfSemanasSinCobranzaDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>
    /// Declares a week for all groups, those of a route or one group, as they are now. A closed week is evaluated again: its faltas go, and loans that
    /// it made vencido are not any more.
    /// </summary>
    [Function("SemanasSinCobranzaDeclarar"), Idempotent, AdminOnly, Accepts<SemanaSinCobranzaRequest>, Responds<Datos<SemanaDeclaradaDto>>(201)]
    [Refuses(404, "ruta.no_encontrada", "grupo.no_encontrado")]
    [Refuses(409, "semana_sin_cobranza.ya_declarada", "semana_sin_cobranza.adoptada", "semana_sin_cobranza.sin_grupos")]
    public Task<IResult> DeclararAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "semanas-sin-cobranza")] HttpRequest req) =>
        idempotent.RunAsync<SemanaSinCobranzaRequest>(req, async (semana, token) =>
        {
            var (declarada, cambios) = await semanas.DeclararAsync(req.Context(), semana, token);
            return Responses.Created(new SemanaDeclaradaDto(declarada, cambios));
        });

    /// <summary>Takes a declaration back: a closed week is evaluated as if it had never been declared.</summary>
    [Function("SemanasSinCobranzaQuitar"), Idempotent, AdminOnly, Responds<Datos<SemanaQuitadaDto>>]
    [Refuses(404, "semana_sin_cobranza.no_encontrada")]
    public Task<IResult> QuitarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "semanas-sin-cobranza/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync(req, async token => Responses.Ok(new SemanaQuitadaDto(await semanas.QuitarAsync(req.Context(), id, token))));
}

/// <summary>A page of declared weeks.</summary>
public sealed record PageOfSemanasSinCobranzaDto(IReadOnlyList<SemanaSinCobranzaDto> SemanasSinCobranza, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>A week that was declared, and what that changed.</summary>
public sealed record SemanaDeclaradaDto(SemanaSinCobranzaDto SemanaSinCobranza, CambiosDeSemanaDto Cambios);

/// <summary>What taking a declaration back changed.</summary>
public sealed record SemanaQuitadaDto(CambiosDeSemanaDto Cambios);
