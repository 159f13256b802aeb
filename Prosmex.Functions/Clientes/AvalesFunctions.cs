using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Clientes;

public sealed class AvalesFunctions(AvalService avales)
{
    /// <summary>Whether a client may guarantee another's loan, and the reasons against it.</summary>
    [Function("AvalesValidar"), AnyOf(AccionId.CrearPrestamo), Accepts<ValidateAvalRequest>, Responds<Datos<AvalValidationDto>>]
    [Refuses(404, "aval.no_encontrado", "cliente.no_encontrado")]
    public async Task<IResult> ValidateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "clientes/validate-aval")] HttpRequest req) =>
        Responses.Ok(await avales.ValidateAsync(req.CurrentUser(), await req.ReadBodyAsync<ValidateAvalRequest>(), req.Deadline()));

    /// <summary>The members of the client's group who could guarantee a loan of this client.</summary>
    [Function("AvalesSugerir"), AnyOf(AccionId.CrearPrestamo), Responds<Datos<AvalSuggestionsDto>>]
    [Refuses(404, "cliente.no_encontrado")]
    public async Task<IResult> SuggestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/aval-suggestions/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(new AvalSuggestionsDto(await avales.SuggestAsync(req.CurrentUser(), id, req.Deadline())));
}

/// <summary>The client's possible avales.</summary>
public sealed record AvalSuggestionsDto(IReadOnlyList<AvalSuggestionDto> Suggestions);
