using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Prosmex.WorkerTests.Infrastructure;

/// <summary>A response as text: status, headers, body, without variable parts.</summary>
internal static partial class Answer
{
    // They belong to the connection, not to the program.
    private static readonly HashSet<string> LeftOut = new(StringComparer.OrdinalIgnoreCase) { "Connection", "Date", "Transfer-Encoding" };

    public static async Task<string> ReadAsync(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(h => !LeftOut.Contains(h.Key))
            .Select(h => $"{h.Key}: {string.Join(", ", h.Value)}")
            .Order(StringComparer.OrdinalIgnoreCase);
        return string.Join('\n', [$"{(int)response.StatusCode}", .. headers, "", Moment().Replace(Text(response, bytes), "…")]);
    }

    private static string Text(HttpResponseMessage response, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("spreadsheetml.sheet", StringComparison.Ordinal) == true)
        {
            using var zip = new ZipArchive(stream);
            return string.Join('\n', zip.Entries.Select(entry => $"{entry.FullName}\n{Read(entry.Open())}"));
        }

        return response.Content.Headers.ContentEncoding.Contains("gzip") ? Read(new GZipStream(stream, CompressionMode.Decompress)) : Read(stream);
    }

    private static string Read(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Tokens, codes of receipts, instants, and the ids of traces that the request did not choose itself.</summary>
    [GeneratedRegex($"""eyJ[\w-]+\.[\w-]+\.[\w-]+|\d\d\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[\d.:Z+-]*|\d\d/\d\d/\d\d\d\d \d\d:\d\d|(?<="refresh_token":")\w+|(?<="codigo":")[0-9A-Z]+[0-9A-Z*~$=](?=")|(?<="traceId":")(?!{Request.TraceId})\w+""")]
    private static partial Regex Moment();
}
