using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Hojas;

/// <summary>Collection sheets: for phones that collect where there is no signal. See docs/hoja-de-cobranza.md.</summary>
public sealed class HojasFunctions(HojaService hojas, EnvioService envios, EnvioQueue queue, IdempotentRequests idempotent)
{
    /// <summary>The sheet of a group, or of a route's groups that the caller sees: exactly one of the two must be given.</summary>
    [Function("HojasObtener"), AnyOf(AccionId.PagosDeCobranzaPorGrupo), Conditional, Responds<Datos<UnaHojaDto>>]
    [QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("semana", "string")]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hojas")] HttpRequest req)
    {
        var hoja = await hojas.ObtenerAsync(
            req.Context(), req.QueryId("ruta_id"), req.QueryId("grupo_id"), req.QueryDay("semana"), req.Deadline());
        return Responses.Conditional(new UnaHojaDto(hoja), hoja.Version);
    }

    /// <summary>Receives rows of a group's sheet, any number of times: each <c>clave</c> counts once, and money that cannot be applied waits por aclarar.</summary>
    [Function("HojasRecibir"), Idempotent, AnyOf(AccionId.PagosDeCobranzaPorGrupo), Accepts<EnvioRequest>, Responds<Datos<EnvioRecibidoDto>>]
    [Refuses(400, "envio.estructura", "solicitud.demasiadas_filas", "solicitud.sin_filas"), Refuses(404, "grupo.no_encontrado")]
    [Refuses(422, "envio.otro_contenido"), Refuses(429, "envio.saturado")]
    public async Task<IResult> RecibirAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hojas/{id:int}/envios")] HttpRequest req, int id)
    {
        var (envio, filas) = await req.ReadWithRowsAsync<EnvioRequest, FilaDeEnvioRequest>("filas");
        return await queue.RunAsync(
            req.Context().Deadline,
            () => idempotent.RunAsync(req, async token => Responses.Ok(await envios.RecibirAsync(req.Context(), id, envio, filas, token))),
            req.Deadline());
    }
}

/// <summary>A collection sheet.</summary>
public sealed record UnaHojaDto(HojaDto Hoja);
