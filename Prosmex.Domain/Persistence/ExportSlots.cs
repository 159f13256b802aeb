using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>How many exports run at the same time: each keeps a connection for as long as its client takes to read. One for each lender.</summary>
public sealed class ExportSlots : IDisposable
{
    internal const int AtOnce = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _free = new(AtOnce);

    /// <summary>Runs an export once there is a slot for it.</summary>
    /// <exception cref="DominioException">exportacion.saturado: nothing was read.</exception>
    internal async Task RunAsync(Func<Task> export, CancellationToken cancellationToken)
    {
        if (!await _free.WaitAsync(Patience, cancellationToken))
        {
            throw new DominioException(ErroresComunes.DemasiadasExportaciones);
        }

        try
        {
            await export();
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
