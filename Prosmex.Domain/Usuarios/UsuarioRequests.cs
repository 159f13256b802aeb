using System.Text.Json.Serialization;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Usuarios;

/// <summary>What a request says about a user. <c>activo</c> and partial bodies are for PUT only.</summary>
public sealed record UsuarioRequest
{
    public Opcional<string> Nombre { get; init; }

    public Opcional<string> ApellidoPaterno { get; init; }

    public Opcional<string> ApellidoMaterno { get; init; }

    public Opcional<string> Usuario { get; init; }

    public Opcional<string> Contrasena { get; init; }

    public Opcional<int?> RolId { get; init; }

    [SoloAlEditar]
    public Opcional<bool?> Activo { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeUsuario Validar(Validacion v, bool alEditar)
    {
        var rol = v.Entero("rol_id", RolId, 1, 6);
        var usuario = v.Texto("usuario", Usuario);
        var datos = new DatosDeUsuario
        {
            Nombre = v.Texto("nombre", Nombre),
            ApellidoPaterno = v.Texto("apellido_paterno", ApellidoPaterno),
            ApellidoMaterno = v.Texto("apellido_materno", ApellidoMaterno),
            NombreDeUsuario = usuario,
            Contrasena = v.Literal("contrasena", Contrasena, texto => Contrasenas.Problema(texto, usuario.Sobre(null))),
            RolId = rol.Presente ? Opcional<RolId>.De((RolId)rol.Sobre(0)) : default,
            Activo = alEditar ? v.Booleano("activo", Activo) : default,
        };
        v.Exigir();
        return datos;
    }
}

/// <summary>The checked fields of a request, and the hash of its password.</summary>
/// <param name="Hash">Null where the request sets no password.</param>
public sealed record PreparedUser(DatosDeUsuario Datos, string? Hash);

/// <summary>What the reset of a password gives.</summary>
/// <param name="Contrasena">In clear, shown this once.</param>
public sealed record ContrasenaRestablecidaDto(string Message, string Contrasena);

/// <summary>What the end of a user's sessions gives.</summary>
/// <param name="Terminadas">How many they were.</param>
public sealed record SesionesTerminadasDto(string Message, int Terminadas);

/// <summary>A user as every list and the sign-in show him.</summary>
public sealed record UsuarioDto(
    [property: JsonPropertyName("userId")] int UserId,
    string Nombre,
    string ApellidoPaterno,
    string ApellidoMaterno,
    string Usuario,
    string Rol,
    int RolId);

/// <summary>A user as <c>GET /users/{id}</c> shows him.</summary>
public sealed record UsuarioBreveDto(int Id, string Nombre, string Usuario);
