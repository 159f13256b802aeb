using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.PorAclarar;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.PorAclarar;

/// <summary>Money that was received and could not be applied, and what becomes of it.</summary>
public sealed class PorAclararFunctions(PorAclararService porAclarar, UnaVez unaVez)
{
    /// <summary>The money of the groups that the caller sees, by id, whatever became of it.</summary>
    [Function("PorAclararListar"), AlgunaDe(AccionId.PagosDeCobranzaPorGrupo), Paginada, Responde<Datos<PaginaPorAclararDto>>]
    [Consulta("estado", "string"), Consulta("grupo_id", "integer")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "por-aclarar")] HttpRequest req, CancellationToken cancellationToken)
    {
        var filtro = new FiltroPorAclarar(req.TextoDeConsulta("estado"), req.IdDeConsulta("grupo_id"));
        var pagina = await porAclarar.ListarAsync(req.Llamante(), filtro, req.Paginacion(), cancellationToken);
        return Respuestas.Ok(new PaginaPorAclararDto(pagina.Elementos, pagina.Paginacion.Page, pagina.Paginacion.PerPage, pagina.Total, pagina.TotalDePaginas));
    }

    /// <summary>Makes all of it a payment of a loan; a reversal of that payment brings it back.</summary>
    [Function("PorAclararAplicar"), Repetible, AlgunaDe(AccionId.EditarInformacion), Recibe<AplicarRequest>, Responde<Datos<UnPorAclararDto>>]
    public Task<IResult> AplicarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "por-aclarar/{id:int}/aplicar")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync<AplicarRequest>(
            req, async (solicitud, token) => Respuestas.Ok(new UnPorAclararDto(await porAclarar.AplicarAsync(req.Llamante(), id, solicitud, token))), cancellationToken);

    /// <summary>Notes that the client got it back.</summary>
    [Function("PorAclararDevolver"), Repetible, AlgunaDe(AccionId.EditarInformacion), Recibe<CerrarRequest>, Responde<Datos<UnPorAclararDto>>]
    public Task<IResult> DevolverAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "por-aclarar/{id:int}/devolver")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        CerrarAsync(req, id, EstadoPorAclarar.Devuelto, cancellationToken);

    /// <summary>Writes it off.</summary>
    [Function("PorAclararCastigar"), Repetible, AlgunaDe(AccionId.EditarInformacion), Recibe<CerrarRequest>, Responde<Datos<UnPorAclararDto>>]
    public Task<IResult> CastigarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "por-aclarar/{id:int}/castigar")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        CerrarAsync(req, id, EstadoPorAclarar.Castigado, cancellationToken);

    private Task<IResult> CerrarAsync(HttpRequest req, int id, EstadoPorAclarar estado, CancellationToken cancellationToken) => unaVez.HacerAsync<CerrarRequest>(
        req, async (solicitud, token) => Respuestas.Ok(new UnPorAclararDto(await porAclarar.CerrarAsync(req.Llamante(), id, estado, solicitud, token))), cancellationToken);
}

/// <summary>A page of money por aclarar.</summary>
public sealed record PaginaPorAclararDto(IReadOnlyList<PorAclararDto> PorAclarar, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>Money por aclarar as it stands now.</summary>
public sealed record UnPorAclararDto(PorAclararDto PorAclarar);
