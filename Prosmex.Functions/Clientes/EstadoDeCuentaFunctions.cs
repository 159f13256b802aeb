using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;
using Prosmex.Functions.Http.Export;

namespace Prosmex.Functions.Clientes;

/// <summary>A client's statement of account.</summary>
public sealed class EstadoDeCuentaFunctions(EstadoDeCuentaService cuentas)
{
    /// <summary>A client with their loans, newest first, and all money in force.</summary>
    [Function("ClientesEstadoDeCuenta"), AnyOf(AccionId.AltaDeCliente), Responds<Datos<EstadoDeCuentaDto>>]
    [Refuses(404, "cliente.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/{id:int}/estado-de-cuenta")] HttpRequest req, int id) =>
        Responses.Ok(await cuentas.ObtenerAsync(req.Context(), id, req.Deadline()));

    /// <summary>The same as a spreadsheet.</summary>
    [Function("ClientesEstadoDeCuentaXlsx"), AnyOf(AccionId.AltaDeCliente), RespondsFile(ContentTypes.Xlsx)]
    [Refuses(404, "cliente.no_encontrado")]
    public async Task<IResult> ObtenerXlsxAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/{id:int}/estado-de-cuenta.xlsx")] HttpRequest req, int id)
    {
        var cuenta = await cuentas.ObtenerAsync(req.Context(), id, req.Deadline());
        return Download.DeXlsx(write => write(CuentaTables.FileName(cuenta), CuentaTables.Hojas(cuenta)));
    }
}
