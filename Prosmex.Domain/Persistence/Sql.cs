using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>Composable SQL, so that common parts of statements are written once.</summary>
internal static partial class Sql
{
    /// <summary>A statement whose interpolated values may be parts of SQL: their text is inserted, and their own values stay parameters.</summary>
    public static FormattableString Combine(FormattableString sql)
    {
        List<object?> arguments = [];
        return FormattableStringFactory.Create(Text(sql, arguments), [.. arguments]);
    }

    /// <summary>
    /// LIMIT and OFFSET. The page size is part of the text: for a parameter PostgreSQL would assume a tenth of all rows and replan each time instead
    /// of using a generic plan.
    /// </summary>
    public static FormattableString PageClause(PageRequest paging) =>
        FormattableStringFactory.Create(string.Create(CultureInfo.InvariantCulture, $"OFFSET {{0}} LIMIT {paging.PerPage}"), paging.Skip);

    private static string Text(FormattableString sql, List<object?> arguments) => Placeholder().Replace(sql.Format, placeholder =>
    {
        var value = sql.GetArgument(int.Parse(placeholder.Groups[1].Value, CultureInfo.InvariantCulture));
        if (value is FormattableString part)
        {
            return Text(part, arguments);
        }

        arguments.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"{{{arguments.Count - 1}}}");
    });

    [GeneratedRegex(@"\{(\d+)\}")]
    private static partial Regex Placeholder();
}
