using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Pagos;

/// <summary>Receipts of payments.</summary>
public sealed class RecibosFunctions(ReciboService recibos)
{
    /// <summary>What the receipt of a payment says, also if it was reversed.</summary>
    [Function("PagosRecibo"), AnyOf(AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<ReciboDto>>]
    [Refuses(404, "pago.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos/{id:int}/recibo")] HttpRequest req, int id) =>
        Responses.Ok(await recibos.ObtenerAsync(req.CurrentUser(), id, req.Deadline()));
}
