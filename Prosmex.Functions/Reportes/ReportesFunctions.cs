using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Reportes;

/// <summary>Payment reports, for the groups that the caller sees.</summary>
public sealed class ReportesFunctions(ReporteService reportes)
{
    /// <summary>The week of each group that the caller sees.</summary>
    [Function("ReporteGeneral"), SignedIn, Paged, QueryParameter("semana", "string"), Responds<Datos<ReporteGeneralDto>>]
    public async Task<IResult> GeneralAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/general")] HttpRequest req)
    {
        var page = await reportes.GeneralAsync(req.Context(), req.QueryDay("semana"), req.PageRequest(), req.Deadline());
        return Responses.Ok(new ReporteGeneralDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total));
    }

    /// <summary>The sums of that report's rows.</summary>
    [Function("ReporteTotales"), SignedIn, QueryParameter("semana", "string"), Responds<Datos<ReporteTotalesDto>>]
    public async Task<IResult> TotalesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/general/totales")] HttpRequest req) =>
        Responses.Ok(new ReporteTotalesDto(await reportes.TotalesAsync(req.Context(), req.QueryDay("semana"), req.Deadline())));

    /// <summary>−Σ what the group's loans still owe.</summary>
    [Function("ReporteSobranteGrupo"), AnyOf(AccionId.Corte), Responds<Datos<SobranteGrupoDto>>]
    [Refuses(404, "grupo.no_encontrado")]
    public async Task<IResult> SobranteDeGrupoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/sobrante-grupo/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(new SobranteGrupoDto(await reportes.SobranteDeGrupoAsync(req.Context(), id, req.Deadline())));

    /// <summary>The group's sobrante of the week.</summary>
    [Function("ReporteSobranteSemanal"), AnyOf(AccionId.Corte), QueryParameter("semana", "string"), Responds<Datos<SobranteSemanalDto>>]
    [Refuses(404, "grupo.no_encontrado")]
    public async Task<IResult> SobranteSemanalAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/sobrante-semanal/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(new SobranteSemanalDto(await reportes.SobranteSemanalAsync(req.Context(), id, req.QueryDay("semana"), req.Deadline())));

    /// <summary>−Σ what the loans still owe that the caller sees.</summary>
    [Function("ReporteSobranteTotal"), AnyOf(AccionId.Corte), Responds<Datos<SobranteTotalDto>>]
    public async Task<IResult> SobranteTotalAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/sobrante-total-usuario")] HttpRequest req) =>
        Responses.Ok(new SobranteTotalDto(await reportes.SobranteTotalAsync(req.Context(), req.Deadline())));

    /// <summary>The week's bonos of the groups whose titular the caller is.</summary>
    [Function("ReporteBonosTitular"), AnyOf(AccionId.Corte), QueryParameter("semana", "string"), Responds<Datos<ReporteDeBonosDto>>]
    public async Task<IResult> BonosDelTitularAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/bono-grupos-titular")] HttpRequest req) =>
        Responses.Ok(new ReporteDeBonosDto(await reportes.BonosDelTitularAsync(req.Context(), req.QueryDay("semana"), req.Deadline())));

    /// <summary>Their sum.</summary>
    [Function("ReporteBonoGlobal"), AnyOf(AccionId.Corte), QueryParameter("semana", "string"), Responds<Datos<TotalBonoDto>>]
    public async Task<IResult> BonoGlobalAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/bono-global-titular")] HttpRequest req) =>
        Responses.Ok(new TotalBonoDto(await reportes.BonoGlobalAsync(req.Context(), req.QueryDay("semana"), req.Deadline())));
}

/// <summary>A page of groups; the client counts the pages itself.</summary>
public sealed record ReporteGeneralDto(IReadOnlyList<FilaDeReporteDto> Reporte, int Page, int PerPage, int TotalItems);

/// <summary>The sums of all groups.</summary>
public sealed record ReporteTotalesDto(TotalesDto Totales);

/// <summary>−Σ what the group's loans still owe, MXN.</summary>
public sealed record SobranteGrupoDto(decimal SobranteGrupo);

/// <summary>The group's sobrante of the week, MXN.</summary>
public sealed record SobranteSemanalDto(decimal SobranteSemanal);

/// <summary>−Σ what the loans still owe that the caller sees, MXN.</summary>
public sealed record SobranteTotalDto(decimal SobranteTotal);

/// <summary>The bonos of the caller's groups.</summary>
public sealed record ReporteDeBonosDto(IReadOnlyList<BonoDeGrupoDto> ReporteBonos);

/// <summary>Their sum, MXN.</summary>
public sealed record TotalBonoDto(decimal TotalBono);
