using System.Globalization;
using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http.Export;

namespace Prosmex.Functions.Reportes;

/// <summary>The title and the file name of an exported report.</summary>
internal static class ReporteTitle
{
    /// <summary>Not what banks call by that name.</summary>
    public const string Morosidad = "Morosidad de la semana: la cobranza ideal menos la real, y qué parte es de la ideal. La cobranza real no incluye las liquidaciones por renovación.";

    private static readonly CultureInfo Mexico = CultureInfo.GetCultureInfo("es-MX");

    /// <summary>Another week, route, group or titular is another file.</summary>
    public static string FileName(string reporte, ExportScope scope) => string.Create(
        CultureInfo.InvariantCulture,
        $"{reporte}-{scope.Semana.Lunes:yyyy-MM-dd}{Part("ruta", scope.Filter.RutaId)}{Part("grupo", scope.Filter.GrupoId)}{Part("titular", scope.Filter.TitularId)}");

    /// <param name="weeks">How many weeks the report has, up to the requested one.</param>
    /// <param name="notes">What the columns mean; a line each.</param>
    public static SheetTitle Of(string reporte, ExportScope scope, int weeks = 1, params string[] notes) => Of(reporte, scope, [], weeks, notes);

    /// <param name="filters">What else the rows are limited to.</param>
    /// <param name="weeks">How many weeks the report has, up to the requested one.</param>
    /// <param name="notes">What the columns mean; a line each.</param>
    public static SheetTitle Of(string reporte, ExportScope scope, IReadOnlyList<string> filters, int weeks = 1, params string[] notes)
    {
        var primera = Semana.De(scope.Semana.Lunes.AddDays(-7 * (weeks - 1)));
        string?[] detail =
        [
            weeks == 1 ? $"Semana del {Weeks(primera, scope.Semana)}" : $"Semanas del {Weeks(primera, scope.Semana)}",
            scope.Ruta is null ? null : $"Ruta: {scope.Ruta}",
            scope.Grupo is null ? null : $"Grupo: {scope.Grupo}",
            scope.Titular is null ? null : $"Titular: {scope.Titular}",
            .. filters,
            "Montos en pesos (MXN)",
            $"Generado el {Text(scope.Instant)}",
        ];
        return new(reporte, string.Join('\n', notes.Prepend(string.Join(" · ", detail.Where(d => d is not null)))));
    }

    private static string Part(string name, int? id) => id is null ? "" : string.Create(CultureInfo.InvariantCulture, $"-{name}-{id}");

    /// <summary>16 al 22 de noviembre de 2026; month and year are said once where they are the same.</summary>
    private static string Weeks(Semana primera, Semana ultima)
    {
        var (del, al) = (primera.Lunes, ultima.Domingo);
        var inicio = del.Year != al.Year ? "d 'de' MMMM 'de' yyyy" : del.Month != al.Month ? "d 'de' MMMM" : "%d";
        return $"{del.ToString(inicio, Mexico)} al {al.ToString("d 'de' MMMM 'de' yyyy", Mexico)}";
    }

    private static string Text(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, HoraMexico.Zone);
        return $"{local.ToString("dd/MM/yyyy, h:mm", CultureInfo.InvariantCulture)} {(local.Hour < 12 ? "a. m." : "p. m.")}";
    }
}
