using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Prosmex.Tests.Infrastructure;

/// <summary>
/// A JSON body whose second half waits. It is sent with <c>Expect: 100-continue</c>, so its first byte leaves when the program first reads the
/// body: whatever the program does before that is done.
/// </summary>
internal sealed class HeldContent : HttpContent
{
    private readonly byte[] _bytes;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HeldContent(JsonNode body)
    {
        _bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        Headers.ContentType = new("application/json");
    }

    /// <summary>The program reads the body.</summary>
    public Task Reached => _reached.Task;

    public void Release() => _released.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(_bytes.AsMemory(0, _bytes.Length / 2));
        await stream.FlushAsync();
        _reached.TrySetResult();
        await _released.Task;
        await stream.WriteAsync(_bytes.AsMemory(_bytes.Length / 2));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
