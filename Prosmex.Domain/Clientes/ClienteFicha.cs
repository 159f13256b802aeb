using Prosmex.Domain.Common;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Clientes;

/// <summary>What is known of a client. Amounts in MXN.</summary>
/// <param name="Telefono">E.164; null where none is known.</param>
/// <param name="Titular">Name and first surname; empty where there is none. So is <c>gestor</c>.</param>
/// <param name="TotalRestante">Σ of the remaining balance of the client's loans.</param>
/// <param name="Prestamos">Newest first.</param>
/// <param name="AvalaA">The open loans of others that this client backs, by loan; those of groups that the caller sees.</param>
/// <param name="AvalaAOtros">How many more there are in groups that the caller does not see.</param>
/// <param name="Faltas">The latest 20, newest first.</param>
/// <param name="Visitas">The latest 20 payments in force and visits without one, newest first.</param>
public sealed record ClienteFichaDto(
    ClienteDto Cliente,
    string? Telefono,
    NombradoDto Grupo,
    NombradoDto Ruta,
    string Titular,
    string Gestor,
    decimal TotalRestante,
    IReadOnlyList<PrestamoDeFichaDto> Prestamos,
    IReadOnlyList<PrestamoAvaladoDto> AvalaA,
    int AvalaAOtros,
    IReadOnlyList<FaltaDeClienteDto> Faltas,
    IReadOnlyList<VisitaDto> Visitas);

/// <summary>An open loan that a client backs. Amounts in MXN.</summary>
/// <param name="Cliente">The borrower's full name.</param>
/// <param name="Grupo">The name of the borrower's group.</param>
public sealed record PrestamoAvaladoDto(int PrestamoId, int ClienteId, string Cliente, string Grupo, decimal Restante, int DiasDeAtraso);

/// <summary>A closed week in which a loan of the client fell short.</summary>
/// <param name="Semana">The week's Monday.</param>
/// <param name="Abonado">What was paid in that week when the falta was recorded, MXN.</param>
public sealed record FaltaDeClienteDto(DateOnly Semana, int PrestamoId, decimal Abonado);

/// <summary>A payment in force, 0 included, or a visit without one, from a phone or from the page.</summary>
/// <param name="PagoId">Null where there was no payment.</param>
/// <param name="FechaPago">The business instant; of a phone's visit without a payment, that of the phone, or of its receipt where that was earlier.</param>
/// <param name="Monto">MXN.</param>
/// <param name="RegistradoPor">Name and first surname of the user; empty on an adopted payment.</param>
/// <param name="Nota">Of a visit without a payment; null where there is none.</param>
/// <param name="Promesa">What the client promised; only where they did, and the phone or the page says so.</param>
public sealed record VisitaDto(
    int? PagoId, DateTimeOffset FechaPago, decimal Monto, int PrestamoId, string RegistradoPor, Visita Visita, string? Nota, PromesaDto? Promesa);
