using System.Net.Http.Headers;
using System.Text;

namespace Prosmex.WorkerTests.Infrastructure;

internal enum User
{
    None,
    Admin,
    Gestor,
}

/// <summary>Requests that are sent one after the other.</summary>
internal sealed record Exchange(string Name, params Request[] Requests)
{
    /// <summary>The request ends the caller's session.</summary>
    public bool EndsSession { get; init; }
}

/// <summary>One request, down to the bytes of its body.</summary>
/// <param name="Path">With the query, sent as it stands here.</param>
internal sealed record Request(string Method, string Path, byte[]? Body = null, User As = User.Admin)
{
    /// <summary>The trace of every request that sends a <c>traceparent</c>.</summary>
    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    public Request(string method, string path, string body, User user = User.Admin)
        : this(method, path, Encoding.UTF8.GetBytes(body), user)
    {
    }

    public string ContentType { get; init; } = "application/json";

    public bool Chunked { get; init; }

    public (string Name, string Value)[] Headers { get; init; } = [];

    public HttpRequestMessage ToMessage(Uri address)
    {
        var message = new HttpRequestMessage(new(Method), new Uri($"{address.GetLeftPart(UriPartial.Authority)}{Path}"));
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(ContentType) } };
            message.Headers.TransferEncodingChunked = Chunked;
        }

        foreach (var (name, value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }
}
