using System.Net;
using Prosmex.Domain.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>Many concurrent sign-ins: BCrypt must not starve other requests.</summary>
[Trait("Kind", "Integration")]
public sealed class SignInLoadTests(TestServer servidor)
{
    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public async Task Logins_64AtOnce_LetOthersBeAnsweredAndAllSucceed()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;

        // A quarter of the cost of the real ones, and still far more than the processors can handle at once.
        var caro = BCrypt.Net.BCrypt.HashPassword(Personas.Contrasena, 10);
        await Personas.AgregarAsync(connection, "dentro");
        foreach (var n in Enumerable.Range(0, 17))
        {
            await Personas.AgregarAsync(connection, $"u{n}", rol: 1, hash: caro);
        }

        await using var programa = await ProgramInProcess.IniciarAsync(connection);
        using var dentro = await programa.Api().EntradaAsync("dentro");

        // Half of them are one user's, the others of 16.
        var entradas = Enumerable.Range(0, 64).Select(n => InsistirAsync(programa.Api(), n < 32 ? "u16" : $"u{n % 16}")).ToList();
        var todas = Task.WhenAll(entradas);
        var respondidas = 0;
        while (respondidas < 30 && !todas.IsCompleted)
        {
            foreach (var ruta in new[] { "/grupos", "/health", "/users" })
            {
                var response = await dentro.GetAsync(ruta);
                Assert.True(response.Estado == HttpStatusCode.OK, $"{ruta}: {response.Estado} {response.Texto}");
            }

            respondidas += todas.IsCompleted ? 0 : 1;
        }

        Assert.True(respondidas >= 20, $"Only {respondidas} rounds were answered while the sign-ins ran.");
        Assert.All(await todas, r => Assert.True(r.Estado == HttpStatusCode.OK, $"{r.Estado} {r.Texto}"));
        await dentro.ViveAsync();
    }

    [Fact]
    public async Task Logins_MoreThanTheQueueHolds_AreRejectedAndFreeTheirPlaceWhenTheyLeave()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "dentro");
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        using var dentro = await programa.Api().EntradaAsync("dentro");

        // Nobody's turn comes; a rejection comes immediately.
        var queue = programa.Servicio<PasswordHashQueue>();
        var held = queue.Hold();
        var muchos = programa.Api();
        var entradas = Enumerable.Range(0, 400).Select(n => muchos.EntrarAsync($"nadie{n}", Personas.Contrasena)).ToList();
        var primera = await await Task.WhenAny(entradas.Select(async e => (await e).Codigo == "auth.saturado" ? await e : await NuncaAsync()));
        primera.Problema(HttpStatusCode.TooManyRequests, "auth.saturado");
        Assert.InRange(primera.Espera(), 1, 60);
        await dentro.ViveAsync();

        // The clients disconnect: nothing must wait for abandoned work.
        muchos.Dispose();
        var pendientes = entradas.Count(e => !e.IsCompletedSuccessfully);
        Assert.True(pendientes > 50, $"Only {pendientes} were still in line.");
        await RevocationOffice.UntilAsync(() => Task.FromResult(queue.Waiting == 0), "those who left wait no more");
        held.SetResult();
        var signIn = await InsistirAsync(dentro.Otro(), "dentro");
        Assert.True(signIn.Estado == HttpStatusCode.OK, $"{signIn.Estado} {signIn.Texto}");
        Assert.True(await Base.ValorAsync<long>(connection, "SELECT count(*) FROM sesiones WHERE revocada_en IS NULL") >= 2);
        foreach (var entrada in entradas)
        {
            await Record.ExceptionAsync(() => entrada);
        }
    }

    private static async Task<ApiResponse> NuncaAsync()
    {
        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        throw new InvalidOperationException();
    }

    /// <summary>Signs in, and retries after a rejection.</summary>
    private static async Task<ApiResponse> InsistirAsync(Api api, string usuario)
    {
        while (true)
        {
            var response = await api.EntrarAsync(usuario, Personas.Contrasena);
            if (response.Estado != HttpStatusCode.TooManyRequests)
            {
                return response;
            }

            response.Problema(HttpStatusCode.TooManyRequests, "auth.saturado");
            Assert.InRange(response.Espera(), 1, 60);
            await Task.Delay(TimeSpan.FromSeconds(response.Espera()), TestContext.Current.CancellationToken);
        }
    }
}
