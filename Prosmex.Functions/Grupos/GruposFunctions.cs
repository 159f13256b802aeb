using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Grupos;

/// <summary>The groups that the caller sees.</summary>
public sealed class GruposFunctions(GrupoService grupos, PrestamoQueries prestamos, IdempotentRequests idempotent)
{
    /// <summary>The groups that the caller sees.</summary>
    [Function("GruposListar"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo, AccionId.AsignarTitularAGrupo, AccionId.AsignarGrupoARuta)]
    [Responds<Datos<IReadOnlyList<GrupoDto>>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "grupos")] HttpRequest req) =>
        Responses.Ok(await grupos.ListarAsync(req.CurrentUser(), req.Deadline()));

    /// <summary>Creates a group.</summary>
    [Function("GruposCrear"), Idempotent, AdminOnly, Accepts<GrupoRequest>, Responds<Datos<UnGrupoDto<GrupoDto>>>(201)]
    [Refuses(404, "ruta.no_encontrada", "usuario.no_encontrado")]
    public Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "grupos")] HttpRequest req) =>
        idempotent.RunAsync<GrupoRequest>(
            req, async (grupo, token) => Responses.Created(new UnGrupoDto<GrupoDto>(await grupos.CrearAsync(req.Context(), grupo, token))));

    /// <summary>One group.</summary>
    [Function("GruposObtener"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo, AccionId.AsignarTitularAGrupo, AccionId.AsignarGrupoARuta)]
    [Responds<Datos<UnGrupoDto<GrupoBreveDto>>>]
    [Refuses(404, "grupo.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "grupos/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(new UnGrupoDto<GrupoBreveDto>(await grupos.ObtenerAsync(req.CurrentUser(), id, req.Deadline())));

    /// <summary>Σ over the group's clients of their latest loan.</summary>
    [Function("GruposDatosPrestamos"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo, AccionId.AsignarTitularAGrupo, AccionId.AsignarGrupoARuta)]
    [Responds<Datos<CifrasDeGrupoDto>>]
    [Refuses(404, "grupo.no_encontrado")]
    public async Task<IResult> DatosDePrestamosAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "grupos/{id:int}/datos-prestamos")] HttpRequest req, int id)
    {
        var (papel, real) = await prestamos.CifrasDeGrupoAsync(req.Context(), id, req.Deadline());
        return Responses.Ok(new CifrasDeGrupoDto(real, papel));
    }

    /// <summary>Changes the fields sent; each needs its own permission.</summary>
    [Function("GruposEditar"), Idempotent, AnyOf(AccionId.EditarInformacion, AccionId.AsignarTitularAGrupo, AccionId.AsignarGrupoARuta), Accepts<GrupoRequest>]
    [Responds<Datos<UnGrupoDto<GrupoEditadoDto>>>]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada", "usuario.no_encontrado")]
    public Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "grupos/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync<GrupoRequest>(
            req, async (cambios, token) => Responses.Ok(new UnGrupoDto<GrupoEditadoDto>(await grupos.EditarAsync(req.Context(), id, cambios, token))));

    /// <summary>Deletes a group that has no clients, and no loans in earlier weeks.</summary>
    [Function("GruposEliminar"), Idempotent, AdminOnly, Responds<Datos<MensajeDto>>]
    [Refuses(404, "grupo.no_encontrado"), Refuses(409, "grupo.con_clientes", "grupo.con_historia")]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "grupos/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync(req, token => Responses.DoneAsync(grupos.EliminarAsync(req.Context(), id, token), "Grupo eliminado correctamente"));
}

/// <summary>One group, in the shape of this route.</summary>
public sealed record UnGrupoDto<T>(T Grupo);

/// <summary>The sum of the latest loans of the group's clients, MXN.</summary>
public sealed record CifrasDeGrupoDto(decimal PrestamoReal, decimal PrestamoPapel);
