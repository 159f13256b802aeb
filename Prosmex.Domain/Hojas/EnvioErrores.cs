using Prosmex.Domain.Common;

namespace Prosmex.Domain.Hojas;

/// <summary>Errors of whole envíos and of rows.</summary>
public static class EnvioErrores
{
    /// <summary>The error of an envío whose structure is invalid; nothing of it was stored.</summary>
    public static readonly ErrorDeDominio Structure =
        new(TipoDeError.Invalido, "envio.estructura", "El envío no se registró: corrija lo señalado y envíelo de nuevo.");

    public static readonly ErrorDeDominio OtherContent =
        new(TipoDeError.OtherContent, "envio.otro_contenido", "Ese envio_id ya se usó con otro contenido. Use uno nuevo para cada envío.");

    public static readonly ErrorDeDominio Saturado =
        new(TipoDeError.Demasiado, "envio.saturado", "Están llegando demasiados envíos a la vez. Espere unos segundos y envíelo de nuevo.") { Espera = TimeSpan.FromSeconds(5) };

    public static readonly ErrorDeDominio ClaveConOtrosDatos =
        new(TipoDeError.Invalido, "envio.clave_con_otros_datos", "Esa clave ya llegó con otros datos. Use una clave nueva para cada fila.");

    public static readonly ErrorDeDominio OtroGrupo =
        new(TipoDeError.Invalido, "envio.otro_grupo", "El préstamo es de otro grupo.");

    /// <summary>The row's money waits because the phone's time is not plausible.</summary>
    public static readonly ErrorDeDominio TooLate =
        new(TipoDeError.Invalido, "envio.fuera_de_plazo", "La fecha del cobro difiere en más de 72 horas de la de su llegada.");

    public static ErrorDeDominio ClaveRepetida(int index) =>
        new(TipoDeError.Invalido, "envio.clave_repetida", $"La clave ya está en la fila {index} del mismo envío.");

    public static ErrorDeDominio PrestamoRepetido(int index) =>
        new(TipoDeError.Invalido, "envio.prestamo_repetido", $"El préstamo ya está en la fila {index} del mismo envío.");
}
