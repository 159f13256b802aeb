using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Grupos;

/// <summary>A group's page.</summary>
public sealed class GrupoFichaFunctions(GrupoFichaService fichas)
{
    /// <summary>What is known of a group: its weeks, who of its members paid in each, and who holds its cash.</summary>
    [Function("GruposFicha"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo, AccionId.AsignarTitularAGrupo, AccionId.AsignarGrupoARuta)]
    [QueryParameter("semana", "string"), QueryParameter("semanas", "integer"), Responds<Datos<GrupoFichaDto>>]
    [Refuses(404, "grupo.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "grupos/{id:int}/ficha")] HttpRequest req, int id) =>
        Responses.Ok(await fichas.ObtenerAsync(
            req.Context(), id, req.QueryDay("semana"), req.QueryInteger("semanas") ?? CobranzaService.SemanasDeTendencia, req.Deadline()));
}
