using Prosmex.Domain.Common;

namespace Prosmex.Domain.Usuarios;

public static class UsuarioErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "usuario.no_encontrado", "No existe ese usuario o está dado de baja. Revíselo y elija otro.");

    public static readonly ErrorDeDominio NombreTomado =
        new(TipoDeError.Conflicto, "usuario.nombre_tomado", "Ese nombre de usuario ya está en uso. Elija otro.");

    public static readonly ErrorDeDominio UnoMismo =
        new(TipoDeError.Conflicto, "usuario.uno_mismo", "No puede dar de baja su propia cuenta ni cambiar su rol. Pídalo a otra persona con rol Admin.");

    public static readonly ErrorDeDominio UltimoAdmin =
        new(TipoDeError.Conflicto, "usuario.ultimo_admin", "Es la única cuenta con rol Admin. Dé ese rol a otra antes.");

    public static readonly ErrorDeDominio ConAsignaciones =
        new(TipoDeError.Conflicto, "usuario.con_asignaciones", "Esa persona tiene grupos o rutas asignados. Reasígnelos antes de cambiar su rol.");

    public static readonly ErrorDeDominio BajaPorPut =
        ErroresComunes.Invalido("activo", "Aquí solo se puede reactivar la cuenta. Para darla de baja use «Dar de baja».");
}
