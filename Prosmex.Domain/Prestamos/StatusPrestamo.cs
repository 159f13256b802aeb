namespace Prosmex.Domain.Prestamos;

/// <summary>Where a loan stands.</summary>
public enum StatusPrestamo
{
    Activo,

    /// <summary>Its last week ended unpaid; still open.</summary>
    Vencido,

    /// <summary>Paid in full.</summary>
    Liquidado,

    /// <summary>Closed by a renewal.</summary>
    Renovado,
}

internal static class StatusDePrestamo
{
    /// <summary>Paid in full or renewed: it takes no payment and no change of terms.</summary>
    public static bool EsCerrado(this StatusPrestamo status) => status is StatusPrestamo.Liquidado or StatusPrestamo.Renovado;
}
