using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>How long sessions live and what ends them, each time seen on the very next request.</summary>
[Trait("Kind", "Integration")]
public sealed class SessionsTests(TestServer server)
{
    [Fact]
    public async Task Refresh_EveryUse_Rotates()
    {
        var (program, _) = await StartAsync("ana");
        await using var _1 = program;
        using var api = await program.Api().SignedInAsync("ana");
        HashSet<string> vistos = [api.RefreshToken!];
        var refresh = api.RefreshToken;
        for (var vez = 0; vez < 4; vez++)
        {
            program.Clock.Advance(60);
            var par = await api.RenovarAsync(refresh);
            Assert.Equal(HttpStatusCode.OK, par.Status);
            Assert.Equal(["access_token", "message", "refresh_token"], par.Data.Keys());
            refresh = par.Refresh();
            Assert.True(vistos.Add(refresh));
            await api.With(par.AccessToken()).AssertLiveAsync();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(11 * 60 * 60)]
    public async Task Refresh_AnswerLost_MayBeRepeatedAndTheUnusedSuccessorDies(double seconds)
    {
        var (program, _) = await StartAsync("ana");
        await using var _1 = program;
        using var api = await program.Api().SignedInAsync("ana");
        var perdida = await api.RenovarAsync(api.RefreshToken);
        program.Clock.Advance(seconds);

        var repetida = await api.RenovarAsync(api.RefreshToken);

        Assert.Equal(HttpStatusCode.OK, repetida.Status);
        await api.With(repetida.AccessToken()).AssertLiveAsync();
        var siguiente = await api.RenovarAsync(repetida.Refresh());
        Assert.Equal(HttpStatusCode.OK, siguiente.Status);
        (await api.RenovarAsync(perdida.Refresh())).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await api.AssertEndedAsync();
        (await api.RenovarAsync(siguiente.Refresh())).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
    }

    [Fact]
    public async Task Refresh_DeadSuccessorPresented_EndsTheSessionAndNoOther()
    {
        var (program, _) = await StartAsync("ana");
        await using var _1 = program;
        using var api = await program.Api().SignedInAsync("ana");
        using var otra = await program.Api().SignedInAsync("ana");
        var perdida = await api.RenovarAsync(api.RefreshToken);
        var repetida = await api.RenovarAsync(api.RefreshToken);

        (await api.RenovarAsync(perdida.Refresh())).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");

        await api.AssertEndedAsync();
        (await api.RenovarAsync(repetida.Refresh())).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await otra.AssertLiveAsync();
        Assert.Equal(HttpStatusCode.OK, (await otra.RenovarAsync(otra.RefreshToken)).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Refresh_AfterItsSuccessorWasUsed_EndsTheSession(int uses)
    {
        var (program, _) = await StartAsync("ana");
        await using var _1 = program;
        using var api = await program.Api().SignedInAsync("ana");
        var par = await api.RenovarAsync(api.RefreshToken);
        for (var vez = 0; vez < uses; vez++)
        {
            par = await api.RenovarAsync(par.Refresh());
        }

        (await api.RenovarAsync(api.RefreshToken)).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");

        (await api.With(par.AccessToken()).GetAsync("/grupos")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.RenovarAsync(par.Refresh())).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
    }

    [Fact]
    public async Task Refresh_NeverAToken_EndsNothing()
    {
        var (program, _) = await StartAsync("ana");
        await using var _1 = program;
        using var api = await program.Api().SignedInAsync("ana");
        foreach (var token in new[] { null, "", "x", new string('0', 64), api.RefreshToken!.ToUpperInvariant() + "0", api.RefreshToken[..^1], new string('a', 7000) })
        {
            (await api.RenovarAsync(token)).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        }

        await api.AssertLiveAsync();
    }

    [Fact]
    public async Task Login_TheSixthTime_EndsTheOldestSession()
    {
        var (program, _) = await StartAsync("ana", "beto");
        await using var _1 = program;
        using var beto = await program.Api().SignedInAsync("beto");
        List<Api> sesiones = [];
        async Task SignIn()
        {
            program.Clock.Advance(60);
            sesiones.Add(await program.Api().SignedInAsync("ana"));
        }

        for (var vez = 0; vez < 5; vez++)
        {
            await SignIn();
        }

        foreach (var sesion in sesiones)
        {
            await sesion.AssertLiveAsync();
        }

        await SignIn();
        await sesiones[0].AssertEndedAsync();

        // An ended session frees its place: no other session is ended.
        await sesiones[3].PostAsync("/auth/logout");
        await SignIn();
        await sesiones[3].AssertEndedAsync();
        foreach (var viva in new[] { 1, 2, 4, 5, 6 })
        {
            await sesiones[viva].AssertLiveAsync();
        }

        await SignIn();
        await sesiones[1].AssertEndedAsync();
        await sesiones[2].AssertLiveAsync();
        await beto.AssertLiveAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logout_WithEitherToken_EndsThatSessionAndNoOther(bool conRefresh)
    {
        var (program, _) = await StartAsync("ana");
        await using var _1 = program;
        using var api = await program.Api().SignedInAsync("ana");
        using var otra = await program.Api().SignedInAsync("ana");
        Assert.Equal(HttpStatusCode.OK, (await api.With(conRefresh ? api.RefreshToken : api.Token).PostAsync("/auth/logout")).Status);
        await api.AssertEndedAsync();
        (await api.PostAsync("/auth/logout")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.With(null).PostAsync("/auth/logout")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await otra.AssertLiveAsync();
    }

    [Fact]
    public async Task Role_Changed_EndsTheSessionsOfTheUser()
    {
        var (program, ids) = await StartAsync("admin", "ana");
        await using var _1 = program;
        using var admin = await program.Api().SignedInAsync("admin");
        using var ana = await program.Api().SignedInAsync("ana");
        Assert.Equal(HttpStatusCode.OK, (await ana.GetAsync("/users")).Status);

        await Hecho(admin.PutAsync($"/users/{ids[1]}", new JsonObject { ["rol_id"] = 1 }));

        await ana.AssertEndedAsync();
        using var otraVez = await program.Api().SignedInAsync("ana");
        (await otraVez.GetAsync("/users")).Problem(HttpStatusCode.Forbidden);
        await Hecho(admin.PutAsync($"/users/{ids[1]}", new JsonObject { ["rol_id"] = 1, ["nombre"] = "Otra" }));
        await otraVez.AssertLiveAsync();
        await admin.AssertLiveAsync();
    }

    [Fact]
    public async Task Baja_OrPasswordChangedByAnAdmin_EndsAllSessions()
    {
        var (program, ids) = await StartAsync("admin", "borrada", "baja", "cambiada");
        await using var _1 = program;
        using var admin = await program.Api().SignedInAsync("admin");
        Dictionary<string, Api[]> sesiones = [];
        foreach (var nombre in new[] { "borrada", "baja", "cambiada" })
        {
            sesiones[nombre] = [await program.Api().SignedInAsync(nombre), await program.Api().SignedInAsync(nombre)];
        }

        // A user whom a corte references is deactivated, not deleted.
        Assert.Equal(HttpStatusCode.Created, (await sesiones["baja"][0].PostAsync("/cortes/cortes", JsonNode.Parse("""{"corte_total":-1,"total_gastos":0,"semilla":0}"""))).Status);
        await Hecho(admin.DeleteAsync($"/users/{ids[1]}"));
        await Hecho(admin.DeleteAsync($"/users/{ids[2]}"));
        await Hecho(admin.PutAsync($"/users/{ids[3]}", new JsonObject { ["contrasena"] = "Otra-Secreta-7" }));
        foreach (var api in sesiones.Values.SelectMany(s => s))
        {
            await api.AssertEndedAsync();
        }

        // What ended stays ended.
        await Hecho(admin.PutAsync($"/users/{ids[2]}", new JsonObject { ["activo"] = true }));
        await sesiones["baja"][0].AssertEndedAsync();
        await program.Api().SignedInAsync("baja");
        await program.Api().SignedInAsync("cambiada", "Otra-Secreta-7");
        await admin.AssertLiveAsync();
    }

    [Fact]
    public async Task TerminarSesiones_OfAUser_CountsTheLiveOnesAndTouchesNoOther()
    {
        var (program, ids) = await StartAsync("admin", "ana", "beto", "baja");
        await using var _1 = program;
        using var admin = await program.Api().SignedInAsync("admin");
        using var beto = await program.Api().SignedInAsync("beto");
        Api[] sesiones = [await program.Api().SignedInAsync("ana"), await program.Api().SignedInAsync("ana"), await program.Api().SignedInAsync("ana")];
        await sesiones[0].PostAsync("/auth/logout");
        var terminadas = await admin.DeleteAsync($"/users/{ids[1]}/sesiones");
        Assert.True(terminadas.Status == HttpStatusCode.OK, terminadas.Text);
        Assert.Equal(["message", "terminadas"], terminadas.Data.Keys());
        Assert.Equal(2, (int)terminadas.Data["terminadas"]!);
        await sesiones[1].AssertEndedAsync();
        await sesiones[2].AssertEndedAsync();
        await beto.AssertLiveAsync();
        await admin.AssertLiveAsync();
        Assert.Equal(0, (int)(await admin.DeleteAsync($"/users/{ids[1]}/sesiones/")).Data["terminadas"]!);
        await program.Api().SignedInAsync("ana");

        using var baja = await program.Api().SignedInAsync("baja");
        await baja.PostAsync("/cortes/cortes", JsonNode.Parse("""{"corte_total":-1,"total_gastos":0,"semilla":0}"""));
        await Hecho(admin.DeleteAsync($"/users/{ids[3]}"));
        (await admin.DeleteAsync($"/users/{ids[3]}/sesiones")).Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
        (await admin.DeleteAsync("/users/99999/sesiones")).Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
        (await admin.DeleteAsync("/users/0/sesiones")).Problem(HttpStatusCode.NotFound);
        (await admin.DeleteAsync("/users/99999999999/sesiones")).Problem(HttpStatusCode.NotFound);
    }

    private static async Task Hecho(Task<ApiResponse> response) => Assert.True((await response).Status == HttpStatusCode.OK, (await response).Text);

    private async Task<(ProgramWithClock Program, List<int> Ids)> StartAsync(params string[] admins)
    {
        var database = await server.BorrowAsync();
        List<int> ids = [];
        foreach (var nombre in admins)
        {
            ids.Add(await Personas.AgregarAsync(database.Connection, nombre));
        }

        return (await ProgramWithClock.StartAtAsync(database), ids);
    }
}
