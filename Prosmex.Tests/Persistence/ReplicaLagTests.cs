using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

/// <summary>As of when a replica's data are.</summary>
[Trait("Kind", "Unit")]
public sealed class ReplicaLagTests
{
    private readonly TestClock _clock = new();
    private readonly ReplicaLag _lag;

    public ReplicaLagTests() => _lag = new(TimeSpan.FromSeconds(10), _clock);

    [Fact]
    public void NewestReplayed_ReplicaBetweenTwoStates_IsTheOlderOne()
    {
        var first = Add(100);
        Add(200);

        Assert.Equal(first, _lag.NewestReplayed(new("db", new(199))));
        Assert.Equal(first, _lag.NewestReplayed(new("db", new(100))));
        Assert.Null(_lag.NewestReplayed(new("db", new(99))));
    }

    [Fact]
    public void NewestReplayed_PrimaryAtRest_IsTheNewestState()
    {
        Add(100);
        _clock.Advance(3);
        var second = Add(100);

        Assert.Equal(second, _lag.NewestReplayed(new("db", new(100))));
    }

    [Fact]
    public void NewestReplayed_StateOlderThanTheBound_IsForgotten()
    {
        Add(100);
        _clock.Advance(11);
        Add(200);

        Assert.Null(_lag.NewestReplayed(new("db", new(150))));
    }

    [Fact]
    public void NewestReplayed_NoReplicaOfThisDatabase_IsNone()
    {
        Add(100);

        Assert.Null(_lag.NewestReplayed(new("db", Replayed: null)));
        Assert.Null(_lag.NewestReplayed(new("another", new(100))));
    }

    // Rows keep 32 bits of a counter that has more.
    [Theory]
    [InlineData(99, 100UL, true)]
    [InlineData(100, 100UL, false)]
    [InlineData(101, 100UL, false)]
    [InlineData(0xFFFF_FFF0, 0x1_0000_0005UL, true)]
    [InlineData(3, 0x0_FFFF_FFF0UL, false)]
    [InlineData(3, 0x5_0000_0004UL, true)]
    public void EndedBefore_FirstRunning_ComparesAcrossTheEndOfTheCounter(uint id, ulong firstRunning, bool expected) =>
        Assert.Equal(expected, new SessionWrite(default, id).EndedBefore(firstRunning));

    private PrimaryState Add(ulong end)
    {
        var state = new PrimaryState(_clock.GetTimestamp(), "db", new(end), FirstRunning: 1);
        _lag.Add(state);
        return state;
    }
}
