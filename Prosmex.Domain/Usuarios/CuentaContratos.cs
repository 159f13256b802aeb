namespace Prosmex.Domain.Usuarios;

/// <summary>Which accounts to list.</summary>
public enum EstadoDeUsuario
{
    Activas,

    /// <summary>The deactivated ones.</summary>
    Bajas,

    Todas,
}

/// <summary>The filters of the list of accounts.</summary>
/// <param name="Q">Part of the full name or of the sign-in name; accents, case and blanks are ignored.</param>
public sealed record CuentasFilter(string? Q = null, int? RolId = null, EstadoDeUsuario Estado = EstadoDeUsuario.Activas);

/// <summary>A user as those who administer accounts see them.</summary>
/// <param name="Sesiones">The number of sessions in force.</param>
/// <param name="Grupos">How many groups have them as titular or gestor.</param>
/// <param name="Rutas">How many routes have them as gerente or supervisor.</param>
/// <param name="Efectivo">The cash that they hold, MXN.</param>
public sealed record CuentaDto(
    int UsuarioId,
    string Usuario,
    string Nombre,
    string ApellidoPaterno,
    string ApellidoMaterno,
    string Rol,
    int RolId,
    bool Activo,
    bool DebeCambiarContrasena,
    int Sesiones,
    int Grupos,
    int Rutas,
    decimal Efectivo);

/// <summary>What a user may be in charge of.</summary>
public enum TipoDeCargo
{
    /// <summary>As titular or gestor.</summary>
    Grupo,

    /// <summary>As gerente or supervisor.</summary>
    Ruta,
}

/// <summary>A group or route that a user is in charge of.</summary>
public sealed record CargoDto(TipoDeCargo Tipo, int Id, string Nombre);

/// <summary>A user with what they are in charge of: groups, then routes, each by name.</summary>
public sealed record CuentaFichaDto(CuentaDto Cuenta, IReadOnlyList<CargoDto> Cargos);
