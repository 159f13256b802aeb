using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.WorkerTests.Infrastructure;

/// <summary>One collector per loan, who keeps registering payments of 1, each with a new key, until one gets no answer.</summary>
internal sealed class PaymentLoad
{
    private const int Warm = 20;

    private readonly ConcurrentBag<string> _sent = [];
    private readonly ConcurrentBag<string> _accepted = [];
    private readonly TaskCompletionSource _warm = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _collectors;

    public PaymentLoad(Api api, int loans, string name) => _collectors = Task.WhenAll(Enumerable.Range(1, loans).Select(loan => CollectAsync(api, loan, name)));

    public IReadOnlyCollection<string> Sent => _sent;

    public IReadOnlyCollection<string> Accepted => _accepted;

    public IEnumerable<string> Unanswered => _sent.Except(_accepted);

    /// <summary>Completes when enough payments were accepted.</summary>
    public Task WarmAsync() => Task.WhenAny(_warm.Task, _collectors).Unwrap();

    /// <summary>Completes when every collector has got no answer.</summary>
    public Task EndAsync() => _collectors;

    public static Task<string[]> StoredAsync(string database) =>
        TestDatabase.ValueAsync<string[]>(database, "SELECT coalesce(array_agg(clave), '{}') FROM operaciones WHERE clave IS NOT NULL");

    /// <summary>Null where no answer came.</summary>
    /// <param name="key">Begins with the loan's id.</param>
    public static async Task<HttpStatusCode?> PayAsync(Api api, string key)
    {
        try
        {
            using var body = new StringContent($$"""[{"prestamo_id":{{key.Split('-')[0]}},"monto_pagado":1}]""", Encoding.UTF8, "application/json");
            return (await api.SendAsync(HttpMethod.Post, "/pagos", body, ("Idempotency-Key", key))).Status;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task CollectAsync(Api api, int loan, string name)
    {
        for (var n = 1; ; n++)
        {
            var key = $"{loan}-{name}-{n}";
            _sent.Add(key);
            var status = await PayAsync(api, key);
            if (status != HttpStatusCode.Created)
            {
                // The host's response for a worker that has exited.
                Assert.True(status is null or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway, $"{key}: {status}");
                return;
            }

            _accepted.Add(key);
            if (_accepted.Count >= Warm)
            {
                _warm.TrySetResult();
            }
        }
    }
}
