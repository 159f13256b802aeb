using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Prosmex.Functions.Http.Export;

/// <summary>
/// A response body for writers that sometimes write synchronously, which the server does not allow: a ZIP archive does at the end of each entry.
/// Output is buffered up to a threshold; until the first flush another response can still be sent.
/// </summary>
/// <param name="onStart">Sets the response's headers before the first byte.</param>
internal sealed class BufferedResponseStream(HttpResponse response, Action onStart) : Stream
{
    private const int Threshold = 32 * 1024;

    private readonly ArrayBufferWriter<byte> _buffered = new(Threshold);
    private bool _isStarted;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _buffered.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        if (_buffered.WrittenCount >= Threshold)
        {
            await SendAsync(cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Does nothing: writers flush too often, and <see cref="SendAsync"/> ends the response.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends the buffer.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        if (!_isStarted)
        {
            onStart();
            _isStarted = true;
        }

        await response.Body.WriteAsync(_buffered.WrittenMemory, cancellationToken);
        _buffered.ResetWrittenCount();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
