using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>Changing one's own password, having it reset, and what a password must be like, over HTTP.</summary>
[Trait("Kind", "Integration")]
public sealed class PasswordChangeTests(TestServer servidor)
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
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "admin");
        var id = await Personas.AgregarAsync(connection, "carmen.ruiz");
        var otro = await Personas.AgregarAsync(connection, "beto");
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        using var admin = await programa.Api().EntradaAsync("admin");
        using var carmen = await programa.Api().EntradaAsync("carmen.ruiz");
        List<string> faults = [];
        foreach (var mala in Malas)
        {
            Ver("register", mala, await admin.PostAsync("/auth/register", Alta("CARMEN.ruiz", mala)), "contrasena");
            Ver("PUT", mala, await admin.PutAsync($"/users/{id}", new JsonObject { ["contrasena"] = mala }), "contrasena");
            Ver("PUT with a name", mala, await admin.PutAsync($"/users/{otro}", new JsonObject { ["usuario"] = "carmen.RUIZ", ["contrasena"] = mala }), "contrasena");
            Ver("cambiar", mala, await carmen.CambiarContrasenaAsync(Personas.Contrasena, mala), "contrasena_nueva");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        await carmen.ViveAsync();
        await carmen.EntradaAsync("carmen.ruiz");

        void Ver(string puerta, string mala, ApiResponse response, string fieldName)
        {
            if (Record.Exception(() => Rechazada(response, fieldName)) is not null)
            {
                faults.Add($"{puerta}, «{mala}»: {response.Estado} {response.Codigo}");
            }
        }
    }

    [Fact]
    public async Task Password_Acceptable_IsTakenAsTyped()
    {
        await using var programa = await IniciarAsync("admin");
        using var admin = await programa.Api().EntradaAsync("admin");
        foreach (var buena in new[] { "xq7-xq7-", "ñáñ-7xq", "  con espacios  ", "Xq7-" + new string('z', 68) })
        {
            var alta = await admin.PostAsync("/auth/register", Alta($"nombre {buena.Length}", buena));
            Assert.True(alta.Estado == HttpStatusCode.Created, $"«{buena}»: {alta.Texto}");
            await admin.EntradaAsync($"nombre {buena.Length}", buena);
        }
    }

    [Fact]
    public async Task CambiarContrasena_WithTheCurrentOne_EndsOtherSessionsAndGivesValidTokens()
    {
        await using var programa = await IniciarAsync("ana", "beto");
        using var otra = await programa.Api().EntradaAsync("ana");
        using var api = await programa.Api().EntradaAsync("ana");
        using var beto = await programa.Api().EntradaAsync("beto");
        (await api.CambiarContrasenaAsync("no-es-la-actual-1", Nueva)).Problema(HttpStatusCode.BadRequest, "auth.contrasena_actual");
        await api.ViveAsync();
        await otra.ViveAsync();

        var cambio = await api.CambiarContrasenaAsync(Personas.Contrasena, Nueva);
        Assert.True(cambio.Estado == HttpStatusCode.OK, cambio.Texto);
        Assert.Equal(["access_token", "message", "refresh_token"], cambio.Data.Claves());
        await api.TerminoAsync();
        await otra.TerminoAsync();
        await beto.ViveAsync();
        await api.Con(cambio.Acceso()).ViveAsync();
        var par = await api.RenovarAsync(cambio.Refresh());
        await api.Con(par.Acceso()).ViveAsync();
        (await api.Otro().EntrarAsync("ana", Personas.Contrasena)).Problema(HttpStatusCode.Unauthorized, "auth.credenciales");
        await api.EntradaAsync("ana", Nueva);
    }

    [Fact]
    public async Task CambiarContrasena_WithoutTokenOrFields_IsRefused()
    {
        await using var programa = await IniciarAsync("ana");
        using var api = await programa.Api().EntradaAsync("ana");
        (await api.Con(null).CambiarContrasenaAsync(Personas.Contrasena, Nueva)).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.Con(api.RefreshToken).CambiarContrasenaAsync(Personas.Contrasena, Nueva)).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        Rechazada(await api.PostAsync("/auth/cambiar-contrasena", new JsonObject { ["contrasena_nueva"] = Nueva }), "contrasena_actual");
        Rechazada(await api.PostAsync("/auth/cambiar-contrasena/", new JsonObject { ["contrasena_actual"] = Personas.Contrasena }), "contrasena_nueva");
        Rechazada(await api.PostAsync("/auth/cambiar-contrasena", new JsonObject { ["contrasena_actual"] = null, ["contrasena_nueva"] = null }), "contrasena_actual");
        Rechazada(await api.PostAsync("/auth/cambiar-contrasena", new JsonObject { ["contrasena_actual"] = Personas.Contrasena, ["contrasena_nueva"] = 7 }), "contrasena_nueva");
        await api.ViveAsync();
    }

    [Fact]
    public async Task CambiarContrasena_TwoAtOnce_OneCounts()
    {
        await using var programa = await IniciarAsync("ana");
        using var api = await programa.Api().EntradaAsync("ana");
        var cambios = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => api.CambiarContrasenaAsync(Personas.Contrasena, $"Otra-Secreta-{n}")));
        var (unico, n) = Assert.Single(cambios.Select((c, n) => (c, n)), c => c.c.Estado == HttpStatusCode.OK);
        Assert.All(cambios.Where(c => c != unico), c => Assert.True(c.Estado is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Conflict, c.Texto));
        await api.Con(unico.Acceso()).ViveAsync();
        await api.EntradaAsync("ana", $"Otra-Secreta-{n}");
    }

    [Fact]
    public async Task Restablecer_ByAnAdmin_GivesARandomPasswordThatMustBeChanged()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "admin");
        var id = await Personas.AgregarAsync(connection, "ana", rol: 1);
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        using var admin = await programa.Api().EntradaAsync("admin");
        using var ana = await programa.Api().EntradaAsync("ana");
        Assert.Equal(["User", "access_token", "message", "refresh_token"], (await ana.EntrarAsync("ana", Personas.Contrasena)).Data.Claves());
        (await ana.PostAsync($"/users/{id}/restablecer-contrasena")).Problema(HttpStatusCode.Forbidden);

        HashSet<string> dadas = [];
        for (var vez = 0; vez < 2; vez++)
        {
            var dada = await admin.PostAsync($"/users/{id}/restablecer-contrasena");
            Assert.True(dada.Estado == HttpStatusCode.OK, dada.Texto);
            Assert.Equal(["contrasena", "message"], dada.Data.Claves());
            Assert.True(dadas.Add((string)dada.Data["contrasena"]!));
            Assert.InRange(((string)dada.Data["contrasena"]!).Length, 12, 72);
        }

        await ana.TerminoAsync();
        (await ana.Otro().EntrarAsync("ana", Personas.Contrasena)).Problema(HttpStatusCode.Unauthorized, "auth.credenciales");
        (await ana.Otro().EntrarAsync("ana", dadas.First())).Problema(HttpStatusCode.Unauthorized, "auth.credenciales");
        var contrasena = dadas.Last();
        for (var vez = 0; vez < 2; vez++)
        {
            var entrada = await ana.EntrarAsync("ana", contrasena);
            Assert.Equal(["User", "access_token", "debe_cambiar_contrasena", "message", "refresh_token"], entrada.Data.Claves());
            Assert.True((bool)entrada.Data["debe_cambiar_contrasena"]!);
        }

        // The existing client does not know the field and must keep working.
        await ana.ViveAsync();
        Assert.Equal(HttpStatusCode.OK, (await ana.CambiarContrasenaAsync(contrasena, Nueva)).Estado);
        Assert.Equal(["User", "access_token", "message", "refresh_token"], (await ana.EntrarAsync("ana", Nueva)).Data.Claves());
        await admin.ViveAsync();
    }

    [Fact]
    public async Task Restablecer_UnknownOrInactiveUser_Is404()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "admin");
        var baja = await Personas.AgregarAsync(connection, "baja", activo: false);
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        using var admin = await programa.Api().EntradaAsync("admin");
        foreach (var id in new[] { baja, 99999 })
        {
            (await admin.PostAsync($"/users/{id}/restablecer-contrasena")).Problema(HttpStatusCode.NotFound, "usuario.no_encontrado");
            (await admin.DeleteAsync($"/users/{id}/sesiones")).Problema(HttpStatusCode.NotFound, "usuario.no_encontrado");
        }
    }

    [Fact]
    public async Task SignIn_WithAHashOfTheRawText_IsAcceptedOnceAndRewrittenInNormalForm()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        var compuesta = "Contraseña-Ñandú-9".Normalize(System.Text.NormalizationForm.FormC);
        var descompuesta = compuesta.Normalize(System.Text.NormalizationForm.FormD);
        await Personas.AgregarAsync(connection, "ana", hash: BCrypt.Net.BCrypt.HashPassword(descompuesta, 4));
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        (await programa.Api().EntrarAsync("ana", compuesta)).Problema(HttpStatusCode.Unauthorized, "auth.credenciales");

        using var api = await programa.Api().EntradaAsync("ana", descompuesta);

        await api.ViveAsync();
        await programa.Api().EntradaAsync("ana", compuesta);
        await programa.Api().EntradaAsync("ana", descompuesta);
    }

    private static void Rechazada(ApiResponse response, string fieldName)
    {
        response.Problema(HttpStatusCode.BadRequest, "solicitud.invalida");
        Assert.True(response.Json["errors"] is JsonObject errores && errores.ContainsKey(fieldName), response.Texto);
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

    private Task<ProgramWithClock> IniciarAsync(params string[] admins) => ProgramWithClock.IniciarConAdminsAsync(servidor, admins);
}
