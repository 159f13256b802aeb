using Prosmex.Domain.Common;

namespace Prosmex.Domain.Cobro;

public static class TelefonoErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "telefono.no_encontrado", "No existe ese teléfono. Actualice la lista y elija otro.");

    /// <summary>The phone must make an id for each of its users.</summary>
    public static readonly ErrorDeDominio DeOtroUsuario =
        new(TipoDeError.Conflicto, "telefono.de_otro_usuario", "Este teléfono está registrado con otra persona. Actualice la aplicación e intente de nuevo.");

    public static readonly ErrorDeDominio SesionVigente =
        new(TipoDeError.Conflicto, "telefono.sesion_vigente", "Ese teléfono todavía puede enviar sus cobros. Termine antes su sesión.");
}
