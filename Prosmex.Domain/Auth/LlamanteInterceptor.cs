using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Auth;

/// <summary>Has no statement of a request answered before its caller is known: the question goes with the first, or ahead of it.</summary>
internal sealed class LlamanteInterceptor : DbCommandInterceptor
{
    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        // What EF saves changes by counts its statements.
        if (Pendiente(eventData) is { } pregunta
            && !(eventData.CommandSource is CommandSource.LinqQuery or CommandSource.FromSqlQuery && pregunta.Acompanar(command)))
        {
            await pregunta.AdelantarseAsync(command, cancellationToken);
        }

        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (Pendiente(eventData) is { } pregunta)
        {
            await pregunta.AdelantarseAsync(command, cancellationToken);
        }

        return result;
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (Pendiente(eventData) is { } pregunta)
        {
            await pregunta.OirAsync(command, result, cancellationToken);
        }

        return result;
    }

    // Also of a second try: closing the reader of the first may fail in a way that is worth one.
    private static PreguntaPorLlamante? Pendiente(DbContextEventData eventData) => (eventData.Context as ProsmexDbContext)?.Pregunta switch
    {
        { EsOtro: true } => throw new OtroLlamanteException(),
        { EstaPendiente: true } pregunta => pregunta,
        _ => null,
    };
}
