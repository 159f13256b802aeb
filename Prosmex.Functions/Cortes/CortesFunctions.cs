using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Cortes;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Cortes;

/// <summary>Cash cuts. None of these answers has an envelope: the client reads them so.</summary>
public sealed class CortesFunctions(CorteService cortes, ReporteService reportes, UnaVez unaVez)
{
    /// <summary>What a corte starts from.</summary>
    [Function("ReporteDatosCorte"), AlgunaDe(AccionId.Corte), Responde<DatosDeCorteDto>]
    public async Task<IResult> DatosAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cortes/datos-corte")] HttpRequest req, CancellationToken cancellationToken)
    {
        var cifras = await reportes.CifrasDeCorteAsync(req.Llamante(), cancellationToken);
        return Respuestas.Desnudo(new DatosDeCorteDto(cifras.SobranteTotal, cifras.BonoGlobal, await cortes.EfectivoEsperadoAsync(req.Llamante(), cancellationToken)));
    }

    /// <summary>Makes a corte.</summary>
    [Function("CortesHacer"), Repetible, AlgunaDe(AccionId.Corte), Recibe<CorteRequest>, Responde<CorteDto>(201)]
    public Task<IResult> HacerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cortes/cortes")] HttpRequest req, CancellationToken cancellationToken) => GuardarAsync(req, cancellationToken);

    /// <summary>The same under the name that the client's button has.</summary>
    [Function("CortesHacerSemanal"), Repetible, AlgunaDe(AccionId.Corte), Recibe<CorteRequest>, Responde<CorteDto>(201)]
    public Task<IResult> HacerSemanalAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cortes/realizar-corte-semanal")] HttpRequest req, CancellationToken cancellationToken) => GuardarAsync(req, cancellationToken);

    /// <summary>The caller's cortes; director and admin: all.</summary>
    [Function("CortesListar"), AlgunaDe(AccionId.Corte), Responde<IReadOnlyList<CorteDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cortes/cortes")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Desnudo(await cortes.ListarAsync(req.Llamante(), cancellationToken));

    /// <summary>One corte.</summary>
    [Function("CortesObtener"), AlgunaDe(AccionId.Corte), Responde<CorteDto>]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cortes/cortes/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Desnudo(await cortes.ObtenerAsync(req.Llamante(), id, cancellationToken));

    /// <summary>Changes the fields sent.</summary>
    [Function("CortesEditar"), Repetible, AlgunaDe(AccionId.EditarInformacion), Recibe<CorteRequest>, Responde<CorteDto>]
    public Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "cortes/cortes/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync<CorteRequest>(req, async (cambios, token) => Respuestas.Desnudo(await cortes.EditarAsync(req.Llamante(), id, cambios, token)), cancellationToken);

    /// <summary>Deletes a corte.</summary>
    [Function("CortesEliminar"), Repetible, AlgunaDe(AccionId.EditarInformacion), Responde<MensajeDto>]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "cortes/cortes/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync(
            req,
            async token =>
            {
                await cortes.EliminarAsync(req.Llamante(), id, token);
                return Respuestas.Desnudo(new MensajeDto("Corte eliminado"));
            },
            cancellationToken);

    private Task<IResult> GuardarAsync(HttpRequest req, CancellationToken cancellationToken) =>
        unaVez.HacerAsync<CorteRequest>(req, async (corte, token) => Respuestas.DesnudoCreado(await cortes.HacerAsync(req.Llamante(), corte, token)), cancellationToken);
}
