using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Raiz;

/// <summary>
/// The pages of the office, built by Prosmex.Web: static files, public. Each address gets the same document; which page it shows is decided
/// in the browser, with data from the API.
/// </summary>
public sealed class PanelFunctions
{
    private const string Folder = "panel/";

    // Each page has its own address.
    private static readonly FrozenSet<string> Files = ServedFile.NamesInWeb(Folder).Where(n => !n.EndsWith(".html", StringComparison.Ordinal)).ToFrozenSet(StringComparer.Ordinal);

    [Function("PanelPagina"), Public, WebPage]
    public IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "panel")] HttpRequest req) =>
        new ServedFileResult(ServedFile.PageFromWeb(Folder + "index.html")) { Policy = ServedFileResult.OwnPolicy };

    /// <summary>A page, such as <c>panel/comparacion</c>, or a file, whose name contains a hash of its content.</summary>
    [Function("PanelSeccion"), Public, WebPage]
    public IResult SectionOrFile([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "panel/{name:maxlength(60)}")] HttpRequest req, string name) =>
        !name.Contains('.', StringComparison.Ordinal) ? Page(req)
        : Files.Contains(name) ? new ServedFileResult(ServedFile.FromWeb(Folder + name)) { IsImmutable = true }
        : throw new DominioException(ErroresHttp.RutaDesconocida);

    /// <summary>The page of one thing, such as <c>panel/clientes/12</c>.</summary>
    [Function("PanelFicha"), Public, WebPage]
    public IResult Ficha([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "panel/{section:maxlength(40)}/{id:maxlength(20)}")] HttpRequest req, string section, string id) =>
        Page(req);

    /// <summary>A page of the office, such as <c>panel/oficina/pagos/nuevo</c>.</summary>
    [Function("PanelOficina"), Public, WebPage]
    public IResult Office([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "panel/oficina/{section:maxlength(40)}/{id:maxlength(20)}")] HttpRequest req, string section, string id) =>
        Page(req);

    /// <summary>What can be done to one thing, such as <c>panel/oficina/pagos/12/cancelar</c>.</summary>
    [Function("PanelOficinaAccion"), Public, WebPage]
    public IResult OfficeAction(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "panel/oficina/{section:maxlength(40)}/{id:maxlength(20)}/{action:maxlength(20)}")] HttpRequest req,
        string section,
        string id,
        string action) => Page(req);

    /// <summary>What can be done to a part of one thing, such as <c>panel/oficina/clientes/12/expediente/editar</c>.</summary>
    [Function("PanelOficinaParte"), Public, WebPage]
    public IResult OfficePart(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "get", Route = "panel/oficina/{section:maxlength(40)}/{id:maxlength(20)}/{part:maxlength(20)}/{action:maxlength(20)}")]
        HttpRequest req,
        string section,
        string id,
        string part,
        string action) => Page(req);
}
