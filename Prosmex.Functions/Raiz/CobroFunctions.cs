using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Raiz;

/// <summary>
/// The page that collects on a phone without a signal, built by Prosmex.Web: static files, public. It has one address; a service worker keeps it on
/// the phone.
/// </summary>
public sealed partial class CobroFunctions
{
    private const string Folder = "cobro/";
    private const string Document = "cobro.html";

    /// <summary>The panel's, and the service worker.</summary>
    private const string Policy = ServedFileResult.OwnPolicy + "; worker-src 'self'";

    private static readonly FrozenSet<string> Files = ServedFile.NamesInWeb(Folder).ToFrozenSet(StringComparer.Ordinal);

    [Function("CobroPagina"), Public, WebPage]
    public IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cobro")] HttpRequest req) =>
        new ServedFileResult(ServedFile.PageFromWeb(Folder + Document)) { Policy = Policy };

    /// <summary>A file. Without a dot a name is none: <c>cobro/telefonos</c> and <c>cobro/contacto</c> are the API's.</summary>
    [Function("CobroArchivo"), Public, WebPage]
    public IResult File([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cobro/{name:file}")] HttpRequest req, string name) =>
        name != Document && Files.Contains(name)
            ? new ServedFileResult(ServedFile.FromWeb(Folder + name)) { IsImmutable = HasHash().IsMatch(name), WorkerScope = name == "sw.js" ? "/cobro" : null }
            : throw new DominioException(ErroresHttp.RutaDesconocida);

    // As Vite names files: a hash of eight, before the ending. A word of eight lower-case letters is none; taken for one, a changed file would never reach the phones.
    [GeneratedRegex(@"-(?=[\w-]*[A-Z0-9_])[\w-]{8}\.\w+$")]
    private static partial Regex HasHash();
}
