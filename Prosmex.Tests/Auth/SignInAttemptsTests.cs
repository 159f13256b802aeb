using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>The back-off of an account under attack: 10 failures, then 1, 2, 4, 8, 15, 15 … minutes.</summary>
[Trait("Kind", "Integration")]
public sealed class SignInAttemptsTests(TestServer servidor)
{
    private const string Mala = "no-es-la-suya-1";

    [Fact]
    public async Task Failures_AfterTheTenth_WaitAsScheduled()
    {
        await using var programa = await IniciarAsync("ana", "beto");
        using var api = programa.Api();
        using var dentro = await programa.Api().EntradaAsync("ana");
        await FallarAsync(api, "ana", 10);
        foreach (var minutos in new[] { 1, 2, 4, 8, 15, 15, 15 })
        {
            // Refused, with the right password too, and no longer for the asking.
            for (var vez = 0; vez < 12; vez++)
            {
                Bloqueado(await api.EntrarAsync("ana", vez % 3 == 0 ? Personas.Contrasena : Mala), minutos * 60);
            }

            await dentro.ViveAsync();
            programa.Reloj.Adelantar((minutos * 60) - 2);
            Bloqueado(await api.EntrarAsync("ana", Personas.Contrasena), 2);
            programa.Reloj.Adelantar(3);
            await FallarAsync(api, "ana", 1);
        }

        // A user is locked out for at most 15 minutes, and other users not at all.
        await api.EntradaAsync("beto");
        programa.Reloj.Adelantar((15 * 60) + 1);
        await api.EntradaAsync("ana");
        await FallarAsync(api, "ana", 10);
        Bloqueado(await api.EntrarAsync("ana", Mala), 60);
    }

    [Fact]
    public async Task Refusals_ThatChangeNothing_LeaveNoRows()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        using var api = programa.Api();
        await FallarAsync(api, "nadie", 10);
        var antes = await Base.ValorAsync<long>(connection, "SELECT count(*) FROM operaciones");
        Bloqueado(await api.EntrarAsync("nadie", Mala), 60);
        (await api.RenovarAsync("inventado")).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.Con("inventado").PostAsync("/auth/logout")).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        Assert.Equal(antes, await Base.ValorAsync<long>(connection, "SELECT count(*) FROM operaciones"));
    }

    [Fact]
    public async Task Failures_BeforeASignIn_AreReset()
    {
        await using var programa = await IniciarAsync("ana");
        using var api = programa.Api();
        for (var vuelta = 0; vuelta < 3; vuelta++)
        {
            await FallarAsync(api, "ana", 9);
            await api.EntradaAsync("ana");
        }

        await FallarAsync(api, "ana", 10);
        Bloqueado(await api.EntrarAsync("ana", Personas.Contrasena), 60);
    }

    [Fact]
    public async Task Failures_AfterTwelveHours_AreReset()
    {
        await using var programa = await IniciarAsync("ana");
        using var api = programa.Api();
        await FallarAsync(api, "ana", 9);
        programa.Reloj.Adelantar(TimeSpan.FromHours(1));
        await FallarAsync(api, "ana", 1);
        for (var minutos = 1; minutos <= 4; minutos *= 2)
        {
            Bloqueado(await api.EntrarAsync("ana", Mala), minutos * 60);
            programa.Reloj.Adelantar((minutos * 60) + 1);
            await FallarAsync(api, "ana", 1);
        }

        programa.Reloj.Adelantar(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(1));
        await FallarAsync(api, "ana", 10);
        Bloqueado(await api.EntrarAsync("ana", Mala), 60);
    }

    [Fact]
    public async Task Names_ExistingUnknownOrInactive_BehaveTheSame()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "existe");
        await Personas.AgregarAsync(connection, "de-baja", activo: false);
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        using var api = programa.Api();
        List<string>[] vistos = [[], [], []];
        for (var vez = 0; vez < 14; vez++)
        {
            foreach (var (nombre, visto) in new[] { "existe", "de-baja", "no-existe" }.Zip(vistos))
            {
                var response = await api.EntrarAsync(nombre, Mala);
                var body = response.Json.AsObject();
                body.Remove("traceId");
                response.Mensaje.Headers.Remove("Date");
                visto.Add($"{(int)response.Estado} {response.Mensaje.Headers}{body.ToJsonString()}");
            }

            programa.Reloj.Adelantar(vez == 11 ? 61 : 0);
        }

        Assert.Equal(vistos[0], vistos[1]);
        Assert.Equal(vistos[0], vistos[2]);
        Assert.Equal([.. Enumerable.Repeat("401", 10), "429", "429", "401", "429"], vistos[0].Select(v => v[..3]));
    }

    [Fact]
    public async Task Name_InOtherLetters_CountsAsTheSame()
    {
        await using var programa = await IniciarAsync("carmen.núñez", "beto");
        using var api = programa.Api();
        string[] formas = ["carmen.núñez", "CARMEN.NÚÑEZ", "Carmen.Núñez", "carmen.nÚñez", " carmen.núñez "];
        for (var vez = 0; vez < 10; vez++)
        {
            await FallarAsync(api, formas[vez % formas.Length], 1);
        }

        foreach (var forma in formas)
        {
            Bloqueado(await api.EntrarAsync(forma, Personas.Contrasena), 60);
        }

        await api.EntradaAsync("beto");
    }

    [Fact]
    public async Task Restablecer_DuringTheWait_EndsIt()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "admin");
        var id = await Personas.AgregarAsync(connection, "Ana");
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        using var api = programa.Api();
        using var admin = await programa.Api().EntradaAsync("admin");
        await FallarAsync(api, "ana", 10);
        Bloqueado(await api.EntrarAsync("ana", Mala), 60);
        var nueva = (string)(await admin.PostAsync($"/users/{id}/restablecer-contrasena")).Data["contrasena"]!;
        await api.EntradaAsync("ana", nueva);
        await FallarAsync(api, "ana", 10);
        Bloqueado(await api.EntrarAsync("ana", nueva), 60);
    }

    [Fact]
    public async Task CambiarContrasena_WrongCurrentPassword_IsCountedPerSession()
    {
        await using var programa = await IniciarAsync("ana", "beto");
        using var api = await programa.Api().EntradaAsync("ana");
        using var otra = await programa.Api().EntradaAsync("ana");
        using var beto = await programa.Api().EntradaAsync("beto");
        await FallarAsync(beto, "ana", 10);
        Bloqueado(await beto.Otro().EntrarAsync("ana", Personas.Contrasena), 60);

        // A stranger's guesses at the name do not count against the owner, who is signed in.
        for (var vez = 0; vez < 10; vez++)
        {
            (await api.CambiarContrasenaAsync(Mala, "Otra-Secreta-7")).Problema(HttpStatusCode.BadRequest, "auth.contrasena_actual");
        }

        Bloqueado(await api.CambiarContrasenaAsync(Personas.Contrasena, "Otra-Secreta-7"), 60);
        await api.ViveAsync();
        var cambio = await otra.CambiarContrasenaAsync(Personas.Contrasena, "Otra-Secreta-7");
        Assert.True(cambio.Estado == HttpStatusCode.OK, cambio.Texto);

        // A success counts like a sign-in: the name has no wait any more.
        await FallarAsync(beto, "ana", 9);
        await beto.EntradaAsync("ana", "Otra-Secreta-7");
    }

    [Fact]
    public async Task Failures_64AtOnceOnTwoInstances_AreThirtyAttemptsAtMost()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        foreach (var (nombre, hash) in new[] { ("rápida", null), ("lenta", BCrypt.Net.BCrypt.HashPassword(Personas.Contrasena, 12)) })
        {
            await Personas.AgregarAsync(connection, nombre, hash: hash);
        }

        var programas = await Task.WhenAll(ProgramInProcess.IniciarAsync(connection), ProgramInProcess.IniciarAsync(connection));
        await using var uno = programas[0];
        await using var dos = programas[1];
        Api[] apis = [uno.Api(), dos.Api()];
        foreach (var (nombre, puertas) in new[] { ("rápida", 2), ("lenta", 1) })
        {
            var respuestas = await Task.WhenAll(Enumerable.Range(0, 64).Select(n => apis[n % puertas].Otro().EntrarAsync(nombre, $"{Mala}{n}")));
            var attempts = respuestas.Count(r => r.Estado == HttpStatusCode.Unauthorized);
            Assert.All(respuestas, r => Assert.True(
                r.Codigo is "auth.credenciales" or "auth.demasiados_intentos" || (r.Codigo == "auth.saturado" && r.Espera() > 0), $"{r.Estado} {r.Texto}"));
            Assert.True(attempts is >= 10 and <= 30, $"{nombre}: {attempts} guesses");
            foreach (var api in apis)
            {
                var negada = (await api.EntrarAsync(nombre, Personas.Contrasena)).Problema(HttpStatusCode.TooManyRequests, "auth.demasiados_intentos");
                Assert.InRange(negada.Espera(), 1, 900);
            }
        }
    }

    [Fact]
    public async Task Failures_TakingTurnsOnTwoInstances_AddUp()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        await using var uno = await ProgramWithClock.IniciarAsync(connection);
        await using var dos = await ProgramWithClock.IniciarAsync(connection);
        using var api = uno.Api();
        using var otra = dos.Api();
        await FallarAsync(api, "ana", 6);
        await FallarAsync(otra, "ana", 4);
        Bloqueado(await api.EntrarAsync("ana", Personas.Contrasena), 60);
        Bloqueado(await otra.EntrarAsync("ana", Personas.Contrasena), 60);
        dos.Reloj.Adelantar(61);
        await otra.EntradaAsync("ana");
        await FallarAsync(api, "ana", 9);
        await api.EntradaAsync("ana");
    }

    private static async Task FallarAsync(Api api, string nombre, int veces)
    {
        for (var vez = 1; vez <= veces; vez++)
        {
            var response = await api.Con(null).PostAsync("/auth/login", new JsonObject { ["usuario"] = nombre, ["contrasena"] = Mala });
            Assert.True(response.Codigo == "auth.credenciales", $"Failure {vez} of {veces} of {nombre}: {response.Estado} {response.Texto}");
        }
    }

    // The clock is frozen; Retry-After is one second more than the rest, so that a client does not retry too early.
    private static void Bloqueado(ApiResponse response, double seconds)
    {
        response.Problema(HttpStatusCode.TooManyRequests, "auth.demasiados_intentos");
        Assert.InRange(response.Espera(), seconds, seconds + 1);
    }

    private Task<ProgramWithClock> IniciarAsync(params string[] admins) => ProgramWithClock.IniciarConAdminsAsync(servidor, admins);
}
