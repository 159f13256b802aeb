using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Recibos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Recibos;

/// <summary>Receipts of payments, for the office and for the clients. See docs/recibos.md.</summary>
public sealed class RecibosFunctions(ReciboService recibos, ReciboPublicoService publicos, ReciboLookups lookups)
{
    /// <summary>What the receipt of a payment says, also if it was reversed.</summary>
    [Function("PagosRecibo"), AnyOf(AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<ReciboDto>>]
    [Refuses(404, "pago.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos/{id:int}/recibo")] HttpRequest req, int id) =>
        Responses.Ok(await recibos.ObtenerAsync(req.CurrentUser(), id, req.Deadline()));

    /// <summary>What became of the money of a receipt, for anyone who has its code or the link of its QR code: never a name, never a loan. All callers together have one limit.</summary>
    [Function("RecibosConsultar"), Public, Responds<Datos<ReciboPublicoDto>>]
    [Refuses(404, "recibo.mal_escrito", "recibo.no_encontrado"), Refuses(409, "conflicto.cambio_simultaneo"), Refuses(429, "recibo.saturado")]
    public async Task<IResult> ConsultarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "recibos/{codigo:maxlength(120)}")] HttpRequest req, string codigo)
    {
        lookups.Enter();
        return Responses.Ok(await publicos.ObtenerAsync(req.Context(), codigo, req.Deadline()));
    }

    /// <summary>The page on which a client does so. What the QR code carries is behind the <c>#</c>, and so in no request for the page.</summary>
    [Function("ReciboPagina"), Public, WebPage]
    public IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "recibo")] HttpRequest req) =>
        new ServedFileResult(ServedFile.PageFromWeb("panel/recibo.html")) { Policy = ServedFileResult.OwnPolicy };
}
