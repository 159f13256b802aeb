using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Grupos;

/// <summary>The groups that the caller sees.</summary>
public sealed class GruposFunctions(GrupoService grupos, PrestamoConsultas prestamos, UnaVez unaVez)
{
    /// <summary>The groups that the caller sees.</summary>
    [Function("GruposListar"), AlgunaDe(AccionId.AltaDeCliente, AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo, AccionId.AsignarTitularAGrupo, AccionId.AsignarGrupoARuta)]
    [Responde<Datos<IReadOnlyList<GrupoDto>>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "grupos")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Ok(await grupos.ListarAsync(req.Llamante(), cancellationToken));

    /// <summary>Makes a group.</summary>
    [Function("GruposCrear"), Repetible, SoloAdmin, Recibe<GrupoRequest>, Responde<Datos<UnGrupoDto<GrupoDto>>>(201)]
    public Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "grupos")] HttpRequest req, CancellationToken cancellationToken) =>
        unaVez.HacerAsync<GrupoRequest>(
            req, async (grupo, token) => Respuestas.Creado(new UnGrupoDto<GrupoDto>(await grupos.CrearAsync(req.Llamante(), grupo, token))), cancellationToken);

    /// <summary>One group.</summary>
    [Function("GruposObtener"), AlgunaDe(AccionId.AltaDeCliente, AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo, AccionId.AsignarTitularAGrupo, AccionId.AsignarGrupoARuta)]
    [Responde<Datos<UnGrupoDto<GrupoBreveDto>>>]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "grupos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new UnGrupoDto<GrupoBreveDto>(await grupos.ObtenerAsync(req.Llamante(), id, cancellationToken)));

    /// <summary>Σ over the group's clients of their latest loan.</summary>
    [Function("GruposDatosPrestamos"), AlgunaDe(AccionId.AltaDeCliente, AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo, AccionId.AsignarTitularAGrupo, AccionId.AsignarGrupoARuta)]
    [Responde<Datos<CifrasDeGrupoDto>>]
    public async Task<IResult> DatosDePrestamosAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "grupos/{id:int}/datos-prestamos")] HttpRequest req, int id, CancellationToken cancellationToken)
    {
        var (papel, real) = await prestamos.CifrasDeGrupoAsync(req.Llamante(), id, cancellationToken);
        return Respuestas.Ok(new CifrasDeGrupoDto(real, papel));
    }

    /// <summary>Changes the fields sent; each needs a permission of its own.</summary>
    [Function("GruposEditar"), Repetible, AlgunaDe(AccionId.EditarInformacion, AccionId.AsignarTitularAGrupo, AccionId.AsignarGrupoARuta), Recibe<GrupoRequest>]
    [Responde<Datos<UnGrupoDto<GrupoEditadoDto>>>]
    public Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "grupos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync<GrupoRequest>(
            req, async (cambios, token) => Respuestas.Ok(new UnGrupoDto<GrupoEditadoDto>(await grupos.EditarAsync(req.Llamante(), id, cambios, token))), cancellationToken);

    /// <summary>Deletes a group without clients.</summary>
    [Function("GruposEliminar"), Repetible, SoloAdmin, Responde<Datos<MensajeDto>>]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "grupos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync(req, token => Respuestas.HechoAsync(grupos.EliminarAsync(req.Llamante(), id, token), "Grupo eliminado correctamente"), cancellationToken);
}

/// <summary>One group, in the shape that its route gives it.</summary>
public sealed record UnGrupoDto<T>(T Grupo);

/// <summary>What the group's clients were lent last, MXN.</summary>
public sealed record CifrasDeGrupoDto(decimal PrestamoReal, decimal PrestamoPapel);
