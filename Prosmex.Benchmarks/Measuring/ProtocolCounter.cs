using System.Net;
using System.Net.Sockets;

namespace Prosmex.Benchmarks.Measuring;

/// <summary>The traffic to PostgreSQL.</summary>
/// <param name="Statements">Executions, including BEGIN, COMMIT and those of the driver.</param>
/// <param name="RoundTrips">Times that the client started to send with no answer pending.</param>
internal readonly record struct Traffic(long Statements, long RoundTrips)
{
    public static Traffic operator -(Traffic a, Traffic b) => new(a.Statements - b.Statements, a.RoundTrips - b.RoundTrips);
}

/// <summary>A proxy between a program and PostgreSQL that counts protocol messages (version 3, without TLS).</summary>
internal sealed class ProtocolCounter : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _cancellation = new();
    private readonly int _postgresPort;
    private readonly Task _acceptLoop;
    private long _statements;
    private long _roundTrips;

    public ProtocolCounter(int postgresPort)
    {
        _postgresPort = postgresPort;
        _listener.Start();
        _acceptLoop = HandleAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Traffic Traffic => new(Interlocked.Read(ref _statements), Interlocked.Read(ref _roundTrips));

    public async ValueTask DisposeAsync()
    {
        await _cancellation.CancelAsync();
        _listener.Dispose();
        await _acceptLoop;
        _cancellation.Dispose();
    }

    private async Task HandleAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ForwardAsync(await _listener.AcceptSocketAsync(_cancellation.Token)));
            }
        }
        catch (Exception ex) when (ex is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _postgresPort), _cancellation.Token);
                var expectedAnswers = new StrongBox(0);
                await Task.WhenAny(
                    ForwardAsync(client, server, new MessageParser(hasType: false), m => OnClientMessage(m, expectedAnswers)),
                    ForwardAsync(server, client, new MessageParser(hasType: true), m => OnServerMessage(m, expectedAnswers)));
            }
            catch (Exception ex) when (ex is OperationCanceledException or SocketException)
            {
                // The program disconnected.
            }
        }
    }

    private async Task ForwardAsync(Socket from, Socket a, MessageParser messages, Action<byte> count)
    {
        var chunk = new byte[64 * 1024];
        int n;
        while ((n = await from.ReceiveAsync(chunk, _cancellation.Token)) > 0)
        {
            messages.Read(chunk.AsSpan(0, n), count);
            for (var sent = 0; sent < n;)
            {
                sent += await a.SendAsync(chunk.AsMemory(sent, n - sent), _cancellation.Token);
            }
        }
    }

    // E: execute a portal. Q: a simple query, S: sync; the server answers either with a ReadyForQuery.
    private void OnClientMessage(byte message, StrongBox expectedAnswers)
    {
        if (message is (byte)'E' or (byte)'Q')
        {
            Interlocked.Increment(ref _statements);
        }

        // The startup message, which is answered with ReadyForQuery too.
        if (message == 0)
        {
            Interlocked.Increment(ref expectedAnswers.Value);
        }

        if (message is (byte)'Q' or (byte)'S' && Interlocked.Increment(ref expectedAnswers.Value) == 1)
        {
            Interlocked.Increment(ref _roundTrips);
        }
    }

    private static void OnServerMessage(byte message, StrongBox expectedAnswers)
    {
        if (message == (byte)'Z')
        {
            Interlocked.Decrement(ref expectedAnswers.Value);
        }
    }

    private sealed class StrongBox(int value)
    {
        public int Value = value;
    }
}

/// <summary>Splits a byte stream into protocol messages: a type, a length of four bytes that includes itself, the content.</summary>
/// <param name="hasType">False for a client, whose first message has no type and is reported as 0.</param>
internal sealed class MessageParser(bool hasType)
{
    private bool _hasType = hasType;
    private byte _type;
    private int _read = hasType ? 0 : 1;
    private int _length;
    private int _remaining;

    public void Read(ReadOnlySpan<byte> chunk, Action<byte> message)
    {
        while (!chunk.IsEmpty)
        {
            if (_remaining > 0)
            {
                var n = Math.Min(_remaining, chunk.Length);
                _remaining -= n;
                chunk = chunk[n..];
                continue;
            }

            var b = chunk[0];
            chunk = chunk[1..];
            if (_read == 0)
            {
                _type = b;
            }
            else
            {
                _length = (_length << 8) | b;
            }

            if (++_read == 5)
            {
                message(_hasType ? _type : (byte)0);
                (_hasType, _read, _remaining, _length) = (true, 0, _length - 4, 0);
            }
        }
    }
}
