using System.Collections.Concurrent;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Prosmex.Functions.Http;

/// <summary>A static or generated file; compressed once, on first demand.</summary>
public sealed class ServedFile
{
    private static readonly ConcurrentDictionary<string, ServedFile> Own = new(StringComparer.Ordinal);

    // The best compression takes seconds for a large file.
    private const int MaxBrotli = 256 * 1024;

    private readonly Lazy<byte[]> _gzip;
    private readonly Lazy<byte[]>? _brotli;

    private ServedFile(string contentType, byte[] content, byte[]? gzip = null, string? version = null, bool isStatic = false)
    {
        ContentType = contentType;
        Content = content;
        _gzip = new(() => gzip ?? Compress(content, s => new GZipStream(s, CompressionLevel.Optimal)));
        _brotli = isStatic && content.Length <= MaxBrotli ? new(() => Compress(content, s => new BrotliStream(s, CompressionLevel.SmallestSize))) : null;
        ETag = new($"\"{version ?? Convert.ToHexStringLower(SHA256.HashData(content)[..12])}\"", isWeak: true);
    }

    public string ContentType { get; }

    public ReadOnlyMemory<byte> Content { get; }

    public ReadOnlyMemory<byte> Gzip => _gzip.Value;

    /// <summary>Null for files that are not static, and for large ones.</summary>
    // A null literal would become an empty memory, by its conversion from arrays.
    public ReadOnlyMemory<byte>? Brotli => _brotli is null ? default(ReadOnlyMemory<byte>?) : _brotli.Value;

    /// <summary>Changes with the content.</summary>
    public EntityTagHeaderValue ETag { get; }

    /// <summary>A file of the folder <c>Web</c>.</summary>
    /// <param name="nombre">Its path in the folder, such as <c>panel/index.html</c>.</param>
    public static ServedFile FromWeb(string nombre) => Own.GetOrAdd(nombre, n => new(ContentTypeOf(n), Read(typeof(ServedFile).Assembly, $"web/{n}"), isStatic: true));

    /// <summary>A page that Prosmex.Web builds; where it was not built, one that says so.</summary>
    public static ServedFile PageFromWeb(string nombre) =>
        FromWeb(typeof(ServedFile).Assembly.GetManifestResourceInfo($"web/{nombre}") is null ? "sin-panel.html" : nombre);

    /// <summary>The files in a folder of <c>Web</c>, by relative path.</summary>
    public static IEnumerable<string> NamesInWeb(string folder) => typeof(ServedFile).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith($"web/{folder}", StringComparison.Ordinal)).Select(n => n[$"web/{folder}".Length..]);

    /// <summary>A resource of an assembly that is stored compressed by gzip.</summary>
    public static ServedFile AlreadyCompressed(Assembly assembly, string resource, string contentType)
    {
        var compressed = Read(assembly, resource);
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var content = new MemoryStream();
        gzip.CopyTo(content);
        return new(contentType, content.ToArray(), compressed);
    }

    /// <param name="version">For the tag, where the content knows its own.</param>
    public static ServedFile Of(string contentType, ReadOnlySpan<byte> content, string? version = null) =>
        new(contentType, content.ToArray(), gzip: null, version);

    private static byte[] Read(Assembly assembly, string resource)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var origen = assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not in {assembly.GetName().Name}.");
        using var copia = new MemoryStream();
        origen.CopyTo(copia);
        return copia.ToArray();
    }

    private static byte[] Compress(byte[] content, Func<Stream, Stream> encoding)
    {
        using var copia = new MemoryStream();
        using (var encoder = encoding(copia))
        {
            encoder.Write(content);
        }

        return copia.ToArray();
    }

    private static string ContentTypeOf(string nombre) => Path.GetExtension(nombre) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        ".webmanifest" => "application/manifest+json",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".woff2" => "font/woff2",
        var otra => throw new ArgumentOutOfRangeException(nameof(nombre), otra, "There is no content type for this extension."),
    };
}

/// <summary>Sends a file with its ETag, 304 if the client has it already, compressed if the client accepts that.</summary>
public sealed class ServedFileResult(ServedFile file) : IResult
{
    /// <summary>For a page of the program: it loads nothing from other hosts, runs no inline script, and cannot be framed.</summary>
    public const string OwnPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The file's address changes with its content, so it can be cached permanently.</summary>
    public bool IsImmutable { get; init; }

    /// <summary>For this caller only; not cached by proxies.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Of a service worker: the addresses that it may serve, where they are more than its own folder.</summary>
    public string? WorkerScope { get; init; }

    /// <summary>The Content-Security-Policy, for a page.</summary>
    public string? Policy { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        var pedido = httpContext.Request.GetTypedHeaders();
        var headers = response.Headers;
        headers.CacheControl = IsImmutable ? "public, max-age=31536000, immutable" : IsPrivate ? "private, no-cache" : "no-cache";
        headers.ETag = file.ETag.ToString();
        headers.Vary = HeaderNames.AcceptEncoding;
        if (WorkerScope is not null)
        {
            headers["Service-Worker-Allowed"] = WorkerScope;
        }

        if (Policy is not null)
        {
            headers.ContentSecurityPolicy = Policy;
            headers["Referrer-Policy"] = "no-referrer";
        }

        if (pedido.IfNoneMatch.Any(e => e.Equals(EntityTagHeaderValue.Any) || e.Compare(file.ETag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var body = file.Content;
        if (Accepts("br", pedido.AcceptEncoding) && file.Brotli is { } brotli && brotli.Length < body.Length)
        {
            headers.ContentEncoding = "br";
            body = brotli;
        }
        else if (Accepts("gzip", pedido.AcceptEncoding) && file.Gzip.Length < body.Length)
        {
            headers.ContentEncoding = "gzip";
            body = file.Gzip;
        }

        response.ContentType = file.ContentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    private static bool Accepts(string encoding, IList<StringWithQualityHeaderValue> accepted) =>
        accepted.Any(c => c.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && c.Quality is null or > 0);
}
