using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>The back-off of an account under attack: 10 failures, then 1, 2, 4, 8, 15, 15 … minutes.</summary>
[Trait("Kind", "Integration")]
public sealed class SignInAttemptsTests(TestServer server)
{
    private const string Mala = "no-es-la-suya-1";

    [Fact]
    public async Task Failures_AfterTheTenth_WaitAsScheduled()
    {
        await using var program = await StartAsync("ana", "beto");
        using var api = program.Api();
        using var dentro = await program.Api().SignedInAsync("ana");
        await FailAsync(api, "ana", 10);
        foreach (var minutes in new[] { 1, 2, 4, 8, 15, 15, 15 })
        {
            // Refused, with the right password too, and no longer for the asking.
            for (var vez = 0; vez < 12; vez++)
            {
                AssertBlocked(await api.SignInAsync("ana", vez % 3 == 0 ? Personas.Contrasena : Mala), minutes * 60);
            }

            await dentro.AssertLiveAsync();
            program.Clock.Advance((minutes * 60) - 2);
            AssertBlocked(await api.SignInAsync("ana", Personas.Contrasena), 2);
            program.Clock.Advance(3);
            await FailAsync(api, "ana", 1);
        }

        // A user is locked out for at most 15 minutes, and other users not at all.
        await api.SignedInAsync("beto");
        program.Clock.Advance((15 * 60) + 1);
        await api.SignedInAsync("ana");
        await FailAsync(api, "ana", 10);
        AssertBlocked(await api.SignInAsync("ana", Mala), 60);
    }

    [Fact]
    public async Task Refusals_ThatChangeNothing_LeaveNoRows()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await using var program = await ProgramWithClock.StartAsync(connection);
        using var api = program.Api();
        await FailAsync(api, "nadie", 10);
        var before = await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM operaciones");
        AssertBlocked(await api.SignInAsync("nadie", Mala), 60);
        (await api.RenovarAsync("inventado")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.With("inventado").PostAsync("/auth/logout")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        Assert.Equal(before, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM operaciones"));
    }

    [Fact]
    public async Task Failures_BeforeASignIn_AreReset()
    {
        await using var program = await StartAsync("ana");
        using var api = program.Api();
        for (var round = 0; round < 3; round++)
        {
            await FailAsync(api, "ana", 9);
            await api.SignedInAsync("ana");
        }

        await FailAsync(api, "ana", 10);
        AssertBlocked(await api.SignInAsync("ana", Personas.Contrasena), 60);
    }

    [Fact]
    public async Task Failures_AfterTwelveHours_AreReset()
    {
        await using var program = await StartAsync("ana");
        using var api = program.Api();
        await FailAsync(api, "ana", 9);
        program.Clock.Advance(TimeSpan.FromHours(1));
        await FailAsync(api, "ana", 1);
        for (var minutes = 1; minutes <= 4; minutes *= 2)
        {
            AssertBlocked(await api.SignInAsync("ana", Mala), minutes * 60);
            program.Clock.Advance((minutes * 60) + 1);
            await FailAsync(api, "ana", 1);
        }

        program.Clock.Advance(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(1));
        await FailAsync(api, "ana", 10);
        AssertBlocked(await api.SignInAsync("ana", Mala), 60);
    }

    [Fact]
    public async Task Names_ExistingUnknownOrInactive_BehaveTheSame()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "existe");
        await Personas.AgregarAsync(connection, "de-baja", activo: false);
        await using var program = await ProgramWithClock.StartAsync(connection);
        using var api = program.Api();
        List<string>[] vistos = [[], [], []];
        for (var vez = 0; vez < 14; vez++)
        {
            foreach (var (nombre, visto) in new[] { "existe", "de-baja", "no-existe" }.Zip(vistos))
            {
                var response = await api.SignInAsync(nombre, Mala);
                var body = response.Json.AsObject();
                body.Remove("traceId");
                response.Message.Headers.Remove("Date");
                visto.Add($"{(int)response.Status} {response.Message.Headers}{body.ToJsonString()}");
            }

            program.Clock.Advance(vez == 11 ? 61 : 0);
        }

        Assert.Equal(vistos[0], vistos[1]);
        Assert.Equal(vistos[0], vistos[2]);
        Assert.Equal([.. Enumerable.Repeat("401", 10), "429", "429", "401", "429"], vistos[0].Select(v => v[..3]));
    }

    [Fact]
    public async Task Name_InOtherLetters_CountsAsTheSame()
    {
        await using var program = await StartAsync("carmen.núñez", "beto");
        using var api = program.Api();
        string[] formas = ["carmen.núñez", "CARMEN.NÚÑEZ", "Carmen.Núñez", "carmen.nÚñez", " carmen.núñez "];
        for (var vez = 0; vez < 10; vez++)
        {
            await FailAsync(api, formas[vez % formas.Length], 1);
        }

        foreach (var forma in formas)
        {
            AssertBlocked(await api.SignInAsync(forma, Personas.Contrasena), 60);
        }

        await api.SignedInAsync("beto");
    }

    [Fact]
    public async Task Restablecer_DuringTheWait_EndsIt()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "admin");
        var id = await Personas.AgregarAsync(connection, "Ana");
        await using var program = await ProgramWithClock.StartAsync(connection);
        using var api = program.Api();
        using var admin = await program.Api().SignedInAsync("admin");
        await FailAsync(api, "ana", 10);
        AssertBlocked(await api.SignInAsync("ana", Mala), 60);
        var nueva = (string)(await admin.PostAsync($"/users/{id}/restablecer-contrasena")).Data["contrasena"]!;
        await api.SignedInAsync("ana", nueva);
        await FailAsync(api, "ana", 10);
        AssertBlocked(await api.SignInAsync("ana", nueva), 60);
    }

    [Fact]
    public async Task CambiarContrasena_WrongCurrentPassword_IsCountedPerSession()
    {
        await using var program = await StartAsync("ana", "beto");
        using var api = await program.Api().SignedInAsync("ana");
        using var otra = await program.Api().SignedInAsync("ana");
        using var beto = await program.Api().SignedInAsync("beto");
        await FailAsync(beto, "ana", 10);
        AssertBlocked(await beto.Another().SignInAsync("ana", Personas.Contrasena), 60);

        // A stranger's guesses at the name do not count against the owner, who is signed in.
        for (var vez = 0; vez < 10; vez++)
        {
            (await api.CambiarContrasenaAsync(Mala, "Otra-Secreta-7")).Problem(HttpStatusCode.BadRequest, "auth.contrasena_actual");
        }

        AssertBlocked(await api.CambiarContrasenaAsync(Personas.Contrasena, "Otra-Secreta-7"), 60);
        await api.AssertLiveAsync();
        var cambio = await otra.CambiarContrasenaAsync(Personas.Contrasena, "Otra-Secreta-7");
        Assert.True(cambio.Status == HttpStatusCode.OK, cambio.Text);

        // A success counts like a sign-in: the name has no wait any more.
        await FailAsync(beto, "ana", 9);
        await beto.SignedInAsync("ana", "Otra-Secreta-7");
    }

    [Fact]
    public async Task Failures_64AtOnceOnTwoInstances_AreThirtyAttemptsAtMost()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        foreach (var (nombre, hash) in new[] { ("rápida", null), ("lenta", BCrypt.Net.BCrypt.HashPassword(Personas.Contrasena, 12)) })
        {
            await Personas.AgregarAsync(connection, nombre, hash: hash);
        }

        var programs = await Task.WhenAll(ProgramInProcess.StartAsync(connection), ProgramInProcess.StartAsync(connection));
        await using var uno = programs[0];
        await using var dos = programs[1];
        Api[] apis = [uno.Api(), dos.Api()];
        foreach (var (nombre, puertas) in new[] { ("rápida", 2), ("lenta", 1) })
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(n => apis[n % puertas].Another().SignInAsync(nombre, $"{Mala}{n}")));
            var attempts = answers.Count(r => r.Status == HttpStatusCode.Unauthorized);
            Assert.All(answers, r => Assert.True(
                r.Codigo is "auth.credenciales" or "auth.demasiados_intentos" || (r.Codigo == "auth.saturado" && r.RetryAfter() > 0), $"{r.Status} {r.Text}"));
            Assert.True(attempts is >= 10 and <= 30, $"{nombre}: {attempts} guesses");
            foreach (var api in apis)
            {
                var negada = (await api.SignInAsync(nombre, Personas.Contrasena)).Problem(HttpStatusCode.TooManyRequests, "auth.demasiados_intentos");
                Assert.InRange(negada.RetryAfter(), 1, 900);
            }
        }
    }

    [Fact]
    public async Task Failures_TakingTurnsOnTwoInstances_AddUp()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        await using var uno = await ProgramWithClock.StartAsync(connection);
        await using var dos = await ProgramWithClock.StartAsync(connection);
        using var api = uno.Api();
        using var otra = dos.Api();
        await FailAsync(api, "ana", 6);
        await FailAsync(otra, "ana", 4);
        AssertBlocked(await api.SignInAsync("ana", Personas.Contrasena), 60);
        AssertBlocked(await otra.SignInAsync("ana", Personas.Contrasena), 60);
        dos.Clock.Advance(61);
        await otra.SignedInAsync("ana");
        await FailAsync(api, "ana", 9);
        await api.SignedInAsync("ana");
    }

    private static async Task FailAsync(Api api, string nombre, int times)
    {
        for (var vez = 1; vez <= times; vez++)
        {
            var response = await api.With(null).PostAsync("/auth/login", new JsonObject { ["usuario"] = nombre, ["contrasena"] = Mala });
            Assert.True(response.Codigo == "auth.credenciales", $"Failure {vez} of {times} of {nombre}: {response.Status} {response.Text}");
        }
    }

    // The clock is frozen; Retry-After is one second more than the rest, so that a client does not retry too early.
    private static void AssertBlocked(ApiResponse response, double seconds)
    {
        response.Problem(HttpStatusCode.TooManyRequests, "auth.demasiados_intentos");
        Assert.InRange(response.RetryAfter(), seconds, seconds + 1);
    }

    private Task<ProgramWithClock> StartAsync(params string[] admins) => ProgramWithClock.StartWithAdminsAsync(server, admins);
}
