using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Persistence;

namespace Prosmex.Tests.Auth;

[Trait("Kind", "Unit")]
public sealed class PasswordHashQueueTests
{
    [Fact]
    public async Task Queue_TheFirstFindsNoDatabase_TheOthersDoNotTryOneByOne()
    {
        using var queue = new PasswordHashQueue(new PasswordHasher());
        TaskCompletionSource<int> delante = new();
        var hechos = 0;
        Task<int> Formarse() => queue.RunAsync(RequestDeadline.None, () => Task.CompletedTask, _ => Interlocked.Increment(ref hechos), _ => Task.CompletedTask, TestContext.Current.CancellationToken);
        var primeros = Enumerable.Range(0, PasswordHashQueue.AtOnce)
            .Select(_ => queue.RunAsync(RequestDeadline.None, () => delante.Task, _ => 0, _ => Task.CompletedTask, TestContext.Current.CancellationToken)).ToList();
        var fila = Enumerable.Range(0, 20).Select(_ => Formarse()).ToList();
        Assert.All(fila, t => Assert.False(t.IsCompleted));

        delante.SetException(new NpgsqlException("away"));
        foreach (var job in primeros.Concat(fila))
        {
            await Assert.ThrowsAsync<NpgsqlException>(() => job);
        }

        Assert.Equal(0, hechos);
        Assert.Equal(1, await Formarse());
    }
}
