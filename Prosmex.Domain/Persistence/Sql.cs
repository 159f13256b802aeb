using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>SQL in parts, so that what several statements begin with is written once.</summary>
internal static partial class Sql
{
    /// <summary>A statement whose holes may hold parts of it: their text goes in as it is, and their own holes stay parameters.</summary>
    public static FormattableString Combine(FormattableString sql)
    {
        List<object?> arguments = [];
        return FormattableStringFactory.Create(Text(sql, arguments), [.. arguments]);
    }

    /// <summary>
    /// The page asked for. Its length stands in the text: of a parameter PostgreSQL would suppose a tenth of all rows, and so plan the statement
    /// anew each time instead of keeping a plan.
    /// </summary>
    public static FormattableString PageClause(PageRequest paging) =>
        FormattableStringFactory.Create(string.Create(CultureInfo.InvariantCulture, $"OFFSET {{0}} LIMIT {paging.PerPage}"), paging.Skip);

    private static string Text(FormattableString sql, List<object?> arguments) => Placeholder().Replace(sql.Format, placeholder =>
    {
        var valor = sql.GetArgument(int.Parse(placeholder.Groups[1].Value, CultureInfo.InvariantCulture));
        if (valor is FormattableString parte)
        {
            return Text(parte, arguments);
        }

        arguments.Add(valor);
        return string.Create(CultureInfo.InvariantCulture, $"{{{arguments.Count - 1}}}");
    });

    [GeneratedRegex(@"\{(\d+)\}")]
    private static partial Regex Placeholder();
}
