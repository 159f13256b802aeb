using System.Globalization;
using System.Text.Json.Nodes;

namespace Prosmex.Tests.Panel.Long;

/// <summary>Numbers as the page must show them, told apart from it.</summary>
internal static class Cifras
{
    public static string Dinero(JsonNode? monto) => ((decimal)monto!).ToString("$#,##0.00;-$#,##0.00", CultureInfo.InvariantCulture);

    public static string Whole(JsonNode? numero) => ((int)numero!).ToString("#,##0", CultureInfo.InvariantCulture);

    public static string Porcentaje(decimal? fraction) =>
        fraction is { } f ? Math.Round(f * 100, 1, MidpointRounding.AwayFromZero).ToString("0.0", CultureInfo.InvariantCulture) + "%" : "—";

    /// <summary>The cells of a route's or a group's row behind its bar.</summary>
    public static IEnumerable<string> Cobranza(JsonNode? fila)
    {
        var (ideal, real) = ((decimal)fila!["cobranza_ideal"]!, (decimal)fila["cobranza_real"]!);
        return
        [
            Dinero(fila["cobranza_ideal"]), Dinero(fila["cobranza_real"]), Porcentaje(ideal > 0 ? real / ideal : null), Dinero(fila["morosidad_monto"]),
            Whole(fila["faltas"]), Dinero(fila["bono"]), Whole(fila["prestamos_activos"]), Whole(fila["por_cobrar"]),
        ];
    }

    /// <summary>The first line of a cell, or its number without what is said to screen readers.</summary>
    public static string WithoutDetail(string cell) => cell.Split('\n')[0].Split(" préstamos ")[0].Split(" faltas ")[0];
}
