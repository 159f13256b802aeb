using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;

namespace Prosmex.Functions.Http;

/// <summary>What functions read from a request.</summary>
public static class Solicitudes
{
    /// <summary>Bytes of a body at most.</summary>
    public const int MaximoDeCuerpo = 1_048_576;

    private const string Portador = "Bearer ";

    /// <summary>The caller that the middleware let through.</summary>
    public static Llamante Llamante(this HttpRequest req) => (Llamante)req.HttpContext.Items[typeof(Llamante)]!;

    /// <summary>The token of the Authorization header, or null.</summary>
    public static string? TokenPortador(this HttpRequest req)
    {
        var cabecera = req.Headers.Authorization.ToString();
        return cabecera.StartsWith(Portador, StringComparison.OrdinalIgnoreCase) ? cabecera[Portador.Length..].Trim() : null;
    }

    /// <summary>Reads the JSON body; unknown fields are ignored, everything else is strict.</summary>
    /// <exception cref="DominioException">What is wrong with the body.</exception>
    public static async Task<T> LeerAsync<T>(this HttpRequest req, CancellationToken cancellationToken)
        where T : class
    {
        var cuerpo = await LeerBytesAsync(req, cancellationToken);
        if (cuerpo.Length == 0)
        {
            throw new DominioException(ErroresHttp.SinCuerpo);
        }

        if (!req.HasJsonContentType())
        {
            throw new DominioException(ErroresHttp.TipoDeContenido);
        }

        try
        {
            return JsonSerializer.Deserialize<T>(cuerpo.Span, JsonProsmex.Opciones) ?? throw new DominioException(ErroresHttp.TipoDeCampo(""));
        }
        catch (JsonException ex)
        {
            throw new DominioException(EsDeSintaxis(ex) ? ErroresHttp.JsonInvalido : ErroresHttp.TipoDeCampo(Campo(ex)));
        }
    }

    /// <summary>The page asked for by <c>page</c> and <c>per_page</c>.</summary>
    /// <exception cref="DominioException">solicitud.invalida where they are no integers.</exception>
    public static Paginacion Paginacion(this HttpRequest req) => new(req.EnteroDeConsulta("page"), req.EnteroDeConsulta("per_page"));

    /// <summary>An id of the query string; null where it is absent or empty.</summary>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public static int? IdDeConsulta(this HttpRequest req, string nombre) => req.EnteroDeConsulta(nombre) is not { } id ? null
        : id > 0 ? id
        : throw new DominioException(ErroresComunes.Invalido(nombre, "debe ser un identificador positivo."));

    /// <summary>A text of the query string, trimmed; null where it is absent or blank.</summary>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public static string? TextoDeConsulta(this HttpRequest req, string nombre)
    {
        var texto = req.Unico(nombre);
        return string.IsNullOrWhiteSpace(texto) ? null
            : Validacion.ProblemaDeTexto(texto, maximo: 100) is { } problema ? throw new DominioException(ErroresComunes.Invalido(nombre, problema))
            : texto.Trim();
    }

    private static int? EnteroDeConsulta(this HttpRequest req, string nombre) => req.Unico(nombre) is not { Length: > 0 } texto ? null
        : int.TryParse(texto, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n
        : throw new DominioException(ErroresComunes.Invalido(nombre, "debe ser un entero."));

    private static string? Unico(this HttpRequest req, string nombre) => req.Query[nombre] is { Count: > 1 }
        ? throw new DominioException(ErroresComunes.Invalido(nombre, "viene más de una vez."))
        : (string?)req.Query[nombre];

    // The reader's own errors are of a type derived from JsonException that nobody outside can name; what is left is a value of the wrong type.
    private static bool EsDeSintaxis(Exception? ex) =>
        ex is JsonException && (ex.GetType() != typeof(JsonException) || EsDeSintaxis(ex.InnerException));

    private static string Campo(JsonException ex) => (ex.Path ?? "").TrimStart('$').TrimStart('.');

    private static async Task<ReadOnlyMemory<byte>> LeerBytesAsync(HttpRequest req, CancellationToken cancellationToken)
    {
        if (req.ContentLength > MaximoDeCuerpo)
        {
            throw new DominioException(ErroresHttp.DemasiadoGrande);
        }

        using var buffer = new MemoryStream((int)(req.ContentLength ?? 0));
        var trozo = new byte[16 * 1024];
        int leidos;
        while ((leidos = await req.Body.ReadAsync(trozo, cancellationToken)) > 0)
        {
            if (buffer.Length + leidos > MaximoDeCuerpo)
            {
                throw new DominioException(ErroresHttp.DemasiadoGrande);
            }

            buffer.Write(trozo, 0, leidos);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
