using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Prosmex.Domain.Common;

namespace Prosmex.Benchmarks.Floor;

/// <summary>Query string parameters and page sizes.</summary>
internal static class Paging
{
    /// <summary>The placeholder of the page size.</summary>
    private const string LimitClause = "LIMIT $n";

    private static readonly ConcurrentDictionary<(string Sql, int Rows), string> Texts = new();

    /// <summary>The statement with the page size in its text: PostgreSQL estimates it better than a parameter, and can keep a generic plan.</summary>
    public static string WithPageSize(this string sql, PageRequest page) =>
        Texts.GetOrAdd((sql, page.PerPage), t => t.Sql.Replace(LimitClause, string.Create(CultureInfo.InvariantCulture, $"LIMIT {t.Rows}"), StringComparison.Ordinal));

    public static PageRequest ReadPage(this HttpContext http) => new(http.QueryInt("page"), http.QueryInt("per_page"));

    public static int? QueryInt(this HttpContext http, string name) =>
        int.TryParse(http.Request.Query[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;
}
