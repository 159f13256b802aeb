namespace Prosmex.Tests.Hostile;

/// <summary>Words that are planted in what must not come out again, so that one search finds it wherever it does.</summary>
internal static class Sentinels
{
    /// <summary>In every password, stored or sent.</summary>
    public const string Contrasena = "ClaveZeta";

    /// <summary>In every <c>codigo_ine</c> (18 characters at most), stored or sent.</summary>
    public const string Ine = "INEZETA";

    /// <summary>Every CURP that is sent: a refusal or the log must not tell one.</summary>
    public static readonly string[] Curps = ["HEGG560427MVZRRL04", "BOXW310820HNERXN09", "BOXW010820HNERXNA1"];

    /// <summary>In every refresh token and in every false token.</summary>
    public const string Token = "TokenZeta";

    /// <summary>In the names of people, groups and routes: error messages must not reveal them to users who cannot see them.</summary>
    public const string Nombre = "Zetacentinela";

    /// <summary>In every field, parameter and header that no route knows: nothing of it is sent back.</summary>
    public const string Unknown = "EcoZeta";
}
