using Prosmex.Domain.Common;

namespace Prosmex.Domain.Prestamos;

/// <summary>What is granted to whom; checked, and its people and product known.</summary>
public sealed record Concesion(int ClienteId, int AvalId, TipoPrestamo Tipo, decimal Monto, DateOnly FechaInicio);

/// <summary>A loan as it is to be after an edit.</summary>
public sealed record CambiosDePrestamo(int ClienteId, int? AvalId, TipoPrestamo Tipo, decimal Monto, DateOnly FechaInicio);

/// <summary>Who writes, at what instant, and what the last closed week then is.</summary>
public sealed record Autoria(int UsuarioId, DateTimeOffset Ahora, Semana? UltimaCerrada = null)
{
    /// <summary>Whether what happens at an instant happens in a closed week.</summary>
    public bool EnSemanaCerrada(DateTimeOffset fecha) => fecha < UltimaCerrada?.Fin;
}
