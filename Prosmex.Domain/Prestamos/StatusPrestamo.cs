namespace Prosmex.Domain.Prestamos;

/// <summary>The status of a loan.</summary>
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
    /// <summary>Paid in full or renewed: accepts no payments or changes of terms.</summary>
    public static bool EsCerrado(this StatusPrestamo status) => status is StatusPrestamo.Liquidado or StatusPrestamo.Renovado;
}
