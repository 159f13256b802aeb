using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// What a request has left to wait for the database. Every statement takes its time from it, so that ten slow ones are refused like one
/// that never ends. Work outside a request has no such limit.
/// </summary>
public sealed class PlazoDeBase : IDisposable
{
    private static readonly AsyncLocal<PlazoDeBase?> Corriente = new();

    private readonly PlazoDeBase? _anterior = Corriente.Value;
    private readonly TimeSpan? _limite;
    private long _gastado;

    private PlazoDeBase(TimeSpan? limite)
    {
        _limite = limite;
        Corriente.Value = this;
    }

    /// <summary>Begins a limit for all that is awaited from here on, until it is disposed of.</summary>
    /// <param name="limite">Null for no limit, whatever limit is around it.</param>
    public static PlazoDeBase Abrir(TimeSpan? limite) => new(limite);

    /// <summary>Null where there is no limit.</summary>
    internal static TimeSpan? Restante => Corriente.Value is { _limite: { } limite } plazo ? limite - TimeSpan.FromTicks(Interlocked.Read(ref plazo._gastado)) : null;

    internal static void Gastar(TimeSpan tiempo)
    {
        if (Corriente.Value is { } plazo)
        {
            Interlocked.Add(ref plazo._gastado, tiempo.Ticks);
        }
    }

    public void Dispose() => Corriente.Value = _anterior;
}

/// <summary>Takes the time of statements and connections from <see cref="PlazoDeBase"/>.</summary>
internal sealed class PlazoInterceptor : DbCommandInterceptor, IDbConnectionInterceptor
{
    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        if (PlazoDeBase.Restante is { } restante)
        {
            if (restante <= TimeSpan.Zero)
            {
                throw new NpgsqlException("The request has used up its time for the database.", new TimeoutException());
            }

            // 0 stands for no limit.
            var segundos = (int)Math.Ceiling(restante.TotalSeconds);
            result.CommandTimeout = result.CommandTimeout == 0 ? segundos : Math.Min(result.CommandTimeout, segundos);
        }

        return base.CommandInitialized(eventData, result);
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        PlazoDeBase.Gastar(eventData.Duration);
        return base.ReaderExecutedAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        PlazoDeBase.Gastar(eventData.Duration);
        return base.NonQueryExecutedAsync(command, eventData, result, cancellationToken);
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        PlazoDeBase.Gastar(eventData.Duration);
        return base.CommandFailedAsync(command, eventData, cancellationToken);
    }

    public Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        PlazoDeBase.Gastar(eventData.Duration);
        return Task.CompletedTask;
    }

    public Task ConnectionFailedAsync(DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        PlazoDeBase.Gastar(eventData.Duration);
        return Task.CompletedTask;
    }
}
