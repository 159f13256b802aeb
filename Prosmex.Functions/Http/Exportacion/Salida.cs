using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Prosmex.Functions.Http.Exportacion;

/// <summary>
/// A response body for writers that sometimes write synchronously, which the server does not allow: a ZIP archive does at the end of each entry.
/// Output is buffered up to a threshold; until the first flush another response can still be sent.
/// </summary>
/// <param name="alEmpezar">Sets the response's headers before the first byte.</param>
internal sealed class Salida(HttpResponse response, Action alEmpezar) : Stream
{
    private const int PorEnvio = 32 * 1024;

    private readonly ArrayBufferWriter<byte> _pendiente = new(PorEnvio);
    private bool _empezada;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _pendiente.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        if (_pendiente.WrittenCount >= PorEnvio)
        {
            await EnviarAsync(cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Does nothing: writers flush too often, and <see cref="EnviarAsync"/> ends the response.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends the buffer.</summary>
    public async Task EnviarAsync(CancellationToken cancellationToken)
    {
        if (!_empezada)
        {
            alEmpezar();
            _empezada = true;
        }

        await response.Body.WriteAsync(_pendiente.WrittenMemory, cancellationToken);
        _pendiente.ResetWrittenCount();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
