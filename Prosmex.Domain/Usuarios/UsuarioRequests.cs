using System.Text.Json.Serialization;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Usuarios;

/// <summary>The fields of a user in a request. <c>activo</c> and partial bodies are for PUT only.</summary>
public sealed record UsuarioRequest
{
    public Optional<string> Nombre { get; init; }

    public Optional<string> ApellidoPaterno { get; init; }

    public Optional<string> ApellidoMaterno { get; init; }

    public Optional<string> Usuario { get; init; }

    /// <summary>Absent where it is to be generated.</summary>
    [OptionalOnCreate]
    public Optional<string> Contrasena { get; init; }

    public Optional<int?> RolId { get; init; }

    [UpdateOnly]
    public Optional<bool?> Activo { get; init; }

    /// <summary>The password is for one sign-in: the user must then choose another.</summary>
    [CreateOnly, OptionalOnCreate]
    public Optional<bool?> Provisional { get; init; }

    /// <summary>The password is generated, for one sign-in; <c>contrasena</c> must be absent.</summary>
    [CreateOnly, OptionalOnCreate]
    public Optional<bool?> GenerarContrasena { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeUsuario Validate(Validation v, bool alEditar)
    {
        var rol = v.Integer("rol_id", RolId, 1, 6);
        var usuario = v.Text("usuario", Usuario);
        var generar = !alEditar && v.Boolean("generar_contrasena", GenerarContrasena).GetValueOrDefault(false);
        if (generar && Contrasena.HasValue)
        {
            v.Reject("contrasena", "déjela vacía: el sistema la genera.");
        }

        var datos = new DatosDeUsuario
        {
            Nombre = v.Text("nombre", Nombre),
            ApellidoPaterno = v.Text("apellido_paterno", ApellidoPaterno),
            ApellidoMaterno = v.Text("apellido_materno", ApellidoMaterno),
            NombreDeUsuario = usuario,
            Contrasena = generar ? default : v.Literal("contrasena", Contrasena, text => Passwords.FindProblem(text, usuario.GetValueOrDefault(null))),
            RolId = rol.IsPresent ? Optional<RolId>.Of((RolId)rol.GetValueOrDefault(0)) : default,
            Activo = alEditar ? v.Boolean("activo", Activo) : default,
            GenerarContrasena = generar,
            Provisional = generar || (!alEditar && v.Boolean("provisional", Provisional).GetValueOrDefault(false)),
        };
        v.ThrowIfInvalid();
        return datos;
    }
}

/// <summary>The validated fields of a request, and the hash of its password.</summary>
/// <param name="Hash">Null where the request sets no password.</param>
public sealed record PreparedUser(DatosDeUsuario Datos, string? Hash)
{
    /// <summary>In clear text; null unless it was generated.</summary>
    public string? ContrasenaGenerada { get; init; }
}

/// <summary>The response to a password reset.</summary>
/// <param name="Contrasena">In clear text, shown only in this response.</param>
public sealed record ContrasenaRestablecidaDto(string Message, string Contrasena);

/// <summary>The response to ending a user's sessions.</summary>
/// <param name="Terminadas">The number of sessions ended.</param>
public sealed record SesionesTerminadasDto(string Message, int Terminadas);

/// <summary>A user in lists and in the response to a sign-in.</summary>
public sealed record UsuarioDto(
    [property: JsonPropertyName("userId")] int UserId,
    string Nombre,
    string ApellidoPaterno,
    string ApellidoMaterno,
    string Usuario,
    string Rol,
    int RolId);

/// <summary>A user in <c>GET /users/{id}</c>.</summary>
public sealed record UsuarioBreveDto(int Id, string Nombre, string Usuario);
