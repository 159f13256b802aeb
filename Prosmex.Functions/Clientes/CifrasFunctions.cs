using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Clientes;

/// <summary>Totals of a client's loans, one figure per route, as the existing client requests them.</summary>
public sealed class CifrasFunctions(PrestamoQueries prestamos)
{
    /// <summary>Σ nominal amounts of the client's loans.</summary>
    [Function("CifrasMontoPrestado"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo), Responds<Datos<MontoPrestadoDto>>]
    [Refuses(404, "cliente.no_encontrado")]
    public Task<IResult> MontoPrestadoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/monto-prestado/{id:int}")] HttpRequest req, int id) =>
        CifraAsync(req, id, c => new MontoPrestadoDto(c.Prestado));

    /// <summary>Σ payments of the client, settlements included.</summary>
    [Function("CifrasMontoPagado"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo), Responds<Datos<MontoPagadoDto>>]
    [Refuses(404, "cliente.no_encontrado")]
    public Task<IResult> MontoPagadoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/monto-pagado/{id:int}")] HttpRequest req, int id) =>
        CifraAsync(req, id, c => new MontoPagadoDto(c.Pagado));

    /// <summary>Nominal minus paid, for compatibility with the existing client: not the remaining balance.</summary>
    [Function("CifrasMontoRestante"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo), Responds<Datos<MontoRestanteDto>>]
    [Refuses(404, "cliente.no_encontrado")]
    public Task<IResult> MontoRestanteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/monto-restante/{id:int}")] HttpRequest req, int id) =>
        CifraAsync(req, id, c => new MontoRestanteDto(c.Prestado - c.Pagado));

    /// <summary>The nominal amount of the client's latest loan.</summary>
    [Function("CifrasPrestamoPapel"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo), Responds<Datos<PrestamoPapelDto>>]
    [Refuses(404, "cliente.no_encontrado")]
    public Task<IResult> PrestamoPapelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/prestamo-papel/{id:int}")] HttpRequest req, int id) =>
        CifraAsync(req, id, c => new PrestamoPapelDto(c.Papel));

    /// <summary>The amount handed out for the client's latest loan.</summary>
    [Function("CifrasPrestamoReal"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo), Responds<Datos<PrestamoRealDto>>]
    [Refuses(404, "cliente.no_encontrado")]
    public Task<IResult> PrestamoRealAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/prestamo-real/{id:int}")] HttpRequest req, int id) =>
        CifraAsync(req, id, c => new PrestamoRealDto(c.Real));

    private async Task<IResult> CifraAsync<T>(HttpRequest req, int id, Func<CifrasDeCliente, T> cual) =>
        Responses.Ok(cual(await prestamos.CifrasDeClienteAsync(req.Context(), id, req.Deadline())));
}

/// <summary>Σ nominal amounts of the client's loans, MXN.</summary>
public sealed record MontoPrestadoDto(decimal MontoPrestado);

/// <summary>Σ payments in force, settlements included, MXN.</summary>
public sealed record MontoPagadoDto(decimal MontoPagado);

/// <summary>Nominal minus paid, MXN.</summary>
public sealed record MontoRestanteDto(decimal MontoRestante);

/// <summary>The latest loan's nominal amount, MXN.</summary>
public sealed record PrestamoPapelDto(decimal PrestamoPapel);

/// <summary>The amount handed out for the latest loan, MXN.</summary>
public sealed record PrestamoRealDto(decimal PrestamoReal);
