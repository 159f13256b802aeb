using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Functions.Http;
using Scalar.AspNetCore;

namespace Prosmex.Functions.OpenApi;

/// <summary>The API's description, and a page to read it with.</summary>
public sealed class ReferenceFunctions(ProsmexOptions options)
{
    /// <summary>The package's version: the script is cached permanently, so its address must change with it.</summary>
    public const string VersionDeScalar = "2.19.0";

    // Scalar sets styles from its script; the policy is strict otherwise.
    private static readonly string Policy = ServedFileResult.OwnPolicy.Replace("style-src 'self'", "style-src 'self' 'unsafe-inline'", StringComparison.Ordinal);

    // A resource of its package: nothing is loaded from other hosts.
    private static readonly Lazy<ServedFile> Scalar = new(() => ServedFile.AlreadyCompressed(typeof(ScalarOptions).Assembly, "ScalarStaticAssets.scalar.js", "text/javascript; charset=utf-8"));

    /// <summary>This description.</summary>
    [Function("OpenApi"), Public, Conditional, RespondsFile(ContentTypes.Json)]
    public IResult Descripcion([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest req) =>
        new ServedFileResult(ServedFile.FromWeb("openapi.json"));

    /// <summary>This description as a page.</summary>
    [Function("Docs"), Public, WebPage]
    public IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs")] HttpRequest req) =>
        OrNotFound(() => new(ServedFile.FromWeb("docs/index.html")) { Policy = Policy });

    /// <summary>What the page does when it is loaded.</summary>
    [Function("DocsReferencia"), Public, WebPage]
    public IResult Script([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs/referencia.js")] HttpRequest req) =>
        OrNotFound(() => new(ServedFile.FromWeb("docs/referencia.js")));

    /// <summary>The page's renderer.</summary>
    [Function("DocsScalar"), Public, WebPage]
    public IResult Library([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = $"docs/scalar-{VersionDeScalar}.js")] HttpRequest req) =>
        OrNotFound(() => new(Scalar.Value) { IsImmutable = true });

    private ServedFileResult OrNotFound(Func<ServedFileResult> file) =>
        options.Docs ? file() : throw new DominioException(ErroresHttp.RutaDesconocida);
}
