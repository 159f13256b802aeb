using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Bitacora;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Bitacora;

/// <summary>Who changed what, and when.</summary>
public sealed class BitacoraFunctions(BitacoraService bitacora)
{
    /// <summary>Who changed what, in the order it was written.</summary>
    [Function("BitacoraListar"), AlgunaDe(AccionId.ReportesGenerales), Paginada, Responde<Datos<BitacoraDto>>]
    [Consulta("entidad", "string"), Consulta("id", "integer"), Consulta("usuario_id", "integer"), Consulta("desde", "string"), Consulta("hasta", "string")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bitacora")] HttpRequest req, CancellationToken cancellationToken)
    {
        var filtro = new FiltroDeBitacora(
            req.TextoDeConsulta("entidad"), req.IdDeConsulta("id"), req.IdDeConsulta("usuario_id"), req.DiaDeConsulta("desde"), req.DiaDeConsulta("hasta"));
        var pagina = await bitacora.ListarAsync(filtro, req.Paginacion(), cancellationToken);
        return Respuestas.Ok(new BitacoraDto(pagina.Elementos, pagina.Paginacion.Page, pagina.Paginacion.PerPage, pagina.Total, pagina.TotalDePaginas));
    }
}

/// <summary>A page of changes.</summary>
public sealed record BitacoraDto(IReadOnlyList<ApunteDto> Bitacora, int Page, int PerPage, int TotalItems, int TotalPages);
