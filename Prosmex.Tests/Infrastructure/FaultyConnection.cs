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
internal sealed class FaultyConnection(FaultProxy proxy, Socket cliente, Socket servidor)
{
    private const int PideTls = 80877103;
    private const int PideGss = 80877104;

    private readonly HashSet<string> _statements = [];
    private readonly HashSet<string> _portales = [];
    private bool _saludado;

    // Set by one direction, read by the other: the answer comes after the question.
    private volatile bool _esperaConfirmacion;

    private enum Paso
    {
        Pasa,
        SeQueda,
        Corta,
    }

    /// <summary>Until one side ends it, or it is cut.</summary>
    public async Task PasarAsync(CancellationToken cancellationToken)
    {
        using var fin = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var deCliente = new NetworkStream(cliente);
        await using var deServidor = new NetworkStream(servidor);
        var ida = LlevarAsync(deCliente, deServidor, () => _saludado, DelCliente, fin.Token);
        var vuelta = LlevarAsync(deServidor, deCliente, () => true, DelServidor, fin.Token);
        await Task.WhenAny(ida, vuelta);
        await fin.CancelAsync();
        cliente.Close();
        servidor.Close();
        await Task.WhenAll(ida, vuelta);
    }

    /// <param name="conTipo">Whether messages begin with a letter: a client's first ones do not.</param>
    /// <param name="mirar">Decides about one whole message.</param>
    private static async Task LlevarAsync(NetworkStream de, NetworkStream a, Func<bool> conTipo, Func<byte[], Paso> mirar, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(de);
        try
        {
            while (true)
            {
                var leido = await reader.ReadAsync(cancellationToken);
                var resto = leido.Buffer;
                while (Tomar(ref resto, conTipo() ? 1 : 0) is { } message)
                {
                    switch (mirar(message))
                    {
                        case Paso.Corta:
                            return;
                        case Paso.Pasa:
                            await a.WriteAsync(message, cancellationToken);
                            break;
                        default:
                            // No encryption here.
                            await de.WriteAsync("N"u8.ToArray(), cancellationToken);
                            break;
                    }
                }

                reader.AdvanceTo(resto.Start, resto.End);
                if (leido.IsCompleted)
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

    private static byte[]? Tomar(ref ReadOnlySequence<byte> bytes, int tipo)
    {
        Span<byte> cabeza = stackalloc byte[5];
        if (bytes.Length < tipo + 4)
        {
            return null;
        }

        bytes.Slice(0, tipo + 4).CopyTo(cabeza);
        var largo = tipo + BinaryPrimitives.ReadInt32BigEndian(cabeza[tipo..]);
        if (bytes.Length < largo)
        {
            return null;
        }

        var message = bytes.Slice(0, largo).ToArray();
        bytes = bytes.Slice(largo);
        return message;
    }

    private Paso DelCliente(byte[] message)
    {
        if (!_saludado)
        {
            _saludado = BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(4)) is not (PideTls or PideGss);
            return _saludado ? Paso.Pasa : Paso.SeQueda;
        }

        if (!EsConfirmacion(message))
        {
            return Paso.Pasa;
        }

        var corte = proxy.Decidir();
        if (corte == Corte.Antes)
        {
            proxy.Anotar(corte);
            return Paso.Corta;
        }

        _esperaConfirmacion = corte == Corte.Despues;
        return Paso.Pasa;
    }

    private Paso DelServidor(byte[] message)
    {
        if (_esperaConfirmacion && message[0] == 'C' && Texto(message, 5) == "COMMIT")
        {
            proxy.Anotar(Corte.Despues);
            return Paso.Corta;
        }

        return Paso.Pasa;
    }

    /// <summary>Query and Execute carry statements out; Parse and Bind say beforehand which.</summary>
    private bool EsConfirmacion(byte[] message)
    {
        var primero = Texto(message, 5);
        switch ((char)message[0])
        {
            case 'Q':
                return EsCommit(primero);
            case 'P':
                Recordar(_statements, primero, EsCommit(Texto(message, 5 + Encoding.UTF8.GetByteCount(primero) + 1)));
                return false;
            case 'B':
                Recordar(_portales, primero, _statements.Contains(Texto(message, 5 + Encoding.UTF8.GetByteCount(primero) + 1)));
                return false;
            case 'E':
                return _portales.Contains(primero);
            default:
                return false;
        }
    }

    private static void Recordar(HashSet<string> nombres, string nombre, bool es)
    {
        if (es)
        {
            nombres.Add(nombre);
        }
        else
        {
            nombres.Remove(nombre);
        }
    }

    private static bool EsCommit(string sql) => sql.Trim().TrimEnd(';').Equals("COMMIT", StringComparison.OrdinalIgnoreCase);

    private static string Texto(byte[] message, int desde)
    {
        var fin = desde < message.Length ? Array.IndexOf(message, (byte)0, desde) : -1;
        return fin < 0 ? "" : Encoding.UTF8.GetString(message, desde, fin - desde);
    }
}
