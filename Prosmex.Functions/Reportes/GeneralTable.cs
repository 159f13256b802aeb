using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http.Exportacion;

namespace Prosmex.Functions.Reportes;

/// <summary>The general report as a table that people take away.</summary>
internal static class GeneralTable
{
    public static string FileName(Semana semana) => $"reporte-general-{semana.Lunes:yyyy-MM-dd}";

    /// <param name="totales">The totals of the rows; requested after the last row.</param>
    public static Hoja Hoja(Semana semana, IAsyncEnumerable<FilaDeReporteDto> filas, Func<TotalesDto> totales)
    {
        var table = De(semana);
        return table.Hoja($"Semana {semana.Lunes:yyyy-MM-dd}", Filas(table, filas, totales));
    }

    private static Table<FilaDeReporteDto> De(Semana semana) => new(
        new("Semana", CellFormat.Dia, _ => semana.Lunes),
        new("Id de grupo", CellFormat.Integer, f => f.GrupoId),
        new("Grupo", CellFormat.Text, f => f.Grupo),
        new("Ruta", CellFormat.Text, f => f.Ruta),
        new("Gerente", CellFormat.Text, f => f.Gerente),
        new("Supervisor", CellFormat.Text, f => f.Supervisor),
        new("Titular", CellFormat.Text, f => f.Titular),
        new("Cobranza ideal", CellFormat.Monto, f => f.CobranzaIdeal),
        new("Cobranza real", CellFormat.Monto, f => f.CobranzaReal),
        new("Préstamo papel", CellFormat.Monto, f => f.PrestamoPapel),
        new("Préstamo real", CellFormat.Monto, f => f.PrestamoReal),
        new("Morosidad", CellFormat.Monto, f => f.MorosidadMonto),
        new("% de morosidad", CellFormat.Porcentaje, f => f.MorosidadPorcentaje),
        new("% de préstamo", CellFormat.Porcentaje, f => f.PorcentajePrestamo),
        new("Sobrante", CellFormat.Monto, f => f.Sobrante),
        new("Sobrante lógico", CellFormat.Monto, f => f.SobranteLogico),
        new("Bono", CellFormat.Monto, f => f.Bono),
        new("Número de créditos", CellFormat.Integer, f => f.NumeroDeCreditos),
        new("Préstamos activos", CellFormat.Integer, f => f.PrestamosActivos));

    private static async IAsyncEnumerable<Fila> Filas(Table<FilaDeReporteDto> table, IAsyncEnumerable<FilaDeReporteDto> filas, Func<TotalesDto> totales)
    {
        await foreach (var fila in filas)
        {
            yield return table.Fila(fila);
        }

        yield return Total(totales());
    }

    // In the order of the columns.
    private static Fila Total(TotalesDto t) => new(
        [
            null, null, "Total", null, null, null, null,
            t.TotalCobranzaIdeal, t.TotalCobranzaReal, t.TotalPrestamoPapel, t.TotalPrestamoReal, t.MorosidadMonto, t.MorosidadPorcentaje / 100, t.PorcentajePrestamo / 100,
            t.Sobrante, t.TotalSobranteLogico, t.TotalBono, t.TotalNumeroDeCreditos, t.TotalPrestamosActivos,
        ],
        EsTotal: true);
}
