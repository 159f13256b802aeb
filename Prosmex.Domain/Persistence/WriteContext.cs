using System.Collections.ObjectModel;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// What a write to loans or money needs. Only the unit of work makes one, once it holds the lock that keeps weeks from being closed until the
/// transaction ends: a method that takes it cannot be called without that lock.
/// </summary>
/// <param name="UsuarioId">Who writes.</param>
/// <param name="Now">The instant at which the lock was held.</param>
/// <param name="LastClosedWeek">Null before the first close.</param>
public sealed record WriteContext(int UsuarioId, DateTimeOffset Now, Semana? LastClosedWeek = null)
{
    // Without "init": a copy by "with" is of the same user, instant and week.
    public int UsuarioId { get; } = UsuarioId;

    public DateTimeOffset Now { get; } = Now;

    public Semana? LastClosedWeek { get; } = LastClosedWeek;

    /// <summary>
    /// The last closed week with collection of the clients whose last closed week was declared without it. Who writes to a client's loans loads it
    /// (<c>PersonasDelPrestamo</c>).
    /// </summary>
    public IReadOnlyDictionary<int, Semana> ConCobranza { get; init; } = ReadOnlyDictionary<int, Semana>.Empty;

    /// <summary>The last closed week with collection of a client: an open loan is vencido once its plan has ended by then.</summary>
    public Semana? LastWeekWithCollection(int clienteId) => ConCobranza.TryGetValue(clienteId, out var semana) ? semana : LastClosedWeek;

    /// <summary>Whether an instant lies in a closed week.</summary>
    public bool IsInClosedWeek(DateTimeOffset instant) => instant < LastClosedWeek?.Fin;
}
