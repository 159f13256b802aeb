using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Rutas;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Rutas;

/// <summary>The routes that the caller sees.</summary>
public sealed class RutasFunctions(RutaService rutas)
{
    [Function("RutasListar"), AlgunaDe(AccionId.ReportesDeRutas, AccionId.AsignarGrupoARuta), Responde<Datos<RutasDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rutas")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Ok(new RutasDto(await rutas.ListarAsync(req.Llamante(), cancellationToken)));

    [Function("RutasCrear"), SoloAdmin, Recibe<RutaRequest>, Responde<Datos<UnaRutaDto>>(201)]
    public async Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rutas")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Creado(new UnaRutaDto(await rutas.CrearAsync(await req.LeerAsync<RutaRequest>(cancellationToken), cancellationToken)));

    [Function("RutasObtener"), AlgunaDe(AccionId.ReportesDeRutas, AccionId.AsignarGrupoARuta), Responde<Datos<UnaRutaDto>>]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rutas/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new UnaRutaDto(await rutas.ObtenerAsync(req.Llamante(), id, cancellationToken)));

    [Function("RutasEditar"), SoloAdmin, Recibe<RutaRequest>, Responde<Datos<UnaRutaDto>>]
    public async Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "rutas/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new UnaRutaDto(
            await rutas.EditarAsync(req.Llamante(), id, await req.LeerAsync<RutaRequest>(cancellationToken), cancellationToken)));

    [Function("RutasEliminar"), SoloAdmin, Responde<Datos<MensajeDto>>]
    public async Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "rutas/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken)
    {
        await rutas.EliminarAsync(req.Llamante(), id, cancellationToken);
        return Respuestas.Hecho("Ruta eliminada correctamente");
    }
}

/// <summary>A list of routes.</summary>
public sealed record RutasDto(IReadOnlyList<RutaDto> Rutas);

/// <summary>One route.</summary>
public sealed record UnaRutaDto(RutaDto Ruta);
