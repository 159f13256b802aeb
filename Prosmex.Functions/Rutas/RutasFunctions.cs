using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Rutas;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Rutas;

/// <summary>The routes that the caller sees.</summary>
public sealed class RutasFunctions(RutaService rutas, UnaVez unaVez)
{
    /// <summary>The routes that the caller sees.</summary>
    [Function("RutasListar"), AlgunaDe(AccionId.ReportesDeRutas, AccionId.AsignarGrupoARuta), Responde<Datos<RutasDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rutas")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Ok(new RutasDto(await rutas.ListarAsync(req.Llamante(), cancellationToken)));

    /// <summary>Makes a route.</summary>
    [Function("RutasCrear"), Repetible, SoloAdmin, Recibe<RutaRequest>, Responde<Datos<UnaRutaDto>>(201)]
    public Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rutas")] HttpRequest req, CancellationToken cancellationToken) =>
        unaVez.HacerAsync<RutaRequest>(req, async (ruta, token) => Respuestas.Creado(new UnaRutaDto(await rutas.CrearAsync(ruta, token))), cancellationToken);

    /// <summary>One route.</summary>
    [Function("RutasObtener"), AlgunaDe(AccionId.ReportesDeRutas, AccionId.AsignarGrupoARuta), Responde<Datos<UnaRutaDto>>]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rutas/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new UnaRutaDto(await rutas.ObtenerAsync(req.Llamante(), id, cancellationToken)));

    /// <summary>Changes the fields sent.</summary>
    [Function("RutasEditar"), Repetible, SoloAdmin, Recibe<RutaRequest>, Responde<Datos<UnaRutaDto>>]
    public Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "rutas/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync<RutaRequest>(
            req, async (cambios, token) => Respuestas.Ok(new UnaRutaDto(await rutas.EditarAsync(req.Llamante(), id, cambios, token))), cancellationToken);

    /// <summary>Deletes a route without groups.</summary>
    [Function("RutasEliminar"), Repetible, SoloAdmin, Responde<Datos<MensajeDto>>]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "rutas/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync(req, token => Respuestas.HechoAsync(rutas.EliminarAsync(req.Llamante(), id, token), "Ruta eliminada correctamente"), cancellationToken);
}

/// <summary>A list of routes.</summary>
public sealed record RutasDto(IReadOnlyList<RutaDto> Rutas);

/// <summary>One route.</summary>
public sealed record UnaRutaDto(RutaDto Ruta);
