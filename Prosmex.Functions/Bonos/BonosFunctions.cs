using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Bonos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Bonos;

/// <summary>The brackets of the weekly bono.</summary>
public sealed class BonosFunctions(BonoService bonos, IdempotentRequests idempotent)
{
    /// <summary>The brackets of the bono.</summary>
    [Function("BonosListar"), AnyOf(AccionId.Corte), Paged, Responds<Datos<BonosDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bonos")] HttpRequest req)
    {
        var page = await bonos.ListarAsync(req.PageRequest(), req.Deadline());
        return Responses.Ok(new BonosDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>One bracket.</summary>
    [Function("BonosObtener"), AnyOf(AccionId.Corte), Responds<Datos<UnBonoDto>>]
    [Refuses(404, "bono.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bonos/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(new UnBonoDto(await bonos.ObtenerAsync(id, req.Deadline())));

    /// <summary>Creates a bracket; none may overlap another.</summary>
    [Function("BonosCrear"), Idempotent, AdminOnly, Accepts<BonoRequest>, Responds<Datos<UnBonoDto>>(201)]
    [Refuses(409, "bono.traslape")]
    public Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "bonos")] HttpRequest req) =>
        idempotent.RunAsync<BonoRequest>(req, async (bono, token) => Responses.Created(new UnBonoDto(await bonos.CrearAsync(req.Context(), bono, token))));

    /// <summary>Changes the fields sent.</summary>
    [Function("BonosEditar"), Idempotent, AdminOnly, Accepts<BonoRequest>, Responds<Datos<UnBonoDto>>]
    [Refuses(404, "bono.no_encontrado"), Refuses(409, "bono.traslape")]
    public Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "bonos/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync<BonoRequest>(req, async (cambios, token) => Responses.Ok(new UnBonoDto(await bonos.EditarAsync(req.Context(), id, cambios, token))));

    /// <summary>Deletes a bracket.</summary>
    [Function("BonosEliminar"), Idempotent, AdminOnly, Responds<Datos<MensajeDto>>]
    [Refuses(404, "bono.no_encontrado")]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "bonos/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync(req, token => Responses.DoneAsync(bonos.EliminarAsync(req.Context(), id, token), "Bono eliminado correctamente"));
}

/// <summary>A page of brackets.</summary>
public sealed record BonosDto(IReadOnlyList<BonoDto> Bonos, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>One bracket.</summary>
public sealed record UnBonoDto(BonoDto Bono);
