using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Prosmex.Tests.Auth;

/// <summary>A token taken apart and reassembled by hand, without a library that would keep it valid.</summary>
internal sealed class HandMadeJwt
{
    public required JsonObject Header { get; init; }

    public required JsonObject Body { get; init; }

    public string Sid => (string)Body["sid"]!;

    public string Kid => (string)Header["kid"]!;

    public long Seconds(string name) => (long)Body[name]!;

    public static HandMadeJwt Of(string token)
    {
        var parts = token.Split('.');
        Assert.Equal(3, parts.Length);
        return new() { Header = Read(parts[0]), Body = Read(parts[1]) };
    }

    /// <summary>Header and claims as they are now.</summary>
    public string Unsigned() => $"{Write(Header)}.{Write(Body)}";

    /// <summary>Signed by the algorithm that the header may or may not name.</summary>
    public string Signed(byte[] key, string algorithm = "HS256")
    {
        var text = Unsigned();
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = algorithm switch
        {
            "HS256" => HMACSHA256.HashData(key, bytes),
            "HS384" => HMACSHA384.HashData(key, bytes),
            _ => HMACSHA512.HashData(key, bytes),
        };
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private static JsonObject Read(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static string Write(JsonObject jsonObject) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(jsonObject.ToJsonString()));
}
