using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Bonos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Bonos;

/// <summary>The brackets of the weekly bono.</summary>
public sealed class BonosFunctions(BonoService bonos, UnaVez unaVez)
{
    /// <summary>The brackets of the bono.</summary>
    [Function("BonosListar"), AlgunaDe(AccionId.Corte), Paginada, Responde<Datos<BonosDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bonos")] HttpRequest req, CancellationToken cancellationToken)
    {
        var pagina = await bonos.ListarAsync(req.Paginacion(), cancellationToken);
        return Respuestas.Ok(new BonosDto(pagina.Elementos, pagina.Paginacion.Page, pagina.Paginacion.PerPage, pagina.Total, pagina.TotalDePaginas));
    }

    /// <summary>One bracket.</summary>
    [Function("BonosObtener"), AlgunaDe(AccionId.Corte), Responde<Datos<UnBonoDto>>]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bonos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new UnBonoDto(await bonos.ObtenerAsync(id, cancellationToken)));

    /// <summary>Makes a bracket; none may overlap another.</summary>
    [Function("BonosCrear"), Repetible, SoloAdmin, Recibe<BonoRequest>, Responde<Datos<UnBonoDto>>(201)]
    public Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "bonos")] HttpRequest req, CancellationToken cancellationToken) =>
        unaVez.HacerAsync<BonoRequest>(req, async (bono, token) => Respuestas.Creado(new UnBonoDto(await bonos.CrearAsync(bono, token))), cancellationToken);

    /// <summary>Changes the fields sent.</summary>
    [Function("BonosEditar"), Repetible, SoloAdmin, Recibe<BonoRequest>, Responde<Datos<UnBonoDto>>]
    public Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "bonos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync<BonoRequest>(req, async (cambios, token) => Respuestas.Ok(new UnBonoDto(await bonos.EditarAsync(id, cambios, token))), cancellationToken);

    /// <summary>Deletes a bracket.</summary>
    [Function("BonosEliminar"), Repetible, SoloAdmin, Responde<Datos<MensajeDto>>]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "bonos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync(req, token => Respuestas.HechoAsync(bonos.EliminarAsync(id, token), "Bono eliminado correctamente"), cancellationToken);
}

/// <summary>A page of brackets.</summary>
public sealed record BonosDto(IReadOnlyList<BonoDto> Bonos, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>One bracket.</summary>
public sealed record UnBonoDto(BonoDto Bono);
