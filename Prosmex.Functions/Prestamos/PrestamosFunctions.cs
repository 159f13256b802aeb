using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Prestamos;

/// <summary>The loans of the groups that the caller sees.</summary>
public sealed class PrestamosFunctions(PrestamoService prestamos, PrestamoConsultas consultas, UnaVez unaVez)
{
    /// <summary>Grants a loan, or an array of them all or none; a loan for a client with an open one renews it.</summary>
    // An object makes one loan, an array a batch; each has an answer of its own.
    [Function("PrestamosCrear"), Repetible, AlgunaDe(AccionId.CrearPrestamo), RecibeUnoOVarios<PrestamoRequest>, RespondeUnoOVarios<Datos<PrestamoHechoDto>, Datos<PrestamosCreadosDto>>(201)]
    public async Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "prestamos")] HttpRequest req, CancellationToken cancellationToken)
    {
        var (esArreglo, filas) = await req.LeerFilasAsync<PrestamoRequest>(cancellationToken);
        return await unaVez.HacerAsync(
            req,
            async token =>
            {
                if (!esArreglo)
                {
                    var id = await prestamos.CrearAsync(req.Llamante(), filas[0].Solicitud!, token);
                    return Respuestas.Creado(new PrestamoHechoDto("Prestamo created successfully", id));
                }

                var creados = await prestamos.CrearLoteAsync(req.Llamante(), filas, token);
                return Respuestas.Creado(new PrestamosCreadosDto($"{creados.Count} prestamos created successfully", creados, creados.Count));
            },
            cancellationToken);
    }

    /// <summary>The loans, newest first.</summary>
    [Function("PrestamosListar"), AlgunaDe(AccionId.CrearPrestamo), Paginada, Responde<Datos<PrestamosDto>>]
    [Consulta("cliente_id", "integer"), Consulta("grupo_id", "integer"), Consulta("estado", "string")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "prestamos")] HttpRequest req, CancellationToken cancellationToken)
    {
        var filtro = new FiltroDePrestamos(req.IdDeConsulta("cliente_id"), req.IdDeConsulta("grupo_id"), req.TextoDeConsulta("estado"));
        var pagina = await consultas.ListarAsync(req.Llamante(), filtro, req.Paginacion(), cancellationToken);
        return Respuestas.Ok(new PrestamosDto(pagina.Elementos, pagina.Paginacion.Page, pagina.Paginacion.PerPage, pagina.TotalDePaginas, pagina.Total));
    }

    /// <summary>One loan as it stands.</summary>
    [Function("PrestamosObtener"), AlgunaDe(AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo), Responde<Datos<PrestamoDto>>]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "prestamos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(await consultas.ObtenerAsync(req.Llamante(), id, cancellationToken));

    /// <summary>A loan's weekly amount.</summary>
    [Function("PrestamosCobranzaIdeal"), AlgunaDe(AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo), Responde<Datos<CobranzaIdealDto>>]
    public async Task<IResult> CobranzaIdealAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "prestamos/{id:int}/cobranza-ideal")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new CobranzaIdealDto(id, await consultas.CobranzaIdealAsync(req.Llamante(), id, cancellationToken)));

    /// <summary>A loan's plan week by week, with what is covered.</summary>
    [Function("PrestamosCalendario"), AlgunaDe(AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo), Responde<Datos<CalendarioDto>>]
    public async Task<IResult> CalendarioAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "prestamos/{id:int}/calendario")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(await consultas.CalendarioAsync(req.Llamante(), id, cancellationToken));

    /// <summary>Changes the fields sent; with payments only start and aval.</summary>
    [Function("PrestamosEditar"), Repetible, AlgunaDe(AccionId.EditarInformacion), Recibe<PrestamoRequest>, Responde<Datos<PrestamoHechoDto>>]
    public Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "prestamos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync<PrestamoRequest>(
            req,
            async (cambios, token) =>
            {
                await prestamos.EditarAsync(req.Llamante(), id, cambios, token);
                return Respuestas.Ok(new PrestamoHechoDto("Prestamo updated successfully", id));
            },
            cancellationToken);

    /// <summary>Deletes a loan without payments; a renewal is undone.</summary>
    [Function("PrestamosEliminar"), Repetible, AlgunaDe(AccionId.EliminarCredito), Responde<Datos<MensajeDto>>]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "prestamos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync(req, token => Respuestas.HechoAsync(prestamos.EliminarAsync(req.Llamante(), id, token), "Prestamo deleted successfully"), cancellationToken);
}

/// <summary>A loan was made or changed.</summary>
/// <param name="Prestamo">Its id.</param>
public sealed record PrestamoHechoDto(string Message, int Prestamo);

/// <summary>A batch of loans was made.</summary>
public sealed record PrestamosCreadosDto(string Message, IReadOnlyList<PrestamoCreadoDto> Created, int Total);

/// <summary>A page of loans.</summary>
public sealed record PrestamosDto(IReadOnlyList<PrestamoDeListaDto> Prestamos, int Page, int PerPage, int TotalPages, int TotalItems);

/// <summary>A loan's weekly amount, MXN.</summary>
public sealed record CobranzaIdealDto(int PrestamoId, decimal CobranzaIdeal);
