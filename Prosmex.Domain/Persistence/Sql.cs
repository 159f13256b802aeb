using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Prosmex.Domain.Persistence;

/// <summary>SQL in parts, so that what several statements begin with is written once.</summary>
internal static partial class Sql
{
    /// <summary>A statement whose holes may hold parts of it: their text goes in as it is, and their own holes stay parameters.</summary>
    public static FormattableString Unir(FormattableString sql)
    {
        List<object?> argumentos = [];
        return FormattableStringFactory.Create(Texto(sql, argumentos), [.. argumentos]);
    }

    private static string Texto(FormattableString sql, List<object?> argumentos) => Hueco().Replace(sql.Format, hueco =>
    {
        var valor = sql.GetArgument(int.Parse(hueco.Groups[1].Value, CultureInfo.InvariantCulture));
        if (valor is FormattableString parte)
        {
            return Texto(parte, argumentos);
        }

        argumentos.Add(valor);
        return string.Create(CultureInfo.InvariantCulture, $"{{{argumentos.Count - 1}}}");
    });

    [GeneratedRegex(@"\{(\d+)\}")]
    private static partial Regex Hueco();
}
