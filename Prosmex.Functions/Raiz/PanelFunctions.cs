using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Raiz;

/// <summary>The managers' page: static files, public. Its data comes from the API.</summary>
public sealed class PanelFunctions
{
    private const string Carpeta = "panel/";

    private static readonly FrozenSet<string> Archivos = ServedFile.NamesInWeb(Carpeta).ToFrozenSet(StringComparer.Ordinal);

    [Function("PanelPagina"), Public, WebPage]
    public IResult Pagina([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "panel")] HttpRequest req) => Servir("index.html");

    [Function("PanelArchivo"), Public, WebPage]
    public IResult DeLaPagina([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "panel/{archivo:maxlength(40)}")] HttpRequest req, string archivo) =>
        Archivos.Contains(archivo) ? Servir(archivo) : throw new DominioException(ErroresHttp.RutaDesconocida);

    private static ServedFileResult Servir(string file) => new(ServedFile.FromWeb(Carpeta + file)) { Policy = ServedFileResult.OwnPolicy };
}
