using System.Text.Json.Serialization;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Usuarios;

/// <summary>What a request says about a user. <c>activo</c> and partial bodies are for PUT only.</summary>
public sealed record UsuarioRequest
{
    public Optional<string> Nombre { get; init; }

    public Optional<string> ApellidoPaterno { get; init; }

    public Optional<string> ApellidoMaterno { get; init; }

    public Optional<string> Usuario { get; init; }

    public Optional<string> Contrasena { get; init; }

    public Optional<int?> RolId { get; init; }

    [UpdateOnly]
    public Optional<bool?> Activo { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeUsuario Validar(Validation v, bool alEditar)
    {
        var rol = v.Integer("rol_id", RolId, 1, 6);
        var usuario = v.Text("usuario", Usuario);
        var datos = new DatosDeUsuario
        {
            Nombre = v.Text("nombre", Nombre),
            ApellidoPaterno = v.Text("apellido_paterno", ApellidoPaterno),
            ApellidoMaterno = v.Text("apellido_materno", ApellidoMaterno),
            NombreDeUsuario = usuario,
            Contrasena = v.Literal("contrasena", Contrasena, text => Passwords.FindProblem(text, usuario.GetValueOrDefault(null))),
            RolId = rol.IsPresent ? Optional<RolId>.Of((RolId)rol.GetValueOrDefault(0)) : default,
            Activo = alEditar ? v.Boolean("activo", Activo) : default,
        };
        v.ThrowIfInvalid();
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
