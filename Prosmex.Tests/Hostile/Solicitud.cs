using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Prosmex.Tests.Hostile;

/// <summary>What a request says about who sends it.</summary>
/// <param name="Rol">1 to 6; 0 for an anonymous one.</param>
/// <param name="Cabecera">The value of Authorization; null for none.</param>
/// <param name="Valida">A user's own token, valid when the round began.</param>
internal sealed record Credencial(int Rol, string? Cabecera, bool Valida);

/// <summary>A body as bytes.</summary>
internal sealed record Cuerpo(byte[] Bytes, string? Tipo = "application/json")
{
    /// <summary>Sent without Content-Length.</summary>
    public bool EnTrozos { get; init; }

    public static Cuerpo De(string text, string? tipo = "application/json") => new(Encoding.UTF8.GetBytes(text), tipo);
}

/// <summary>A request as it goes over the line.</summary>
/// <param name="Intencion">The operation that it was made for; another method or path may have led it elsewhere.</param>
internal sealed record Solicitud(
    int Semilla, int Indice, Operation Intencion, string Metodo, string Objetivo, Credencial Credencial, IReadOnlyList<(string Nombre, string Valor)> Cabeceras, Cuerpo? Cuerpo)
{
    private const int MaximoEnClaro = 4096;

    /// <summary>The operation that it really reaches, if any.</summary>
    public Operation? Operacion { get; } = Operaciones.Buscar(Metodo, Objetivo);

    /// <summary>The whole of it, to be read and sent again.</summary>
    public string Describir()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {Semilla}, request {Indice}, made for {Intencion.Metodo} {Intencion.Plantilla} as role {Credencial.Rol}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Metodo} {Objetivo}");
        foreach (var (nombre, value) in Todas())
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{nombre}: {value}");
        }

        return Cuerpo is null ? text.ToString() : text.AppendLine().AppendLine(Describir(Cuerpo)).ToString();
    }

    public HttpRequestMessage Mensaje(Uri direccion)
    {
        // As it is: the client's own Uri would tidy dots and escapes away.
        var uri = new Uri($"{direccion.GetLeftPart(UriPartial.Authority)}{Objetivo}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(Metodo), uri);
        foreach (var (nombre, value) in Todas().Where(c => !c.Nombre.StartsWith("Content-", StringComparison.Ordinal)))
        {
            message.Headers.TryAddWithoutValidation(nombre, value);
        }

        if (Cuerpo is not null)
        {
            message.Content = new ByteArrayContent(Cuerpo.Bytes);
            foreach (var (nombre, value) in Todas().Where(c => c.Nombre.StartsWith("Content-", StringComparison.Ordinal)))
            {
                message.Content.Headers.TryAddWithoutValidation(nombre, value);
            }

            message.Headers.TransferEncodingChunked = Cuerpo.EnTrozos ? true : null;
        }

        return message;
    }

    private static string Describir(Cuerpo body)
    {
        var enTrozos = body.EnTrozos ? "chunked, " : "";
        if (body.Bytes.Length > MaximoEnClaro)
        {
            using var compressed = new MemoryStream();
            using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
            {
                gzip.Write(body.Bytes);
            }

            return $"({enTrozos}{body.Bytes.Length} bytes, gzip, base64) {Convert.ToBase64String(compressed.ToArray())}";
        }

        var text = Encoding.UTF8.GetString(body.Bytes);
        return text.Any(c => char.IsControl(c) || c == '\ufffd')
            ? $"({enTrozos}{body.Bytes.Length} bytes, base64) {Convert.ToBase64String(body.Bytes)} = {text}"
            : $"({enTrozos}{body.Bytes.Length} bytes) {text}";
    }

    private IEnumerable<(string Nombre, string Valor)> Todas()
    {
        if (Credencial.Cabecera is not null)
        {
            yield return ("Authorization", Credencial.Cabecera);
        }

        foreach (var header in Cabeceras)
        {
            yield return header;
        }

        if (Cuerpo?.Tipo is { } tipo)
        {
            yield return ("Content-Type", tipo);
        }
    }
}
