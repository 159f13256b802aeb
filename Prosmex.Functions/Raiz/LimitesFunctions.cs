using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Raiz;

/// <summary>The limits that settings and rules put on the office's work.</summary>
public sealed class LimitesFunctions(ProsmexOptions options)
{
    /// <summary>The limits that the office meets, in words for users.</summary>
    [Function("LimitesListar"), SignedIn, Responds<Datos<LimitesDto>>]
    public IResult Listar([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "limites")] HttpRequest req) =>
        Responses.Ok(new LimitesDto(Limites.De(options)));
}

/// <summary>A list of limits.</summary>
public sealed record LimitesDto(IReadOnlyList<LimiteDto> Limites);
