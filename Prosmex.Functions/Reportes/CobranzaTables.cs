using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http.Export;

namespace Prosmex.Functions.Reportes;

/// <summary>The reports on the collection of a week as tables that people take away; each ends with the totals of its rows.</summary>
internal static class CobranzaTables
{
    public static Hoja Antiguedad(ExportScope scope, AntiguedadDto antiguedad)
    {
        var table = new Table<TramoDeAntiguedadDto>(
            new("Semana", CellFormat.Dia, _ => scope.Semana.Lunes),
            new("Atraso", CellFormat.Text, t => DiasDeAtraso(t.Desde, t.Hasta)),
            new("Desde (días)", CellFormat.Integer, t => t.Desde),
            new("Hasta (días)", CellFormat.Integer, t => t.Hasta),
            new("Préstamos", CellFormat.Integer, t => t.Prestamos),
            new("Atrasado", CellFormat.Monto, t => t.Atrasado),
            new("Por pagar", CellFormat.Monto, t => t.Restante),
            new("% de la cartera", CellFormat.Porcentaje, t => Dinero.Fraction(t.Restante, antiguedad.TotalRestante)));
        var total = new Fila(
            [
                null, "Total", null, null, antiguedad.TotalPrestamos, antiguedad.TotalAtrasado, antiguedad.TotalRestante,
                Dinero.Fraction(antiguedad.TotalRestante, antiguedad.TotalRestante),
            ],
            EsTotal: true);
        return table.Hoja("Antigüedad", ReporteTitle.Of("Cartera por días de atraso", scope), antiguedad.Antiguedad.Select(table.Fila).Append(total).ToAsyncEnumerable());
    }

    public static Hoja Tendencia(ExportScope scope, IReadOnlyList<SemanaDeTendenciaDto> semanas)
    {
        var table = new Table<SemanaDeTendenciaDto>(
            new("Semana", CellFormat.Dia, s => s.Semana),
            new("Cobranza ideal", CellFormat.Monto, s => s.CobranzaIdeal),
            new("Cobranza real", CellFormat.Monto, s => s.CobranzaReal),
            new("Morosidad de la semana", CellFormat.Monto, s => s.MorosidadMonto),
            new("Morosidad (%)", CellFormat.Porcentaje, s => s.MorosidadPorcentaje),
            new("Faltas", CellFormat.Integer, s => s.Faltas),
            new("Bono", CellFormat.Monto, s => s.Bono),
            new("Préstamos activos", CellFormat.Integer, s => s.PrestamosActivos));
        var (ideal, morosidad) = (semanas.Sum(s => s.CobranzaIdeal), semanas.Sum(s => s.MorosidadMonto));

        // The same loan is active in many weeks: their numbers have no sum.
        var total = new Fila(
            ["Total", ideal, semanas.Sum(s => s.CobranzaReal), morosidad, Dinero.Fraction(morosidad, ideal), semanas.Sum(s => s.Faltas), semanas.Sum(s => s.Bono), null],
            EsTotal: true);
        return table.Hoja("Tendencia", ReporteTitle.Of("Tendencia de la cobranza", scope, semanas.Count, ReporteTitle.Morosidad), semanas.Select(table.Fila).Append(total).ToAsyncEnumerable());
    }

    /// <summary>Days late as people say them.</summary>
    public static string DiasDeAtraso(int desde, int? hasta) => (desde, hasta) switch
    {
        (0, 0) => "Al corriente",
        (_, null) => $"{desde} días o más",
        _ => $"{desde} a {hasta} días",
    };
}
