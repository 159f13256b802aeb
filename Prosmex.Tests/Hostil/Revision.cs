using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infraestructura;

namespace Prosmex.Tests.Hostil;

/// <summary>What must be true of every answer, and of all that the program wrote.</summary>
internal sealed partial class Revision
{
    private static readonly HashSet<int> Rechazos = [400, 401, 403, 404, 409, 413, 422];

    private readonly string[] _secretos;

    public Revision(string conexion)
    {
        var partes = new NpgsqlConnectionStringBuilder(conexion);
        _secretos =
        [
            ServidorDePruebas.Clave, Centinelas.Contrasena, Centinelas.Token, Centinelas.Desconocido,
            .. new[] { partes.Database, partes.Password }.OfType<string>().Where(p => p.Length >= 8),
        ];
    }

    /// <summary>What is wrong with the answer; nothing where it is as it should be.</summary>
    public IEnumerable<string> Revisar(Solicitud solicitud, Respuesta respuesta, byte[] cuerpo)
    {
        var estado = (int)respuesta.Estado;
        if (respuesta.Mensaje.Content.Headers.ContentType?.MediaType != TiposDeArchivo.Xlsx && !EsUtf8(cuerpo))
        {
            yield return "the answer is not UTF-8";
        }

        foreach (var fuga in Fugas(respuesta.Texto).Concat(respuesta.Mensaje.Headers.SelectMany(c => c.Value).SelectMany(Fugas)))
        {
            yield return $"it lets out {fuga}";
        }

        // Not before the program: Kestrel itself refuses a path with a NUL, without a body.
        if (estado == 400 && cuerpo.Length == 0 && solicitud.Objetivo.Split('?')[0].Contains("%00", StringComparison.Ordinal))
        {
            yield break;
        }

        // Nor is this the program's: no template of the host fits an empty first segment.
        if (estado == 404 && cuerpo.Length == 0 && solicitud.Objetivo.StartsWith("//", StringComparison.Ordinal))
        {
            yield break;
        }

        if (EsPreflight(solicitud))
        {
            if (estado is not (200 or 204) || cuerpo.Length > 0)
            {
                yield return $"a preflight was answered {estado}";
            }

            yield break;
        }

        if (estado is >= 200 and < 300)
        {
            foreach (var falla in Exito(solicitud, respuesta))
            {
                yield return falla;
            }

            yield break;
        }

        // Who says what he has already may be told that it is still so.
        if (estado == 304)
        {
            if (cuerpo.Length > 0 || solicitud.Metodo != "GET" || !solicitud.Cabeceras.Any(c => c.Nombre.Equals("If-None-Match", StringComparison.OrdinalIgnoreCase)))
            {
                yield return "a 304 that nobody asked for, or with a body";
            }

            yield break;
        }

        if (!Rechazos.Contains(estado) && !(estado == 429 && solicitud.Objetivo.StartsWith("/auth/", StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"status {estado}";
        }

        foreach (var falla in Rechazo(solicitud, respuesta))
        {
            yield return falla;
        }
    }

    /// <summary>What must not stand in a text that somebody else may read.</summary>
    public IEnumerable<string> Fugas(string texto)
    {
        foreach (var secreto in _secretos.Where(s => texto.Contains(s, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"the secret or unknown «{secreto}»";
        }

        if (Internas().Match(texto) is { Success: true } m)
        {
            yield return $"«{m.Value}»";
        }
    }

    /// <summary>The same of what the program wrote on its console, whose lines begin with the name of who writes.</summary>
    public IEnumerable<string> FugasDeConsola(string salida)
    {
        var dicho = Firma().Replace(salida, "");
        return Fugas(dicho).Concat(
            new[] { Centinelas.Ine, Centinelas.Nombre, "eyJ" }.Where(c => dicho.Contains(c, StringComparison.OrdinalIgnoreCase)).Select(c => $"«{c}»"));
    }

    private static IEnumerable<string> Exito(Solicitud solicitud, Respuesta respuesta)
    {
        if (solicitud.Operacion is not { } operacion)
        {
            return ["a path or method that is none of the document's was answered as if it were"];
        }

        List<string> fallas = [];
        // A refresh token is none of the access, but good where the route takes both.
        var deRefresco = operacion.AdmiteRefresco && solicitud.Credencial.Cabecera?.StartsWith($"Bearer {Centinelas.Token}-", StringComparison.Ordinal) == true;
        if (!operacion.EsPublica && !solicitud.Credencial.Valida && !deRefresco)
        {
            fallas.Add("it served somebody without a token in force");
        }

        if (operacion.ExigeCuerpo && Legibilidad.Problema(solicitud.Cuerpo) is { } problema)
        {
            fallas.Add($"it took a body that {problema}");
        }

        if (respuesta.Texto.Contains("\"eyJ", StringComparison.Ordinal) && !operacion.Plantilla.StartsWith("/auth/", StringComparison.Ordinal))
        {
            fallas.Add("it gives a token");
        }

        var tipo = operacion.Nodo["responses"]!.AsObject().First().Value!["content"]!.AsObject().First().Key;
        if (tipo != "application/json")
        {
            if (respuesta.Mensaje.Content.Headers.ContentType?.MediaType != tipo)
            {
                fallas.Add($"it is no {tipo}");
            }
        }
        else if (Record.Exception(() => respuesta.Exito(operacion.Metodo, operacion.Plantilla)) is { } ex)
        {
            fallas.Add($"it does not fit the document: {ex.Message}");
        }

        return fallas;
    }

    private static IEnumerable<string> Rechazo(Solicitud solicitud, Respuesta respuesta)
    {
        // HEAD has no body, whatever it is answered.
        if (solicitud.Metodo == "HEAD")
        {
            return respuesta.Texto.Length == 0 ? [] : ["HEAD was answered with a body"];
        }

        if (Record.Exception(() => respuesta.Problema(respuesta.Estado)) is { } ex)
        {
            return [$"it is no problem body: {ex.Message}"];
        }

        List<string> fallas = [];
        var problema = respuesta.Json.AsObject();
        if (respuesta.Texto.Contains(Centinelas.Ine, StringComparison.Ordinal))
        {
            fallas.Add("a refusal tells an INE");
        }

        if (respuesta.Estado is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            if (respuesta.Texto.Contains(Centinelas.Nombre, StringComparison.Ordinal) || problema.ContainsKey("errors")
                || (problema.ContainsKey("data") && solicitud.Operacion?.AdmiteVarios != true))
            {
                fallas.Add("a refusal carries something of the object");
            }
        }

        if (respuesta.Estado == HttpStatusCode.Unauthorized && respuesta.Mensaje.Headers.WwwAuthenticate.Count == 0)
        {
            fallas.Add("401 without WWW-Authenticate");
        }

        if (respuesta.Estado == HttpStatusCode.TooManyRequests && respuesta.Mensaje.Headers.RetryAfter is null)
        {
            fallas.Add("429 without Retry-After");
        }

        return fallas;
    }

    private static bool EsPreflight(Solicitud solicitud) =>
        solicitud.Metodo == "OPTIONS" && solicitud.Cabeceras.Any(c => c.Nombre == "Origin") && solicitud.Cabeceras.Any(c => c.Nombre == "Access-Control-Request-Method");

    private static bool EsUtf8(byte[] bytes)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"(?m)^\w+: [\w.]+\[\d+\] ")]
    private static partial Regex Firma();

    [GeneratedRegex(@"(?im)\bselect\b|\binsert\s+into\b|\bdelete\s+from\b|npgsql|postgres(ql)?[:.@]|sqlstate|\b(ux|ix|ck|fk|pk)_\w+|violates|stack ?trace|exception|^\s*at \w|\b(system|microsoft|prosmex)\.[a-z]|\$2[aby]\$|password=|host=")]
    private static partial Regex Internas();
}
