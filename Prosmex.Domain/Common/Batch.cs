using System.Text.Json.Nodes;

namespace Prosmex.Domain.Common;

/// <summary>A row of a batch as it came: a request, or what keeps it from being one.</summary>
/// <param name="Eco">The fields known to the route, as they were sent, to name the row in an error; null where the row is no object.</param>
public sealed record Fila<T>(T? Request, ErrorDeDominio? Error, JsonObject? Eco)
    where T : class;

/// <summary>Why a row of a batch was refused.</summary>
/// <param name="Index">From 0.</param>
public sealed record RejectedRow(int Index, JsonObject? Data, string Error, string Codigo);

/// <summary>Judges the rows of a batch one after the other and, if any is bad, refuses all with every reason.</summary>
public static class Batch
{
    public const int MaxRows = 500;

    /// <summary>Notes in each row what can be said against it without a database.</summary>
    public static IReadOnlyList<Fila<T>> Check<T>(IReadOnlyList<Fila<T>> filas, Action<T> leer)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(leer);
        return [.. filas.Select(fila => fila.Request is null ? fila : fila with { Error = ErrorDe(() => leer(fila.Request)) })];
    }

    /// <summary>What each row came to. A bad row leaves no trace in those after it, as long as <paramref name="juzgar"/> decides before it changes anything.</summary>
    /// <param name="rechazo">The refusal of the whole, from the first bad row's and all of them.</param>
    /// <exception cref="DominioException">The refusal.</exception>
    public static IReadOnlyList<TOut> Judge<TIn, TOut>(IReadOnlyList<Fila<TIn>> filas, Func<TIn, TOut> juzgar, Func<ErrorDeDominio, IReadOnlyList<RejectedRow>, ErrorDeDominio> rechazo)
        where TIn : class
    {
        ArgumentNullException.ThrowIfNull(filas);
        List<TOut> buenas = [];
        List<RejectedRow> malas = [];
        ErrorDeDominio? primero = null;
        for (var i = 0; i < filas.Count; i++)
        {
            var fila = filas[i];
            if ((fila.Error ?? ErrorDe(() => buenas.Add(juzgar(fila.Request!)))) is { } error)
            {
                primero ??= error;
                malas.Add(new(i, fila.Eco, error.Mensaje, error.Codigo));
            }
        }

        return primero is null ? buenas : throw new DominioException(rechazo(primero, malas));
    }

    private static ErrorDeDominio? ErrorDe(Action leer)
    {
        try
        {
            leer();
            return null;
        }
        catch (DominioException ex)
        {
            return ex.Error;
        }
    }
}
