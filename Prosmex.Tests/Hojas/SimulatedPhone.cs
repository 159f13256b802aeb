using System.Collections.Concurrent;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Recibos;

namespace Prosmex.Tests.Hojas;

/// <summary>
/// A collector's phone, and a second one with the same rows. It captures, keeps what it does not know to have arrived, and sends it again:
/// in other pieces, in other orders, from both phones at once, and now and then what arrived long ago.
/// </summary>
internal sealed class SimulatedPhone(Dispatcher dispatcher, CurrentUser cobrador, TimeSpan offset, Random random)
{
    private const int FilasPorEnvio = 60;

    private readonly List<FilaCapturada> _pendientes = [];
    private readonly List<(Guid Id, int Grupo, IReadOnlyList<FilaCapturada> Filas)> _enviados = [];

    public CurrentUser Cobrador => cobrador;

    /// <summary>All that was ever captured.</summary>
    public List<FilaCapturada> Capturadas { get; } = [];

    /// <summary>What the server said of each row whenever it said it, also where the answer was lost on the way.</summary>
    public ConcurrentBag<FilaRecibidaDto> Answers { get; } = [];

    public bool HayPendientes => _pendientes.Count > 0;

    /// <summary>The collector is at a client's.</summary>
    public void Capturar(int grupo, int prestamo, decimal monto, Visita visita, DateTimeOffset cuando)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        ReciboKeyId? llave = random.Next(4) == 0 ? null : new(cobrador.UsuarioId, Semana.De(cuando).Lunes);
        var fila = new FilaCapturada(new Guid(bytes), grupo, prestamo, monto, cuando + offset, visita, llave);
        Capturadas.Add(fila);
        _pendientes.Add(fila);
    }

    /// <summary>There is a signal, more or less.</summary>
    /// <param name="reliable">Every request and response gets through.</param>
    public async Task SynchronizeAsync(bool reliable = false)
    {
        if (_enviados.Count > 0 && random.Next(3) == 0)
        {
            var old = _enviados[random.Next(_enviados.Count)];
            await SendAsync(old.Id, old.Grupo, Shuffle(old.Filas));
        }

        foreach (var (grupo, filas) in Pieces(_pendientes))
        {
            var id = NuevoId();
            switch (reliable ? 9 : random.Next(10))
            {
                // Nothing gets there.
                case 0:
                    break;

                // It gets there, and the phone does not hear of it: the same again later, or its rows in other pieces.
                case 1 or 2:
                    await SendAsync(id, grupo, filas);
                    break;

                // A part, then all.
                case 3:
                    await SendAsync(NuevoId(), grupo, [.. filas.Take(filas.Count / 2)]);
                    await SendAsync(id, grupo, Shuffle(filas));
                    Forget(filas);
                    break;

                // Both phones at once: in pieces of their own, and the very same envío.
                case 4 or 5:
                    var mitad = filas.Skip(filas.Count / 3).ToList();
                    await Task.WhenAll(
                        SendAsync(id, grupo, filas), SendAsync(NuevoId(), grupo, Shuffle(filas)), SendAsync(NuevoId(), grupo, Shuffle(mitad)), SendAsync(id, grupo, Shuffle(filas)));
                    Forget(filas);
                    break;

                default:
                    await SendAsync(id, grupo, filas);
                    Forget(filas);
                    break;
            }
        }
    }

    // An envío has each loan once; what does not fit goes with the next.
    private List<(int Grupo, IReadOnlyList<FilaCapturada> Filas)> Pieces(IEnumerable<FilaCapturada> filas)
    {
        List<(int, IReadOnlyList<FilaCapturada>)> pieces = [];
        foreach (var grupo in filas.GroupBy(f => f.Grupo).OrderBy(g => g.Key))
        {
            for (var quedan = Shuffle([.. grupo]); quedan.Count > 0;)
            {
                List<FilaCapturada> piece = [.. quedan.DistinctBy(f => f.Prestamo).Take(FilasPorEnvio)];
                quedan = [.. quedan.Except(piece)];
                pieces.Add((grupo.Key, piece));
            }
        }

        return pieces;
    }

    private async Task SendAsync(Guid id, int grupo, IReadOnlyList<FilaCapturada> filas)
    {
        if (filas.Count == 0)
        {
            return;
        }

        lock (_enviados)
        {
            _enviados.Add((id, grupo, filas));
        }

        foreach (var fila in (await dispatcher.EnviarAsync(cobrador, grupo, id, filas, dispatcher.Clock.GetUtcNow() + offset)).Filas)
        {
            Answers.Add(fila);
        }
    }

    private void Forget(IReadOnlyList<FilaCapturada> filas) => _pendientes.RemoveAll(filas.Contains);

    private Guid NuevoId()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new(bytes);
    }

    private List<FilaCapturada> Shuffle(IReadOnlyList<FilaCapturada> filas) => [.. filas.OrderBy(_ => random.Next())];
}
