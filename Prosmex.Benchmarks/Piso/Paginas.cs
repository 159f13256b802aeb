using System.Globalization;
using Microsoft.AspNetCore.Http;
using Prosmex.Domain.Common;

namespace Prosmex.Benchmarks.Piso;

/// <summary>What the floor reads from a query string.</summary>
internal static class Paginas
{
    public static Paginacion Pagina(this HttpContext http) => new(http.Entero("page"), http.Entero("per_page"));

    public static int? Entero(this HttpContext http, string nombre) =>
        int.TryParse(http.Request.Query[nombre], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;
}
