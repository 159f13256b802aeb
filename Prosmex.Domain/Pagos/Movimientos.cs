namespace Prosmex.Domain.Pagos;

/// <summary>Which payments the office looks for.</summary>
/// <param name="Q">Part of the client's name, or a payment's number.</param>
/// <param name="Desde">First business day.</param>
/// <param name="Hasta">Last business day.</param>
/// <param name="CustodioId">Who received the cash.</param>
/// <param name="Cancelados">Those that were reversed or corrected, instead of those in force.</param>
public sealed record MovimientosFilter(
    string? Q, DateOnly? Desde, DateOnly? Hasta, int? GrupoId, int? PrestamoId, int? CustodioId, bool Cancelados);

/// <summary>A payment as the office finds it.</summary>
/// <param name="Monto">MXN; 0 is a visit without payment.</param>
/// <param name="Cliente">The full name.</param>
/// <param name="Grupo">The client's present one.</param>
/// <param name="Motivo">Why it was reversed; null where it is in force or no reason was given.</param>
/// <param name="CustodioId">Who received the cash; null where no user holds it.</param>
/// <param name="Custodio">Name and first surname.</param>
/// <param name="RegistradoPor">Name and first surname; empty on an adopted row.</param>
/// <param name="PorAclarar">It came from money por aclarar.</param>
public sealed record MovimientoHalladoDto(
    int PagoId,
    DateTimeOffset FechaPago,
    decimal Monto,
    TipoPago Tipo,
    int PrestamoId,
    int ClienteId,
    string Cliente,
    int GrupoId,
    string Grupo,
    bool Reversado,
    string? Motivo,
    int? CustodioId,
    string? Custodio,
    string RegistradoPor,
    DateTimeOffset RecibidoEn,
    bool PorAclarar);
