using Prosmex.Domain.Common;

namespace Prosmex.Domain.Usuarios;

public static class UsuarioErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "usuario.no_encontrado", "No existe ese usuario.");

    public static readonly ErrorDeDominio NombreTomado =
        new(TipoDeError.Conflicto, "usuario.nombre_tomado", "Ese nombre de usuario ya está en uso. Elija otro.");

    public static readonly ErrorDeDominio UnoMismo =
        new(TipoDeError.Conflicto, "usuario.uno_mismo", "Nadie puede darse de baja ni cambiarse el rol a sí mismo. Pídalo a otro administrador.");

    public static readonly ErrorDeDominio UltimoAdmin =
        new(TipoDeError.Conflicto, "usuario.ultimo_admin", "Es el último administrador activo. Nombre a otro antes.");

    public static readonly ErrorDeDominio ConAsignaciones =
        new(TipoDeError.Conflicto, "usuario.con_asignaciones", "El usuario tiene grupos o rutas asignados. Reasígnelos antes de cambiar su rol.");

    public static readonly ErrorDeDominio BajaPorPut =
        ErroresComunes.Invalido("activo", "solo admite true; para dar de baja use DELETE.");
}
