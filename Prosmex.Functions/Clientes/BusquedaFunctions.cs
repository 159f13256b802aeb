using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Clientes;

/// <summary>Search from anywhere.</summary>
public sealed class BusquedaFunctions(BusquedaService busqueda)
{
    /// <summary>Clients and loans by name, INE key, client number or loan number; the best 20, open loans after the clients found.</summary>
    [Function("Buscar"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo), QueryParameter("q", "string", Required = true)]
    [Responds<Datos<BusquedaDto>>]
    public async Task<IResult> BuscarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "buscar")] HttpRequest req) =>
        Responses.Ok(await busqueda.BuscarAsync(req.CurrentUser(), req.QueryText("q"), req.Deadline()));
}
