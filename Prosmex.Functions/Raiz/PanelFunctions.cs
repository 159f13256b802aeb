using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Raiz;

/// <summary>The managers' page: static files, public. Its data comes from the API.</summary>
public sealed class PanelFunctions
{
    private const string Folder = "panel/";

    private static readonly FrozenSet<string> Files = ServedFile.NamesInWeb(Folder).ToFrozenSet(StringComparer.Ordinal);

    [Function("PanelPagina"), Public, WebPage]
    public IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "panel")] HttpRequest req) => Serve("index.html");

    [Function("PanelArchivo"), Public, WebPage]
    public IResult FileOfThePage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "panel/{file:maxlength(40)}")] HttpRequest req, string file) =>
        Files.Contains(file) ? Serve(file) : throw new DominioException(ErroresHttp.RutaDesconocida);

    private static ServedFileResult Serve(string file) => new(ServedFile.FromWeb(Folder + file)) { Policy = ServedFileResult.OwnPolicy };
}
