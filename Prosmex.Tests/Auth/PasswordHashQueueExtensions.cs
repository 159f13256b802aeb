using Prosmex.Domain.Auth;
using Prosmex.Domain.Persistence;

namespace Prosmex.Tests.Auth;

internal static class PasswordHashQueueExtensions
{
    /// <summary>Occupies every place: what comes later waits until the result is set.</summary>
    public static TaskCompletionSource Hold(this PasswordHashQueue queue)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var n = 0; n < PasswordHashQueue.AtOnce; n++)
        {
            _ = queue.RunAsync(RequestDeadline.None, () => held.Task, _ => 0, _ => Task.CompletedTask, CancellationToken.None);
        }

        return held;
    }
}
