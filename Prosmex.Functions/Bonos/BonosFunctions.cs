using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Bonos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Bonos;

/// <summary>The brackets of the weekly bono.</summary>
public sealed class BonosFunctions(BonoService bonos)
{
    [Function("BonosListar"), AlgunaDe(AccionId.Corte), Paginada, Responde<Datos<BonosDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bonos")] HttpRequest req, CancellationToken cancellationToken)
    {
        var pagina = await bonos.ListarAsync(req.Paginacion(), cancellationToken);
        return Respuestas.Ok(new BonosDto(pagina.Elementos, pagina.Paginacion.Page, pagina.Paginacion.PerPage, pagina.Total, pagina.TotalDePaginas));
    }

    [Function("BonosObtener"), AlgunaDe(AccionId.Corte), Responde<Datos<UnBonoDto>>]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bonos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new UnBonoDto(await bonos.ObtenerAsync(id, cancellationToken)));

    [Function("BonosCrear"), SoloAdmin, Recibe<BonoRequest>, Responde<Datos<UnBonoDto>>(201)]
    public async Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "bonos")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Creado(new UnBonoDto(await bonos.CrearAsync(await req.LeerAsync<BonoRequest>(cancellationToken), cancellationToken)));

    [Function("BonosEditar"), SoloAdmin, Recibe<BonoRequest>, Responde<Datos<UnBonoDto>>]
    public async Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "bonos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new UnBonoDto(await bonos.EditarAsync(id, await req.LeerAsync<BonoRequest>(cancellationToken), cancellationToken)));

    [Function("BonosEliminar"), SoloAdmin, Responde<Datos<MensajeDto>>]
    public async Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "bonos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken)
    {
        await bonos.EliminarAsync(id, cancellationToken);
        return Respuestas.Hecho("Bono eliminado correctamente");
    }
}

/// <summary>A page of brackets.</summary>
public sealed record BonosDto(IReadOnlyList<BonoDto> Bonos, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>One bracket.</summary>
public sealed record UnBonoDto(BonoDto Bono);
