using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Prosmex.Tests.Hostil;

/// <summary>What a request says about who sends it.</summary>
/// <param name="Rol">1 to 6; 0 where nobody can be told from it.</param>
/// <param name="Cabecera">The value of Authorization; null for none.</param>
/// <param name="Valida">Somebody's own token in force when the round began.</param>
internal sealed record Credencial(int Rol, string? Cabecera, bool Valida);

/// <summary>A body as bytes.</summary>
internal sealed record Cuerpo(byte[] Bytes, string? Tipo = "application/json")
{
    /// <summary>Sent without Content-Length.</summary>
    public bool EnTrozos { get; init; }

    public static Cuerpo De(string texto, string? tipo = "application/json") => new(Encoding.UTF8.GetBytes(texto), tipo);
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
        var texto = new StringBuilder();
        texto.AppendLine(CultureInfo.InvariantCulture, $"seed {Semilla}, request {Indice}, made for {Intencion.Metodo} {Intencion.Plantilla} as role {Credencial.Rol}");
        texto.AppendLine(CultureInfo.InvariantCulture, $"{Metodo} {Objetivo}");
        foreach (var (nombre, valor) in Todas())
        {
            texto.AppendLine(CultureInfo.InvariantCulture, $"{nombre}: {valor}");
        }

        return Cuerpo is null ? texto.ToString() : texto.AppendLine().AppendLine(Describir(Cuerpo)).ToString();
    }

    public HttpRequestMessage Mensaje(Uri direccion)
    {
        // As it is: the client's own Uri would tidy dots and escapes away.
        var uri = new Uri($"{direccion.GetLeftPart(UriPartial.Authority)}{Objetivo}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var mensaje = new HttpRequestMessage(new HttpMethod(Metodo), uri);
        foreach (var (nombre, valor) in Todas().Where(c => !c.Nombre.StartsWith("Content-", StringComparison.Ordinal)))
        {
            mensaje.Headers.TryAddWithoutValidation(nombre, valor);
        }

        if (Cuerpo is not null)
        {
            mensaje.Content = new ByteArrayContent(Cuerpo.Bytes);
            foreach (var (nombre, valor) in Todas().Where(c => c.Nombre.StartsWith("Content-", StringComparison.Ordinal)))
            {
                mensaje.Content.Headers.TryAddWithoutValidation(nombre, valor);
            }

            mensaje.Headers.TransferEncodingChunked = Cuerpo.EnTrozos ? true : null;
        }

        return mensaje;
    }

    private static string Describir(Cuerpo cuerpo)
    {
        var enTrozos = cuerpo.EnTrozos ? "chunked, " : "";
        if (cuerpo.Bytes.Length > MaximoEnClaro)
        {
            using var comprimido = new MemoryStream();
            using (var gzip = new GZipStream(comprimido, CompressionLevel.SmallestSize))
            {
                gzip.Write(cuerpo.Bytes);
            }

            return $"({enTrozos}{cuerpo.Bytes.Length} bytes, gzip, base64) {Convert.ToBase64String(comprimido.ToArray())}";
        }

        var texto = Encoding.UTF8.GetString(cuerpo.Bytes);
        return texto.Any(c => char.IsControl(c) || c == '\ufffd')
            ? $"({enTrozos}{cuerpo.Bytes.Length} bytes, base64) {Convert.ToBase64String(cuerpo.Bytes)} = {texto}"
            : $"({enTrozos}{cuerpo.Bytes.Length} bytes) {texto}";
    }

    private IEnumerable<(string Nombre, string Valor)> Todas()
    {
        if (Credencial.Cabecera is not null)
        {
            yield return ("Authorization", Credencial.Cabecera);
        }

        foreach (var cabecera in Cabeceras)
        {
            yield return cabecera;
        }

        if (Cuerpo?.Tipo is { } tipo)
        {
            yield return ("Content-Type", tipo);
        }
    }
}
