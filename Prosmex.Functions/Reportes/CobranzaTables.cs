using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http.Exportacion;

namespace Prosmex.Functions.Reportes;

/// <summary>The reports on the collection of a week as tables that people take away; each ends with the totals of its rows.</summary>
internal static class CobranzaTables
{
    public static Hoja Antiguedad(ExportScope scope, AntiguedadDto antiguedad)
    {
        var table = new Table<TramoDeAntiguedadDto>(
            new("Semana", CellFormat.Dia, _ => scope.Semana.Lunes),
            new("Atraso", CellFormat.Text, Nombre),
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

    public static Hoja PorCobrar(ExportScope scope, IAsyncEnumerable<PrestamoSinCobrarDto> prestamos)
    {
        var table = new Table<PrestamoSinCobrarDto>(
            new("Semana", CellFormat.Dia, _ => scope.Semana.Lunes),
            new("Núm. de préstamo", CellFormat.Id, p => p.PrestamoId),
            new("Cliente", CellFormat.Text, p => p.Cliente, Width: 28),
            new("Aval", CellFormat.Text, p => p.Aval, Width: 28),
            new("Núm. de grupo", CellFormat.Id, p => p.GrupoId, Width: 8),
            new("Grupo", CellFormat.Text, p => p.Grupo, Width: 24),
            new("Ruta", CellFormat.Text, p => p.Ruta, Width: 20),
            new("Pago de la semana", CellFormat.Monto, p => p.Vence),
            new("Atrasado", CellFormat.Monto, p => p.Atrasado),
            new("Por cobrar", CellFormat.Monto, p => p.Vence + p.Atrasado),
            new("Por pagar", CellFormat.Monto, p => p.Restante),
            new("Faltas", CellFormat.Integer, p => p.Faltas));
        return table.Hoja("Por cobrar", ReporteTitle.Of("Préstamos con algo por cobrar", scope), FilasPorCobrar(table, prestamos));
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

    private static async IAsyncEnumerable<Fila> FilasPorCobrar(Table<PrestamoSinCobrarDto> table, IAsyncEnumerable<PrestamoSinCobrarDto> prestamos)
    {
        var (vence, atrasado, restante) = (0m, 0m, 0m);
        var faltas = 0;
        await foreach (var prestamo in prestamos)
        {
            (vence, atrasado, restante, faltas) = (vence + prestamo.Vence, atrasado + prestamo.Atrasado, restante + prestamo.Restante, faltas + prestamo.Faltas);
            yield return table.Fila(prestamo);
        }

        yield return new([null, null, "Total", null, null, null, null, vence, atrasado, vence + atrasado, restante, faltas], EsTotal: true);
    }

    private static string Nombre(TramoDeAntiguedadDto tramo) => tramo switch
    {
        { Desde: 0, Hasta: 0 } => "Al corriente",
        { Hasta: null } => $"{tramo.Desde} días o más",
        _ => $"{tramo.Desde} a {tramo.Hasta} días",
    };
}
