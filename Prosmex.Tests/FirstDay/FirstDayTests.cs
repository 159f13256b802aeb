using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.FirstDay;

/// <summary>A lender's first day over HTTP, with requests as the desktop client sends them: ids as strings, slashes at the end.</summary>
[Trait("Kind", "Integration")]
public sealed class FirstDayTests(TestServer server)
{
    private const string Contrasena = "Secreta-2026";

    private static readonly string[] Nombres =
    [
        "Ángela", "Beatriz", "Carmen", "Dolores", "Elena", "Fátima", "Graciela", "Hilda", "Inés", "Juana", "Karla", "Lucía", "María", "Norma", "Ñusta",
        "Olga", "Patricia", "Queta", "Rosa", "Sofía", "Teresa", "Úrsula", "Verónica", "Wendy", "Ximena", "Yolanda", "Zoila", "ángel", "Noé", "Nuria",
    ];

    [Fact]
    public async Task FirstDay_OfALender_EveryAnswerKeepsTheContract()
    {
        await using var program = await ProgramWithClock.StartWithFirstAdminAsync(server);
        using var admin = program.Api();
        var signIn = (await admin.SignInAsync(RunningProgram.Admin, RunningProgram.AdminPassword)).Success("post", "/auth/login");
        Assert.Equal("Inicio de sesión exitoso!", (string?)signIn.Data["message"]);
        Assert.Equal("Admin", (string?)signIn.Data["User"]!["rol"]);
        Assert.Equal(6, (int)signIn.Data["User"]!["rol_id"]!);

        var ids = await RegistrarGenteAsync(admin);
        var (rutaId, grupoA, grupoB) = await CrearRutasYGruposAsync(admin, ids);
        using var titular = program.Api();
        (await titular.SignInAsync("TIT1", Contrasena)).Success("post", "/auth/login");
        var clientes = await RegistrarClientesAsync(titular, grupoA);
        await SearchAndPageAsync(titular, grupoA);
        await EditarClientesAsync(admin, titular, clientes, grupoB);
        await RevisarAvalesAsync(titular, clientes);
        await RechazarBajasAsync(admin, ids, rutaId, grupoA);
        await SignOutAsync(titular);
    }

    private static async Task<Dictionary<string, int>> RegistrarGenteAsync(Api admin)
    {
        Assert.Equal(
            """[{"id":1,"nombre":"Gestor de cobranza"},{"id":2,"nombre":"Titular"},{"id":3,"nombre":"Supervisor"},{"id":4,"nombre":"Gerente"},{"id":5,"nombre":"Director"},{"id":6,"nombre":"Admin"}]""",
            (await admin.GetAsync("/roles/all")).Success("get", "/roles/all").Text);
        Dictionary<string, int> ids = [];
        foreach (var (usuario, rol) in new[] { ("ges1", 1), ("tit1", 2), ("tit2", 2), ("sup1", 3), ("ger1", 4), ("dir1", 5), ("adm2", 6) })
        {
            var response = (await admin.PostAsync("/auth/register/", Persona(usuario, $"{rol}"))).Success("post", "/auth/register");
            Assert.Equal(HttpStatusCode.Created, response.Status);
            Assert.Equal(usuario, (string?)response.Data["User"]!["usuario"]);
            ids[usuario] = (int)response.Data["User"]!["userId"]!;
        }

        (await admin.PostAsync("/auth/register", Persona("Tit1", 2))).Problem(HttpStatusCode.Conflict, "usuario.nombre_tomado");
        (await admin.PostAsync("/auth/register", Persona("otro", 7))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await admin.PostAsync("/auth/register", Persona("otro", "2", contrasena: "corta"))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal(8, (await admin.GetAsync("/users/")).Success("get", "/users").Json.AsArray().Count);
        var titulares = (await admin.GetAsync("/users/tipo-especifico?rol=Titular")).Success("get", "/users/tipo-especifico");
        Assert.Equal([ids["tit1"], ids["tit2"]], titulares.Data.AsArray().Select(u => (int)u!["userId"]!));
        (await admin.GetAsync("/users/tipo-especifico?rol=Jefe")).Problem(HttpStatusCode.BadRequest);
        Assert.Equal(ids["sup1"], (int)(await admin.GetAsync($"/users/{ids["sup1"]}")).Success("get", "/users/{id}").Json["id"]!);
        var editado = (await admin.PutAsync($"/users/{ids["sup1"]}/", new JsonObject { ["nombre"] = "Sara", ["rol_id"] = "3" })).Success("put", "/users/{id}");
        Assert.Equal("User updated successfully", (string?)editado.Json["message"]);
        return ids;
    }

    private static async Task<(int RutaId, int GrupoA, int GrupoB)> CrearRutasYGruposAsync(Api admin, Dictionary<string, int> ids)
    {
        var ruta = (await admin.PostAsync(
            "/rutas/",
            new JsonObject { ["nombre_ruta"] = "Ruta Norte", ["usuario_id_gerente"] = $"{ids["ger1"]}", ["usuario_id_supervisor"] = $"{ids["sup1"]}" })).Success("post", "/rutas");
        var rutaId = (int)ruta.Data["ruta"]!["ruta_id"]!;
        (await admin.PostAsync("/rutas/", new JsonObject { ["nombre_ruta"] = "X", ["usuario_id_gerente"] = ids["tit1"], ["usuario_id_supervisor"] = null }))
            .Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await admin.PostAsync("/rutas/", new JsonObject { ["nombre_ruta"] = "X", ["usuario_id_gerente"] = 99_999, ["usuario_id_supervisor"] = null }))
            .Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
        (await admin.PostAsync("/rutas/", new JsonObject { ["nombre_ruta"] = "X", ["usuario_id_gerente"] = null }))
            .Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        Assert.Equal(4, (await admin.GetAsync("/rutas/")).Success("get", "/rutas").Data["rutas"]!.AsArray().Count);
        var renombrada = (await admin.PutAsync($"/rutas/{rutaId}", new JsonObject { ["nombre_ruta"] = "Ruta Norte 1" })).Success("put", "/rutas/{id}");
        Assert.Equal(ids["ger1"], (int)renombrada.Data["ruta"]!["usuario_id_gerente"]!);

        var a = (await admin.PostAsync("/grupos/", Grupo("Norte A", rutaId, ids["tit1"]))).Success("post", "/grupos");
        var b = (await admin.PostAsync("/grupos/", Grupo("Norte B", rutaId, ids["tit1"]))).Success("post", "/grupos");
        (await admin.PostAsync("/grupos/", Grupo("Norte C", rutaId, ids["ger1"]))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await admin.PostAsync("/grupos/", Grupo("Norte C", 99_999, ids["tit1"]))).Problem(HttpStatusCode.NotFound, "ruta.no_encontrada");
        var grupoA = (int)a.Data["grupo"]!["grupo_id"]!;
        var grupoB = (int)b.Data["grupo"]!["grupo_id"]!;
        (await admin.PutAsync($"/grupos/{grupoA}/", new JsonObject { ["usuario_id_gestor"] = $"{ids["ges1"]}" })).Success("put", "/grupos/{id}");
        Assert.Equal("Norte A", (string?)(await admin.GetAsync($"/grupos/{grupoA}")).Success("get", "/grupos/{id}").Data["grupo"]!["nombre"]);
        Assert.Equal(5, (await admin.GetAsync("/grupos/")).Success("get", "/grupos").Data.AsArray().Count);
        return (rutaId, grupoA, grupoB);
    }

    private static async Task<List<int>> RegistrarClientesAsync(Api titular, int grupoId)
    {
        List<int> ids = [];
        foreach (var nombre in Nombres)
        {
            var response = (await titular.PostAsync("/clientes/", Cliente(nombre, grupoId))).Success("post", "/clientes");
            Assert.Equal("Cliente created successfully", (string?)response.Data["message"]);
            ids.Add((int)response.Data["cliente"]!);
        }

        foreach (var fieldName in Cliente("X", grupoId).Select(c => c.Key))
        {
            var incompleto = Cliente("X", grupoId);
            incompleto.Remove(fieldName);
            var rechazo = (await titular.PostAsync("/clientes/", incompleto)).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
            Assert.Equal([fieldName], rechazo.Json["errors"]!.AsObject().Select(e => e.Key));
            Assert.DoesNotContain("_", (string?)rechazo.Json["message"], StringComparison.Ordinal);
        }

        (await titular.PostAsync("/clientes/", Cliente("X", 1))).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
        return ids;
    }

    private static async Task SearchAndPageAsync(Api titular, int grupoId)
    {
        var primera = (await titular.GetAsync("/clientes/?page=1&per_page=7")).Success("get", "/clientes").Data;
        Assert.Equal((1, 7, 5), ((int)primera["page"]!, (int)primera["per_page"]!, (int)primera["total_pages"]!));
        List<string> vistos = [];
        for (var page = 1; page <= 6; page++)
        {
            var filas = (await titular.GetAsync($"/clientes/?page={page}&per_page=7")).Success("get", "/clientes").Data["clientes"]!.AsArray();
            Assert.Equal(page switch { < 5 => 7, 5 => 2, _ => 0 }, filas.Count);
            vistos.AddRange(filas.Select(c => (string)c!["nombre"]!));
        }

        // Spanish order: accents do not part names, ñ comes after n.
        Assert.Equal(Nombres.Length, vistos.Distinct().Count());
        Assert.Equal(["ángel", "Ángela", "Beatriz"], vistos.Take(3));
        Assert.Equal(["Noé", "Norma", "Nuria", "Ñusta", "Olga"], vistos.SkipWhile(n => n != "Noé").Take(5));

        Assert.Equal((1, 200), await PageAsync(titular, "page=-3&per_page=5000"));
        Assert.Equal((1, 10), await PageAsync(titular, "page=0"));
        (await titular.GetAsync("/clientes/?page=x")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await titular.GetAsync("/clientes/?page=99999999999")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        Assert.Equal((int.MaxValue, 200), await PageAsync(titular, $"page={int.MaxValue}&per_page=200"));

        var angelas = (await titular.GetAsync("/clientes/?q=ANGEL")).Success("get", "/clientes").Data["clientes"]!.AsArray();
        Assert.Equal(["ángel", "Ángela"], angelas.Select(c => (string)c!["nombre"]!));
        Assert.Empty((await titular.GetAsync("/clientes/?q=%25")).Success("get", "/clientes").Data["clientes"]!.AsArray());

        var avales = (await titular.GetAsync($"/clientes/avales?page=1&per_page=100&grupo_id={grupoId}")).Success("get", "/clientes/avales").Data["avales"]!.AsArray();
        Assert.Equal("ángel López Díaz", (string?)avales[0]!["nombre"]);
        Assert.Equal(30, avales.Count);
        var paraPrestamo = (await titular.GetAsync($"/clientes/clientes-registro-prestamo?grupo_id={grupoId}")).Success("get", "/clientes/clientes-registro-prestamo");
        Assert.Equal(10, paraPrestamo.Data["clientes"]!.AsArray().Count);
        (await titular.GetAsync("/clientes/avales?grupo_id=1")).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
        (await titular.GetAsync("/clientes/avales?grupo_id=uno")).Problem(HttpStatusCode.BadRequest);
        Assert.Equal("""{"data":["casa_propia","rentada","prestada"]}""", (await titular.GetAsync("/clientes/tipos-propiedad")).Success("get", "/clientes/tipos-propiedad").Text);
        Assert.Equal("""{"data":["casado","divorciado","viudo","soltero"]}""", (await titular.GetAsync("/clientes/estados-civiles")).Success("get", "/clientes/estados-civiles").Text);
    }

    private static async Task EditarClientesAsync(Api admin, Api titular, List<int> clientes, int grupoB)
    {
        var path = $"/clientes/{clientes[0]}";
        var response = (await admin.PutAsync(path + "/", new JsonObject { ["colonia"] = "  Centro Sur ", ["grupo_id"] = $"{grupoB}", ["es_aval"] = false, ["id"] = 77 })).Success("put", "/clientes/{id}");
        Assert.Equal("Cliente updated successfully", (string?)response.Data["message"]);
        var read = (await titular.GetAsync(path + "/")).Success("get", "/clientes/{id}").Data;
        Assert.Equal("Centro Sur", (string)read["colonia"]!);
        Assert.Equal("01000", (string)read["cp"]!);
        Assert.Equal(grupoB, (int)read["grupo_id"]!);
        Assert.False((bool)read["es_aval"]!);
        Assert.Equal(clientes[0], (int)read["id"]!);
        (await admin.PutAsync(path, new JsonObject())).Problem(HttpStatusCode.BadRequest, "solicitud.vacia");
        (await admin.PutAsync(path, new JsonObject { ["colonia"] = null })).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await admin.PutAsync(path, new JsonObject { ["cp"] = "123" })).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await admin.PutAsync(path, new JsonObject { ["estado_civil"] = "0" })).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await admin.PutAsync("/clientes/99999", new JsonObject { ["colonia"] = "X" })).Problem(HttpStatusCode.NotFound, "cliente.no_encontrado");
        (await titular.PutAsync(path, new JsonObject { ["colonia"] = "X" })).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
        var borrado = (await admin.DeleteAsync($"/clientes/{clientes[^1]}")).Success("delete", "/clientes/{id}");
        Assert.Equal("Cliente deleted successfully", (string?)borrado.Data["message"]);
        (await admin.GetAsync($"/clientes/{clientes[^1]}")).Problem(HttpStatusCode.NotFound, "cliente.no_encontrado");
    }

    private static async Task RevisarAvalesAsync(Api titular, List<int> clientes)
    {
        var good = (await titular.PostAsync("/clientes/validate-aval", Par(clientes[1], clientes[2]))).Success("post", "/clientes/validate-aval").Data;
        Assert.True((bool)good["is_valid"]!);
        var bad = (await titular.PostAsync("/clientes/validate-aval", Par(clientes[1], clientes[0]))).Success("post", "/clientes/validate-aval").Data;
        Assert.False((bool)bad["is_valid"]!);
        Assert.Equal(2, bad["errors"]!.AsArray().Count);
        (await titular.PostAsync("/clientes/validate-aval", Par(clientes[1], 99_999))).Problem(HttpStatusCode.NotFound, "aval.no_encontrado");
        (await titular.PostAsync("/clientes/validate-aval", Par(0, clientes[1]))).Problem(HttpStatusCode.BadRequest);
        var sugerencias = (await titular.GetAsync($"/clientes/aval-suggestions/{clientes[1]}")).Success("get", "/clientes/aval-suggestions/{id}").Data["suggestions"]!.AsArray();
        Assert.Equal(27, sugerencias.Count);
        Assert.DoesNotContain(clientes[1], sugerencias.Select(s => (int)s!["id"]!));
    }

    private static async Task RechazarBajasAsync(Api admin, Dictionary<string, int> ids, int rutaId, int grupoId)
    {
        (await admin.DeleteAsync($"/rutas/{rutaId}")).Problem(HttpStatusCode.Conflict, "ruta.con_grupos");
        (await admin.DeleteAsync($"/grupos/{grupoId}/")).Problem(HttpStatusCode.Conflict, "grupo.con_clientes");
        (await admin.PutAsync($"/users/{ids["tit1"]}", new JsonObject { ["rol_id"] = 1 })).Problem(HttpStatusCode.Conflict, "usuario.con_asignaciones");
        (await admin.DeleteAsync("/grupos/3")).Success("delete", "/grupos/{id}");
        (await admin.DeleteAsync("/rutas/3")).Success("delete", "/rutas/{id}");

        // Nothing references tit2: deleted, so the name is free. Groups reference tit1: deactivated, so the name stays taken, and the user can be
        // reactivated.
        (await admin.DeleteAsync($"/users/{ids["tit2"]}")).Success("delete", "/users/{id}");
        (await admin.PostAsync("/auth/register", Persona("tit2", 2))).Success("post", "/auth/register");
        Assert.Equal("User deleted successfully", (string?)(await admin.DeleteAsync($"/users/{ids["ges1"]}")).Success("delete", "/users/{id}").Json["message"]);
        (await admin.GetAsync($"/users/{ids["ges1"]}")).Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
        (await admin.PostAsync("/auth/register", Persona("ges1", 1))).Problem(HttpStatusCode.Conflict, "usuario.nombre_tomado");
        (await admin.Another().SignInAsync("ges1", Contrasena)).Problem(HttpStatusCode.Unauthorized, "auth.credenciales");
        (await admin.PutAsync($"/users/{ids["ges1"]}", new JsonObject { ["nombre"] = "X" })).Problem(HttpStatusCode.NotFound);
        (await admin.PutAsync($"/users/{ids["ges1"]}", new JsonObject { ["activo"] = false })).Problem(HttpStatusCode.BadRequest);
        (await admin.PutAsync($"/users/{ids["ges1"]}", new JsonObject { ["activo"] = true })).Success("put", "/users/{id}");
        (await admin.Another().SignInAsync("ges1", Contrasena)).Success("post", "/auth/login");
    }

    private static async Task SignOutAsync(Api titular)
    {
        using var refresco = titular.With(titular.RefreshToken);
        (await refresco.PostAsync("/auth/refresh/")).Success("post", "/auth/refresh");

        // That response may have been lost: the same token is valid until its successor is used.
        var renovada = (await refresco.PostAsync("/auth/refresh")).Success("post", "/auth/refresh");
        using var otra = titular.With((string?)renovada.Data["access_token"]);
        (await otra.GetAsync("/clientes/")).Success("get", "/clientes");
        (await otra.PostAsync("/auth/logout/")).Success("post", "/auth/logout");
        (await titular.GetAsync("/clientes/")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await titular.PostAsync("/auth/logout")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
    }

    private static async Task<(int Page, int PerPage)> PageAsync(Api api, string query)
    {
        var data = (await api.GetAsync($"/clientes/?{query}")).Success("get", "/clientes").Data;
        return ((int)data["page"]!, (int)data["per_page"]!);
    }

    private static JsonObject Persona(string usuario, JsonNode rol, string contrasena = Contrasena) => new()
    {
        ["nombre"] = "Nombre",
        ["apellido_paterno"] = "Paterno",
        ["apellido_materno"] = "Materno",
        ["usuario"] = usuario,
        ["contrasena"] = contrasena,
        ["rol_id"] = rol,
    };

    private static JsonObject Grupo(string nombre, int ruta, int titular) =>
        new() { ["nombre_grupo"] = nombre, ["ruta_id"] = $"{ruta}", ["usuario_id_titular"] = $"{titular}" };

    private static JsonObject Cliente(string nombre, int grupo) => new()
    {
        ["nombre"] = nombre,
        ["apellido_paterno"] = "López",
        ["apellido_materno"] = "Díaz",
        ["colonia"] = "Centro",
        ["cp"] = "01000",
        ["codigo_ine"] = "LODA800101MDF",
        ["estado_civil"] = "casado",
        ["num_hijos"] = "2",
        ["propiedad"] = "casa_propia",
        ["grupo_id"] = $"{grupo}",
    };

    private static JsonObject Par(int cliente, int aval) => new() { ["cliente_id"] = $"{cliente}", ["aval_id"] = aval };
}
