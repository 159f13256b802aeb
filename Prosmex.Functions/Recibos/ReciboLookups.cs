using System.Threading.RateLimiting;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Recibos;

namespace Prosmex.Functions.Recibos;

/// <summary>
/// How many receipts can be looked up: against trying out codes. One limit for all callers, because behind the Functions host they may share an address;
/// each instance of the program has its own.
/// </summary>
public sealed class ReciboLookups(ProsmexOptions options) : IDisposable
{
    private const int BurstSeconds = 10;

    private readonly TokenBucketRateLimiter _limiter = new(new()
    {
        TokensPerPeriod = options.RecibosPerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        TokenLimit = options.RecibosPerSecond * BurstSeconds,
        QueueLimit = 0,
    });

    /// <exception cref="DominioException">recibo.saturado.</exception>
    public void Enter()
    {
        using var lease = _limiter.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            throw new DominioException(ReciboErrores.Saturado);
        }
    }

    public void Dispose() => _limiter.Dispose();
}
