using Npgsql;

namespace Prosmex.Domain.Persistence;

/// <summary>What is inside an exception: libraries wrap the server's error, some more than once.</summary>
internal static class ExceptionExtensions
{
    /// <summary>The exception and those inside it, the outermost first.</summary>
    public static IEnumerable<Exception> Chain(this Exception? exception)
    {
        for (var ex = exception; ex is not null; ex = ex.InnerException)
        {
            yield return ex;
        }
    }

    /// <summary>The server's error; null where there is none.</summary>
    public static PostgresException? FindPostgres(this Exception? exception) => exception.Chain().OfType<PostgresException>().FirstOrDefault();
}
