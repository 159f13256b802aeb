using System.Text.Json.Serialization;
using Prosmex.Domain.Common;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Auth;

/// <summary>A sign-in.</summary>
public sealed record LoginRequest
{
    public Optional<string> Usuario { get; init; }

    public Optional<string> Contrasena { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (string Usuario, string Contrasena) Validate()
    {
        var v = Validation.ForCreate();
        var datos = (
            v.Text("usuario", Usuario, max: 255).GetValueOrDefault(null),
            v.Literal("contrasena", Contrasena, text => text.Length is 0 or > 1024 ? "use de 1 a 1024 caracteres." : null).GetValueOrDefault(null));
        v.ThrowIfInvalid();
        return (datos.Item1!, datos.Item2!);
    }
}

/// <summary>A user's change of their own password.</summary>
public sealed record CambiarContrasenaRequest
{
    public Optional<string> ContrasenaActual { get; init; }

    public Optional<string> ContrasenaNueva { get; init; }

    /// <param name="usuario">The caller's sign-in name.</param>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (string Actual, string Nueva) Validate(string usuario)
    {
        var v = Validation.ForCreate();
        var actual = v.Literal("contrasena_actual", ContrasenaActual, text => text.Length is 0 or > 1024 ? "use de 1 a 1024 caracteres." : null).GetValueOrDefault(null);
        var nueva = v.Literal(
            "contrasena_nueva",
            ContrasenaNueva,
            text => text == ContrasenaActual.GetValueOrDefault(null) ? "elija una distinta de la actual." : Passwords.FindProblem(text, usuario)).GetValueOrDefault(null);
        v.ThrowIfInvalid();
        return (actual!, nueva!);
    }
}

/// <summary>The response to a sign-in.</summary>
/// <param name="DebeCambiarContrasena">The password was set by someone else: the client should ask for a new one. Absent otherwise.</param>
public sealed record InicioDeSesionDto(
    string Message,
    [property: JsonPropertyName("User")] UsuarioDto User,
    string AccessToken,
    string RefreshToken,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool DebeCambiarContrasena);

/// <summary>The current user and their permissions.</summary>
/// <param name="Acciones">Ids of the actions that the role allows, ascending.</param>
public sealed record YoDto([property: JsonPropertyName("User")] UsuarioDto User, IReadOnlyList<int> Acciones);

/// <summary>A new pair of tokens for the same session.</summary>
public sealed record TokensDto(string Message, string AccessToken, string RefreshToken);

/// <summary>The response to <c>POST /auth/register</c>.</summary>
public sealed record RegistroDto(string Message, [property: JsonPropertyName("User")] UsuarioDto User)
{
    /// <summary>The generated password in clear text, shown only in this response; absent unless one was asked for, and in a repeated answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ContrasenaProvisional { get; init; }
}

public static class AuthErrores
{
    /// <summary>The same for an unknown user and for a wrong password.</summary>
    public static readonly ErrorDeDominio Credenciales =
        new(TipoDeError.SinSesion, "auth.credenciales", "Usuario o contraseña incorrectos. Revíselos e intente de nuevo.");

    public static readonly ErrorDeDominio ContrasenaActual =
        new(TipoDeError.Invalido, "auth.contrasena_actual", "La contraseña actual no es correcta. Escríbala de nuevo.");

    /// <summary>The queue for BCrypt is full.</summary>
    public static readonly ErrorDeDominio Saturado =
        new(TipoDeError.Demasiado, "auth.saturado", "Demasiadas personas inician sesión en este momento. Espere unos segundos e intente de nuevo.") { Espera = TimeSpan.FromSeconds(5) };

    /// <summary>The same whether or not the user exists.</summary>
    public static ErrorDeDominio DemasiadosIntentos(TimeSpan espera) =>
        new(TipoDeError.Demasiado, "auth.demasiados_intentos", $"Demasiados intentos fallidos. Espere {Math.Ceiling(espera.TotalMinutes)} min e intente de nuevo.") { Espera = espera };

    /// <summary>No token, or one that is expired, forged or revoked.</summary>
    public static readonly ErrorDeDominio SinSesion =
        new(TipoDeError.SinSesion, "auth.sin_sesion", "Su sesión no es válida o terminó. Inicie sesión de nuevo.");
}
