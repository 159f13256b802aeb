using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Common;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Usuarios;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Usuarios;

/// <summary>The users' accounts, deactivated ones included.</summary>
public sealed class CuentasFunctions(CuentaService cuentas)
{
    /// <summary>The accounts, by full name, with what each is in charge of and the cash that they hold.</summary>
    [Function("CuentasListar"), AnyOf(AccionId.BajaDeUsuario), Paged, Responds<Datos<CuentasDto>>]
    [QueryParameter("q", "string"), QueryParameter("rol_id", "integer"), QueryParameter("estado", "string")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/cuentas")] HttpRequest req)
    {
        var filter = new CuentasFilter(
            req.QueryText("q"), RolOf(req), req.QueryChoice<EstadoDeUsuario>("estado") ?? EstadoDeUsuario.Activas);
        var page = await cuentas.ListarAsync(req.Context(), filter, req.PageRequest(), req.Deadline());
        return Responses.Ok(new CuentasDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>One account, with the names of its groups and routes.</summary>
    [Function("CuentasObtener"), AnyOf(AccionId.BajaDeUsuario), Responds<Datos<CuentaFichaDto>>]
    [Refuses(404, "usuario.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/cuentas/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(await cuentas.ObtenerAsync(req.Context(), id, req.Deadline()));

    private static int? RolOf(HttpRequest req) => req.QueryId("rol_id") is not { } id ? null
        : Enum.IsDefined((RolId)id) ? id
        : throw new DominioException(ErroresComunes.Invalido("rol_id", FieldLabels.WrongType("rol_id")));
}

/// <summary>A page of accounts.</summary>
public sealed record CuentasDto(IReadOnlyList<CuentaDto> Cuentas, int Page, int PerPage, int TotalItems, int TotalPages);
