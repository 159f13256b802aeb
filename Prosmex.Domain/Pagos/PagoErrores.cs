using Prosmex.Domain.Common;

namespace Prosmex.Domain.Pagos;

public static class PagoErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "pago.no_encontrado", "No existe ese pago o no es de sus grupos. Actualice la lista y elija otro.");

    public static readonly ErrorDeDominio YaReversado =
        new(TipoDeError.Conflicto, "pago.ya_reversado", "Ese pago ya se canceló o se corrigió. Actualice la lista para ver el vigente.");

    public static readonly ErrorDeDominio FechaFutura =
        new(TipoDeError.Invalido, "pago.fecha_futura", "La fecha del pago todavía no llega. Elija hoy o un día anterior.");

    public static readonly ErrorDeDominio FechaAnterior =
        new(TipoDeError.Invalido, "pago.fecha_anterior", "La fecha del pago es anterior al inicio del préstamo. Elija ese día o uno posterior.");

    public static readonly ErrorDeDominio OtroPrestamo =
        ErroresComunes.Invalido("prestamo_id", "El pago no se puede pasar a otro préstamo. Cancélelo y regístrelo en el préstamo correcto.");

    /// <summary>The row's key belongs to another payment, of this or another user.</summary>
    public static readonly ErrorDeDominio ClaveUsada =
        new(TipoDeError.Conflicto, "pago.clave_usada", "Estos cobros ya se habían enviado con otros datos y no se registraron de nuevo. Actualice la aplicación y, si se repite, avise a la oficina.");

    /// <summary>Money por aclarar is applied in full: any other amount would lose or create money.</summary>
    public static readonly ErrorDeDominio EraPorAclarar = new(
        TipoDeError.Conflicto, "pago.era_por_aclarar", "Este pago salió de dinero por aclarar y no se corrige aquí. Cancele el pago y aplique de nuevo ese dinero.");

    public static ErrorDeDominio ExcedeRestante(decimal restante) =>
        new(TipoDeError.Conflicto, "pago.excede_restante", $"El pago rebasa el saldo: faltan {Dinero.Text(restante)} por pagar. Registre esa cantidad o menos.");

    public static ErrorDeDominio PrestamoRenovado(int prestamoId, int? renovacionId) => new(
        TipoDeError.Conflicto,
        "pago.prestamo_renovado",
        $"El préstamo núm. {prestamoId} se renovó con el préstamo núm. {renovacionId} y sus pagos ya no se cancelan ni se corrigen. Elimine antes la renovación.");

    public static ErrorDeDominio PrestamoPosteriorAbierto(int prestamoId) =>
        new(TipoDeError.Conflicto, "pago.prestamo_posterior_abierto", $"Cancelar este pago reabriría el préstamo, y el cliente ya tiene otro abierto (núm. {prestamoId}). Consulte con quien administra el sistema.");
}
