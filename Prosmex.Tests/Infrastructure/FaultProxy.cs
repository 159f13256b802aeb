using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Prosmex.Tests.Infrastructure;

/// <summary>What happens to a COMMIT on its way.</summary>
internal enum CutPoint
{
    None,

    /// <summary>The server never sees it.</summary>
    Before,

    /// <summary>The server carries it out; the answer is lost.</summary>
    After,
}

/// <summary>
/// Stands between a program and PostgreSQL and cuts the connection at every n-th COMMIT, in turn before the server sees it and after the
/// server has carried it out, but before the answer is passed on. The COMMITs of all connections count together.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly DnsEndPoint _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Lock _key = new();
    private readonly Task _serving;
    private CutPoint _next = CutPoint.Before;
    private int _every;
    private bool _isLast;
    private bool _isGone;

    private FaultProxy(string connection)
    {
        var server = new NpgsqlConnectionStringBuilder(connection);
        _server = new(server.Host!, server.Port);
        _listener.Start();

        // It reads what passes, so nothing may be encrypted.
        Connection = new NpgsqlConnectionStringBuilder(connection)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
        }.ConnectionString;
        _serving = ServeAsync();
    }

    /// <summary>The same database, through here.</summary>
    public string Connection { get; }

    /// <summary>COMMITs seen since <see cref="CutEvery"/>.</summary>
    public int Commits { get; private set; }

    public int CutsBefore { get; private set; }

    public int CutsAfter { get; private set; }

    /// <param name="connection">To a server over TCP.</param>
    public static FaultProxy Start(string connection) => new(connection);

    /// <summary>From now on cuts at every so many COMMITs; at first, and with 0, everything passes and nothing is counted.</summary>
    public void CutEvery(int nth)
    {
        lock (_key)
        {
            _every = nth;
        }
    }

    /// <summary>The next COMMIT is carried out, its answer is lost, and from then on the server cannot be reached.</summary>
    public void GoAwayAfterNextCommit()
    {
        lock (_key)
        {
            (_every, _next, _isLast) = (1, CutPoint.After, true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _serving;
        await Task.WhenAll(_connections);
        _stopping.Dispose();
    }

    /// <summary>A client sends a COMMIT.</summary>
    internal CutPoint Decide()
    {
        lock (_key)
        {
            if (_every == 0 || ++Commits % _every != 0)
            {
                return CutPoint.None;
            }

            var cut = _next;
            _next = cut == CutPoint.Before ? CutPoint.After : CutPoint.Before;
            return cut;
        }
    }

    internal void Count(CutPoint cut)
    {
        lock (_key)
        {
            _isGone = _isLast;
            (CutsBefore, CutsAfter) = cut == CutPoint.Before ? (CutsBefore + 1, CutsAfter) : (CutsBefore, CutsAfter + 1);
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(RelayAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
            }
        }
        catch (Exception ex) when (ex is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        await Task.Yield();
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                if (_isGone)
                {
                    return;
                }

                await server.ConnectAsync(_server, _stopping.Token);
                await new FaultyConnection(this, client, server).RelayAsync(_stopping.Token);
            }
            catch (Exception ex) when (ex is OperationCanceledException or SocketException)
            {
                // The client that waits for an answer finds the connection closed.
            }
        }
    }
}
