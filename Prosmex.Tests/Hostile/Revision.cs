using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hostile;

/// <summary>What must be true of every answer, and of all that the program wrote.</summary>
internal sealed partial class Revision
{
    private static readonly HashSet<int> Rechazos = [400, 401, 403, 404, 409, 413, 422];

    // Kestrel's limit is 8 KB, of the whole request line.
    private const int LongLine = 8000;

    private readonly string[] _secretos;

    public Revision(string connection)
    {
        var partes = new NpgsqlConnectionStringBuilder(connection);
        _secretos =
        [
            TestServer.Clave, Centinelas.Contrasena, Centinelas.Token, Centinelas.Desconocido,
            .. new[] { partes.Database, partes.Password }.OfType<string>().Where(p => p.Length >= 8),
        ];
    }

    /// <summary>The defects of the response; empty where it is as expected.</summary>
    public IEnumerable<string> Revisar(Solicitud solicitud, ApiResponse response, byte[] body)
    {
        var estado = (int)response.Estado;
        if (response.Mensaje.Content.Headers.ContentType?.MediaType != ContentTypes.Xlsx && !EsUtf8(body))
        {
            yield return "the answer is not UTF-8";
        }

        foreach (var fuga in Fugas(response.Texto).Concat(response.Mensaje.Headers.SelectMany(c => c.Value).SelectMany(Fugas)))
        {
            yield return $"it lets out {fuga}";
        }

        // Not before the program: Kestrel itself refuses a path with a NUL, without a body.
        if (estado == 400 && body.Length == 0 && solicitud.Objetivo.Split('?')[0].Contains("%00", StringComparison.Ordinal))
        {
            yield break;
        }

        // Nor are these the program's: no template of the host fits an empty first segment, and the server reads no longer line.
        if ((estado == 404 && body.Length == 0 && Operaciones.HasEmptyFirstSegment(solicitud.Objetivo))
            || (estado == 414 && body.Length == 0 && solicitud.Objetivo.Length > LongLine))
        {
            yield break;
        }

        if (EsPreflight(solicitud))
        {
            if (estado is not (200 or 204) || body.Length > 0)
            {
                yield return $"a preflight was answered {estado}";
            }

            yield break;
        }

        if (estado is >= 200 and < 300)
        {
            foreach (var fault in Exito(solicitud, response))
            {
                yield return fault;
            }

            yield break;
        }

        // A conditional request may be answered 304.
        if (estado == 304)
        {
            if (body.Length > 0 || solicitud.Metodo != "GET" || !solicitud.Cabeceras.Any(c => c.Nombre.Equals("If-None-Match", StringComparison.OrdinalIgnoreCase)))
            {
                yield return "a 304 without a conditional request, or with a body";
            }

            yield break;
        }

        if (!Rechazos.Contains(estado) && !(estado == 429 && solicitud.Objetivo.StartsWith("/auth/", StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"status {estado}";
        }

        foreach (var fault in Rechazo(solicitud, response))
        {
            yield return fault;
        }
    }

    /// <summary>Text that must not appear in what other users may read.</summary>
    public IEnumerable<string> Fugas(string text)
    {
        foreach (var secreto in _secretos.Where(s => text.Contains(s, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"the secret or unknown «{secreto}»";
        }

        if (Internas().Match(text) is { Success: true } m)
        {
            yield return $"«{m.Value}»";
        }
    }

    /// <summary>The same of what the program wrote on its console, whose lines begin with the name of who writes.</summary>
    public IEnumerable<string> FugasDeConsola(string output)
    {
        var dicho = Firma().Replace(output, "");
        return Fugas(dicho).Concat(
            Centinelas.Curps.Concat([Centinelas.Ine, Centinelas.Nombre, "eyJ"]).Where(c => dicho.Contains(c, StringComparison.OrdinalIgnoreCase)).Select(c => $"«{c}»"));
    }

    private static IEnumerable<string> Exito(Solicitud solicitud, ApiResponse response)
    {
        if (solicitud.Operacion is not { } operacion)
        {
            return Operaciones.IsPublicPage(solicitud.Metodo, solicitud.Objetivo) && response.Mensaje.Content.Headers.ContentType?.MediaType == "text/html" ? [] :
                ["a path or method that is none of the document's was answered as if it were"];
        }

        List<string> faults = [];
        // A refresh token is not an access token, but valid where the route takes both.
        var deRefresco = operacion.AdmiteRefresco && solicitud.Credencial.Cabecera?.StartsWith($"Bearer {Centinelas.Token}-", StringComparison.Ordinal) == true;
        if (!operacion.EsPublica && !solicitud.Credencial.Valida && !deRefresco)
        {
            faults.Add("it served a request without a valid token");
        }

        if (operacion.ExigeCuerpo && Readability.Problema(solicitud.Cuerpo) is { } problem)
        {
            faults.Add($"it took a body that {problem}");
        }

        if (response.Texto.Contains("\"eyJ", StringComparison.Ordinal) && !operacion.Plantilla.StartsWith("/auth/", StringComparison.Ordinal))
        {
            faults.Add("it gives a token");
        }

        var tipo = operacion.Nodo["responses"]!.AsObject().First().Value!["content"]!.AsObject().First().Key;
        if (tipo != "application/json")
        {
            if (response.Mensaje.Content.Headers.ContentType?.MediaType != tipo)
            {
                faults.Add($"it is no {tipo}");
            }
        }
        else if (Record.Exception(() => response.Exito(operacion.Metodo, operacion.Plantilla)) is { } ex)
        {
            faults.Add($"it does not fit the document: {ex.Message}");
        }

        return faults;
    }

    private static IEnumerable<string> Rechazo(Solicitud solicitud, ApiResponse response)
    {
        // HEAD never has a body.
        if (solicitud.Metodo == "HEAD")
        {
            return response.Texto.Length == 0 ? [] : ["HEAD was answered with a body"];
        }

        if (Record.Exception(() => response.Problema(response.Estado)) is { } ex)
        {
            return [$"it is no problem body: {ex.Message}"];
        }

        List<string> faults = [];
        var problem = response.Json.AsObject();
        if (Centinelas.Curps.Append(Centinelas.Ine).Any(c => response.Texto.Contains(c, StringComparison.Ordinal)))
        {
            faults.Add("a refusal tells an INE or a CURP");
        }

        if (response.Estado is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            if (response.Texto.Contains(Centinelas.Nombre, StringComparison.Ordinal) || problem.ContainsKey("errors")
                || (problem.ContainsKey("data") && solicitud.Operacion?.AdmiteVarios != true))
            {
                faults.Add("a refusal carries something of the object");
            }
        }

        if (response.Estado == HttpStatusCode.Unauthorized && response.Mensaje.Headers.WwwAuthenticate.Count == 0)
        {
            faults.Add("401 without WWW-Authenticate");
        }

        if (response.Estado == HttpStatusCode.TooManyRequests && response.Mensaje.Headers.RetryAfter is null)
        {
            faults.Add("429 without Retry-After");
        }

        return faults;
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
