using System.Globalization;
using System.Net;
using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.LocalHost.Runtime;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>Sessions under parallel requests, and what the log says of them.</summary>
[Trait("Kind", "Integration")]
public sealed class ConcurrentSessionsTests(TestServer server)
{
    [Fact]
    public async Task Refresh_SixteenAtOnce_LeavesOneSuccessorAlive()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        await using var program = await ProgramWithClock.StartAsync(connection);
        using var api = await program.Api().SignedInAsync("ana");

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.RenovarAsync(api.RefreshToken)));

        Assert.All(answers, r => Assert.True(r.Status == HttpStatusCode.OK, r.Text));
        Assert.Equal(16, answers.Select(r => r.Refresh()).Distinct().Count());
        await api.AssertLiveAsync();
        Assert.Equal(15L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM refresh_usados"));
        Assert.Equal(1L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM sesiones WHERE revocada_en IS NULL"));
    }

    [Fact]
    public async Task Login_TwelveAtOnce_LeavesFiveSessionsAtMost()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        await using var program = await ProgramWithClock.StartAsync(connection);
        for (var round = 0; round < 2; round++)
        {
            var signIns = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => program.Api().SignedInAsync("ana")));
            var estados = await Task.WhenAll(signIns.Select(e => e.GetAsync("/grupos")));
            Assert.InRange(estados.Count(e => e.Status == HttpStatusCode.OK), 1, 5);
            Assert.All(estados, e => Assert.True(e.Status is HttpStatusCode.OK or HttpStatusCode.Unauthorized, e.Text));
            Assert.Equal(5L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM sesiones WHERE revocada_en IS NULL"));
        }
    }

    [Fact]
    public async Task Login_TwelveWithTheRightPasswordBeforeTheFirstIsDone_AllSucceed()
    {
        await using var office = await RevocationOffice.OpenAsync(server, lockTimeout: 12_000);
        await Personas.AgregarAsync(office.Connection, "ana");
        await using var other = new NpgsqlConnection(office.Connection);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var lockUser = new NpgsqlCommand("BEGIN; SELECT FROM usuarios WHERE usuario = 'ana' FOR UPDATE", other);
        await lockUser.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // More than the wrong passwords after which a name waits.
        var signIns = Enumerable.Range(0, SignInAttempts.FreeAttempts + 2).Select(_ => office.Program.Api().SignInAsync("ana", Personas.Contrasena)).ToList();
        await RevocationOffice.UntilAsync(
            async () => signIns.Exists(s => s.IsCompleted) || await office.LockWaitersAsync() == signIns.Count, "every sign-in waits for the user, or one is refused");
        await using var unlock = new NpgsqlCommand("COMMIT", other);
        await unlock.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.All(await Task.WhenAll(signIns), r => Assert.True(r.Status == HttpStatusCode.OK, $"{r.Status} {r.Text}"));
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(office.Connection, "SELECT count(*) FROM intentos_de_acceso"));
    }

    [Fact]
    public async Task Refresh_Reused_LogsAWarningWithIdsAndWithoutTokens()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        var id = await Personas.AgregarAsync(connection, "ana");
        var programs = await Task.WhenAll(ProgramInProcess.StartAsync(connection), ProgramInProcess.StartAsync(connection, Clocks.Parse("+1m")));
        await using var ahora = programs[0];
        await using var after = programs[1];
        using var api = await ahora.Api().SignedInAsync("ana");
        using var tarde = after.Api();
        var par = await api.RenovarAsync((await api.RenovarAsync(api.RefreshToken)).Refresh());
        var sid = HandMadeJwt.Of(api.Token!).Sid;
        (await tarde.RenovarAsync(api.RefreshToken)).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");

        // The instances share the sessions.
        (await api.With(par.AccessToken()).GetAsync("/grupos")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await api.SignInAsync("ana", "no-es-la-suya-1");
        (await api.GetAsync("/users")).Problem(HttpStatusCode.Unauthorized);

        var aviso = after.Output.Split('\n').FirstOrDefault(l => l.StartsWith("warn:", StringComparison.Ordinal) && l.Contains(sid, StringComparison.Ordinal));
        Assert.True(aviso is not null, $"No warning names the session {sid}:\n{after.Output}");
        Assert.Matches($@"\b{id.ToString(CultureInfo.InvariantCulture)}\b", aviso.Replace(sid, "", StringComparison.Ordinal));
        string[] secrets = [api.RefreshToken!, par.Refresh(), api.Token!, par.AccessToken(), api.Token!.Split('.')[2], Personas.Contrasena, "no-es-la-suya-1"];
        foreach (var output in programs.Select(p => p.Output))
        {
            Assert.All(secrets, s => Assert.DoesNotContain(s, output, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain("SELECT", output, StringComparison.Ordinal);
            Assert.DoesNotContain("$2", output, StringComparison.Ordinal);
        }
    }
}
