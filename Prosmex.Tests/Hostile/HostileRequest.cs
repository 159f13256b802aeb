using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Prosmex.Tests.Hostile;

/// <summary>What a request says about who sends it.</summary>
/// <param name="Rol">1 to 6; 0 for an anonymous one.</param>
/// <param name="Header">The value of Authorization; null for none.</param>
/// <param name="IsValid">A user's own token, valid when the round began.</param>
internal sealed record Credential(int Rol, string? Header, bool IsValid);

/// <summary>A body as bytes.</summary>
internal sealed record Body(byte[] Bytes, string? Type = "application/json")
{
    /// <summary>Sent without Content-Length.</summary>
    public bool Chunked { get; init; }

    public static Body Of(string text, string? type = "application/json") => new(Encoding.UTF8.GetBytes(text), type);
}

/// <summary>A request as it goes over the line.</summary>
/// <param name="Intent">The operation that it was made for; another method or path may have led it elsewhere.</param>
internal sealed record HostileRequest(
    int Seed, int Index, Operation Intent, string Method, string Target, Credential Credential, IReadOnlyList<(string Name, string Value)> Headers, Body? Body)
{
    private const int MaximumInClear = 4096;

    /// <summary>The operation that it really reaches, if any.</summary>
    public Operation? Operation { get; } = Operations.Find(Method, Target);

    /// <summary>The whole of it, to be read and sent again.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {Seed}, request {Index}, made for {Intent.Method} {Intent.Template} as role {Credential.Rol}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Method} {Target}");
        foreach (var (name, value) in Todas())
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{name}: {value}");
        }

        return Body is null ? text.ToString() : text.AppendLine().AppendLine(Describe(Body)).ToString();
    }

    public HttpRequestMessage Message(Uri direccion)
    {
        // As it is: the client's own Uri would tidy dots and escapes away.
        var uri = new Uri($"{direccion.GetLeftPart(UriPartial.Authority)}{Target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(Method), uri);
        foreach (var (name, value) in Todas().Where(c => !c.Name.StartsWith("Content-", StringComparison.Ordinal)))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body.Bytes);
            foreach (var (name, value) in Todas().Where(c => c.Name.StartsWith("Content-", StringComparison.Ordinal)))
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }

            message.Headers.TransferEncodingChunked = Body.Chunked ? true : null;
        }

        return message;
    }

    private static string Describe(Body body)
    {
        var chunked = body.Chunked ? "chunked, " : "";
        if (body.Bytes.Length > MaximumInClear)
        {
            using var compressed = new MemoryStream();
            using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
            {
                gzip.Write(body.Bytes);
            }

            return $"({chunked}{body.Bytes.Length} bytes, gzip, base64) {Convert.ToBase64String(compressed.ToArray())}";
        }

        var text = Encoding.UTF8.GetString(body.Bytes);
        return text.Any(c => char.IsControl(c) || c == '\ufffd')
            ? $"({chunked}{body.Bytes.Length} bytes, base64) {Convert.ToBase64String(body.Bytes)} = {text}"
            : $"({chunked}{body.Bytes.Length} bytes) {text}";
    }

    private IEnumerable<(string Name, string Value)> Todas()
    {
        if (Credential.Header is not null)
        {
            yield return ("Authorization", Credential.Header);
        }

        foreach (var header in Headers)
        {
            yield return header;
        }

        if (Body?.Type is { } type)
        {
            yield return ("Content-Type", type);
        }
    }
}
