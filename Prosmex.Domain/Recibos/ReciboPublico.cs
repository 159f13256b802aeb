using Prosmex.Domain.Common;

namespace Prosmex.Domain.Recibos;

/// <summary>What has become of the money of a receipt.</summary>
public enum EstadoDeRecibo
{
    /// <summary>It is a payment of the client's loan.</summary>
    Aplicado,

    /// <summary>The phone that collected it has not had a signal since.</summary>
    EnCamino,

    /// <summary>The office has it and must decide, or should have it by now and has not, or has another amount.</summary>
    PorAclarar,

    /// <summary>The payment was reversed or corrected, or the money was given back or written off.</summary>
    Anulado,
}

/// <summary>A receipt as anyone sees it who has its code: no name, and no loan.</summary>
/// <param name="Monto">MXN.</param>
/// <param name="Fecha">When it was collected, by the phone's clock.</param>
public sealed record ReciboPublicoDto(decimal Monto, DateTimeOffset Fecha, EstadoDeRecibo Estado);

public static class ReciboErrores
{
    public static readonly ErrorDeDominio NoEncontrado = new(
        TipoDeError.NoEncontrado,
        "recibo.no_encontrado",
        "No hay ningún recibo con ese código. Si acaba de pagar, escanee el código QR o intente mañana. Si ya pasaron dos días, pregunte en la oficina.");

    /// <summary>Its check character does not fit.</summary>
    public static readonly ErrorDeDominio Mistyped = new(
        TipoDeError.NoEncontrado, "recibo.mal_escrito", "Ese código no está completo o tiene un error. Cópielo otra vez de su recibo: son 13 letras, números o signos.");

    public static readonly ErrorDeDominio Saturado = new(
        TipoDeError.Demasiado, "recibo.saturado", "Muchas personas están consultando recibos. Espere unos segundos e intente de nuevo.")
    { Espera = TimeSpan.FromSeconds(5) };
}
