namespace Prosmex.Domain.Prestamos;

/// <summary>The terms of a new loan; validated, with its people and product loaded.</summary>
public sealed record Concesion(int ClienteId, int AvalId, TipoPrestamo Tipo, decimal Monto, DateOnly FechaInicio);

/// <summary>The terms of a loan after an edit.</summary>
public sealed record CambiosDePrestamo(int ClienteId, int? AvalId, TipoPrestamo Tipo, decimal Monto, DateOnly FechaInicio);
