using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http.Export;

namespace Prosmex.Functions.Reportes;

/// <summary>The general report as a table that people take away.</summary>
internal static class GeneralTable
{
    private const string Sobrante = "Sobrante de la semana: la cobranza real menos el monto en papel menos el bono. No es efectivo de más en la caja.";
    private const string SobranteLogico = "Sobrante lógico: lo que el grupo tiene por pagar, en negativo, menos el bono.";

    /// <param name="totales">The totals of the rows; requested after the last row.</param>
    public static Hoja Hoja(ExportScope scope, IAsyncEnumerable<FilaDeReporteDto> filas, Func<TotalesDto> totales)
    {
        var table = De(scope.Semana);
        return table.Hoja($"Semana {scope.Semana.Lunes:yyyy-MM-dd}", ReporteTitle.Of("Reporte general", scope, notes: [ReporteTitle.Morosidad, Sobrante, SobranteLogico]), Filas(table, filas, totales));
    }

    // Nineteen columns on one page: people's names wrap.
    private static Table<FilaDeReporteDto> De(Semana semana) => new(
        new("Semana", CellFormat.Dia, _ => semana.Lunes),
        new("Núm. de grupo", CellFormat.Id, f => f.GrupoId, Width: 8),
        new("Grupo", CellFormat.Text, f => f.Grupo, Width: 18),
        new("Ruta", CellFormat.Text, f => f.Ruta, Width: 14),
        new("Gerente", CellFormat.Text, f => f.Gerente, Width: 14),
        new("Supervisor", CellFormat.Text, f => f.Supervisor, Width: 14),
        new("Titular", CellFormat.Text, f => f.Titular, Width: 14),
        new("Cobranza ideal", CellFormat.Monto, f => f.CobranzaIdeal),
        new("Cobranza real", CellFormat.Monto, f => f.CobranzaReal),
        new("Monto en papel", CellFormat.Monto, f => f.PrestamoPapel),
        new("Monto entregado", CellFormat.Monto, f => f.PrestamoReal),
        new("Morosidad de la semana", CellFormat.Monto, f => f.MorosidadMonto),
        new("Morosidad (%)", CellFormat.Porcentaje, f => f.MorosidadPorcentaje),
        new("% prestado de lo cobrado", CellFormat.Porcentaje, f => f.PorcentajePrestamo),
        new("Sobrante de la semana", CellFormat.Monto, f => f.Sobrante),
        new("Sobrante lógico (por pagar, en negativo)", CellFormat.Monto, f => f.SobranteLogico),
        new("Bono", CellFormat.Monto, f => f.Bono, Width: 11),
        new("Préstamos en total", CellFormat.Integer, f => f.NumeroDeCreditos, Width: 11),
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
