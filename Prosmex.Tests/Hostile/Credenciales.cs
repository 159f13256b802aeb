using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Prosmex.Tests.Hostile;

/// <summary>Good and bad ways to say who one is.</summary>
internal static class Credenciales
{
    /// <summary>A token in force. What ends sessions is called with sessions that nothing else uses.</summary>
    public static Credencial Propia(Random r, Operation operacion, Mundo mundo, int rol)
    {
        if (operacion is { EsPublica: true } && r.Toca(0.7))
        {
            return new(0, null, false);
        }

        var sesion = operacion.Plantilla.StartsWith("/auth", StringComparison.Ordinal) ? r.De(mundo.Prescindibles[rol]) : mundo.Sesiones[rol];
        return new(rol, $"{(r.Toca(0.95) ? "Bearer" : "bearer")} {(operacion.AdmiteRefresco && r.Toca(0.6) ? sesion.Refresco : sesion.Acceso)}", true);
    }

    /// <summary>Never valid, or not valid any more.</summary>
    public static Credencial Ajena(Random r, Mundo mundo)
    {
        var bueno = mundo.Sesiones[6].Acceso;
        return new(0, r.Next(20) switch
        {
            0 => null,
            1 => "",
            2 => "Bearer",
            3 => "Bearer ",
            4 => $"Bearer {Centinelas.Token}",
            5 => $"Bearer {Centinelas.Token}.{Centinelas.Token}.{Centinelas.Token}",
            6 => $"Bearer {Firmar(bueno, "otra-clave-de-al-menos-32-bytes-de-largo")}",
            7 => $"Bearer {bueno[..^3]}abc",
            8 => $"Bearer {SinFirma(bueno)}",
            9 => $"Bearer {mundo.Vencido}",
            10 => $"Bearer {mundo.Terminado}",
            11 => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{Mundo.ContrasenaDeTodos}"))}",
            12 => $"Token {bueno}",
            13 => bueno,
            14 => $"Bearer {bueno} {bueno}",
            15 => $"Bearer {bueno}, Bearer {bueno}",
            16 => $"Bearer {bueno}{new string('.', r.De([1, 3]))}",
            17 => $"Bearer {new string('A', r.De([8_000, 20_000]))}",
            18 => $"Bearer {mundo.Sesiones[6].Refresco}",
            _ => $"Bearer ñ{Centinelas.Token}🙂",
        }, false);
    }

    private static string Firmar(string token, string clave)
    {
        var partes = token.Split('.');
        return $"{partes[0]}.{partes[1]}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(clave), Encoding.ASCII.GetBytes($"{partes[0]}.{partes[1]}")))}";
    }

    private static string SinFirma(string token) => $"{Base64Url.EncodeToString("""{"alg":"none","typ":"at+jwt"}"""u8)}.{token.Split('.')[1]}.";
}
