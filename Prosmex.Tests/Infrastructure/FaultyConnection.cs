using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace Prosmex.Tests.Infrastructure;

/// <summary>
/// One connection through <see cref="FaultProxy"/>. It understands just enough of PostgreSQL's protocol, version 3, to see a COMMIT go by,
/// as a simple query or as a prepared statement, alone or among others, and the server's word that it is done.
/// </summary>
internal sealed class FaultyConnection(FaultProxy proxy, Socket client, Socket server)
{
    private const int TlsRequest = 80877103;
    private const int GssRequest = 80877104;

    private readonly HashSet<string> _statements = [];
    private readonly HashSet<string> _portals = [];
    private bool _greeted;

    // Set by one direction, read by the other: the answer comes after the question.
    private volatile bool _awaitsCommit;

    private enum Verdict
    {
        Forward,
        Refuse,
        Cut,
    }

    /// <summary>Until one side ends it, or it is cut.</summary>
    public async Task RelayAsync(CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var fromClient = new NetworkStream(client);
        await using var fromServer = new NetworkStream(server);
        var there = ForwardAsync(fromClient, fromServer, () => _greeted, FromClient, stopping.Token);
        var back = ForwardAsync(fromServer, fromClient, () => true, FromServer, stopping.Token);
        await Task.WhenAny(there, back);
        await stopping.CancelAsync();
        client.Close();
        server.Close();
        await Task.WhenAll(there, back);
    }

    /// <param name="hasType">Whether messages begin with a letter: a client's first ones do not.</param>
    /// <param name="decide">Decides about one whole message.</param>
    private static async Task ForwardAsync(NetworkStream from, NetworkStream to, Func<bool> hasType, Func<byte[], Verdict> decide, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(from);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                var rest = read.Buffer;
                while (TakeMessage(ref rest, hasType() ? 1 : 0) is { } message)
                {
                    switch (decide(message))
                    {
                        case Verdict.Cut:
                            return;
                        case Verdict.Forward:
                            await to.WriteAsync(message, cancellationToken);
                            break;
                        default:
                            // No encryption here.
                            await from.WriteAsync("N"u8.ToArray(), cancellationToken);
                            break;
                    }
                }

                reader.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception ex) when (ex is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The other direction ended, or one side hung up.
        }
    }

    private static byte[]? TakeMessage(ref ReadOnlySequence<byte> bytes, int type)
    {
        Span<byte> head = stackalloc byte[5];
        if (bytes.Length < type + 4)
        {
            return null;
        }

        bytes.Slice(0, type + 4).CopyTo(head);
        var length = type + BinaryPrimitives.ReadInt32BigEndian(head[type..]);
        if (bytes.Length < length)
        {
            return null;
        }

        var message = bytes.Slice(0, length).ToArray();
        bytes = bytes.Slice(length);
        return message;
    }

    private Verdict FromClient(byte[] message)
    {
        if (!_greeted)
        {
            _greeted = BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(4)) is not (TlsRequest or GssRequest);
            return _greeted ? Verdict.Forward : Verdict.Refuse;
        }

        if (!CarriesCommit(message))
        {
            return Verdict.Forward;
        }

        var cut = proxy.Decide();
        if (cut == CutPoint.Before)
        {
            proxy.Count(cut);
            return Verdict.Cut;
        }

        _awaitsCommit = cut == CutPoint.After;
        return Verdict.Forward;
    }

    private Verdict FromServer(byte[] message)
    {
        if (_awaitsCommit && message[0] == 'C' && Text(message, 5) == "COMMIT")
        {
            proxy.Count(CutPoint.After);
            return Verdict.Cut;
        }

        return Verdict.Forward;
    }

    /// <summary>Query and Execute carry statements out; Parse and Bind say beforehand which.</summary>
    private bool CarriesCommit(byte[] message)
    {
        var first = Text(message, 5);
        switch ((char)message[0])
        {
            case 'Q':
                return IsCommit(first);
            case 'P':
                Remember(_statements, first, IsCommit(Text(message, 5 + Encoding.UTF8.GetByteCount(first) + 1)));
                return false;
            case 'B':
                Remember(_portals, first, _statements.Contains(Text(message, 5 + Encoding.UTF8.GetByteCount(first) + 1)));
                return false;
            case 'E':
                return _portals.Contains(first);
            default:
                return false;
        }
    }

    private static void Remember(HashSet<string> names, string name, bool isCommit)
    {
        if (isCommit)
        {
            names.Add(name);
        }
        else
        {
            names.Remove(name);
        }
    }

    private static bool IsCommit(string sql) => sql.Trim().TrimEnd(';').Equals("COMMIT", StringComparison.OrdinalIgnoreCase);

    private static string Text(byte[] message, int start)
    {
        var end = start < message.Length ? Array.IndexOf(message, (byte)0, start) : -1;
        return end < 0 ? "" : Encoding.UTF8.GetString(message, start, end - start);
    }
}
