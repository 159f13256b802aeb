using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions.Http;

/// <summary>The function may be sent an Idempotency-Key; for the API's description. It does its work by <see cref="IdempotentRequests"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute
{
    /// <summary>Without a key, a double click is one request.</summary>
    public bool CatchesDoubleClick { get; init; }
}

/// <summary>
/// Does the work of a request once, however often it is sent with the same Idempotency-Key: the answer is stored in the transaction of the work,
/// and a repetition gets that. Without the header it just does the work, unless the function catches double clicks: the existing client sends no
/// key and does not disable its buttons.
/// </summary>
public sealed class IdempotentRequests(UnitOfWork unitOfWork, ProsmexOptions options)
{
    public const string HeaderName = "Idempotency-Key";

    private const string ReplayedHeader = "Idempotent-Replayed";
    private const int MaxKeyLength = 255;

    /// <summary>For the <see cref="RequestContext"/>.</summary>
    public static string? HeaderOf(HttpRequest req)
    {
        ArgumentNullException.ThrowIfNull(req);
        var values = req.Headers[HeaderName];
        return values.Count switch { 0 => null, 1 => values[0] ?? "", _ => "" };
    }

    /// <summary>The answer is that of an earlier request with the same key.</summary>
    public static bool IsReplay(IResult answer) => answer is StoredResult { IsReplay: true };

    /// <summary>Reads the body, and does the work with it.</summary>
    /// <param name="work">May run more than once. Answers JSON.</param>
    /// <exception cref="DominioException">idempotencia.clave, what is wrong with the body, or what the work refuses.</exception>
    public async Task<IResult> RunAsync<T>(HttpRequest req, Func<T, CancellationToken, Task<IResult>> work)
        where T : class
    {
        var body = await req.ReadBodyAsync<T>();
        return await RunAsync(req, token => work(body, token));
    }

    /// <param name="req">If the work needs its body, that was read before: it is part of what makes two requests the same.</param>
    /// <param name="work">May run more than once. Answers JSON.</param>
    /// <exception cref="DominioException">idempotencia.clave, or what the work refuses.</exception>
    public Task<IResult> RunAsync(HttpRequest req, Func<CancellationToken, Task<IResult>> work) =>
        RunAsync(req, target: null, work);

    /// <summary>The same for work that a double click must not do twice.</summary>
    /// <param name="req">As above.</param>
    /// <param name="catchesDoubleClick">Without a key, an identical request of the same session is the same one while the first is under way and for a moment after its answer.</param>
    /// <param name="work">May run more than once. Answers JSON.</param>
    /// <exception cref="DominioException">idempotencia.clave, or what the work refuses.</exception>
    public Task<IResult> RunAsync(HttpRequest req, bool catchesDoubleClick, Func<CancellationToken, Task<IResult>> work) =>
        RunAsync(req, ReadKey(req) ?? (catchesDoubleClick ? DoubleClickOf(req) : null), target: null, work);

    /// <summary>The same for work that changes a user's access.</summary>
    /// <param name="req">As above.</param>
    /// <param name="target">Whose access; null for all other work.</param>
    /// <param name="work">May run more than once. Answers JSON.</param>
    /// <exception cref="DominioException">idempotencia.clave, or what the work refuses.</exception>
    public Task<IResult> RunAsync(HttpRequest req, AccessTarget? target, Func<CancellationToken, Task<IResult>> work) =>
        RunAsync(req, ReadKey(req), target, work);

    private async Task<IResult> RunAsync(HttpRequest req, IdempotencyKey? key, AccessTarget? target, Func<CancellationToken, Task<IResult>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return key is null
            ? await work(req.Deadline())
            : new StoredResult(await unitOfWork.ExecuteOnceAsync(req.Context(), key, target, async token => ReadResult(await work(token)), req.Deadline()));
    }

    private IdempotencyKey? ReadKey(HttpRequest req)
    {
        ArgumentNullException.ThrowIfNull(req);
        if (req.Context().IdempotencyKeyHeader is not { } header)
        {
            return null;
        }

        var content = ContentOf(req);
        return new(
            req.CurrentUser().UsuarioId,
            Parse(header),
            HMACSHA256.HashData(options.JwtKey, content),
            options.PreviousJwtKey is { } anterior ? HMACSHA256.HashData(anterior, content) : null);
    }

    private IdempotencyKey DoubleClickOf(HttpRequest req)
    {
        var user = req.CurrentUser();
        byte[] content = [.. user.SesionId.ToByteArray(), .. ContentOf(req)];
        return new(user.UsuarioId, Text: null, HMACSHA256.HashData(options.JwtKey, content));
    }

    // The draft of the header wants a quoted string; most clients send it bare.
    private static string Parse(string header)
    {
        var clave = header.Trim();
        if (clave is ['"', .. var interior, '"'])
        {
            clave = interior;
        }

        return clave.Length is > 0 and <= MaxKeyLength && clave.All(c => c is > ' ' and <= '~' and not '"')
            ? clave
            : throw new DominioException(ErroresHttp.IdempotencyKey);
    }

    private static byte[] ContentOf(HttpRequest req)
    {
        var ruta = Encoding.UTF8.GetBytes($"{req.Method} {req.Path.Value!.TrimEnd('/').ToLowerInvariant()}{req.QueryString.Value}\n");
        return [.. ruta, .. SHA256.HashData(req.BodyRead().Span)];
    }

    private static StoredResponse ReadResult(IResult result) => (result as IValueHttpResult)?.Value is { } value
        ? new((result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK, JsonSerializer.Serialize(value, value.GetType(), ProsmexJson.Options))
        : throw new InvalidOperationException("Only JSON can be stored.");

    private sealed class StoredResult(StoredResponse response) : IResult
    {
        public bool IsReplay => response.IsReplay;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            var http = httpContext.Response;
            http.StatusCode = response.Status;
            http.ContentType = "application/json; charset=utf-8";
            if (response.IsReplay)
            {
                http.Headers[ReplayedHeader] = "true";
            }

            return http.WriteAsync(response.Json, httpContext.RequestAborted);
        }
    }
}
