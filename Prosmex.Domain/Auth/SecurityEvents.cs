using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Prosmex.Domain.Auth;

/// <summary>Security events for monitoring. They carry ids only, never a typed name, a password or a token.</summary>
public static partial class SecurityEvents
{
    /// <param name="usuarioId">Null where no user has the name, which may be a password typed into the wrong field.</param>
    internal static void SignInFailed(this ILogger logger, int? usuarioId) => LogSignInFailed(logger, usuarioId?.ToString(CultureInfo.InvariantCulture) ?? "desconocido");

    [LoggerMessage(1002, LogLevel.Warning, "Seguridad: refresh token usado otra vez, usuario {UsuarioId}; se terminó la sesión {SesionId}.")]
    internal static partial void RefreshTokenReused(this ILogger logger, int usuarioId, Guid sesionId);

    [LoggerMessage(1003, LogLevel.Information, "Seguridad: el usuario {UsuarioId} cambió su contraseña.")]
    internal static partial void PasswordChanged(this ILogger logger, int usuarioId);

    /// <param name="por">Null for the operator's command.</param>
    internal static void PasswordReset(this ILogger logger, int usuarioId, int? por) =>
        LogPasswordReset(logger, usuarioId, por?.ToString(CultureInfo.InvariantCulture) ?? "el comando admin");

    [LoggerMessage(1005, LogLevel.Warning, "Seguridad: el usuario {Por} terminó {Sesiones} sesiones del usuario {UsuarioId}.")]
    internal static partial void SessionsEnded(this ILogger logger, int usuarioId, int sesiones, int por);

    [LoggerMessage(1006, LogLevel.Warning, "Seguridad: acceso negado a {Funcion}, usuario {UsuarioId}.")]
    public static partial void AccessDenied(this ILogger logger, string funcion, int usuarioId);

    [LoggerMessage(1001, LogLevel.Warning, "Seguridad: contraseña equivocada, usuario {UsuarioId}.")]
    private static partial void LogSignInFailed(ILogger logger, string usuarioId);

    [LoggerMessage(1004, LogLevel.Warning, "Seguridad: contraseña nueva para el usuario {UsuarioId}, puesta por {Por}.")]
    private static partial void LogPasswordReset(ILogger logger, int usuarioId, string por);
}
