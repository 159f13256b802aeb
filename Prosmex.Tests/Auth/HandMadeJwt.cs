using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Prosmex.Tests.Auth;

/// <summary>A token taken apart and reassembled by hand, without a library that would keep it valid.</summary>
internal sealed class HandMadeJwt
{
    public required JsonObject Cabecera { get; init; }

    public required JsonObject Cuerpo { get; init; }

    public string Sid => (string)Cuerpo["sid"]!;

    public string Kid => (string)Cabecera["kid"]!;

    public long Segundos(string nombre) => (long)Cuerpo[nombre]!;

    public static HandMadeJwt De(string token)
    {
        var partes = token.Split('.');
        Assert.Equal(3, partes.Length);
        return new() { Cabecera = Leer(partes[0]), Cuerpo = Leer(partes[1]) };
    }

    /// <summary>Header and claims as they are now.</summary>
    public string SinFirma() => $"{Escribir(Cabecera)}.{Escribir(Cuerpo)}";

    /// <summary>Signed by the algorithm that the header may or may not name.</summary>
    public string Firmado(byte[] clave, string algoritmo = "HS256")
    {
        var text = SinFirma();
        var bytes = Encoding.ASCII.GetBytes(text);
        var firma = algoritmo switch
        {
            "HS256" => HMACSHA256.HashData(clave, bytes),
            "HS384" => HMACSHA384.HashData(clave, bytes),
            _ => HMACSHA512.HashData(clave, bytes),
        };
        return $"{text}.{Base64Url.EncodeToString(firma)}";
    }

    private static JsonObject Leer(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static string Escribir(JsonObject objeto) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(objeto.ToJsonString()));
}
