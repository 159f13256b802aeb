using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Persistence;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Raiz;

/// <summary>The lender's letterhead.</summary>
public sealed class FinancieraFunctions(ProsmexOptions options)
{
    /// <summary>Who issues the papers that are printed.</summary>
    [Function("Financiera"), SignedIn, Responds<Datos<FinancieraDto>>]
    public IResult Obtener([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "financiera")] HttpRequest req)
    {
        var financiera = options.Financiera;
        return Responses.Ok(new FinancieraDto(financiera.Nombre, financiera.Direccion, financiera.Telefono, financiera.Logo));
    }
}

/// <summary>The lender, from the settings <c>Prosmex:Financiera:*</c>; null where one is not set.</summary>
/// <param name="Logo">A PNG, JPEG or SVG picture as a <c>data:</c> URI.</param>
public sealed record FinancieraDto(string Nombre, string? Direccion, string? Telefono, string? Logo);
