using System.Net;
using Prosmex.Domain.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>Many concurrent sign-ins: BCrypt must not starve other requests.</summary>
[Trait("Kind", "Integration")]
public sealed class SignInLoadTests(TestServer server)
{
    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public async Task Logins_64AtOnce_LetOthersBeAnsweredAndAllSucceed()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;

        // A quarter of the cost of the real ones, and still far more than the processors can handle at once.
        var caro = BCrypt.Net.BCrypt.HashPassword(Personas.Contrasena, 10);
        await Personas.AgregarAsync(connection, "dentro");
        foreach (var n in Enumerable.Range(0, 17))
        {
            await Personas.AgregarAsync(connection, $"u{n}", rol: 1, hash: caro);
        }

        await using var program = await ProgramInProcess.StartAsync(connection);
        using var dentro = await program.Api().SignedInAsync("dentro");

        // Half of them are one user's, the others of 16.
        var signIns = Enumerable.Range(0, 64).Select(n => InsistAsync(program.Api(), n < 32 ? "u16" : $"u{n % 16}")).ToList();
        var todas = Task.WhenAll(signIns);
        var respondidas = 0;
        while (respondidas < 30 && !todas.IsCompleted)
        {
            foreach (var path in new[] { "/grupos", "/health", "/users" })
            {
                var response = await dentro.GetAsync(path);
                Assert.True(response.Status == HttpStatusCode.OK, $"{path}: {response.Status} {response.Text}");
            }

            respondidas += todas.IsCompleted ? 0 : 1;
        }

        Assert.True(respondidas >= 20, $"Only {respondidas} rounds were answered while the sign-ins ran.");
        Assert.All(await todas, r => Assert.True(r.Status == HttpStatusCode.OK, $"{r.Status} {r.Text}"));
        await dentro.AssertLiveAsync();
    }

    [Fact]
    public async Task Logins_MoreThanTheQueueHolds_AreRejectedAndFreeTheirPlaceWhenTheyLeave()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "dentro");
        await using var program = await ProgramWithClock.StartAsync(connection);
        using var dentro = await program.Api().SignedInAsync("dentro");

        // No turn comes; a rejection comes immediately.
        var queue = program.Service<PasswordHashQueue>();
        var held = queue.Hold();
        var muchos = program.Api();
        var signIns = Enumerable.Range(0, 400).Select(n => muchos.SignInAsync($"nadie{n}", Personas.Contrasena)).ToList();
        var primera = await await Task.WhenAny(signIns.Select(async e => (await e).Codigo == "auth.saturado" ? await e : await NeverAsync()));
        primera.Problem(HttpStatusCode.TooManyRequests, "auth.saturado");
        Assert.InRange(primera.RetryAfter(), 1, 60);
        await dentro.AssertLiveAsync();

        // The clients disconnect: nothing must wait for abandoned work.
        muchos.Dispose();
        var pendientes = signIns.Count(e => !e.IsCompletedSuccessfully);
        Assert.True(pendientes > 50, $"Only {pendientes} were still in line.");
        await RevocationOffice.UntilAsync(() => Task.FromResult(queue.Waiting == 0), "those who left wait no more");
        held.SetResult();
        var signIn = await InsistAsync(dentro.Another(), "dentro");
        Assert.True(signIn.Status == HttpStatusCode.OK, $"{signIn.Status} {signIn.Text}");
        Assert.True(await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM sesiones WHERE revocada_en IS NULL") >= 2);
        foreach (var left in signIns)
        {
            await Record.ExceptionAsync(() => left);
        }
    }

    private static async Task<ApiResponse> NeverAsync()
    {
        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        throw new InvalidOperationException();
    }

    /// <summary>Signs in, and retries after a rejection.</summary>
    private static async Task<ApiResponse> InsistAsync(Api api, string usuario)
    {
        while (true)
        {
            var response = await api.SignInAsync(usuario, Personas.Contrasena);
            if (response.Status != HttpStatusCode.TooManyRequests)
            {
                return response;
            }

            response.Problem(HttpStatusCode.TooManyRequests, "auth.saturado");
            Assert.InRange(response.RetryAfter(), 1, 60);
            await Task.Delay(TimeSpan.FromSeconds(response.RetryAfter()), TestContext.Current.CancellationToken);
        }
    }
}
