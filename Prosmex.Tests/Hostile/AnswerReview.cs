using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hostile;

/// <summary>What must be true of every answer, and of all that the program wrote.</summary>
internal sealed partial class AnswerReview
{
    private static readonly HashSet<int> Rejections = [400, 401, 403, 404, 409, 413, 422];

    // Kestrel's limit is 8 KB, of the whole request line.
    private const int LongLine = 8000;

    private readonly string[] _secrets;

    public AnswerReview(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        _secrets =
        [
            TestServer.JwtKey, Sentinels.Contrasena, Sentinels.Token, Sentinels.Unknown,
            .. new[] { parts.Database, parts.Password }.OfType<string>().Where(p => p.Length >= 8),
        ];
    }

    /// <summary>The defects of the response; empty where it is as expected.</summary>
    public IEnumerable<string> Revisar(HostileRequest request, ApiResponse response, byte[] body)
    {
        var status = (int)response.Status;
        if (response.Message.Content.Headers.ContentType?.MediaType != ContentTypes.Xlsx && !IsUtf8(body))
        {
            yield return "the answer is not UTF-8";
        }

        foreach (var leak in Leaks(response.Text).Concat(response.Message.Headers.SelectMany(c => c.Value).SelectMany(Leaks)))
        {
            yield return $"it lets out {leak}";
        }

        // Not before the program: Kestrel itself refuses a path with a NUL, without a body.
        if (status == 400 && body.Length == 0 && request.Target.Split('?')[0].Contains("%00", StringComparison.Ordinal))
        {
            yield break;
        }

        // Nor are these the program's: no template of the host fits an empty first segment, and the server reads no longer line.
        if ((status == 404 && body.Length == 0 && Operations.HasEmptyFirstSegment(request.Target))
            || (status == 414 && body.Length == 0 && request.Target.Length > LongLine))
        {
            yield break;
        }

        if (IsPreflight(request))
        {
            if (status is not (200 or 204) || body.Length > 0)
            {
                yield return $"a preflight was answered {status}";
            }

            yield break;
        }

        if (status is >= 200 and < 300)
        {
            foreach (var fault in Success(request, response))
            {
                yield return fault;
            }

            yield break;
        }

        // A conditional request may be answered 304.
        if (status == 304)
        {
            if (body.Length > 0 || request.Method != "GET" || !request.Headers.Any(c => c.Name.Equals("If-None-Match", StringComparison.OrdinalIgnoreCase)))
            {
                yield return "a 304 without a conditional request, or with a body";
            }

            yield break;
        }

        if (!Rejections.Contains(status) && !(status == 429 && request.Target.StartsWith("/auth/", StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"status {status}";
        }

        foreach (var fault in Rechazo(request, response))
        {
            yield return fault;
        }
    }

    /// <summary>Text that must not appear in what other users may read.</summary>
    public IEnumerable<string> Leaks(string text)
    {
        foreach (var secret in _secrets.Where(s => text.Contains(s, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"the secret or unknown «{secret}»";
        }

        if (Internals().Match(text) is { Success: true } m)
        {
            yield return $"«{m.Value}»";
        }
    }

    /// <summary>The same of what the program wrote on its console, whose lines begin with the name of who writes.</summary>
    public IEnumerable<string> ConsoleLeaks(string output)
    {
        var dicho = Signature().Replace(output, "");
        return Leaks(dicho).Concat(
            Sentinels.Curps.Concat([Sentinels.Ine, Sentinels.Nombre, "eyJ"]).Where(c => dicho.Contains(c, StringComparison.OrdinalIgnoreCase)).Select(c => $"«{c}»"));
    }

    private static IEnumerable<string> Success(HostileRequest request, ApiResponse response)
    {
        if (request.Operation is not { } operation)
        {
            return Operations.IsPublicPage(request.Method, request.Target) && response.Message.Content.Headers.ContentType?.MediaType == "text/html" ? [] :
                ["a path or method that is none of the document's was answered as if it were"];
        }

        List<string> faults = [];
        // A refresh token is not an access token, but valid where the route takes both.
        var isRefresh = operation.AllowsRefresh && request.Credential.Header?.StartsWith($"Bearer {Sentinels.Token}-", StringComparison.Ordinal) == true;
        if (!operation.IsPublic && !request.Credential.IsValid && !isRefresh)
        {
            faults.Add("it served a request without a valid token");
        }

        if (operation.RequiresBody && Readability.Problem(request.Body) is { } problem)
        {
            faults.Add($"it took a body that {problem}");
        }

        if (response.Text.Contains("\"eyJ", StringComparison.Ordinal) && !operation.Template.StartsWith("/auth/", StringComparison.Ordinal))
        {
            faults.Add("it gives a token");
        }

        var type = operation.Node["responses"]!.AsObject().First().Value!["content"]!.AsObject().First().Key;
        if (type != "application/json")
        {
            if (response.Message.Content.Headers.ContentType?.MediaType != type)
            {
                faults.Add($"it is no {type}");
            }
        }
        else if (Record.Exception(() => response.Success(operation.Method, operation.Template)) is { } ex)
        {
            faults.Add($"it does not fit the document: {ex.Message}");
        }

        return faults;
    }

    private static IEnumerable<string> Rechazo(HostileRequest request, ApiResponse response)
    {
        // HEAD never has a body.
        if (request.Method == "HEAD")
        {
            return response.Text.Length == 0 ? [] : ["HEAD was answered with a body"];
        }

        if (Record.Exception(() => response.Problem(response.Status)) is { } ex)
        {
            return [$"it is no problem body: {ex.Message}"];
        }

        List<string> faults = [];
        var problem = response.Json.AsObject();
        if (Sentinels.Curps.Append(Sentinels.Ine).Any(c => response.Text.Contains(c, StringComparison.Ordinal)))
        {
            faults.Add("a refusal tells an INE or a CURP");
        }

        if (response.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            if (response.Text.Contains(Sentinels.Nombre, StringComparison.Ordinal) || problem.ContainsKey("errors")
                || (problem.ContainsKey("data") && request.Operation?.AllowsMany != true))
            {
                faults.Add("a refusal carries something of the object");
            }
        }

        if (response.Status == HttpStatusCode.Unauthorized && response.Message.Headers.WwwAuthenticate.Count == 0)
        {
            faults.Add("401 without WWW-Authenticate");
        }

        if (response.Status == HttpStatusCode.TooManyRequests && response.Message.Headers.RetryAfter is null)
        {
            faults.Add("429 without Retry-After");
        }

        return faults;
    }

    private static bool IsPreflight(HostileRequest request) =>
        request.Method == "OPTIONS" && request.Headers.Any(c => c.Name == "Origin") && request.Headers.Any(c => c.Name == "Access-Control-Request-Method");

    private static bool IsUtf8(byte[] bytes)
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
    private static partial Regex Signature();

    [GeneratedRegex(@"(?im)\bselect\b|\binsert\s+into\b|\bdelete\s+from\b|npgsql|postgres(ql)?[:.@]|sqlstate|\b(ux|ix|ck|fk|pk)_\w+|violates|stack ?trace|exception|^\s*at \w|\b(system|microsoft|prosmex)\.[a-z]|\$2[aby]\$|password=|host=")]
    private static partial Regex Internals();
}
