using System.Collections.Concurrent;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Prosmex.Functions.Http;

/// <summary>A file that the program carries with it, or makes for one answer; compressed once, if anybody asks for that.</summary>
public sealed class ServedFile
{
    private static readonly ConcurrentDictionary<string, ServedFile> Own = new(StringComparer.Ordinal);

    private readonly Lazy<byte[]> _compressed;

    private ServedFile(string tipoDeContenido, byte[] contenido, byte[]? comprimido = null, string? version = null)
    {
        ContentType = tipoDeContenido;
        Content = contenido;
        _compressed = new(() => comprimido ?? Compress(contenido));
        ETag = new($"\"{version ?? Convert.ToHexStringLower(SHA256.HashData(contenido)[..12])}\"", isWeak: true);
    }

    public string ContentType { get; }

    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>By gzip.</summary>
    public ReadOnlyMemory<byte> Compressed => _compressed.Value;

    /// <summary>Changes with the content.</summary>
    public EntityTagHeaderValue ETag { get; }

    /// <summary>A file of the folder <c>Web</c>.</summary>
    /// <param name="nombre">Its path in there, such as <c>panel/index.html</c>.</param>
    public static ServedFile FromWeb(string nombre) => Own.GetOrAdd(nombre, n => Embedded(typeof(ServedFile).Assembly, $"web/{n}", ContentTypeOf(n)));

    /// <summary>What lies in a folder of <c>Web</c>, by its path in there.</summary>
    public static IEnumerable<string> NamesInWeb(string carpeta) => typeof(ServedFile).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith($"web/{carpeta}", StringComparison.Ordinal)).Select(n => n[$"web/{carpeta}".Length..]);

    /// <summary>A resource of an assembly.</summary>
    public static ServedFile Embedded(Assembly ensamblado, string recurso, string tipoDeContenido) => new(tipoDeContenido, Read(ensamblado, recurso));

    /// <summary>A resource of an assembly that lies there compressed by gzip.</summary>
    public static ServedFile AlreadyCompressed(Assembly ensamblado, string recurso, string tipoDeContenido)
    {
        var comprimido = Read(ensamblado, recurso);
        using var gzip = new GZipStream(new MemoryStream(comprimido), CompressionMode.Decompress);
        using var contenido = new MemoryStream();
        gzip.CopyTo(contenido);
        return new(tipoDeContenido, contenido.ToArray(), comprimido);
    }

    /// <param name="version">For the tag, where the content knows its own.</param>
    public static ServedFile Of(string tipoDeContenido, ReadOnlySpan<byte> contenido, string? version = null) =>
        new(tipoDeContenido, contenido.ToArray(), comprimido: null, version);

    private static byte[] Read(Assembly ensamblado, string recurso)
    {
        ArgumentNullException.ThrowIfNull(ensamblado);
        using var origen = ensamblado.GetManifestResourceStream(recurso) ?? throw new InvalidOperationException($"{recurso} is not in {ensamblado.GetName().Name}.");
        using var copia = new MemoryStream();
        origen.CopyTo(copia);
        return copia.ToArray();
    }

    private static byte[] Compress(byte[] contenido)
    {
        using var copia = new MemoryStream();
        using (var gzip = new GZipStream(copia, CompressionLevel.Optimal))
        {
            gzip.Write(contenido);
        }

        return copia.ToArray();
    }

    private static string ContentTypeOf(string nombre) => Path.GetExtension(nombre) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".woff2" => "font/woff2",
        var otra => throw new ArgumentOutOfRangeException(nameof(nombre), otra, "Nobody has said what such a file is."),
    };
}

/// <summary>Answers with a file: with its ETag, 304 to whoever has it already, compressed for whoever takes that.</summary>
public sealed class ServedFileResult(ServedFile archivo) : IResult
{
    /// <summary>For a page of the program: it loads nothing from elsewhere, runs nothing that stands in the page itself, and nobody frames it.</summary>
    public const string OwnPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The file's address changes with its content: nobody need ask for it again.</summary>
    public bool IsImmutable { get; init; }

    /// <summary>It is for this caller alone.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The Content-Security-Policy, for a page.</summary>
    public string? Policy { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var respuesta = httpContext.Response;
        var pedido = httpContext.Request.GetTypedHeaders();
        var cabeceras = respuesta.Headers;
        cabeceras.CacheControl = IsImmutable ? "public, max-age=31536000, immutable" : IsPrivate ? "private, no-cache" : "no-cache";
        cabeceras.ETag = archivo.ETag.ToString();
        cabeceras.Vary = HeaderNames.AcceptEncoding;
        if (Policy is not null)
        {
            cabeceras.ContentSecurityPolicy = Policy;
            cabeceras["Referrer-Policy"] = "no-referrer";
        }

        if (pedido.IfNoneMatch.Any(e => e.Equals(EntityTagHeaderValue.Any) || e.Compare(archivo.ETag, useStrongComparison: false)))
        {
            respuesta.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var cuerpo = archivo.Content;
        if (AcceptsGzip(pedido.AcceptEncoding) && archivo.Compressed.Length < cuerpo.Length)
        {
            cabeceras.ContentEncoding = "gzip";
            cuerpo = archivo.Compressed;
        }

        respuesta.ContentType = archivo.ContentType;
        respuesta.ContentLength = cuerpo.Length;
        await respuesta.Body.WriteAsync(cuerpo, httpContext.RequestAborted);
    }

    private static bool AcceptsGzip(IList<StringWithQualityHeaderValue> codificaciones) =>
        codificaciones.Any(c => c.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && c.Quality is null or > 0);
}
