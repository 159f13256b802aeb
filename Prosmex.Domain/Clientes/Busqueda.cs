using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Clientes;

/// <summary>What a search found, the best first; at most 20.</summary>
public sealed record BusquedaDto(IReadOnlyList<HallazgoDeBusquedaDto> Resultados);

/// <summary>What a result of a search is.</summary>
public enum TipoDeHallazgo
{
    Cliente,
    Prestamo,
}

/// <summary>A client or a loan that a search found.</summary>
/// <param name="Id">Of the client or of the loan.</param>
/// <param name="ClienteId">The client, or the loan's borrower.</param>
/// <param name="Cliente">Their full name.</param>
/// <param name="Grupo">The name of their group.</param>
/// <param name="Status">Of the loan; null for a client.</param>
/// <param name="Restante">The remaining balance of the loan, or of the client's loans; MXN.</param>
public sealed record HallazgoDeBusquedaDto(TipoDeHallazgo Tipo, int Id, int ClienteId, string Cliente, string Grupo, StatusPrestamo? Status, decimal Restante);
