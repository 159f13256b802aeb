using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Prosmex.Benchmarks.Medicion;

/// <summary>
/// A kept-alive HTTP/1.1 connection on a blocking socket: what it costs itself is added to both sides, and so would hide the difference.
/// </summary>
internal sealed class ConexionHttp : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 120_000 };
    private byte[] _buffer = new byte[64 * 1024];
    private int _leidos;

    public ConexionHttp(Uri direccion) => _socket.Connect(new IPEndPoint(IPAddress.Loopback, direccion.Port));

    public int Estado { get; private set; }

    /// <summary>Of the last answer; good until the next request.</summary>
    public ReadOnlyMemory<byte> Cuerpo { get; private set; }

    public static byte[] Get(string ruta, string token) => System.Text.Encoding.ASCII.GetBytes(
        $"GET {ruta} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n");

    public static byte[] Post(string ruta, string? token, string json, string? clave = null)
    {
        var body = System.Text.Encoding.UTF8.GetBytes(json);
        var header = $"POST {ruta} HTTP/1.1\r\nHost: localhost\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}"
            + $"{(clave is null ? "" : $"Idempotency-Key: {clave}\r\n")}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. System.Text.Encoding.ASCII.GetBytes(header), .. body];
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    public void Pedir(ReadOnlySpan<byte> solicitud)
    {
        _socket.Send(solicitud);
        _leidos = 0;
        int fin;
        while ((fin = _buffer.AsSpan(0, _leidos).IndexOf("\r\n\r\n"u8)) < 0)
        {
            Leer();
        }

        var header = _buffer.AsSpan(0, fin + 2);
        Estado = ((header[9] - '0') * 100) + ((header[10] - '0') * 10) + header[11] - '0';
        Cuerpo = Largo(header) is { } largo ? LeerCuerpo(fin + 4, largo) : LeerTrozos(fin + 4);
    }

    public void Dispose() => _socket.Dispose();

    // Null: the answer comes in chunks.
    private static int? Largo(ReadOnlySpan<byte> header)
    {
        var en = header.IndexOf("Content-Length: "u8);
        if (en >= 0 && Utf8Parser.TryParse(header[(en + 16)..], out int largo, out _))
        {
            return largo;
        }

        return header.IndexOf("Transfer-Encoding: chunked"u8) >= 0 ? null : throw new MedicionFallidaException("An answer that does not say how long it is.");
    }

    private ReadOnlyMemory<byte> LeerCuerpo(int desde, int largo)
    {
        while (_leidos < desde + largo)
        {
            Leer();
        }

        return _buffer.AsMemory(desde, largo);
    }

    // The chunks are moved together where they lie.
    private ReadOnlyMemory<byte> LeerTrozos(int desde)
    {
        var (escrito, en) = (desde, desde);
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(en, _leidos - en).IndexOf("\r\n"u8)) < 0)
            {
                Leer();
            }

            if (!Utf8Parser.TryParse(_buffer.AsSpan(en, line), out int largo, out _, 'x'))
            {
                throw new MedicionFallidaException("A chunk without a length.");
            }

            en += line + 2;
            while (_leidos < en + largo + 2)
            {
                Leer();
            }

            if (largo == 0)
            {
                return _buffer.AsMemory(desde, escrito - desde);
            }

            _buffer.AsSpan(en, largo).CopyTo(_buffer.AsSpan(escrito));
            escrito += largo;
            en += largo + 2;
        }
    }

    private void Leer()
    {
        if (_leidos == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var n = _socket.Receive(_buffer.AsSpan(_leidos));
        _leidos += n > 0 ? n : throw new MedicionFallidaException("The server hung up in the middle of an answer.");
    }
}
