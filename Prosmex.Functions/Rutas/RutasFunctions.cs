using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Rutas;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Rutas;

/// <summary>The routes that the caller sees.</summary>
public sealed class RutasFunctions(RutaService rutas, IdempotentRequests idempotent)
{
    /// <summary>The routes that the caller sees.</summary>
    [Function("RutasListar"), AnyOf(AccionId.ReportesDeRutas, AccionId.AsignarGrupoARuta), Responds<Datos<RutasDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rutas")] HttpRequest req) =>
        Responses.Ok(new RutasDto(await rutas.ListarAsync(req.CurrentUser(), req.Deadline())));

    /// <summary>The routes that the caller sees, by name, with their people and number of groups.</summary>
    [Function("RutasLista"), AnyOf(AccionId.ReportesDeRutas, AccionId.AsignarGrupoARuta), Paged, QueryParameter("q", "string"), Responds<Datos<RutasDeListaDto>>]
    public async Task<IResult> PageAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rutas/lista")] HttpRequest req)
    {
        var page = await rutas.PageAsync(req.CurrentUser(), req.QueryText("q"), req.PageRequest(), req.Deadline());
        return Responses.Ok(new RutasDeListaDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>Creates a route.</summary>
    [Function("RutasCrear"), Idempotent, AdminOnly, Accepts<RutaRequest>, Responds<Datos<UnaRutaDto>>(201)]
    [Refuses(404, "usuario.no_encontrado")]
    public Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rutas")] HttpRequest req) =>
        idempotent.RunAsync<RutaRequest>(req, async (ruta, token) => Responses.Created(new UnaRutaDto(await rutas.CrearAsync(req.Context(), ruta, token))));

    /// <summary>One route.</summary>
    [Function("RutasObtener"), AnyOf(AccionId.ReportesDeRutas, AccionId.AsignarGrupoARuta), Responds<Datos<UnaRutaDto>>]
    [Refuses(404, "ruta.no_encontrada")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rutas/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(new UnaRutaDto(await rutas.ObtenerAsync(req.CurrentUser(), id, req.Deadline())));

    /// <summary>Changes the fields sent.</summary>
    [Function("RutasEditar"), Idempotent, AdminOnly, Accepts<RutaRequest>, Responds<Datos<UnaRutaDto>>]
    [Refuses(404, "ruta.no_encontrada", "usuario.no_encontrado")]
    public Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "rutas/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync<RutaRequest>(
            req, async (cambios, token) => Responses.Ok(new UnaRutaDto(await rutas.EditarAsync(req.Context(), id, cambios, token))));

    /// <summary>Deletes a route without groups.</summary>
    [Function("RutasEliminar"), Idempotent, AdminOnly, Responds<Datos<MensajeDto>>]
    [Refuses(404, "ruta.no_encontrada"), Refuses(409, "ruta.con_grupos")]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "rutas/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync(req, token => Responses.DoneAsync(rutas.EliminarAsync(req.Context(), id, token), "Ruta eliminada correctamente"));
}

/// <summary>A list of routes.</summary>
public sealed record RutasDto(IReadOnlyList<RutaDto> Rutas);

/// <summary>A page of routes with their people.</summary>
public sealed record RutasDeListaDto(IReadOnlyList<RutaDeListaDto> Rutas, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>One route.</summary>
public sealed record UnaRutaDto(RutaDto Ruta);
