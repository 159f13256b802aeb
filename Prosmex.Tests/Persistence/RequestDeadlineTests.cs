using Microsoft.Extensions.Time.Testing;
using Prosmex.Domain.Persistence;

namespace Prosmex.Tests.Persistence;

[Trait("Kind", "Unit")]
public sealed class RequestDeadlineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Token_WhenTheTimeIsOver_IsCancelledBeforeTheRequestIsOverdue()
    {
        using var deadline = new RequestDeadline(Limit, _clock);

        _clock.Advance(Limit);

        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.True(deadline.IsOver);
        Assert.False(deadline.Overdue.IsCancellationRequested);
        _clock.Advance(Limit);
        Assert.True(deadline.Overdue.IsCancellationRequested);
    }

    [Fact]
    public void Token_WhenTheClientGoesAway_IsCancelledAndTheTimeIsNotOver()
    {
        using var client = new CancellationTokenSource();
        using var deadline = new RequestDeadline(Limit, _clock, client.Token);

        client.Cancel();

        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.False(deadline.IsOver);
    }

    [Fact]
    public void Pause_HoweverLong_LeavesWhatWasLeft()
    {
        using var deadline = new RequestDeadline(Limit, _clock);
        _clock.Advance(Limit / 2);

        using (deadline.Pause())
        {
            _clock.Advance(10 * Limit);
        }

        Assert.False(deadline.IsOver);
        _clock.Advance(Limit / 4);
        Assert.False(deadline.IsOver);
        _clock.Advance(Limit / 4);
        Assert.True(deadline.IsOver);
    }

    [Fact]
    public void Pause_WithoutALimit_AddsNone()
    {
        using var deadline = new RequestDeadline(Limit, _clock);
        deadline.Extend(null);

        deadline.Pause().Dispose();

        _clock.Advance(100 * Limit);
        Assert.False(deadline.IsOver);
    }

    [Fact]
    public void None_WhateverIsAskedOfIt_NeverEnds()
    {
        RequestDeadline.None.Extend(TimeSpan.Zero);
        RequestDeadline.None.Pause().Dispose();

        Assert.False(RequestDeadline.None.Token.CanBeCanceled && RequestDeadline.None.IsOver);
    }
}
