using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Prosmex.Benchmarks.Measuring;

/// <summary>A keep-alive HTTP/1.1 connection on a blocking socket. It must be cheap: its own cost is added to both systems and would hide the difference.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 120_000 };
    private byte[] _buffer = new byte[64 * 1024];
    private int _read;

    public HttpConnection(Uri address) => _socket.Connect(new IPEndPoint(IPAddress.Loopback, address.Port));

    public int Status { get; private set; }

    /// <summary>The body of the last response; valid until the next request.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    public static byte[] Get(string route, string token) => System.Text.Encoding.ASCII.GetBytes(
        $"GET {route} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n");

    public static byte[] Post(string route, string token, string json)
    {
        var body = System.Text.Encoding.UTF8.GetBytes(json);
        var header = $"POST {route} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. System.Text.Encoding.ASCII.GetBytes(header), .. body];
    }

    /// <summary>Sends a request and reads the complete response.</summary>
    public void Send(ReadOnlySpan<byte> request)
    {
        _socket.Send(request);
        _read = 0;
        int end;
        while ((end = _buffer.AsSpan(0, _read).IndexOf("\r\n\r\n"u8)) < 0)
        {
            Read();
        }

        var header = _buffer.AsSpan(0, end + 2);
        Status = ((header[9] - '0') * 100) + ((header[10] - '0') * 10) + header[11] - '0';
        Body = Length(header) is { } length ? ReadBody(end + 4, length) : ReadChunks(end + 4);
    }

    public void Dispose() => _socket.Dispose();

    // Null: the response is chunked.
    private static int? Length(ReadOnlySpan<byte> header)
    {
        var position = header.IndexOf("Content-Length: "u8);
        if (position >= 0 && Utf8Parser.TryParse(header[(position + 16)..], out int length, out _))
        {
            return length;
        }

        return header.IndexOf("Transfer-Encoding: chunked"u8) >= 0 ? null : throw new MeasurementFailedException("An answer that does not say how long it is.");
    }

    private ReadOnlyMemory<byte> ReadBody(int start, int length)
    {
        while (_read < start + length)
        {
            Read();
        }

        return _buffer.AsMemory(start, length);
    }

    // The chunks are joined in place.
    private ReadOnlyMemory<byte> ReadChunks(int start)
    {
        var (written, position) = (start, start);
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(position, _read - position).IndexOf("\r\n"u8)) < 0)
            {
                Read();
            }

            if (!Utf8Parser.TryParse(_buffer.AsSpan(position, line), out int length, out _, 'x'))
            {
                throw new MeasurementFailedException("A chunk without a length.");
            }

            position += line + 2;
            while (_read < position + length + 2)
            {
                Read();
            }

            if (length == 0)
            {
                return _buffer.AsMemory(start, written - start);
            }

            _buffer.AsSpan(position, length).CopyTo(_buffer.AsSpan(written));
            written += length;
            position += length + 2;
        }
    }

    private void Read()
    {
        if (_read == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var n = _socket.Receive(_buffer.AsSpan(_read));
        _read += n > 0 ? n : throw new MeasurementFailedException("The server hung up in the middle of an answer.");
    }
}
