using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http.Export;

namespace Prosmex.Functions.Reportes;

/// <summary>The lists of loans as tables that people take away; each ends with the totals of its rows.</summary>
internal static class ListasTables
{
    public static Hoja Cartera(ExportScope scope, CarteraFilter filter, IAsyncEnumerable<PrestamoDeCarteraDto> prestamos)
    {
        var table = new Table<PrestamoDeCarteraDto>(
            new("Semana", CellFormat.Dia, _ => scope.Semana.Lunes),
            new("Núm. de préstamo", CellFormat.Id, p => p.PrestamoId),
            new("Cliente", CellFormat.Text, p => p.Cliente, Width: 26),
            new("Grupo", CellFormat.Text, p => p.Grupo, Width: 20),
            new("Ruta", CellFormat.Text, p => p.Ruta, Width: 16),
            new("Titular", CellFormat.Text, p => p.Titular, Width: 16),
            new("Gestor", CellFormat.Text, p => p.Gestor, Width: 16),
            new("Días de atraso", CellFormat.Integer, p => p.DiasDeAtraso),
            new("Atrasado desde", CellFormat.Dia, p => p.AtrasadoDesde),
            new("Atrasado", CellFormat.Monto, p => p.Atrasado),
            new("Por pagar", CellFormat.Monto, p => p.Restante),
            new("Última visita", CellFormat.Dia, p => Dia(p.UltimaVisita)),
            new("Último pago", CellFormat.Dia, p => Dia(p.UltimoPago)),
            new("Faltas", CellFormat.Integer, p => p.Faltas));
        return table.Hoja("Cartera", ReporteTitle.Of("Préstamos activos", scope, Filters(filter)), FilasAsync());

        async IAsyncEnumerable<Fila> FilasAsync()
        {
            var (atrasado, restante, faltas) = (0m, 0m, 0);
            await foreach (var prestamo in prestamos)
            {
                (atrasado, restante, faltas) = (atrasado + prestamo.Atrasado, restante + prestamo.Restante, faltas + prestamo.Faltas);
                yield return table.Fila(prestamo);
            }

            yield return new([null, null, "Total", null, null, null, null, null, null, atrasado, restante, null, null, faltas], EsTotal: true);
        }
    }

    public static Hoja Faltas(ExportScope scope, string? q, IAsyncEnumerable<FaltaDeSemanaDto> faltas)
    {
        var table = new Table<FaltaDeSemanaDto>(
            new("Semana", CellFormat.Dia, _ => scope.Semana.Lunes),
            new("Núm. de préstamo", CellFormat.Id, f => f.PrestamoId),
            new("Cliente", CellFormat.Text, f => f.Cliente, Width: 28),
            new("Grupo", CellFormat.Text, f => f.Grupo, Width: 24),
            new("Ruta", CellFormat.Text, f => f.Ruta, Width: 20),
            new("Titular", CellFormat.Text, f => f.Titular, Width: 18),
            new("Pago de la semana", CellFormat.Monto, f => f.Debia),
            new("Pagado en la semana", CellFormat.Monto, f => f.Abonado),
            new("Por pagar", CellFormat.Monto, f => f.Restante),
            new("Última visita", CellFormat.Dia, f => Dia(f.UltimaVisita)));
        return table.Hoja("Faltas", ReporteTitle.Of("Faltas de la semana", scope, Busqueda(q)), FilasAsync());

        async IAsyncEnumerable<Fila> FilasAsync()
        {
            var (debia, abonado, restante) = (0m, 0m, 0m);
            await foreach (var falta in faltas)
            {
                (debia, abonado, restante) = (debia + falta.Debia, abonado + falta.Abonado, restante + falta.Restante);
                yield return table.Fila(falta);
            }

            yield return new([null, null, "Total", null, null, null, debia, abonado, restante, null], EsTotal: true);
        }
    }

    public static Hoja PorCobrar(ExportScope scope, PorCobrarFilter filter, IAsyncEnumerable<PrestamoSinCobrarDto> prestamos)
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
        return table.Hoja("Por cobrar", ReporteTitle.Of("Préstamos con algo por cobrar", scope, Busqueda(filter.Q)), FilasAsync());

        async IAsyncEnumerable<Fila> FilasAsync()
        {
            var (vence, atrasado, restante, faltas) = (0m, 0m, 0m, 0);
            await foreach (var prestamo in prestamos)
            {
                (vence, atrasado, restante, faltas) = (vence + prestamo.Vence, atrasado + prestamo.Atrasado, restante + prestamo.Restante, faltas + prestamo.Faltas);
                yield return table.Fila(prestamo);
            }

            yield return new([null, null, "Total", null, null, null, null, vence, atrasado, vence + atrasado, restante, faltas], EsTotal: true);
        }
    }

    internal static DateOnly? Dia(DateTimeOffset? instante) => instante is { } cuando ? HoraMexico.Dia(cuando) : null;

    private static string[] Filters(CarteraFilter filter) =>
    [
        .. filter is { Desde: null, Hasta: null } ? (string[])[] : [$"Atraso: {CobranzaTables.DiasDeAtraso(filter.Desde ?? 0, filter.Hasta)}"],
        .. filter.ConFaltas ? (string[])["Solo con faltas"] : [],
        .. Busqueda(filter.Q),
    ];

    internal static string[] Busqueda(string? q) => q is null ? [] : [$"Cliente: {q}"];
}
