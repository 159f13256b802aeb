using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Clientes;

/// <summary>The clients of the groups that the caller sees.</summary>
public sealed class ClientesFunctions(ClienteService clientes, ClienteQueries queries, IdempotentRequests idempotent)
{
    /// <summary>Registers a client.</summary>
    [Function("ClientesCrear"), Idempotent, AnyOf(AccionId.AltaDeCliente), Accepts<ClienteRequest>, Responds<Datos<ClienteHechoDto>>(201)]
    [Refuses(404, "grupo.no_encontrado"), Refuses(409, "cliente.ine_repetido")]
    public Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "clientes")] HttpRequest req) =>
        idempotent.RunAsync<ClienteRequest>(
            req,
            async (cliente, token) => Responses.Created(new ClienteHechoDto("Cliente created successfully", await clientes.CrearAsync(req.Context(), cliente, token))));

    /// <summary>The clients, by full name.</summary>
    [Function("ClientesListar"), AnyOf(AccionId.AltaDeCliente), Paged, QueryParameter("q", "string"), Responds<Datos<ClientesDto<ClienteDto>>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes")] HttpRequest req) =>
        Lista(await queries.ListarAsync(req.Context(), new(null, req.QueryText("q")), req.PageRequest(), req.Deadline()));

    /// <summary>One client.</summary>
    [Function("ClientesObtener"), AnyOf(AccionId.AltaDeCliente), Responds<Datos<ClienteDto>>]
    [Refuses(404, "cliente.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(await clientes.ObtenerAsync(req.CurrentUser(), id, req.Deadline()));

    /// <summary>Changes the fields sent; the loans of a client who moves to another group move along.</summary>
    [Function("ClientesEditar"), Idempotent, AnyOf(AccionId.EditarInformacion), Accepts<ClienteRequest>, Responds<Datos<ClienteHechoDto>>]
    [Refuses(404, "cliente.no_encontrado", "grupo.no_encontrado"), Refuses(409, "cliente.ine_repetido")]
    public Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "clientes/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync<ClienteRequest>(
            req,
            async (cambios, token) =>
            {
                await clientes.EditarAsync(req.Context(), id, cambios, token);
                return Responses.Ok(new ClienteHechoDto("Cliente updated successfully", id));
            });

    /// <summary>What a change of a client would mean for the open loans, and for the running week of the groups; it refuses what the change would, and writes nothing.</summary>
    [Function("ClientesVistaPreviaCambio"), AnyOf(AccionId.EditarInformacion), Accepts<ClienteRequest>(IsPartial = true), Responds<Datos<VistaPreviaDto>>]
    [Refuses(404, "cliente.no_encontrado", "grupo.no_encontrado"), Refuses(409, "conflicto.cambio_simultaneo", "cliente.ine_repetido")]
    public async Task<IResult> PreviewEditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "clientes/{id:int}/cambio/vista-previa")] HttpRequest req, int id)
    {
        var cambios = await req.ReadBodyAsync<ClienteRequest>();
        return Responses.Ok(await clientes.PreviewEditarAsync(req.Context(), id, cambios, req.Deadline()));
    }

    /// <summary>Deletes a client who has no loans, not even as aval.</summary>
    [Function("ClientesEliminar"), Idempotent, AdminOnly, Responds<Datos<MensajeDto>>]
    [Refuses(404, "cliente.no_encontrado"), Refuses(409, "cliente.con_prestamos")]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "clientes/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync(req, token => Responses.DoneAsync(clientes.EliminarAsync(req.Context(), id, token), "Cliente deleted successfully"));

    /// <summary>The clients in short, to choose one for a loan.</summary>
    [Function("ClientesParaPrestamo"), AnyOf(AccionId.CrearPrestamo), Paged, QueryParameter("grupo_id", "integer"), QueryParameter("q", "string"), Responds<Datos<ClientesDto<ClienteBreveDto>>>]
    [Refuses(404, "grupo.no_encontrado")]
    public async Task<IResult> ParaPrestamoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/clientes-registro-prestamo")] HttpRequest req) =>
        Lista(await queries.ParaPrestamoAsync(req.Context(), Filter(req), req.PageRequest(), req.Deadline()));

    /// <summary>The clients who may guarantee others.</summary>
    [Function("ClientesAvales"), AnyOf(AccionId.CrearPrestamo), Paged, QueryParameter("grupo_id", "integer"), QueryParameter("q", "string"), Responds<Datos<AvalesDto>>]
    [Refuses(404, "grupo.no_encontrado")]
    public async Task<IResult> AvalesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/avales")] HttpRequest req)
    {
        var page = await queries.AvalesAsync(req.Context(), Filter(req), req.PageRequest(), req.Deadline());
        return Responses.Ok(new AvalesDto(page.Items, page.Request.Page, page.Request.PerPage, page.TotalPages));
    }

    /// <summary>The values of <c>propiedad</c>.</summary>
    [Function("ClientesTiposPropiedad"), SignedIn, Responds<Datos<IEnumerable<string>>>]
    public IResult TiposDePropiedad([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/tipos-propiedad")] HttpRequest req) =>
        Responses.Ok(CatalogosDeCliente.TiposDePropiedad.Keys);

    /// <summary>The values of <c>estado_civil</c>.</summary>
    [Function("ClientesEstadosCiviles"), SignedIn, Responds<Datos<IEnumerable<string>>>]
    public IResult EstadosCiviles([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/estados-civiles")] HttpRequest req) =>
        Responses.Ok(CatalogosDeCliente.EstadosCiviles.Keys);

    private static ClientesFilter Filter(HttpRequest req) => new(req.QueryId("grupo_id"), req.QueryText("q"));

    private static IResult Lista<T>(Page<T> page) =>
        Responses.Ok(new ClientesDto<T>(page.Items, page.Request.Page, page.Request.PerPage, page.TotalPages));
}

/// <summary>A page of clients.</summary>
public sealed record ClientesDto<T>(IReadOnlyList<T> Clientes, int Page, int PerPage, int TotalPages);

/// <summary>A page of clients who may guarantee others.</summary>
public sealed record AvalesDto(IReadOnlyList<ClienteBreveDto> Avales, int Page, int PerPage, int TotalPages);

/// <summary>A client was created or changed.</summary>
/// <param name="Cliente">Id of the client.</param>
public sealed record ClienteHechoDto(string Message, int Cliente);
