using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;

namespace Prosmex.Domain.Hojas;

/// <summary>Errors of whole envíos and of rows.</summary>
public static class EnvioErrores
{
    /// <summary>The error of an envío whose structure is invalid; nothing of it was stored.</summary>
    public static readonly ErrorDeDominio Structure =
        new(TipoDeError.Invalido, "envio.estructura", "El envío no se registró. Corrija lo señalado y envíelo de nuevo.");

    public static readonly ErrorDeDominio OtherContent =
        new(TipoDeError.OtherContent, "envio.otro_contenido", PagoErrores.ClaveUsada.Mensaje);

    public static readonly ErrorDeDominio Saturado =
        new(TipoDeError.Demasiado, "envio.saturado", "Están llegando demasiados envíos a la vez. Espere unos segundos y envíelo de nuevo.") { Espera = TimeSpan.FromSeconds(5) };

    public static readonly ErrorDeDominio ClaveConOtrosDatos =
        new(TipoDeError.Invalido, "envio.clave_con_otros_datos", PagoErrores.ClaveUsada.Mensaje);

    public static readonly ErrorDeDominio OtroGrupo =
        new(TipoDeError.Invalido, "envio.otro_grupo", "El préstamo es de otro grupo. Envíelo en la hoja de ese grupo.");

    /// <summary>The row's money waits because the phone's time is not plausible.</summary>
    public static readonly ErrorDeDominio TooLate =
        new(TipoDeError.Invalido, "envio.fuera_de_plazo", "El cobro llegó con más de 72 horas de diferencia con su fecha. Confirme la fecha con quien cobró y aplíquelo a mano.");

    /// <param name="first">The index of the row that came first.</param>
    /// <param name="second">That of the other.</param>
    public static ErrorDeDominio ClaveRepetida(int first, int second) =>
        new(TipoDeError.Invalido, "envio.clave_repetida", $"Ese cobro viene dos veces en el envío (renglones {first + 1} y {second + 1}). Deje uno solo.");

    /// <inheritdoc cref="ClaveRepetida"/>
    public static ErrorDeDominio PrestamoRepetido(int first, int second) =>
        new(TipoDeError.Invalido, "envio.prestamo_repetido", $"Ese préstamo viene dos veces en el envío (renglones {first + 1} y {second + 1}). Deje uno solo.");

    /// <summary>The same error for the office, which has the money already: what to do with it.</summary>
    /// <param name="saldo">What is left to pay of the loan; null where there is no such loan.</param>
    internal static ErrorDeDominio ForOffice(ErrorDeDominio error, int prestamoId, decimal? saldo) => (error.Codigo, saldo) switch
    {
        ("prestamo.no_encontrado", _) => error with { Mensaje = $"El préstamo núm. {prestamoId} no existe o no es de este grupo. Busque a quién corresponde y aplíquelo, o devuélvalo." },
        ("pago.excede_restante", { } resto) => error with { Mensaje = $"El cobro rebasa el saldo del préstamo: faltan {Dinero.Text(resto)} por pagar. Busque a quién corresponde y aplíquelo, o devuélvalo." },
        _ => error,
    };
}
