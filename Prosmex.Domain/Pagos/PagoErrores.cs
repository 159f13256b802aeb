using Prosmex.Domain.Common;

namespace Prosmex.Domain.Pagos;

public static class PagoErrores
{
    /// <summary>Tolerance for a collector's clock that is ahead.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "pago.no_encontrado", "No existe ese pago.");

    public static readonly ErrorDeDominio YaReversado =
        new(TipoDeError.Conflicto, "pago.ya_reversado", "El pago ya fue reversado o corregido.");

    public static readonly ErrorDeDominio FechaFutura =
        new(TipoDeError.Invalido, "pago.fecha_futura", "La fecha del pago no puede estar en el futuro.");

    public static readonly ErrorDeDominio FechaAnterior =
        new(TipoDeError.Invalido, "pago.fecha_anterior", "La fecha del pago no puede ser anterior al inicio del préstamo.");

    public static readonly ErrorDeDominio OtroPrestamo =
        ErroresComunes.Invalido("prestamo_id", "no se puede cambiar: reverse el pago y regístrelo en el otro préstamo.");

    /// <summary>The row's key belongs to another payment, of this or another user.</summary>
    public static readonly ErrorDeDominio ClaveUsada =
        new(TipoDeError.Conflicto, "pago.clave_usada", "Esa clave ya es de otro pago. Use una clave nueva para cada pago.");

    /// <summary>Money por aclarar is applied in full: any other amount would lose or create money.</summary>
    public static readonly ErrorDeDominio EraPorAclarar = new(
        TipoDeError.Conflicto, "pago.era_por_aclarar", "El pago viene de dinero por aclarar: reverse el pago, y el dinero vuelve a quedar por aclarar para aplicarlo de nuevo.");

    public static ErrorDeDominio ExcedeRestante(decimal restante) =>
        new(TipoDeError.Conflicto, "pago.excede_restante", $"El pago excede lo que falta por pagar: {Dinero.Text(restante)}.");

    public static ErrorDeDominio PrestamoRenovado(int prestamoId, int? renovacionId) => new(
        TipoDeError.Conflicto,
        "pago.prestamo_renovado",
        $"El préstamo {prestamoId} fue renovado por el {renovacionId}: sus pagos no se pueden reversar ni corregir mientras exista la renovación.");

    public static ErrorDeDominio PrestamoPosteriorAbierto(int prestamoId) =>
        new(TipoDeError.Conflicto, "pago.prestamo_posterior_abierto", $"El cliente ya tiene abierto otro préstamo, el {prestamoId}: reabrir este no es posible.");
}
