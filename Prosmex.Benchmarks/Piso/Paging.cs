using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Prosmex.Domain.Common;

namespace Prosmex.Benchmarks.Piso;

/// <summary>What the floor reads from a query string.</summary>
internal static class Paging
{
    /// <summary>Where a statement says how long its page is.</summary>
    private const string Largo = "LIMIT $n";

    private static readonly ConcurrentDictionary<(string Sql, int Filas), string> Textos = new();

    /// <summary>The statement for pages of that length: of a number in its text PostgreSQL knows more than of a parameter, and keeps the plan.</summary>
    public static string De(this string sql, PageRequest page) =>
        Textos.GetOrAdd((sql, page.PerPage), t => t.Sql.Replace(Largo, string.Create(CultureInfo.InvariantCulture, $"LIMIT {t.Filas}"), StringComparison.Ordinal));

    public static PageRequest Pagina(this HttpContext http) => new(http.Entero("page"), http.Entero("per_page"));

    public static int? Entero(this HttpContext http, string nombre) =>
        int.TryParse(http.Request.Query[nombre], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;
}
