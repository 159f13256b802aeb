using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http.Exportacion;

namespace Prosmex.Functions.Clientes;

/// <summary>The tables of an exported statement of account.</summary>
internal static class TablasDeCuenta
{
    private static readonly Tabla<EstadoDeCuentaDto> DelCliente = new(
        new("Cliente", FormatoDeCelda.Texto, c => $"{c.Cliente.Nombre} {c.Cliente.ApellidoPaterno} {c.Cliente.ApellidoMaterno}"),
        new("Id de cliente", FormatoDeCelda.Entero, c => c.Cliente.Id),
        new("Grupo", FormatoDeCelda.Texto, c => c.Grupo),
        new("Al día", FormatoDeCelda.Dia, c => c.Fecha),
        new("Préstamos", FormatoDeCelda.Entero, c => c.Prestamos.Count),
        new("Restante total", FormatoDeCelda.Monto, c => c.TotalRestante));

    private static readonly Tabla<PrestamoDeCuentaDto> DePrestamos = new(
        new("Préstamo", FormatoDeCelda.Entero, p => p.PrestamoId),
        new("Fecha de inicio", FormatoDeCelda.Dia, p => p.FechaInicio),
        new("Tipo", FormatoDeCelda.Texto, p => p.Tipo),
        new("Estado", FormatoDeCelda.Texto, p => EnumNames.NameOf(p.Status)),
        new("Renovación", FormatoDeCelda.Texto, p => p.Renovacion ? "sí" : "no"),
        new("Aval", FormatoDeCelda.Texto, p => p.Aval),
        new("Préstamo papel", FormatoDeCelda.Monto, p => p.MontoPrestamo),
        new("Préstamo real", FormatoDeCelda.Monto, p => p.MontoPrestamoReal),
        new("Total a pagar", FormatoDeCelda.Monto, p => p.MontoUtilidad),
        new("Cobranza semanal", FormatoDeCelda.Monto, p => p.CobranzaIdeal),
        new("Semanas", FormatoDeCelda.Entero, p => p.NumeroSemanas),
        new("Semanas cumplidas", FormatoDeCelda.Entero, p => p.SemanaActiva),
        new("Pagado", FormatoDeCelda.Monto, p => p.MontoPagado),
        new("Restante", FormatoDeCelda.Monto, p => p.MontoRestante));

    private static readonly Tabla<(int PrestamoId, MovimientoDto Movimiento)> DeMovimientos = new(
        new("Préstamo", FormatoDeCelda.Entero, m => m.PrestamoId),
        new("Fecha", FormatoDeCelda.Dia, m => m.Movimiento.Fecha),
        new("Movimiento", FormatoDeCelda.Texto, m => EnumNames.NameOf(m.Movimiento.Tipo).Replace('_', ' ')),
        new("Id de pago", FormatoDeCelda.Entero, m => m.Movimiento.PagoId),
        new("Monto", FormatoDeCelda.Monto, m => m.Movimiento.Monto),
        new("Restante", FormatoDeCelda.Monto, m => m.Movimiento.Restante));

    public static string NombreDeArchivo(EstadoDeCuentaDto cuenta) => $"estado-de-cuenta-{cuenta.Cliente.Id}-{cuenta.Fecha:yyyy-MM-dd}";

    public static IReadOnlyList<Hoja> Hojas(EstadoDeCuentaDto cuenta) =>
    [
        DelCliente.Hoja("Cliente", [cuenta]),
        DePrestamos.Hoja("Préstamos", cuenta.Prestamos),
        DeMovimientos.Hoja("Movimientos", cuenta.Prestamos.SelectMany(p => p.Movimientos.Select(m => (p.PrestamoId, m)))),
    ];
}
