using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Grupos;

/// <summary>Which route and people each group has.</summary>
public sealed class AsignacionesFunctions(AsignacionService asignaciones, IdempotentRequests idempotent)
{
    /// <summary>The groups that the caller sees, by name, with their route and people.</summary>
    [Function("AsignacionesListar"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo, AccionId.AsignarTitularAGrupo, AccionId.AsignarGrupoARuta)]
    [Paged, Responds<Datos<GruposDeListaDto>>]
    [QueryParameter("q", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("titular_id", "integer"), QueryParameter("gestor_id", "integer"), QueryParameter("sin", "string")]
    [QueryParameter("grupo_ids", "string")]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada", "usuario.no_encontrado")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "grupos/lista")] HttpRequest req)
    {
        var filter = new GruposFilter(
            req.QueryText("q"),
            req.QueryId("ruta_id"),
            req.QueryId("titular_id"),
            req.QueryId("gestor_id"),
            req.QueryChoice<Vacante>("sin"),
            req.QueryIds("grupo_ids", AsignacionesRequest.MaximoDeGrupos));
        var page = await asignaciones.ListarAsync(req.CurrentUser(), filter, req.PageRequest(), req.Deadline());
        return Responses.Ok(new GruposDeListaDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>Gives several groups the same route, titular or gestor, all of them or none; each field needs its own permission.</summary>
    [Function("AsignacionesHacer"), Idempotent, AnyOf(AccionId.AsignarTitularAGrupo, AccionId.AsignarGrupoARuta), Accepts<AsignacionesRequest>]
    [Responds<Datos<AsignadosDto>>]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada", "usuario.no_encontrado")]
    public Task<IResult> AsignarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "grupos/asignaciones")] HttpRequest req) =>
        idempotent.RunAsync<AsignacionesRequest>(
            req, async (cambio, token) => Responses.Ok(new AsignadosDto(await asignaciones.AsignarAsync(req.Context(), cambio, token))));
}

/// <summary>A page of groups with their route and people.</summary>
public sealed record GruposDeListaDto(IReadOnlyList<GrupoDeListaDto> Grupos, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>The groups that were changed, as they are now.</summary>
public sealed record AsignadosDto(IReadOnlyList<GrupoDeListaDto> Grupos);
