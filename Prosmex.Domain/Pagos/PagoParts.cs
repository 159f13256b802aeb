namespace Prosmex.Domain.Pagos;

/// <summary>Common parts of statements about payments.</summary>
internal static class PagoParts
{
    /// <summary>Of an entry <paramref name="pago"/>: neither a reversal nor reversed. As <see cref="PagoQueryExtensions.EnVigor"/>.</summary>
    public static FormattableString EnVigor(FormattableString pago) =>
        $"({pago}.tipo <> 'reversa' AND NOT EXISTS (SELECT FROM pagos r WHERE r.reversa_de = {pago}.pago_id))";

    /// <summary>The type of an entry <paramref name="pago"/>; of a reversal, that of what it undoes.</summary>
    /// <remarks>Few entries are reversals, and a join would read all payments ever made, whose part in a week PostgreSQL cannot estimate.</remarks>
    public static FormattableString TipoDeOrigen(FormattableString pago) =>
        $"CASE WHEN {pago}.tipo = 'reversa' THEN (SELECT o.tipo FROM pagos o WHERE o.pago_id = {pago}.reversa_de) ELSE {pago}.tipo END";
}
