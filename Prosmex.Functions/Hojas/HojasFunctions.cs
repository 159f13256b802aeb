using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Hojas;

/// <summary>Collection sheets: for phones that collect where there is no signal. See docs/hoja-de-cobranza.md.</summary>
public sealed class HojasFunctions(HojaService hojas, EnvioService envios, TurnosDeEnvios turnos, UnaVez unaVez)
{
    /// <summary>The sheet of a group, or of a route's groups that the caller sees: exactly one of the two is asked for.</summary>
    [Function("HojasObtener"), AlgunaDe(AccionId.PagosDeCobranzaPorGrupo), Condicional, Responde<Datos<UnaHojaDto>>]
    [Consulta("ruta_id", "integer"), Consulta("grupo_id", "integer"), Consulta("semana", "string")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hojas")] HttpRequest req, CancellationToken cancellationToken)
    {
        var hoja = await hojas.ObtenerAsync(
            req.Llamante(), req.IdDeConsulta("ruta_id"), req.IdDeConsulta("grupo_id"), req.DiaDeConsulta("semana"), cancellationToken);
        return Respuestas.Condicional(new UnaHojaDto(hoja), hoja.Version);
    }

    /// <summary>Takes in rows of a group's sheet, as often as they are sent: each <c>clave</c> counts once, and money that cannot be applied waits por aclarar.</summary>
    [Function("HojasRecibir"), Repetible, AlgunaDe(AccionId.PagosDeCobranzaPorGrupo), Recibe<EnvioRequest>, Responde<Datos<EnvioRecibidoDto>>]
    public async Task<IResult> RecibirAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hojas/{id:int}/envios")] HttpRequest req, int id, CancellationToken cancellationToken)
    {
        var (envio, filas) = await req.LeerConFilasAsync<EnvioRequest, FilaDeEnvioRequest>("filas", cancellationToken);
        return await turnos.EnTurnoAsync(
            () => unaVez.HacerAsync(req, async token => Respuestas.Ok(await envios.RecibirAsync(req.Llamante(), id, envio, filas, token)), cancellationToken),
            cancellationToken);
    }
}

/// <summary>A collection sheet.</summary>
public sealed record UnaHojaDto(HojaDto Hoja);
