using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Prestamos;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Prestamos;

/// <summary>Loan products.</summary>
public sealed class TiposPrestamoFunctions(PrestamoQueries queries, TipoPrestamoService tipos, IdempotentRequests idempotent)
{
    /// <summary>The loan products.</summary>
    [Function("PrestamosTipos"), SignedIn, Responds<Datos<IReadOnlyList<TipoPrestamoDto>>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "prestamos/tipos")] HttpRequest req) =>
        Responses.Ok(await queries.TiposAsync(req.Deadline()));

    /// <summary>Creates a product.</summary>
    [Function("PrestamosTiposCrear"), Idempotent, AdminOnly, Accepts<TipoPrestamoRequest>, Responds<Datos<UnTipoDto>>(201)]
    public Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "prestamos/tipos")] HttpRequest req) =>
        idempotent.RunAsync<TipoPrestamoRequest>(req, async (tipo, token) => Responses.Created(new UnTipoDto(await tipos.CrearAsync(req.Context(), tipo, token))));

    /// <summary>The plan that a product would give a loan of 1,000.00 MXN; nothing is stored.</summary>
    [Function("PrestamosTiposVistaPrevia"), AdminOnly, Accepts<TipoPrestamoRequest>, Responds<Datos<VistaPreviaDeTipoDto>>]
    public async Task<IResult> VistaPreviaAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "prestamos/tipos/vista-previa")] HttpRequest req) =>
        Responses.Ok(TipoPrestamoService.VerPlan(await req.ReadBodyAsync<TipoPrestamoRequest>()));

    /// <summary>Changes a product; granted loans keep their terms.</summary>
    [Function("PrestamosTiposEditar"), Idempotent, AdminOnly, Accepts<TipoPrestamoRequest>, Responds<Datos<UnTipoDto>>]
    [Refuses(404, "tipo_prestamo.no_encontrado")]
    public Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "prestamos/tipos/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync<TipoPrestamoRequest>(req, async (cambios, token) => Responses.Ok(new UnTipoDto(await tipos.EditarAsync(req.Context(), id, cambios, token))));
}

/// <summary>One product.</summary>
public sealed record UnTipoDto(TipoPrestamoDto Tipo);
