using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Pagos;

/// <summary>The collector's screens: groups, their open loans, and a loan's payments and faltas.</summary>
public sealed class CobranzaFunctions(PagoQueries queries)
{
    /// <summary>The groups to collect in.</summary>
    [Function("CobranzaGrupos"), AnyOf(AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<GruposDeCobranzaDto>>]
    public async Task<IResult> GruposAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos/grupos")] HttpRequest req) =>
        Responses.Ok(new GruposDeCobranzaDto(await queries.GruposAsync(req.CurrentUser(), req.Deadline())));

    /// <summary>The open loans of a group, by start day.</summary>
    [Function("CobranzaPrestamos"), AnyOf(AccionId.PagosDeCobranzaPorGrupo), Paged, QueryParameter("grupo_id", "integer", Required = true), Responds<Datos<PorCobrarDto>>]
    [Refuses(404, "grupo.no_encontrado")]
    public async Task<IResult> PrestamosAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos/prestamos")] HttpRequest req)
    {
        var grupoId = req.QueryId("grupo_id") ?? throw new DominioException(ErroresComunes.Invalido("grupo_id", FieldLabels.Missing));
        var page = await queries.PorCobrarAsync(req.CurrentUser(), grupoId, req.PageRequest(), req.Deadline());
        return Responses.Ok(new PorCobrarDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>The payments in force of a loan, by date.</summary>
    [Function("CobranzaPagosDePrestamo"), AnyOf(AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<PagosDePrestamoDto>>]
    [Refuses(404, "prestamo.no_encontrado")]
    public async Task<IResult> PagosDePrestamoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos/pagos-prestamo/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(new PagosDePrestamoDto(await queries.DePrestamoAsync(req.CurrentUser(), id, req.Deadline())));

    /// <summary>The faltas of a loan, by date.</summary>
    [Function("CobranzaFaltas"), AnyOf(AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<FaltasDto>>]
    [Refuses(404, "prestamo.no_encontrado")]
    public async Task<IResult> FaltasAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos/faltas/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(new FaltasDto(await queries.FaltasAsync(req.CurrentUser(), id, req.Deadline())));
}

/// <summary>The caller's groups.</summary>
public sealed record GruposDeCobranzaDto(IReadOnlyList<GrupoDeCobranzaDto> Grupos);

/// <summary>A page of a group's open loans.</summary>
public sealed record PorCobrarDto(IReadOnlyList<PrestamoPorCobrarDto> Prestamos, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>A loan's collections.</summary>
public sealed record PagosDePrestamoDto(IReadOnlyList<PagoDePrestamoDto> Pagos);

/// <summary>A loan's faltas.</summary>
public sealed record FaltasDto(IReadOnlyList<FaltaDto> Faltas);
