using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http.Exportacion;

namespace Prosmex.Functions.Reportes;

/// <summary>The general report as a table that people take away.</summary>
internal static class TablaGeneral
{
    public static string NombreDeArchivo(Semana semana) => $"reporte-general-{semana.Lunes:yyyy-MM-dd}";

    /// <param name="totales">The totals of the rows; requested after the last row.</param>
    public static Hoja Hoja(Semana semana, IAsyncEnumerable<FilaDeReporteDto> filas, Func<TotalesDto> totales)
    {
        var table = De(semana);
        return table.Hoja($"Semana {semana.Lunes:yyyy-MM-dd}", Filas(table, filas, totales));
    }

    private static Tabla<FilaDeReporteDto> De(Semana semana) => new(
        new("Semana", FormatoDeCelda.Dia, _ => semana.Lunes),
        new("Id de grupo", FormatoDeCelda.Entero, f => f.GrupoId),
        new("Grupo", FormatoDeCelda.Texto, f => f.Grupo),
        new("Ruta", FormatoDeCelda.Texto, f => f.Ruta),
        new("Gerente", FormatoDeCelda.Texto, f => f.Gerente),
        new("Supervisor", FormatoDeCelda.Texto, f => f.Supervisor),
        new("Titular", FormatoDeCelda.Texto, f => f.Titular),
        new("Cobranza ideal", FormatoDeCelda.Monto, f => f.CobranzaIdeal),
        new("Cobranza real", FormatoDeCelda.Monto, f => f.CobranzaReal),
        new("Préstamo papel", FormatoDeCelda.Monto, f => f.PrestamoPapel),
        new("Préstamo real", FormatoDeCelda.Monto, f => f.PrestamoReal),
        new("Morosidad", FormatoDeCelda.Monto, f => f.MorosidadMonto),
        new("% de morosidad", FormatoDeCelda.Porcentaje, f => f.MorosidadPorcentaje),
        new("% de préstamo", FormatoDeCelda.Porcentaje, f => f.PorcentajePrestamo),
        new("Sobrante", FormatoDeCelda.Monto, f => f.Sobrante),
        new("Sobrante lógico", FormatoDeCelda.Monto, f => f.SobranteLogico),
        new("Bono", FormatoDeCelda.Monto, f => f.Bono),
        new("Número de créditos", FormatoDeCelda.Entero, f => f.NumeroDeCreditos),
        new("Préstamos activos", FormatoDeCelda.Entero, f => f.PrestamosActivos));

    private static async IAsyncEnumerable<Fila> Filas(Tabla<FilaDeReporteDto> table, IAsyncEnumerable<FilaDeReporteDto> filas, Func<TotalesDto> totales)
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
