namespace Prosmex.Domain.Prestamos;

/// <summary>What is granted to whom; checked, and its people and product known.</summary>
public sealed record Concesion(int ClienteId, int AvalId, TipoPrestamo Tipo, decimal Monto, DateOnly FechaInicio);

/// <summary>A loan as it is to be after an edit.</summary>
public sealed record CambiosDePrestamo(int ClienteId, int? AvalId, TipoPrestamo Tipo, decimal Monto, DateOnly FechaInicio);
