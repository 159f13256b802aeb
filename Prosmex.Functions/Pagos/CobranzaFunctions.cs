using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Pagos;

/// <summary>What a collector looks at: his groups, their open loans, and a loan's payments and faltas.</summary>
public sealed class CobranzaFunctions(PagoConsultas consultas)
{
    /// <summary>The groups to collect in.</summary>
    [Function("CobranzaGrupos"), AlgunaDe(AccionId.PagosDeCobranzaPorGrupo), Responde<Datos<GruposDeCobranzaDto>>]
    public async Task<IResult> GruposAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos/grupos")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Ok(new GruposDeCobranzaDto(await consultas.GruposAsync(req.Llamante(), cancellationToken)));

    /// <summary>The open loans of a group, by start day.</summary>
    [Function("CobranzaPrestamos"), AlgunaDe(AccionId.PagosDeCobranzaPorGrupo), Paginada, Consulta("grupo_id", "integer", Obligatorio = true), Responde<Datos<PorCobrarDto>>]
    public async Task<IResult> PrestamosAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos/prestamos")] HttpRequest req, CancellationToken cancellationToken)
    {
        var grupoId = req.IdDeConsulta("grupo_id") ?? throw new DominioException(ErroresComunes.Invalido("grupo_id", "es obligatorio."));
        var pagina = await consultas.PorCobrarAsync(req.Llamante(), grupoId, req.Paginacion(), cancellationToken);
        return Respuestas.Ok(new PorCobrarDto(pagina.Elementos, pagina.Paginacion.Page, pagina.Paginacion.PerPage, pagina.Total, pagina.TotalDePaginas));
    }

    /// <summary>The payments in force of a loan, by date.</summary>
    [Function("CobranzaPagosDePrestamo"), AlgunaDe(AccionId.PagosDeCobranzaPorGrupo), Responde<Datos<PagosDePrestamoDto>>]
    public async Task<IResult> PagosDePrestamoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos/pagos-prestamo/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new PagosDePrestamoDto(await consultas.DePrestamoAsync(req.Llamante(), id, cancellationToken)));

    /// <summary>The faltas of a loan, by date.</summary>
    [Function("CobranzaFaltas"), AlgunaDe(AccionId.PagosDeCobranzaPorGrupo), Responde<Datos<FaltasDto>>]
    public async Task<IResult> FaltasAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos/faltas/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new FaltasDto(await consultas.FaltasAsync(req.Llamante(), id, cancellationToken)));
}

/// <summary>The caller's groups.</summary>
public sealed record GruposDeCobranzaDto(IReadOnlyList<GrupoDeCobranzaDto> Grupos);

/// <summary>A page of a group's open loans.</summary>
public sealed record PorCobrarDto(IReadOnlyList<PrestamoPorCobrarDto> Prestamos, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>A loan's collections.</summary>
public sealed record PagosDePrestamoDto(IReadOnlyList<PagoDePrestamoDto> Pagos);

/// <summary>A loan's faltas.</summary>
public sealed record FaltasDto(IReadOnlyList<FaltaDto> Faltas);
