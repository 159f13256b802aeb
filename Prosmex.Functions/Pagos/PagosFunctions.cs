using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Pagos;

/// <summary>Payments of the groups that the caller sees.</summary>
public sealed class PagosFunctions(PagoService pagos, PagoConsultas consultas, UnaVez unaVez)
{
    /// <summary>Registers payments, all or none; 0 records a visit.</summary>
    [Function("PagosRegistrar"), Repetible, AlgunaDe(AccionId.PagosDeCobranzaPorGrupo, AccionId.PagosDePrestamosPorGrupo)]
    [RecibeUnoOVarios<PagoRequest>, RespondeUnoOVarios<Datos<UnPagoDto<PagoDto>>, Datos<PagosDto>>(201)]
    public async Task<IResult> RegistrarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "pagos")] HttpRequest req, CancellationToken cancellationToken)
    {
        var (_, filas) = await req.LeerFilasAsync<PagoRequest>(cancellationToken);
        return await unaVez.HacerAsync(
            req,
            async token =>
            {
                var hechos = await pagos.RegistrarAsync(req.Llamante(), filas, token);
                return hechos is [var unico] ? Respuestas.Creado(new UnPagoDto<PagoDto>(unico)) : Respuestas.Creado(new PagosDto(hechos));
            },
            cancellationToken);
    }

    /// <summary>The payments in force.</summary>
    [Function("PagosListar"), AlgunaDe(AccionId.PagosDePrestamosPorGrupo), Paginada, Responde<Datos<PaginaDePagosDto>>]
    [Consulta("desde", "string"), Consulta("hasta", "string"), Consulta("grupo_id", "integer"), Consulta("prestamo_id", "integer")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos")] HttpRequest req, CancellationToken cancellationToken)
    {
        var filtro = new FiltroDePagos(req.DiaDeConsulta("desde"), req.DiaDeConsulta("hasta"), req.IdDeConsulta("grupo_id"), req.IdDeConsulta("prestamo_id"));
        var pagina = await consultas.ListarAsync(req.Llamante(), filtro, req.Paginacion(), cancellationToken);
        return Respuestas.Ok(new PaginaDePagosDto(pagina.Elementos, pagina.Paginacion.Page, pagina.Paginacion.PerPage, pagina.Total, pagina.TotalDePaginas));
    }

    /// <summary>One payment, also if it was reversed.</summary>
    [Function("PagosObtener"), AlgunaDe(AccionId.PagosDeCobranzaPorGrupo), Responde<Datos<UnPagoDto<PagoConReversaDto>>>]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new UnPagoDto<PagoConReversaDto>(await consultas.ObtenerAsync(req.Llamante(), id, cancellationToken)));

    /// <summary>Reverses a payment and registers the corrected one.</summary>
    [Function("PagosCorregir"), Repetible, AlgunaDe(AccionId.EditarInformacion), Recibe<PagoRequest>, Responde<Datos<UnPagoDto<PagoDto>>>]
    public Task<IResult> CorregirAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "pagos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync<PagoRequest>(
            req, async (cambios, token) => Respuestas.Ok(new UnPagoDto<PagoDto>(await pagos.CorregirAsync(req.Llamante(), id, cambios, token))), cancellationToken);

    /// <summary>Reverses a payment: it counts as if it had never been.</summary>
    [Function("PagosReversar"), Repetible, AlgunaDe(AccionId.EditarInformacion), Recibe<ReversaRequest>(Opcional = true), Responde<Datos<MensajeDto>>]
    public async Task<IResult> ReversarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "pagos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken)
    {
        var reversa = await req.LeerSiVieneAsync<ReversaRequest>(cancellationToken);
        return await unaVez.HacerAsync(req, token => Respuestas.HechoAsync(pagos.ReversarAsync(req.Llamante(), id, reversa, token), "Pago eliminado correctamente"), cancellationToken);
    }
}

/// <summary>One payment.</summary>
public sealed record UnPagoDto<T>(T Pago);

/// <summary>The payments of a batch.</summary>
public sealed record PagosDto(IReadOnlyList<PagoDto> Pagos);

/// <summary>A page of payments.</summary>
public sealed record PaginaDePagosDto(IReadOnlyList<PagoDto> Pagos, int Page, int PerPage, int TotalItems, int TotalPages);
