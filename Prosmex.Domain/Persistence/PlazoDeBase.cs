using System.Diagnostics;
using Npgsql;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// What a request has left to wait for the database. Every statement takes its time from it, so that ten slow ones are refused like one
/// that never ends. Work outside a request has no such limit.
/// </summary>
public sealed class PlazoDeBase : IDisposable
{
    // After its time limit the driver still tries to cancel the statement, on a server that may not answer that either.
    private static readonly TimeSpan ParaElControlador = TimeSpan.FromMilliseconds(500);
    private static readonly AsyncLocal<PlazoDeBase?> Corriente = new();

    private readonly PlazoDeBase? _anterior = Corriente.Value;
    private readonly CancellationTokenSource _vencido = new();
    private readonly Stopwatch _gastado = new();
    private readonly TimeSpan? _limite;

    private PlazoDeBase(TimeSpan? limite)
    {
        _limite = limite;
        Corriente.Value = this;
    }

    /// <summary>
    /// Cancelled when the time is over while a statement is still running. Whoever waits for the answer should not wait on: nothing more
    /// will be sent, though a COMMIT that was may still be carried out.
    /// </summary>
    public CancellationToken Vencido => _vencido.Token;

    /// <summary>Begins a limit for all that is awaited from here on, until it is disposed of.</summary>
    /// <param name="limite">Null for no limit, whatever limit is around it.</param>
    public static PlazoDeBase Abrir(TimeSpan? limite) => new(limite);

    /// <summary>Null where there is no limit.</summary>
    internal static TimeSpan? Restante => Corriente.Value is { _limite: { } limite } plazo ? limite - plazo._gastado.Elapsed : null;

    /// <exception cref="NpgsqlException">The time is over.</exception>
    internal static void Exigir()
    {
        if (Restante <= TimeSpan.Zero || Corriente.Value is { _vencido.IsCancellationRequested: true })
        {
            throw new PlazoAgotadoException();
        }
    }

    /// <summary>From here on somebody waits for the database.</summary>
    internal static void Empezar()
    {
        if (Corriente.Value is { _limite: { } limite } plazo)
        {
            var restante = limite - plazo._gastado.Elapsed;
            plazo._gastado.Start();
            plazo._vencido.CancelAfter((restante > TimeSpan.Zero ? restante : TimeSpan.Zero) + ParaElControlador);
        }
    }

    /// <summary>The database has answered.</summary>
    internal static void Terminar()
    {
        if (Corriente.Value is { _limite: not null } plazo)
        {
            plazo._gastado.Stop();
            plazo._vencido.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        Corriente.Value = _anterior;
        _vencido.Dispose();
    }
}

/// <summary>The request has used up its time for the database: its statements were answered, but slowly.</summary>
#pragma warning disable CA1032 // There is nothing more to say of it.
public sealed class PlazoAgotadoException() : NpgsqlException("The request has used up its time for the database.", new TimeoutException());
#pragma warning restore CA1032
