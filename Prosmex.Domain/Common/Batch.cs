using System.Text.Json.Nodes;

namespace Prosmex.Domain.Common;

/// <summary>A row of a batch as received: a request, or the error that prevents one.</summary>
/// <param name="Echo">The known fields, as sent, to identify the row in an error; null where the row is no object.</param>
public sealed record Fila<T>(T? Request, ErrorDeDominio? Error, JsonObject? Echo)
    where T : class;

/// <summary>The error of a row of a batch.</summary>
/// <param name="Index">From 0.</param>
public sealed record RejectedRow(int Index, JsonObject? Data, string Error, string Codigo);

/// <summary>Processes the rows of a batch in order and, if any is invalid, rejects all with every error.</summary>
public static class Batch
{
    public const int MaxRows = 500;

    /// <summary>What each row says, or its error, as far as that needs no database.</summary>
    /// <param name="rechazo">As of <see cref="Judge"/>.</param>
    /// <exception cref="DominioException">The refusal, where no row is good: there is nothing to judge.</exception>
    public static IReadOnlyList<Fila<TOut>> Read<TIn, TOut>(
        IReadOnlyList<Fila<TIn>> filas, Func<TIn, TOut> read, Func<ErrorDeDominio, IReadOnlyList<RejectedRow>, ErrorDeDominio> rechazo)
        where TIn : class
        where TOut : class
    {
        ArgumentNullException.ThrowIfNull(filas);
        var rows = filas.Select(fila =>
        {
            TOut? row = null;
            var error = fila.Error ?? ErrorOf(() => row = read(fila.Request!));
            return new Fila<TOut>(row, error, fila.Echo);
        }).ToList();
        if (rows.TrueForAll(fila => fila.Error is not null))
        {
            Judge<TOut, TOut>(rows, fila => fila, rechazo);
        }

        return rows;
    }

    /// <summary>
    /// The result of each row. An invalid row does not affect later ones, as long as <paramref name="judge"/> decides before it changes anything.
    /// </summary>
    /// <param name="rechazo">Creates the error of the batch from the first row's and all errors.</param>
    /// <exception cref="DominioException">The refusal.</exception>
    public static IReadOnlyList<TOut> Judge<TIn, TOut>(IReadOnlyList<Fila<TIn>> filas, Func<TIn, TOut> judge, Func<ErrorDeDominio, IReadOnlyList<RejectedRow>, ErrorDeDominio> rechazo)
        where TIn : class
    {
        ArgumentNullException.ThrowIfNull(filas);
        List<TOut> buenas = [];
        List<RejectedRow> malas = [];
        ErrorDeDominio? primero = null;
        for (var i = 0; i < filas.Count; i++)
        {
            var fila = filas[i];
            if ((fila.Error ?? ErrorOf(() => buenas.Add(judge(fila.Request!)))) is { } error)
            {
                primero ??= error;
                malas.Add(new(i, fila.Echo, error.Mensaje, error.Codigo));
            }
        }

        return primero is null ? buenas : throw new DominioException(rechazo(primero, malas));
    }

    private static ErrorDeDominio? ErrorOf(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (DominioException ex)
        {
            return ex.Error;
        }
    }
}
