using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Prosmex.Tests.Infrastructure;

/// <summary>What happens to a COMMIT on its way.</summary>
internal enum Corte
{
    Ninguno,

    /// <summary>The server never sees it.</summary>
    Antes,

    /// <summary>The server carries it out; the answer is lost.</summary>
    Despues,
}

/// <summary>
/// Stands between a program and PostgreSQL and cuts the connection at every n-th COMMIT, in turn before the server sees it and after the
/// server has carried it out, but before the answer is passed on. The COMMITs of all connections count together.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _puerta = new(IPAddress.Loopback, 0);
    private readonly DnsEndPoint _servidor;
    private readonly CancellationTokenSource _fin = new();
    private readonly ConcurrentBag<Task> _conexiones = [];
    private readonly Lock _key = new();
    private readonly Task _atiende;
    private Corte _siguiente = Corte.Antes;
    private int _cada;
    private bool _isLast;
    private bool _isGone;

    private FaultProxy(string connection)
    {
        var servidor = new NpgsqlConnectionStringBuilder(connection);
        _servidor = new(servidor.Host!, servidor.Port);
        _puerta.Start();

        // It reads what passes, so nothing may be encrypted.
        Conexion = new NpgsqlConnectionStringBuilder(connection)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_puerta.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
        }.ConnectionString;
        _atiende = AtenderAsync();
    }

    /// <summary>The same database, through here.</summary>
    public string Conexion { get; }

    /// <summary>COMMITs seen since <see cref="Cortar"/>.</summary>
    public int Confirmaciones { get; private set; }

    public int CortesAntes { get; private set; }

    public int CortesDespues { get; private set; }

    /// <param name="connection">To a server over TCP.</param>
    public static FaultProxy Iniciar(string connection) => new(connection);

    /// <summary>From now on cuts at every so many COMMITs; at first, and with 0, everything passes and nothing is counted.</summary>
    public void Cortar(int cada)
    {
        lock (_key)
        {
            _cada = cada;
        }
    }

    /// <summary>The next COMMIT is carried out, its answer is lost, and from then on the server cannot be reached.</summary>
    public void GoAwayAfterNextCommit()
    {
        lock (_key)
        {
            (_cada, _siguiente, _isLast) = (1, Corte.Despues, true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _fin.CancelAsync();
        _puerta.Dispose();
        await _atiende;
        await Task.WhenAll(_conexiones);
        _fin.Dispose();
    }

    /// <summary>A client sends a COMMIT.</summary>
    internal Corte Decidir()
    {
        lock (_key)
        {
            if (_cada == 0 || ++Confirmaciones % _cada != 0)
            {
                return Corte.Ninguno;
            }

            var corte = _siguiente;
            _siguiente = corte == Corte.Antes ? Corte.Despues : Corte.Antes;
            return corte;
        }
    }

    internal void Anotar(Corte corte)
    {
        lock (_key)
        {
            _isGone = _isLast;
            (CortesAntes, CortesDespues) = corte == Corte.Antes ? (CortesAntes + 1, CortesDespues) : (CortesAntes, CortesDespues + 1);
        }
    }

    private async Task AtenderAsync()
    {
        try
        {
            while (true)
            {
                _conexiones.Add(PasarAsync(await _puerta.AcceptSocketAsync(_fin.Token)));
            }
        }
        catch (Exception ex) when (ex is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task PasarAsync(Socket cliente)
    {
        await Task.Yield();
        using var servidor = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (cliente)
        {
            cliente.NoDelay = true;
            try
            {
                if (_isGone)
                {
                    return;
                }

                await servidor.ConnectAsync(_servidor, _fin.Token);
                await new FaultyConnection(this, cliente, servidor).PasarAsync(_fin.Token);
            }
            catch (Exception ex) when (ex is OperationCanceledException or SocketException)
            {
                // Whoever waits for an answer finds the connection closed.
            }
        }
    }
}
