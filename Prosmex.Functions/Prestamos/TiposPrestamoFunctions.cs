using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Prestamos;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Prestamos;

/// <summary>Loan products.</summary>
public sealed class TiposPrestamoFunctions(PrestamoConsultas consultas, TipoPrestamoService tipos)
{
    [Function("PrestamosTipos"), ConSesion, Responde<Datos<IReadOnlyList<TipoPrestamoDto>>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "prestamos/tipos")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Ok(await consultas.TiposAsync(cancellationToken));

    [Function("PrestamosTiposCrear"), SoloAdmin, Recibe<TipoPrestamoRequest>, Responde<Datos<UnTipoDto>>(201)]
    public async Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "prestamos/tipos")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Creado(new UnTipoDto(await tipos.CrearAsync(await req.LeerAsync<TipoPrestamoRequest>(cancellationToken), cancellationToken)));

    [Function("PrestamosTiposEditar"), SoloAdmin, Recibe<TipoPrestamoRequest>, Responde<Datos<UnTipoDto>>]
    public async Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "prestamos/tipos/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new UnTipoDto(await tipos.EditarAsync(id, await req.LeerAsync<TipoPrestamoRequest>(cancellationToken), cancellationToken)));
}

/// <summary>One product.</summary>
public sealed record UnTipoDto(TipoPrestamoDto Tipo);
