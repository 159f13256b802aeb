using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>Changing one's own password, having it reset, and what a password must be like, over HTTP.</summary>
[Trait("Kind", "Integration")]
public sealed class PasswordChangeTests(TestServer server)
{
    private const string Nueva = "Otra-Secreta-7";

    /// <summary>8 to 72 bytes, 4 different characters, not common, not the name (here <c>carmen.ruiz</c>).</summary>
    private static readonly string[] Malas =
    [
        "", "Xq7-zk9", "aaaaaaaa", "abcabcabc", "1212121212", "ñáñáñáñá", "Xq7-" + new string('z', 69), "Xq7-" + new string('ñ', 35),
        "password", "password1", "PassWord1", "12345678", "123456789", "contraseña", "CONTRASEÑA", "Contraseña", "prosmex2026", "Prosmex2026", "PROSMEX2026",
        "carmen.ruiz", "Carmen.Ruiz", "CARMEN.RUIZ",
    ];

    [Fact]
    public async Task Password_Unacceptable_IsRefusedByAllThreeRoutes()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "admin");
        var id = await Personas.AgregarAsync(connection, "carmen.ruiz");
        var otro = await Personas.AgregarAsync(connection, "beto");
        await using var program = await ProgramWithClock.StartAsync(connection);
        using var admin = await program.Api().SignedInAsync("admin");
        using var carmen = await program.Api().SignedInAsync("carmen.ruiz");
        List<string> faults = [];
        foreach (var mala in Malas)
        {
            Ver("register", mala, await admin.PostAsync("/auth/register", Alta("CARMEN.ruiz", mala)), "contrasena");
            Ver("PUT", mala, await admin.PutAsync($"/users/{id}", new JsonObject { ["contrasena"] = mala }), "contrasena");
            Ver("PUT with a name", mala, await admin.PutAsync($"/users/{otro}", new JsonObject { ["usuario"] = "carmen.RUIZ", ["contrasena"] = mala }), "contrasena");
            Ver("cambiar", mala, await carmen.CambiarContrasenaAsync(Personas.Contrasena, mala), "contrasena_nueva");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        await carmen.AssertLiveAsync();
        await carmen.SignedInAsync("carmen.ruiz");

        void Ver(string puerta, string mala, ApiResponse response, string fieldName)
        {
            if (Record.Exception(() => Rechazada(response, fieldName)) is not null)
            {
                faults.Add($"{puerta}, «{mala}»: {response.Status} {response.Codigo}");
            }
        }
    }

    [Fact]
    public async Task Password_Acceptable_IsTakenAsTyped()
    {
        await using var program = await StartAsync("admin");
        using var admin = await program.Api().SignedInAsync("admin");
        foreach (var good in new[] { "xq7-xq7-", "ñáñ-7xq", "  con espacios  ", "Xq7-" + new string('z', 68) })
        {
            var alta = await admin.PostAsync("/auth/register", Alta($"nombre {good.Length}", good));
            Assert.True(alta.Status == HttpStatusCode.Created, $"«{good}»: {alta.Text}");
            await admin.SignedInAsync($"nombre {good.Length}", good);
        }
    }

    [Fact]
    public async Task CambiarContrasena_WithTheCurrentOne_EndsOtherSessionsAndGivesValidTokens()
    {
        await using var program = await StartAsync("ana", "beto");
        using var otra = await program.Api().SignedInAsync("ana");
        using var api = await program.Api().SignedInAsync("ana");
        using var beto = await program.Api().SignedInAsync("beto");
        (await api.CambiarContrasenaAsync("no-es-la-actual-1", Nueva)).Problem(HttpStatusCode.BadRequest, "auth.contrasena_actual");
        await api.AssertLiveAsync();
        await otra.AssertLiveAsync();

        var cambio = await api.CambiarContrasenaAsync(Personas.Contrasena, Nueva);
        Assert.True(cambio.Status == HttpStatusCode.OK, cambio.Text);
        Assert.Equal(["access_token", "message", "refresh_token"], cambio.Data.Keys());
        await api.AssertEndedAsync();
        await otra.AssertEndedAsync();
        await beto.AssertLiveAsync();
        await api.With(cambio.AccessToken()).AssertLiveAsync();
        var par = await api.RenovarAsync(cambio.Refresh());
        await api.With(par.AccessToken()).AssertLiveAsync();
        (await api.Another().SignInAsync("ana", Personas.Contrasena)).Problem(HttpStatusCode.Unauthorized, "auth.credenciales");
        await api.SignedInAsync("ana", Nueva);
    }

    [Fact]
    public async Task CambiarContrasena_WithoutTokenOrFields_IsRefused()
    {
        await using var program = await StartAsync("ana");
        using var api = await program.Api().SignedInAsync("ana");
        (await api.With(null).CambiarContrasenaAsync(Personas.Contrasena, Nueva)).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.With(api.RefreshToken).CambiarContrasenaAsync(Personas.Contrasena, Nueva)).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        Rechazada(await api.PostAsync("/auth/cambiar-contrasena", new JsonObject { ["contrasena_nueva"] = Nueva }), "contrasena_actual");
        Rechazada(await api.PostAsync("/auth/cambiar-contrasena/", new JsonObject { ["contrasena_actual"] = Personas.Contrasena }), "contrasena_nueva");
        Rechazada(await api.PostAsync("/auth/cambiar-contrasena", new JsonObject { ["contrasena_actual"] = null, ["contrasena_nueva"] = null }), "contrasena_actual");
        Rechazada(await api.PostAsync("/auth/cambiar-contrasena", new JsonObject { ["contrasena_actual"] = Personas.Contrasena, ["contrasena_nueva"] = 7 }), "contrasena_nueva");
        await api.AssertLiveAsync();
    }

    [Fact]
    public async Task CambiarContrasena_TwoAtOnce_OneCounts()
    {
        await using var program = await StartAsync("ana");
        using var api = await program.Api().SignedInAsync("ana");
        var cambios = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => api.CambiarContrasenaAsync(Personas.Contrasena, $"Otra-Secreta-{n}")));
        var (unico, n) = Assert.Single(cambios.Select((c, n) => (c, n)), c => c.c.Status == HttpStatusCode.OK);
        Assert.All(cambios.Where(c => c != unico), c => Assert.True(c.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Conflict, c.Text));
        await api.With(unico.AccessToken()).AssertLiveAsync();
        await api.SignedInAsync("ana", $"Otra-Secreta-{n}");
    }

    [Fact]
    public async Task Restablecer_ByAnAdmin_GivesARandomPasswordThatMustBeChanged()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "admin");
        var id = await Personas.AgregarAsync(connection, "ana", rol: 1);
        await using var program = await ProgramWithClock.StartAsync(connection);
        using var admin = await program.Api().SignedInAsync("admin");
        using var ana = await program.Api().SignedInAsync("ana");
        Assert.Equal(["User", "access_token", "message", "refresh_token"], (await ana.SignInAsync("ana", Personas.Contrasena)).Data.Keys());
        (await ana.PostAsync($"/users/{id}/restablecer-contrasena")).Problem(HttpStatusCode.Forbidden);

        HashSet<string> dadas = [];
        for (var vez = 0; vez < 2; vez++)
        {
            var dada = await admin.PostAsync($"/users/{id}/restablecer-contrasena");
            Assert.True(dada.Status == HttpStatusCode.OK, dada.Text);
            Assert.Equal(["contrasena", "message"], dada.Data.Keys());
            Assert.True(dadas.Add((string)dada.Data["contrasena"]!));
            Assert.InRange(((string)dada.Data["contrasena"]!).Length, 12, 72);
        }

        await ana.AssertEndedAsync();
        (await ana.Another().SignInAsync("ana", Personas.Contrasena)).Problem(HttpStatusCode.Unauthorized, "auth.credenciales");
        (await ana.Another().SignInAsync("ana", dadas.First())).Problem(HttpStatusCode.Unauthorized, "auth.credenciales");
        var contrasena = dadas.Last();
        for (var vez = 0; vez < 2; vez++)
        {
            var signIn = await ana.SignInAsync("ana", contrasena);
            Assert.Equal(["User", "access_token", "debe_cambiar_contrasena", "message", "refresh_token"], signIn.Data.Keys());
            Assert.True((bool)signIn.Data["debe_cambiar_contrasena"]!);
        }

        // The existing client does not know the field and must keep working.
        await ana.AssertLiveAsync();
        Assert.Equal(HttpStatusCode.OK, (await ana.CambiarContrasenaAsync(contrasena, Nueva)).Status);
        Assert.Equal(["User", "access_token", "message", "refresh_token"], (await ana.SignInAsync("ana", Nueva)).Data.Keys());
        await admin.AssertLiveAsync();
    }

    [Fact]
    public async Task Restablecer_UnknownOrInactiveUser_Is404()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "admin");
        var baja = await Personas.AgregarAsync(connection, "baja", activo: false);
        await using var program = await ProgramWithClock.StartAsync(connection);
        using var admin = await program.Api().SignedInAsync("admin");
        foreach (var id in new[] { baja, 99999 })
        {
            (await admin.PostAsync($"/users/{id}/restablecer-contrasena")).Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
            (await admin.DeleteAsync($"/users/{id}/sesiones")).Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
        }
    }

    [Fact]
    public async Task SignIn_WithAHashOfTheRawText_IsAcceptedOnceAndRewrittenInNormalForm()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        var compuesta = "Contraseña-Ñandú-9".Normalize(System.Text.NormalizationForm.FormC);
        var descompuesta = compuesta.Normalize(System.Text.NormalizationForm.FormD);
        await Personas.AgregarAsync(connection, "ana", hash: BCrypt.Net.BCrypt.HashPassword(descompuesta, 4));
        await using var program = await ProgramWithClock.StartAsync(connection);
        (await program.Api().SignInAsync("ana", compuesta)).Problem(HttpStatusCode.Unauthorized, "auth.credenciales");

        using var api = await program.Api().SignedInAsync("ana", descompuesta);

        await api.AssertLiveAsync();
        await program.Api().SignedInAsync("ana", compuesta);
        await program.Api().SignedInAsync("ana", descompuesta);
    }

    private static void Rechazada(ApiResponse response, string fieldName)
    {
        response.Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        Assert.True(response.Json["errors"] is JsonObject errores && errores.ContainsKey(fieldName), response.Text);
    }

    private static JsonObject Alta(string usuario, string contrasena) => new()
    {
        ["nombre"] = "N",
        ["apellido_paterno"] = "P",
        ["apellido_materno"] = "M",
        ["usuario"] = usuario,
        ["contrasena"] = contrasena,
        ["rol_id"] = 1,
    };

    private Task<ProgramWithClock> StartAsync(params string[] admins) => ProgramWithClock.StartWithAdminsAsync(server, admins);
}
