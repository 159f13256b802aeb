using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Prosmex.Tests.Hostile;

/// <summary>Good and bad ways to say who one is.</summary>
internal static class Credentials
{
    /// <summary>A token in force. What ends sessions is called with sessions that nothing else uses.</summary>
    public static Credential Own(Random r, Operation operation, World world, int rol)
    {
        if (operation is { IsPublic: true } && r.Happens(0.7))
        {
            return new(0, null, false);
        }

        var sesion = operation.Template.StartsWith("/auth", StringComparison.Ordinal) ? r.Pick(world.Expendable[rol]) : world.Sesiones[rol];
        return new(rol, $"{(r.Happens(0.95) ? "Bearer" : "bearer")} {(operation.AllowsRefresh && r.Happens(0.6) ? sesion.RefreshToken : sesion.AccessToken)}", true);
    }

    /// <summary>Never valid, or not valid any more.</summary>
    public static Credential Foreign(Random r, World world)
    {
        var good = world.Sesiones[6].AccessToken;
        return new(0, r.Next(20) switch
        {
            0 => null,
            1 => "",
            2 => "Bearer",
            3 => "Bearer ",
            4 => $"Bearer {Sentinels.Token}",
            5 => $"Bearer {Sentinels.Token}.{Sentinels.Token}.{Sentinels.Token}",
            6 => $"Bearer {Sign(good, "otra-clave-de-al-menos-32-bytes-de-largo")}",
            7 => $"Bearer {good[..^3]}abc",
            8 => $"Bearer {Unsigned(good)}",
            9 => $"Bearer {world.Vencido}",
            10 => $"Bearer {world.Terminado}",
            11 => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{World.EveryContrasena}"))}",
            12 => $"Token {good}",
            13 => good,
            14 => $"Bearer {good} {good}",
            15 => $"Bearer {good}, Bearer {good}",
            16 => $"Bearer {good}{new string('.', r.Pick([1, 3]))}",
            17 => $"Bearer {new string('A', r.Pick([8_000, 20_000]))}",
            18 => $"Bearer {world.Sesiones[6].RefreshToken}",
            _ => $"Bearer ñ{Sentinels.Token}🙂",
        }, false);
    }

    private static string Sign(string token, string key)
    {
        var parts = token.Split('.');
        return $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}")))}";
    }

    private static string Unsigned(string token) => $"{Base64Url.EncodeToString("""{"alg":"none","typ":"at+jwt"}"""u8)}.{token.Split('.')[1]}.";
}
