using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Clientes;

/// <summary>A client's page.</summary>
public sealed class ClienteFichaFunctions(ClienteFichaService fichas)
{
    /// <summary>What is known of a client: their loans, whom they back, faltas and visits.</summary>
    [Function("ClientesFicha"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<ClienteFichaDto>>]
    [Refuses(404, "cliente.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/{id:int}/ficha")] HttpRequest req, int id) =>
        Responses.Ok(await fichas.ObtenerAsync(req.Context(), id, req.Deadline()));
}
