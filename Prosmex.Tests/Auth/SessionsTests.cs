using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>How long sessions live and what ends them, each time seen on the very next request.</summary>
[Trait("Kind", "Integration")]
public sealed class SessionsTests(TestServer servidor)
{
    [Fact]
    public async Task Refresh_EveryUse_Rotates()
    {
        var (programa, _) = await IniciarAsync("ana");
        await using var _1 = programa;
        using var api = await programa.Api().EntradaAsync("ana");
        HashSet<string> vistos = [api.RefreshToken!];
        var refresh = api.RefreshToken;
        for (var vez = 0; vez < 4; vez++)
        {
            programa.Reloj.Adelantar(60);
            var par = await api.RenovarAsync(refresh);
            Assert.Equal(HttpStatusCode.OK, par.Estado);
            Assert.Equal(["access_token", "message", "refresh_token"], par.Data.Claves());
            refresh = par.Refresh();
            Assert.True(vistos.Add(refresh));
            await api.Con(par.Acceso()).ViveAsync();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(11 * 60 * 60)]
    public async Task Refresh_AnswerLost_MayBeRepeatedAndTheUnusedSuccessorDies(double seconds)
    {
        var (programa, _) = await IniciarAsync("ana");
        await using var _1 = programa;
        using var api = await programa.Api().EntradaAsync("ana");
        var perdida = await api.RenovarAsync(api.RefreshToken);
        programa.Reloj.Adelantar(seconds);

        var repetida = await api.RenovarAsync(api.RefreshToken);

        Assert.Equal(HttpStatusCode.OK, repetida.Estado);
        await api.Con(repetida.Acceso()).ViveAsync();
        var siguiente = await api.RenovarAsync(repetida.Refresh());
        Assert.Equal(HttpStatusCode.OK, siguiente.Estado);
        (await api.RenovarAsync(perdida.Refresh())).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await api.TerminoAsync();
        (await api.RenovarAsync(siguiente.Refresh())).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
    }

    [Fact]
    public async Task Refresh_DeadSuccessorPresented_EndsTheSessionAndNoOther()
    {
        var (programa, _) = await IniciarAsync("ana");
        await using var _1 = programa;
        using var api = await programa.Api().EntradaAsync("ana");
        using var otra = await programa.Api().EntradaAsync("ana");
        var perdida = await api.RenovarAsync(api.RefreshToken);
        var repetida = await api.RenovarAsync(api.RefreshToken);

        (await api.RenovarAsync(perdida.Refresh())).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");

        await api.TerminoAsync();
        (await api.RenovarAsync(repetida.Refresh())).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await otra.ViveAsync();
        Assert.Equal(HttpStatusCode.OK, (await otra.RenovarAsync(otra.RefreshToken)).Estado);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Refresh_AfterItsSuccessorWasUsed_EndsTheSession(int usos)
    {
        var (programa, _) = await IniciarAsync("ana");
        await using var _1 = programa;
        using var api = await programa.Api().EntradaAsync("ana");
        var par = await api.RenovarAsync(api.RefreshToken);
        for (var vez = 0; vez < usos; vez++)
        {
            par = await api.RenovarAsync(par.Refresh());
        }

        (await api.RenovarAsync(api.RefreshToken)).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");

        (await api.Con(par.Acceso()).GetAsync("/grupos")).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.RenovarAsync(par.Refresh())).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
    }

    [Fact]
    public async Task Refresh_NeverAToken_EndsNothing()
    {
        var (programa, _) = await IniciarAsync("ana");
        await using var _1 = programa;
        using var api = await programa.Api().EntradaAsync("ana");
        foreach (var token in new[] { null, "", "x", new string('0', 64), api.RefreshToken!.ToUpperInvariant() + "0", api.RefreshToken[..^1], new string('a', 7000) })
        {
            (await api.RenovarAsync(token)).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        }

        await api.ViveAsync();
    }

    [Fact]
    public async Task Login_TheSixthTime_EndsTheOldestSession()
    {
        var (programa, _) = await IniciarAsync("ana", "beto");
        await using var _1 = programa;
        using var beto = await programa.Api().EntradaAsync("beto");
        List<Api> sesiones = [];
        async Task Entrar()
        {
            programa.Reloj.Adelantar(60);
            sesiones.Add(await programa.Api().EntradaAsync("ana"));
        }

        for (var vez = 0; vez < 5; vez++)
        {
            await Entrar();
        }

        foreach (var sesion in sesiones)
        {
            await sesion.ViveAsync();
        }

        await Entrar();
        await sesiones[0].TerminoAsync();

        // An ended session frees its place: no other session is ended.
        await sesiones[3].PostAsync("/auth/logout");
        await Entrar();
        await sesiones[3].TerminoAsync();
        foreach (var viva in new[] { 1, 2, 4, 5, 6 })
        {
            await sesiones[viva].ViveAsync();
        }

        await Entrar();
        await sesiones[1].TerminoAsync();
        await sesiones[2].ViveAsync();
        await beto.ViveAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logout_WithEitherToken_EndsThatSessionAndNoOther(bool conRefresh)
    {
        var (programa, _) = await IniciarAsync("ana");
        await using var _1 = programa;
        using var api = await programa.Api().EntradaAsync("ana");
        using var otra = await programa.Api().EntradaAsync("ana");
        Assert.Equal(HttpStatusCode.OK, (await api.Con(conRefresh ? api.RefreshToken : api.Token).PostAsync("/auth/logout")).Estado);
        await api.TerminoAsync();
        (await api.PostAsync("/auth/logout")).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.Con(null).PostAsync("/auth/logout")).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await otra.ViveAsync();
    }

    [Fact]
    public async Task Role_Changed_EndsTheSessionsOfTheUser()
    {
        var (programa, ids) = await IniciarAsync("admin", "ana");
        await using var _1 = programa;
        using var admin = await programa.Api().EntradaAsync("admin");
        using var ana = await programa.Api().EntradaAsync("ana");
        Assert.Equal(HttpStatusCode.OK, (await ana.GetAsync("/users")).Estado);

        await Hecho(admin.PutAsync($"/users/{ids[1]}", new JsonObject { ["rol_id"] = 1 }));

        await ana.TerminoAsync();
        using var otraVez = await programa.Api().EntradaAsync("ana");
        (await otraVez.GetAsync("/users")).Problema(HttpStatusCode.Forbidden);
        await Hecho(admin.PutAsync($"/users/{ids[1]}", new JsonObject { ["rol_id"] = 1, ["nombre"] = "Otra" }));
        await otraVez.ViveAsync();
        await admin.ViveAsync();
    }

    [Fact]
    public async Task Baja_OrPasswordChangedByAnAdmin_EndsAllSessions()
    {
        var (programa, ids) = await IniciarAsync("admin", "borrada", "baja", "cambiada");
        await using var _1 = programa;
        using var admin = await programa.Api().EntradaAsync("admin");
        Dictionary<string, Api[]> sesiones = [];
        foreach (var nombre in new[] { "borrada", "baja", "cambiada" })
        {
            sesiones[nombre] = [await programa.Api().EntradaAsync(nombre), await programa.Api().EntradaAsync(nombre)];
        }

        // A user whom a corte references is deactivated, not deleted.
        Assert.Equal(HttpStatusCode.Created, (await sesiones["baja"][0].PostAsync("/cortes/cortes", JsonNode.Parse("""{"corte_total":-1,"total_gastos":0,"semilla":0}"""))).Estado);
        await Hecho(admin.DeleteAsync($"/users/{ids[1]}"));
        await Hecho(admin.DeleteAsync($"/users/{ids[2]}"));
        await Hecho(admin.PutAsync($"/users/{ids[3]}", new JsonObject { ["contrasena"] = "Otra-Secreta-7" }));
        foreach (var api in sesiones.Values.SelectMany(s => s))
        {
            await api.TerminoAsync();
        }

        // What ended stays ended.
        await Hecho(admin.PutAsync($"/users/{ids[2]}", new JsonObject { ["activo"] = true }));
        await sesiones["baja"][0].TerminoAsync();
        await programa.Api().EntradaAsync("baja");
        await programa.Api().EntradaAsync("cambiada", "Otra-Secreta-7");
        await admin.ViveAsync();
    }

    [Fact]
    public async Task TerminarSesiones_OfAUser_CountsTheLiveOnesAndTouchesNoOther()
    {
        var (programa, ids) = await IniciarAsync("admin", "ana", "beto", "baja");
        await using var _1 = programa;
        using var admin = await programa.Api().EntradaAsync("admin");
        using var beto = await programa.Api().EntradaAsync("beto");
        Api[] sesiones = [await programa.Api().EntradaAsync("ana"), await programa.Api().EntradaAsync("ana"), await programa.Api().EntradaAsync("ana")];
        await sesiones[0].PostAsync("/auth/logout");
        var terminadas = await admin.DeleteAsync($"/users/{ids[1]}/sesiones");
        Assert.True(terminadas.Estado == HttpStatusCode.OK, terminadas.Texto);
        Assert.Equal(["message", "terminadas"], terminadas.Data.Claves());
        Assert.Equal(2, (int)terminadas.Data["terminadas"]!);
        await sesiones[1].TerminoAsync();
        await sesiones[2].TerminoAsync();
        await beto.ViveAsync();
        await admin.ViveAsync();
        Assert.Equal(0, (int)(await admin.DeleteAsync($"/users/{ids[1]}/sesiones/")).Data["terminadas"]!);
        await programa.Api().EntradaAsync("ana");

        using var baja = await programa.Api().EntradaAsync("baja");
        await baja.PostAsync("/cortes/cortes", JsonNode.Parse("""{"corte_total":-1,"total_gastos":0,"semilla":0}"""));
        await Hecho(admin.DeleteAsync($"/users/{ids[3]}"));
        (await admin.DeleteAsync($"/users/{ids[3]}/sesiones")).Problema(HttpStatusCode.NotFound, "usuario.no_encontrado");
        (await admin.DeleteAsync("/users/99999/sesiones")).Problema(HttpStatusCode.NotFound, "usuario.no_encontrado");
        (await admin.DeleteAsync("/users/0/sesiones")).Problema(HttpStatusCode.NotFound);
        (await admin.DeleteAsync("/users/99999999999/sesiones")).Problema(HttpStatusCode.NotFound);
    }

    private static async Task Hecho(Task<ApiResponse> response) => Assert.True((await response).Estado == HttpStatusCode.OK, (await response).Texto);

    private async Task<(ProgramWithClock Programa, List<int> Ids)> IniciarAsync(params string[] admins)
    {
        var database = await servidor.BorrowAsync();
        List<int> ids = [];
        foreach (var nombre in admins)
        {
            ids.Add(await Personas.AgregarAsync(database.Connection, nombre));
        }

        return (await ProgramWithClock.IniciarEnAsync(database), ids);
    }
}
