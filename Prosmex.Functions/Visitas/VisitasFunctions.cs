using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Visitas;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Visitas;

/// <summary>Visits without a payment to the clients of the groups that the caller sees.</summary>
public sealed class VisitasFunctions(VisitaService visitas, IdempotentRequests idempotent)
{
    /// <summary>Notes a visit without a payment, and what the client promised. It is listed with those that phones send.</summary>
    [Function("PrestamosVisitasAnotar"), Idempotent, AnyOf(AccionId.PagosDeCobranzaPorGrupo, AccionId.PagosDePrestamosPorGrupo), Accepts<VisitaRequest>, Responds<Datos<UnaVisitaDto>>(201)]
    [Refuses(404, "prestamo.no_encontrado"), Refuses(409, "prestamo.cerrado", "visita.promesa_excede_saldo")]
    public Task<IResult> AnotarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "prestamos/{id:int}/visitas")] HttpRequest req, int id) =>
        idempotent.RunAsync<VisitaRequest>(
            req, async (solicitud, token) => Responses.Created(new UnaVisitaDto(await visitas.AnotarAsync(req.Context(), id, solicitud, token))));
}

/// <summary>A visit as it was noted.</summary>
public sealed record UnaVisitaDto(VisitaAnotadaDto Visita);
