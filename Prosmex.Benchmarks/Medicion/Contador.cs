using System.Net;
using System.Net.Sockets;

namespace Prosmex.Benchmarks.Medicion;

/// <summary>What went over the wire to PostgreSQL.</summary>
/// <param name="Sentencias">Executions: also BEGIN, COMMIT and whatever the driver sends by itself.</param>
/// <param name="Viajes">Times that the client began to send while it was waiting for nothing.</param>
internal readonly record struct Trafico(long Sentencias, long Viajes)
{
    public static Trafico operator -(Trafico a, Trafico b) => new(a.Sentencias - b.Sentencias, a.Viajes - b.Viajes);
}

/// <summary>Stands between a program and PostgreSQL and counts the messages of its protocol (version 3, without TLS).</summary>
internal sealed class Contador : IAsyncDisposable
{
    private readonly TcpListener _puerta = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _fin = new();
    private readonly int _puertoDePostgres;
    private readonly Task _atiende;
    private long _statements;
    private long _viajes;

    public Contador(int puertoDePostgres)
    {
        _puertoDePostgres = puertoDePostgres;
        _puerta.Start();
        _atiende = AtenderAsync();
    }

    public int Puerto => ((IPEndPoint)_puerta.LocalEndpoint).Port;

    public Trafico Trafico => new(Interlocked.Read(ref _statements), Interlocked.Read(ref _viajes));

    public async ValueTask DisposeAsync()
    {
        await _fin.CancelAsync();
        _puerta.Dispose();
        await _atiende;
        _fin.Dispose();
    }

    private async Task AtenderAsync()
    {
        List<Task> conexiones = [];
        try
        {
            while (true)
            {
                conexiones.Add(PasarAsync(await _puerta.AcceptSocketAsync(_fin.Token)));
            }
        }
        catch (Exception ex) when (ex is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(conexiones);
        }
    }

    private async Task PasarAsync(Socket cliente)
    {
        using var servidor = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (cliente)
        {
            cliente.NoDelay = true;
            try
            {
                await servidor.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _puertoDePostgres), _fin.Token);
                var esperadas = new StrongBox(0);
                await Task.WhenAny(
                    PasarAsync(cliente, servidor, new Mensajes(conTipo: false), m => DelCliente(m, esperadas)),
                    PasarAsync(servidor, cliente, new Mensajes(conTipo: true), m => DelServidor(m, esperadas)));
            }
            catch (Exception ex) when (ex is OperationCanceledException or SocketException)
            {
                // The program left.
            }
        }
    }

    private async Task PasarAsync(Socket de, Socket a, Mensajes mensajes, Action<byte> contar)
    {
        var chunk = new byte[64 * 1024];
        int n;
        while ((n = await de.ReceiveAsync(chunk, _fin.Token)) > 0)
        {
            mensajes.Leer(chunk.AsSpan(0, n), contar);
            for (var enviados = 0; enviados < n;)
            {
                enviados += await a.SendAsync(chunk.AsMemory(enviados, n - enviados), _fin.Token);
            }
        }
    }

    // E: execute a portal. Q: a simple query, S: sync; the server answers either with a ReadyForQuery.
    private void DelCliente(byte message, StrongBox esperadas)
    {
        if (message is (byte)'E' or (byte)'Q')
        {
            Interlocked.Increment(ref _statements);
        }

        // The greeting, which is answered with one too.
        if (message == 0)
        {
            Interlocked.Increment(ref esperadas.Valor);
        }

        if (message is (byte)'Q' or (byte)'S' && Interlocked.Increment(ref esperadas.Valor) == 1)
        {
            Interlocked.Increment(ref _viajes);
        }
    }

    private static void DelServidor(byte message, StrongBox esperadas)
    {
        if (message == (byte)'Z')
        {
            Interlocked.Decrement(ref esperadas.Valor);
        }
    }

    private sealed class StrongBox(int valor)
    {
        public int Valor = valor;
    }
}

/// <summary>Finds where messages begin in what comes in pieces: a type, four bytes of length with themselves, the rest.</summary>
/// <param name="conTipo">False for a client, whose first message has no type and is told as 0.</param>
internal sealed class Mensajes(bool conTipo)
{
    private bool _conTipo = conTipo;
    private byte _tipo;
    private int _leidos = conTipo ? 0 : 1;
    private int _largo;
    private int _faltan;

    public void Leer(ReadOnlySpan<byte> chunk, Action<byte> message)
    {
        while (!chunk.IsEmpty)
        {
            if (_faltan > 0)
            {
                var n = Math.Min(_faltan, chunk.Length);
                _faltan -= n;
                chunk = chunk[n..];
                continue;
            }

            var b = chunk[0];
            chunk = chunk[1..];
            if (_leidos == 0)
            {
                _tipo = b;
            }
            else
            {
                _largo = (_largo << 8) | b;
            }

            if (++_leidos == 5)
            {
                message(_conTipo ? _tipo : (byte)0);
                (_conTipo, _leidos, _faltan, _largo) = (true, 0, _largo - 4, 0);
            }
        }
    }
}
