using System.Globalization;
using System.Net;
using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.LocalHost.Runtime;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>Sessions under parallel requests, and what the log says of them.</summary>
[Trait("Kind", "Integration")]
public sealed class ConcurrentSessionsTests(TestServer servidor)
{
    [Fact]
    public async Task Refresh_SixteenAtOnce_LeavesOneSuccessorAlive()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        using var api = await programa.Api().EntradaAsync("ana");

        var respuestas = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.RenovarAsync(api.RefreshToken)));

        Assert.All(respuestas, r => Assert.True(r.Estado == HttpStatusCode.OK, r.Texto));
        Assert.Equal(16, respuestas.Select(r => r.Refresh()).Distinct().Count());
        await api.ViveAsync();
        Assert.Equal(15L, await Base.ValorAsync<long>(connection, "SELECT count(*) FROM refresh_usados"));
        Assert.Equal(1L, await Base.ValorAsync<long>(connection, "SELECT count(*) FROM sesiones WHERE revocada_en IS NULL"));
    }

    [Fact]
    public async Task Login_TwelveAtOnce_LeavesFiveSessionsAtMost()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        for (var vuelta = 0; vuelta < 2; vuelta++)
        {
            var entradas = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => programa.Api().EntradaAsync("ana")));
            var estados = await Task.WhenAll(entradas.Select(e => e.GetAsync("/grupos")));
            Assert.InRange(estados.Count(e => e.Estado == HttpStatusCode.OK), 1, 5);
            Assert.All(estados, e => Assert.True(e.Estado is HttpStatusCode.OK or HttpStatusCode.Unauthorized, e.Texto));
            Assert.Equal(5L, await Base.ValorAsync<long>(connection, "SELECT count(*) FROM sesiones WHERE revocada_en IS NULL"));
        }
    }

    [Fact]
    public async Task Login_TwelveWithTheRightPasswordBeforeTheFirstIsDone_AllSucceed()
    {
        await using var office = await RevocationOffice.OpenAsync(servidor, lockTimeout: 12_000);
        await Personas.AgregarAsync(office.Conexion, "ana");
        await using var other = new NpgsqlConnection(office.Conexion);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var lockUser = new NpgsqlCommand("BEGIN; SELECT FROM usuarios WHERE usuario = 'ana' FOR UPDATE", other);
        await lockUser.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // More than the wrong passwords after which a name waits.
        var signIns = Enumerable.Range(0, SignInAttempts.FreeAttempts + 2).Select(_ => office.Programa.Api().EntrarAsync("ana", Personas.Contrasena)).ToList();
        await RevocationOffice.UntilAsync(
            async () => signIns.Exists(s => s.IsCompleted) || await office.LockWaitersAsync() == signIns.Count, "every sign-in waits for the user, or one is refused");
        await using var unlock = new NpgsqlCommand("COMMIT", other);
        await unlock.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.All(await Task.WhenAll(signIns), r => Assert.True(r.Estado == HttpStatusCode.OK, $"{r.Estado} {r.Texto}"));
        Assert.Equal(0L, await Base.ValorAsync<long>(office.Conexion, "SELECT count(*) FROM intentos_de_acceso"));
    }

    [Fact]
    public async Task Refresh_Reused_LogsAWarningWithIdsAndWithoutTokens()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        var id = await Personas.AgregarAsync(connection, "ana");
        var programas = await Task.WhenAll(ProgramInProcess.IniciarAsync(connection), ProgramInProcess.IniciarAsync(connection, Clocks.Parse("+1m")));
        await using var ahora = programas[0];
        await using var despues = programas[1];
        using var api = await ahora.Api().EntradaAsync("ana");
        using var tarde = despues.Api();
        var par = await api.RenovarAsync((await api.RenovarAsync(api.RefreshToken)).Refresh());
        var sid = HandMadeJwt.De(api.Token!).Sid;
        (await tarde.RenovarAsync(api.RefreshToken)).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");

        // The instances share the sessions.
        (await api.Con(par.Acceso()).GetAsync("/grupos")).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await api.EntrarAsync("ana", "no-es-la-suya-1");
        (await api.GetAsync("/users")).Problema(HttpStatusCode.Unauthorized);

        var aviso = despues.Salida.Split('\n').FirstOrDefault(l => l.StartsWith("warn:", StringComparison.Ordinal) && l.Contains(sid, StringComparison.Ordinal));
        Assert.True(aviso is not null, $"No warning names the session {sid}:\n{despues.Salida}");
        Assert.Matches($@"\b{id.ToString(CultureInfo.InvariantCulture)}\b", aviso.Replace(sid, "", StringComparison.Ordinal));
        string[] secretos = [api.RefreshToken!, par.Refresh(), api.Token!, par.Acceso(), api.Token!.Split('.')[2], Personas.Contrasena, "no-es-la-suya-1"];
        foreach (var output in programas.Select(p => p.Salida))
        {
            Assert.All(secretos, s => Assert.DoesNotContain(s, output, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain("SELECT", output, StringComparison.Ordinal);
            Assert.DoesNotContain("$2", output, StringComparison.Ordinal);
        }
    }
}
