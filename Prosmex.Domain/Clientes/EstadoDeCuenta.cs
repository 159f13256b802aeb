using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Clientes;

/// <summary>A client's statement of account. Amounts in MXN.</summary>
/// <param name="Fecha">The day of the request, Mexico City.</param>
/// <param name="Prestamos">Newest first.</param>
/// <param name="TotalRestante">Σ of the remaining balance of the client's loans.</param>
public sealed record EstadoDeCuentaDto(DateOnly Fecha, ClienteDto Cliente, string Grupo, IReadOnlyList<PrestamoDeCuentaDto> Prestamos, decimal TotalRestante);

/// <summary>A loan in a client's statement. Amounts in MXN.</summary>
/// <param name="Cat">Costo Anual Total in percent, without IVA; see <see cref="CotizacionDto"/>.</param>
/// <param name="Movimientos">The money in force, by date and then by id.</param>
public sealed record PrestamoDeCuentaDto(
    int PrestamoId,
    string Tipo,
    string Aval,
    DateOnly FechaInicio,
    decimal MontoPrestamo,
    decimal MontoPrestamoReal,
    decimal MontoUtilidad,
    decimal CobranzaIdeal,
    int NumeroSemanas,
    decimal? Cat,
    int SemanaActiva,
    decimal MontoPagado,
    decimal MontoRestante,
    StatusPrestamo Status,
    bool Renovacion,
    IReadOnlyList<MovimientoDto> Movimientos);

/// <summary>A payment in force. Amounts in MXN.</summary>
/// <param name="Fecha">Its business day.</param>
/// <param name="Restante">The loan's balance after it.</param>
public sealed record MovimientoDto(int PagoId, DateOnly Fecha, TipoPago Tipo, decimal Monto, decimal Restante);
