using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Prestamos;

/// <summary>A loan's page.</summary>
public sealed class PrestamoFichaFunctions(PrestamoFichaService fichas)
{
    /// <summary>What is known of a loan: its plan against its money week by week, and every entry of its ledger.</summary>
    [Function("PrestamosFicha"), AnyOf(AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<PrestamoFichaDto>>]
    [Refuses(404, "prestamo.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "prestamos/{id:int}/ficha")] HttpRequest req, int id) =>
        Responses.Ok(await fichas.ObtenerAsync(req.Context(), id, req.Deadline()));
}
