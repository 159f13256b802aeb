namespace Prosmex.Domain.Pagos;

/// <summary>Common parts of statements about payments.</summary>
internal static class PagoParts
{
    /// <summary>Of an entry <paramref name="pago"/>: neither a reversal nor reversed. As <see cref="PagoQueryExtensions.EnVigor"/>.</summary>
    public static FormattableString EnVigor(FormattableString pago) =>
        $"({pago}.tipo <> 'reversa' AND NOT EXISTS (SELECT FROM pagos r WHERE r.reversa_de = {pago}.pago_id))";
}
