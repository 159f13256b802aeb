using System.Text.Json.Serialization;
using Prosmex.Domain.Common;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Auth;

/// <summary>A sign-in.</summary>
public sealed record LoginRequest
{
    public Opcional<string> Usuario { get; init; }

    public Opcional<string> Contrasena { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (string Usuario, string Contrasena) Validar()
    {
        var v = Validacion.AlCrear();
        var datos = (
            v.Texto("usuario", Usuario, maximo: 255).Sobre(null),
            v.Literal("contrasena", Contrasena, texto => texto.Length is 0 or > 1024 ? "debe tener de 1 a 1024 caracteres." : null).Sobre(null));
        v.Exigir();
        return (datos.Item1!, datos.Item2!);
    }
}

/// <summary>What a sign-in gives.</summary>
public sealed record InicioDeSesionDto(
    string Message, [property: JsonPropertyName("User")] UsuarioDto User, string AccessToken, string RefreshToken);

/// <summary>A new pair of tokens for the same session.</summary>
public sealed record TokensDto(string Message, string AccessToken, string RefreshToken);

/// <summary>What <c>POST /auth/register</c> gives.</summary>
public sealed record RegistroDto(string Message, [property: JsonPropertyName("User")] UsuarioDto User);

/// <summary>Refusals of the sign-in and of tokens.</summary>
public static class AuthErrores
{
    /// <summary>The same for an unknown user and a wrong password.</summary>
    public static readonly ErrorDeDominio Credenciales =
        new(TipoDeError.SinSesion, "auth.credenciales", "Usuario o contraseña incorrectos.");

    /// <summary>No token, or one that is expired, forged or ended.</summary>
    public static readonly ErrorDeDominio SinSesion =
        new(TipoDeError.SinSesion, "auth.sin_sesion", "Su sesión no es válida o terminó. Inicie sesión de nuevo.");
}
