using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Raiz;

/// <summary>The root, the health check, and the fallback for unknown routes.</summary>
public sealed class RootFunctions(DatabaseHealth health)
{
    /// <summary>Whether the program and its database serve.</summary>
    [Function("Health"), Public, Responds<SaludDto>(AlsoWith = 503), Refuses(503, "servicio.no_disponible")]
    public async Task<IResult> HealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest req)
    {
        var hayBase = await health.IsAvailableAsync(req.Deadline());
        if (!hayBase)
        {
            req.HttpContext.Response.Headers.RetryAfter = ProblemMapper.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        return TypedResults.Json(
            new SaludDto(Word(hayBase), new(Word(hayBase))),
            ProsmexJson.Options,
            statusCode: hayBase ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    // The host takes the first function by name whose route fits, hence the name; it cannot serve an empty route, so the root comes here too.
    [Function("ZzNoEncontrado"), Public]
    public IResult NoEncontrado([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*resto}")] HttpRequest req)
    {
        ArgumentNullException.ThrowIfNull(req);
        return HttpMethods.IsGet(req.Method) && req.Path.Value is null or "" or "/"
            ? TypedResults.Text("Hello from Prosmex API!")
            : throw new DominioException(ErroresHttp.RutaDesconocida);
    }

    private static string Word(bool bien) => bien ? "ok" : "no disponible";
}

/// <summary>The state of the program.</summary>
public sealed record SaludDto(string Status, [property: JsonPropertyName("dependencias")] DependenciesDto Dependencies);

/// <summary>The state of each dependency.</summary>
public sealed record DependenciesDto(string Postgresql);
