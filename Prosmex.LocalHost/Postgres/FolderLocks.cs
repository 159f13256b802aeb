using System.Diagnostics;

namespace Prosmex.LocalHost.Postgres;

/// <summary>
/// Who starts or stops the server, and who uses it, among programs with the same folder. They are locks of the operating system on
/// open files, so a program that is killed leaves none behind.
/// </summary>
internal sealed class FolderLocks(string folder)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(3);

    private readonly string _turn = Path.Combine(folder, "postgres-arranque");
    private readonly string _use = Path.Combine(folder, "postgres-uso");

    /// <summary>Waits for the lock to create, start or stop the server.</summary>
    /// <exception cref="PrivatePostgresException">Another program has kept the turn for longer than the patience.</exception>
    public async Task<IDisposable> TakeTurnAsync(Action<string> report, TimeSpan patience, CancellationToken cancellationToken)
    {
        var waiting = Stopwatch.StartNew();
        var told = false;
        while (true)
        {
            if (TryOpenAlone(_turn) is { } turn)
            {
                return turn;
            }

            if (waiting.Elapsed > patience)
            {
                throw new PrivatePostgresException($"Otro programa lleva demasiado tiempo arrancando la base de datos de {folder}: ciérrelo y vuelva a intentar.");
            }

            if (!told && waiting.Elapsed > _silence)
            {
                told = true;
                report("Otro programa está arrancando o deteniendo la base de datos; se espera a que termine.");
            }

            await Task.Delay(_pause, cancellationToken);
        }
    }

    /// <summary>Registers this program as a user of the server, until disposed. Requires the lock.</summary>
    public IDisposable Use() => new FileStream(_use, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read, bufferSize: 0);

    /// <summary>Whether any program uses the server. Requires the lock.</summary>
    public bool InUse()
    {
        using var alone = TryOpenAlone(_use);
        return alone is null;
    }

    private static FileStream? TryOpenAlone(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}
