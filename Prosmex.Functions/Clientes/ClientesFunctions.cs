using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Clientes;

/// <summary>The clients of the groups that the caller sees.</summary>
public sealed class ClientesFunctions(ClienteService clientes, UnaVez unaVez)
{
    /// <summary>Registers a client.</summary>
    [Function("ClientesCrear"), Repetible, AlgunaDe(AccionId.AltaDeCliente), Recibe<ClienteRequest>, Responde<Datos<ClienteHechoDto>>(201)]
    public Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "clientes")] HttpRequest req, CancellationToken cancellationToken) =>
        unaVez.HacerAsync<ClienteRequest>(
            req,
            async (cliente, token) => Respuestas.Creado(new ClienteHechoDto("Cliente created successfully", await clientes.CrearAsync(req.Llamante(), cliente, token))),
            cancellationToken);

    /// <summary>The clients, by full name.</summary>
    [Function("ClientesListar"), AlgunaDe(AccionId.AltaDeCliente), Paginada, Consulta("q", "string"), Responde<Datos<ClientesDto<ClienteDto>>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes")] HttpRequest req, CancellationToken cancellationToken) =>
        Lista(await clientes.ListarAsync(req.Llamante(), new(null, req.TextoDeConsulta("q")), req.Paginacion(), cancellationToken));

    /// <summary>One client.</summary>
    [Function("ClientesObtener"), AlgunaDe(AccionId.AltaDeCliente), Responde<Datos<ClienteDto>>]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(await clientes.ObtenerAsync(req.Llamante(), id, cancellationToken));

    /// <summary>Changes the fields sent; to another group the client takes his loans along.</summary>
    [Function("ClientesEditar"), Repetible, AlgunaDe(AccionId.EditarInformacion), Recibe<ClienteRequest>, Responde<Datos<ClienteHechoDto>>]
    public Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "clientes/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync<ClienteRequest>(
            req,
            async (cambios, token) =>
            {
                await clientes.EditarAsync(req.Llamante(), id, cambios, token);
                return Respuestas.Ok(new ClienteHechoDto("Cliente updated successfully", id));
            },
            cancellationToken);

    /// <summary>Deletes a client who has no loans, not even as aval.</summary>
    [Function("ClientesEliminar"), Repetible, SoloAdmin, Responde<Datos<MensajeDto>>]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "clientes/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync(req, token => Respuestas.HechoAsync(clientes.EliminarAsync(req.Llamante(), id, token), "Cliente deleted successfully"), cancellationToken);

    /// <summary>The clients in short, to choose one for a loan.</summary>
    [Function("ClientesParaPrestamo"), AlgunaDe(AccionId.CrearPrestamo), Paginada, Consulta("grupo_id", "integer"), Consulta("q", "string"), Responde<Datos<ClientesDto<ClienteBreveDto>>>]
    public async Task<IResult> ParaPrestamoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/clientes-registro-prestamo")] HttpRequest req, CancellationToken cancellationToken) =>
        Lista(await clientes.ParaPrestamoAsync(req.Llamante(), Filtro(req), req.Paginacion(), cancellationToken));

    /// <summary>The clients who may guarantee others.</summary>
    [Function("ClientesAvales"), AlgunaDe(AccionId.CrearPrestamo), Paginada, Consulta("grupo_id", "integer"), Consulta("q", "string"), Responde<Datos<AvalesDto>>]
    public async Task<IResult> AvalesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/avales")] HttpRequest req, CancellationToken cancellationToken)
    {
        var pagina = await clientes.AvalesAsync(req.Llamante(), Filtro(req), req.Paginacion(), cancellationToken);
        return Respuestas.Ok(new AvalesDto(pagina.Elementos, pagina.Paginacion.Page, pagina.Paginacion.PerPage, pagina.TotalDePaginas));
    }

    /// <summary>What <c>propiedad</c> may be.</summary>
    [Function("ClientesTiposPropiedad"), ConSesion, Responde<Datos<IEnumerable<string>>>]
    public IResult TiposDePropiedad([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/tipos-propiedad")] HttpRequest req) =>
        Respuestas.Ok(CatalogosDeCliente.TiposDePropiedad.Keys);

    /// <summary>What <c>estado_civil</c> may be.</summary>
    [Function("ClientesEstadosCiviles"), ConSesion, Responde<Datos<IEnumerable<string>>>]
    public IResult EstadosCiviles([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/estados-civiles")] HttpRequest req) =>
        Respuestas.Ok(CatalogosDeCliente.EstadosCiviles.Keys);

    private static FiltroDeClientes Filtro(HttpRequest req) => new(req.IdDeConsulta("grupo_id"), req.TextoDeConsulta("q"));

    private static IResult Lista<T>(Pagina<T> pagina) =>
        Respuestas.Ok(new ClientesDto<T>(pagina.Elementos, pagina.Paginacion.Page, pagina.Paginacion.PerPage, pagina.TotalDePaginas));
}

/// <summary>A page of clients.</summary>
public sealed record ClientesDto<T>(IReadOnlyList<T> Clientes, int Page, int PerPage, int TotalPages);

/// <summary>A page of clients who may guarantee others.</summary>
public sealed record AvalesDto(IReadOnlyList<ClienteBreveDto> Avales, int Page, int PerPage, int TotalPages);

/// <summary>A client was made or changed.</summary>
/// <param name="Cliente">His id.</param>
public sealed record ClienteHechoDto(string Message, int Cliente);
