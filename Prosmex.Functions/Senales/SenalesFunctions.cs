using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Senales;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Senales;

/// <summary>Signs of loans to people who do not exist and of money that is kept. See docs/senales.md.</summary>
public sealed class SenalesFunctions(SenalService senales, IdempotentRequests idempotent)
{
    /// <summary>The signs, the latest first: those not marked as a false alarm, or those that are. Without acción 7 only those of the rule <c>recibo_sin_pago</c>.</summary>
    [Function("ReporteSenales"), AnyOf(AccionId.ReportesDeRutas, AccionId.ReportesGenerales), Paged, Responds<Datos<SenalesDto>>]
    [QueryParameter("regla", "string"), QueryParameter("descartadas", "boolean"), QueryParameter("clave", "string")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/senales")] HttpRequest req)
    {
        var filter = new SenalFilter(req.QueryChoice<ReglaDeSenal>("regla"), req.QueryFlag("descartadas"), req.QueryText("clave"));
        var page = await senales.ListarAsync(req.Context(), filter, req.PageRequest(), req.Deadline());
        return Responses.Ok(new SenalesDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>Marks a sign as a false alarm, with the reason.</summary>
    [Function("ReporteSenalesDescartar"), Idempotent, AnyOf(AccionId.ReportesDeRutas, AccionId.ReportesGenerales), Accepts<DescartarSenalRequest>, Responds<Datos<UnaSenalDto>>]
    [Refuses(404, "senal.no_encontrada"), Refuses(409, "senal.ya_descartada")]
    public Task<IResult> DescartarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reporte/senales/descartar")] HttpRequest req) =>
        idempotent.RunAsync<DescartarSenalRequest>(
            req, async (solicitud, token) => Responses.Ok(new UnaSenalDto(await senales.DescartarAsync(req.Context(), solicitud, token))));

    /// <summary>Takes such a mark back: the sign is listed again.</summary>
    [Function("ReporteSenalesRecuperar"), Idempotent, AnyOf(AccionId.ReportesDeRutas, AccionId.ReportesGenerales), Accepts<RecuperarSenalRequest>, Responds<Datos<UnaSenalDto>>]
    [Refuses(404, "senal.no_encontrada"), Refuses(409, "senal.no_descartada")]
    public Task<IResult> RecuperarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reporte/senales/recuperar")] HttpRequest req) =>
        idempotent.RunAsync<RecuperarSenalRequest>(
            req, async (solicitud, token) => Responses.Ok(new UnaSenalDto(await senales.RecuperarAsync(req.Context(), solicitud, token))));
}

/// <summary>A page of signs.</summary>
public sealed record SenalesDto(IReadOnlyList<SenalDto> Senales, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>A sign as it is listed now.</summary>
public sealed record UnaSenalDto(SenalDto Senal);
