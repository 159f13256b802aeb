using System.Globalization;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Functions.Http.Export;

namespace Prosmex.Functions.Clientes;

/// <summary>The tables of an exported statement of account.</summary>
internal static class CuentaTables
{
    private static readonly Table<EstadoDeCuentaDto> DelCliente = new(
        new("Cliente", CellFormat.Text, Nombre, Width: 30),
        new("Núm. de cliente", CellFormat.Id, c => c.Cliente.Id),
        new("Grupo", CellFormat.Text, c => c.Grupo),
        new("Saldos al", CellFormat.Dia, c => c.Fecha),
        new("Préstamos", CellFormat.Integer, c => c.Prestamos.Count),
        new("Por pagar en total", CellFormat.Monto, c => c.TotalRestante));

    private static readonly Table<PrestamoDeCuentaDto> DePrestamos = new(
        new("Núm. de préstamo", CellFormat.Id, p => p.PrestamoId),
        new("Fecha de inicio", CellFormat.Dia, p => p.FechaInicio),
        new("Tipo", CellFormat.Text, p => p.Tipo, Width: 24),
        new("Estado", CellFormat.Text, p => EnumNames.LabelOf(p.Status), Width: 11),
        new("Renovación", CellFormat.Text, p => p.Renovacion ? "Sí" : "No", Width: 11),
        new("Aval", CellFormat.Text, p => p.Aval, Width: 24),
        new("Monto en papel", CellFormat.Monto, p => p.MontoPrestamo),
        new("Monto entregado", CellFormat.Monto, p => p.MontoPrestamoReal),
        new("Total a pagar", CellFormat.Monto, p => p.MontoUtilidad),
        new("Pago semanal", CellFormat.Monto, p => p.CobranzaIdeal),
        new("Semanas", CellFormat.Integer, p => p.NumeroSemanas),
        new("CAT sin IVA", CellFormat.Porcentaje, p => p.Cat / 100),
        new("Semanas cumplidas", CellFormat.Integer, p => p.SemanaActiva),
        new("Pagado", CellFormat.Monto, p => p.MontoPagado),
        new("Por pagar", CellFormat.Monto, p => p.MontoRestante));

    private static readonly Table<(int PrestamoId, MovimientoDto Movimiento)> DeMovimientos = new(
        new("Núm. de préstamo", CellFormat.Id, m => m.PrestamoId),
        new("Fecha", CellFormat.Dia, m => m.Movimiento.Fecha),
        new("Movimiento", CellFormat.Text, m => Label(m.Movimiento), Width: 28),
        new("Núm. de pago", CellFormat.Id, m => m.Movimiento.PagoId, Width: 12),
        new("Monto", CellFormat.Monto, m => m.Movimiento.Monto),
        new("Por pagar", CellFormat.Monto, m => m.Movimiento.Restante));

    public static string FileName(EstadoDeCuentaDto cuenta) => $"estado-de-cuenta-{cuenta.Cliente.Id}-{cuenta.Fecha:yyyy-MM-dd}";

    public static IReadOnlyList<Hoja> Hojas(EstadoDeCuentaDto cuenta)
    {
        var title = new SheetTitle(
            $"Estado de cuenta de {Nombre(cuenta)}", string.Create(CultureInfo.InvariantCulture, $"Grupo: {cuenta.Grupo} · Saldos al {cuenta.Fecha:dd/MM/yyyy} · Montos en pesos (MXN)"));
        return
        [
            DelCliente.Hoja("Cliente", title, [cuenta]),
            DePrestamos.Hoja("Préstamos", title, cuenta.Prestamos),
            DeMovimientos.Hoja("Movimientos", title, cuenta.Prestamos.SelectMany(p => p.Movimientos.Select(m => (p.PrestamoId, m)))),
        ];
    }

    private static string Label(MovimientoDto movimiento) => movimiento is { Tipo: TipoPago.Cobro, Monto: 0 } ? "Visita sin pago" : EnumNames.LabelOf(movimiento.Tipo);

    public static string Nombre(EstadoDeCuentaDto cuenta) => $"{cuenta.Cliente.Nombre} {cuenta.Cliente.ApellidoPaterno} {cuenta.Cliente.ApellidoMaterno}";
}
