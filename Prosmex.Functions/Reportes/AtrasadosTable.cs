using Prosmex.Domain.Common;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http.Export;

namespace Prosmex.Functions.Reportes;

/// <summary>The queue of the late as a table that people take away; it ends with the totals of its rows.</summary>
internal static class AtrasadosTable
{
    /// <param name="paso">The text of the step that the list is limited to; null for all.</param>
    public static Hoja Hoja(ExportScope scope, AtrasadosFilter filter, string? paso, IAsyncEnumerable<AtrasadoDto> prestamos)
    {
        var table = new Table<AtrasadoDto>(
            new("Núm. de préstamo", CellFormat.Id, p => p.PrestamoId),
            new("Cliente", CellFormat.Text, p => p.Cliente, Width: 26),
            new("Teléfono", CellFormat.Text, p => p.Telefono, Width: 15),
            new("Aval", CellFormat.Text, p => p.Aval, Width: 26),
            new("Grupo", CellFormat.Text, p => p.Grupo, Width: 20),
            new("Ruta", CellFormat.Text, p => p.Ruta, Width: 16),
            new("Gestor", CellFormat.Text, p => p.Gestor, Width: 16),
            new("Días de atraso", CellFormat.Integer, p => p.DiasDeAtraso),
            new("Atrasado desde", CellFormat.Dia, p => p.AtrasadoDesde),
            new("Atrasado", CellFormat.Monto, p => p.Atrasado),
            new("Por pagar", CellFormat.Monto, p => p.Restante),
            new("Última visita", CellFormat.Dia, p => ListasTables.Dia(p.UltimaVisita?.Fecha)),
            new("Resultado", CellFormat.Text, p => ResultOf(p.UltimaVisita), Width: 12),
            new("Nota", CellFormat.Text, p => p.UltimaVisita?.Nota, Width: 26),
            new("Prometió para", CellFormat.Dia, p => p.Promesa?.Fecha),
            new("Prometido", CellFormat.Monto, p => p.Promesa?.Monto),
            new("Promesa", CellFormat.Text, p => p.Promesa is { } promesa ? EnumNames.LabelOf(promesa.Estado) : null, Width: 12),
            new("Siguiente paso", CellFormat.Text, p => p.Paso?.Paso, Width: 22));
        return table.Hoja("Atrasados", ReporteTitle.Of("Clientes atrasados", scope, Filters(filter, paso)), FilasAsync());

        async IAsyncEnumerable<Fila> FilasAsync()
        {
            var (atrasado, restante) = (0m, 0m);
            await foreach (var prestamo in prestamos)
            {
                (atrasado, restante) = (atrasado + prestamo.Atrasado, restante + prestamo.Restante);
                yield return table.Fila(prestamo);
            }

            yield return new([null, "Total", null, null, null, null, null, null, null, atrasado, restante, null, null, null, null, null, null, null], EsTotal: true);
        }
    }

    // A payment of 0 is a visit, and no payment to its readers.
    private static string? ResultOf(UltimaVisitaDto? visita) =>
        visita is null ? null : visita is { Visita: Visita.Pago, Monto: 0 } ? "Sin pago" : EnumNames.LabelOf(visita.Visita);

    private static string[] Filters(AtrasadosFilter filter, string? paso) =>
    [
        .. filter.Promesa is { } promesa ? (string[])[$"Promesa: {EnumNames.LabelOf(promesa).ToLowerInvariant()}"] : [],
        .. paso is not null ? (string[])[$"Siguiente paso: {paso}"] : [],
        .. ListasTables.Busqueda(filter.Q),
    ];
}
