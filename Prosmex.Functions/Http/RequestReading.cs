using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions.Http;

/// <summary>What functions read from a request.</summary>
public static class RequestReading
{
    /// <summary>Bytes of a body at most.</summary>
    public const int MaxBodyBytes = 1_048_576;

    /// <summary>From the first read of a body to its last byte, whatever its rate.</summary>
    public static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(30);

    private const string BearerPrefix = "Bearer ";

    /// <summary>What the middleware made of the request.</summary>
    public static RequestContext Context(this HttpRequest req) => (RequestContext)req.HttpContext.Items[typeof(RequestContext)]!;

    /// <summary>Cancelled when the request's time is over, or when its client has gone away.</summary>
    public static CancellationToken Deadline(this HttpRequest req) => req.Context().Deadline.Token;

    /// <summary>The user that the middleware let through.</summary>
    public static CurrentUser CurrentUser(this HttpRequest req) => req.Context().User;

    /// <summary>The body as it was read; empty where no body was.</summary>
    public static ReadOnlyMemory<byte> BodyRead(this HttpRequest req) =>
        req.Body is MemoryStream buffered ? buffered.GetBuffer().AsMemory(0, (int)buffered.Length) : default;

    /// <summary>The token of the Authorization header, or null.</summary>
    public static string? BearerToken(this HttpRequest req)
    {
        var header = req.Headers.Authorization.ToString();
        return header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) ? header[BearerPrefix.Length..].Trim() : null;
    }

    /// <summary>Reads the JSON body; unknown fields are ignored, everything else is strict.</summary>
    /// <exception cref="DominioException">What is wrong with the body.</exception>
    public static async Task<T> ReadBodyAsync<T>(this HttpRequest req)
        where T : class => Convert<T>(await ReadJsonAsync(req));

    /// <summary>As <see cref="ReadBodyAsync"/>, for a body that may be missing altogether.</summary>
    /// <exception cref="DominioException">What is wrong with the body.</exception>
    public static async Task<T> ReadOptionalBodyAsync<T>(this HttpRequest req)
        where T : class, new()
    {
        var body = await ReadBytesAsync(req);
        return body.Length == 0 ? new T() : Convert<T>(Parse(req, body));
    }

    /// <summary>Reads an array of rows, or a bare object as an array of one. What is wrong with a row is told with the row.</summary>
    /// <exception cref="DominioException">What is wrong with the body as a whole.</exception>
    public static async Task<(bool EsArreglo, IReadOnlyList<Fila<T>> Filas)> ReadRowsAsync<T>(this HttpRequest req)
        where T : class
    {
        var root = await ReadJsonAsync(req);
        if (root.ValueKind != JsonValueKind.Array)
        {
            return (false, [new(Convert<T>(root), null, Echo<T>(root))]);
        }

        return (true, ReadRows<T>(root));
    }

    /// <summary>Reads an object that holds an array of rows. What is wrong with a row is told with the row.</summary>
    /// <exception cref="DominioException">What is wrong with the body otherwise.</exception>
    public static async Task<(T Cabeza, IReadOnlyList<Fila<TFila>> Filas)> ReadWithRowsAsync<T, TFila>(this HttpRequest req, string fieldName)
        where T : class
        where TFila : class
    {
        var root = await ReadJsonAsync(req);
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new DominioException(ErroresHttp.FieldType(""));
        }

        var filas = !root.TryGetProperty(fieldName, out var arreglo) || arreglo.ValueKind == JsonValueKind.Null ? throw new DominioException(ErroresComunes.Invalido(fieldName, FieldLabels.Missing))
            : arreglo.ValueKind != JsonValueKind.Array ? throw new DominioException(ErroresHttp.FieldType(fieldName))
            : ReadRows<TFila>(arreglo);
        var cabeza = JsonObject.Create(root)!;
        cabeza.Remove(fieldName);
        return (Convert<T>(JsonSerializer.SerializeToElement(cabeza)), filas);
    }

    /// <summary>As <see cref="ReadBodyAsync"/>, of a body that was read and stored.</summary>
    /// <exception cref="DominioException">What is wrong with it.</exception>
    public static T ReadStored<T>(string body)
        where T : class => Convert<T>(JsonElement.Parse(body));

    private static T Convert<T>(JsonElement element)
        where T : class
    {
        try
        {
            return element.Deserialize<T>(ProsmexJson.Options) ?? throw new DominioException(ErroresHttp.FieldType(""));
        }
        catch (InvalidOperationException)
        {
            throw new DominioException(ErroresHttp.FieldType(""));
        }
        catch (JsonException ex)
        {
            throw new DominioException(ErroresHttp.FieldType((ex.Path ?? "").TrimStart('$').TrimStart('.')));
        }
    }

    /// <summary>The page asked for by <c>page</c> and <c>per_page</c>.</summary>
    /// <exception cref="DominioException">solicitud.invalida where they are no integers.</exception>
    public static PageRequest PageRequest(this HttpRequest req) => new(req.QueryInteger("page"), req.QueryInteger("per_page"));

    /// <summary>An id of the query string; null where it is absent or empty.</summary>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public static int? QueryId(this HttpRequest req, string nombre) => req.QueryInteger(nombre) is not { } id ? null
        : id > 0 ? id
        : throw new DominioException(ErroresComunes.Invalido(nombre, FieldLabels.WrongType(nombre)));

    /// <summary>Ids of the query string with commas between them, each once; null where it is absent or empty.</summary>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public static IReadOnlyList<int>? QueryIds(this HttpRequest req, string nombre, int max)
    {
        if (req.SingleQueryValue(nombre) is not { Length: > 0 } text)
        {
            return null;
        }

        var ids = text.Split(',').Select(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).Distinct().ToList();
        return ids.Count <= max && ids.TrueForAll(id => id > 0) ? ids : throw new DominioException(ErroresComunes.Invalido(nombre, FieldLabels.WrongType(nombre)));
    }

    /// <summary>A text of the query string, clean; null where it is absent or blank.</summary>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public static string? QueryText(this HttpRequest req, string nombre)
    {
        var text = req.SingleQueryValue(nombre);
        return string.IsNullOrWhiteSpace(text) ? null
            : CleanText.FindProblem(text, max: 100) is { } problem ? throw new DominioException(ErroresComunes.Invalido(nombre, problem))
            : CleanText.Of(text);
    }

    /// <summary>A day of the query string; null where it is absent or blank.</summary>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public static DateOnly? QueryDay(this HttpRequest req, string nombre) => req.QueryText(nombre) is not { } text ? null
        : Fecha.Read(text)?.Dia ?? throw new DominioException(ErroresComunes.Invalido(nombre, FieldLabels.WrongType(nombre)));

    /// <summary>An amount in MXN of the query string; null where it is absent or blank.</summary>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public static decimal? QueryMonto(this HttpRequest req, string nombre) => req.QueryText(nombre) is not { } text ? null
        : new NumberText(text).Monto() ?? throw new DominioException(ErroresComunes.Invalido(nombre, Validation.NoMonto));

    /// <summary>An integer of the query string; null where it is absent or empty.</summary>
    /// <param name="problem">What is wrong with another value, where the field's label is of another type.</param>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public static int? QueryInteger(this HttpRequest req, string nombre, string? problem = null) => req.SingleQueryValue(nombre) is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n
        : throw new DominioException(ErroresComunes.Invalido(nombre, problem ?? FieldLabels.WrongType(nombre)));

    /// <summary><c>true</c> or <c>false</c> in the query string; false where it is absent or empty.</summary>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public static bool QueryFlag(this HttpRequest req, string nombre) => req.SingleQueryValue(nombre) is { Length: > 0 } text
        && (bool.TryParse(text, out var flag) ? flag : throw new DominioException(ErroresComunes.Invalido(nombre, FieldLabels.WrongType(nombre))));

    /// <summary>One of the names of an enum; null where it is absent or blank.</summary>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public static T? QueryChoice<T>(this HttpRequest req, string nombre)
        where T : struct, Enum => req.QueryText(nombre) is not { } text ? null
            : EnumNames.ByName<T>().TryGetValue(text, out var value) ? value
            : throw new DominioException(ErroresComunes.Invalido(nombre, Validation.ChoiceOf(Enum.GetValues<T>())));

    private static string? SingleQueryValue(this HttpRequest req, string nombre) => req.Query[nombre] is { Count: > 1 }
        ? throw new DominioException(ErroresComunes.Invalido(nombre, "indique un solo valor."))
        : (string?)req.Query[nombre];

    private static async Task<JsonElement> ReadJsonAsync(HttpRequest req)
    {
        var body = await ReadBytesAsync(req);
        return body.Length == 0 ? throw new DominioException(ErroresHttp.NoBody) : Parse(req, body);
    }

    private static JsonElement Parse(HttpRequest req, ReadOnlyMemory<byte> body)
    {
        if (!req.HasJsonContentType())
        {
            throw new DominioException(ErroresHttp.ContentType);
        }

        try
        {
            RequireText(body.Span);
            return JsonElement.Parse(body.Span, new() { AllowDuplicateProperties = false, MaxDepth = ProsmexJson.Options.MaxDepth });
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            throw new DominioException(ErroresHttp.JsonInvalido);
        }
    }

    // What the parser takes and no text may hold, in any name or value, known or not: bytes that are no UTF-8, halves of surrogate pairs, NUL.
    private static void RequireText(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new() { MaxDepth = ProsmexJson.Options.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.GetString()!.Contains('\0', StringComparison.Ordinal))
            {
                throw new JsonException();
            }
        }
    }

    private static IReadOnlyList<Fila<T>> ReadRows<T>(JsonElement arreglo)
        where T : class => arreglo.GetArrayLength() switch
        {
            0 => throw new DominioException(ErroresHttp.SinFilas),
            > Batch.MaxRows => throw new DominioException(ErroresHttp.DemasiadasFilas),
            _ => [.. arreglo.EnumerateArray().Select(ReadRow<T>)],
        };

    private static Fila<T> ReadRow<T>(JsonElement element)
        where T : class
    {
        try
        {
            return new(Convert<T>(element), null, Echo<T>(element));
        }
        catch (DominioException ex)
        {
            return new(null, ex.Error, Echo<T>(element));
        }
    }

    /// <summary>The known fields with scalar values: other content is not echoed.</summary>
    private static JsonObject? Echo<T>(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var eco = new JsonObject();
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var nombre = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            if (element.TryGetProperty(nombre, out var value))
            {
                eco[nombre] = value.ValueKind switch
                {
                    JsonValueKind.Object or JsonValueKind.Array => null,
                    JsonValueKind.String => value.GetString(),
                    _ => JsonValue.Create(value),
                };
            }
        }

        return eco;
    }

    // The middleware has measured a body of known length; a chunked one is measured while it is read.
    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpRequest req)
    {
        var clock = req.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
        using var reading = req.Context().Deadline.Pause();
        using var late = new CancellationTokenSource(BodyTimeout, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, req.Deadline());
        var buffer = new MemoryStream((int)(req.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        try
        {
            int leidos;
            while ((leidos = await req.Body.ReadAsync(chunk, ended.Token)) > 0)
            {
                if (buffer.Length + leidos > MaxBodyBytes)
                {
                    throw new DominioException(ErroresHttp.DemasiadoGrande);
                }

                buffer.Write(chunk, 0, leidos);
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new DominioException(ErroresHttp.SlowBody);
        }

        // It is read again for the fingerprint of a request with an Idempotency-Key.
        buffer.Position = 0;
        req.Body = buffer;
        return req.BodyRead();
    }
}
