using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using Prosmex.Functions.Http;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.OpenApi;

/// <summary>A few days of a small lender, so that every route has something to answer. The clock stands still but where it is said; the ids count from 1.</summary>
internal sealed partial class ContractScenario(Recorder g, ProgramWithClock program, string connection)
{
    private Api _admin = null!;

    public async Task PlayAsync()
    {
        await Personas.AgregarAsync(connection, "admin");
        await TestDatabase.ExecuteAsync(connection, "UPDATE usuarios SET nombre = 'Claudia', apellido_paterno = 'Aguilar', apellido_materno = 'Plascencia'");
        using var anonymous = program.Api();
        await g.SendAsync(anonymous, "post", "/auth/login", SignIn("admin", Personas.Contrasena));
        _admin = await anonymous.SignedInAsync("admin");

        var (gestor, titular) = await GenteAsync();
        var (ruta, grupo) = await RutasYGruposAsync(titular, gestor);
        var clientes = await ClientesAsync(grupo);
        var prestamo = await PrestamosAsync(clientes);
        await PagosAsync(prestamo);
        var renovado = await RenovarAsync(clientes);
        await LiquidarAsync(clientes);
        await HojasAsync(grupo, prestamo);
        await RecibosAsync(anonymous, pago: 1);
        await TelefonosAsync(anonymous);
        await PorAclararAsync(grupo, prestamo, renovado);
        await VisitasAsync(prestamo, renovado);
        await AskAsync(ruta, grupo, clientes[0], prestamo);
        await FichasAsync(grupo, clientes[1], prestamo);
        await ExpedientesAsync(clientes);
        await SenalesAsync(clientes);
        await SemanasSinCobranzaAsync(ruta, grupo);
        await CortesYBonosAsync();
        await AprobacionesAsync(clientes);
        await EliminarAsync(ruta, grupo, clientes, prestamo);
        await g.MakeMistakesAsync(anonymous, _admin);
        await DirectorAsync(anonymous, prestamo);
        await FallasAsync();
        await SesionesAsync(anonymous, gestor);
        await WithoutDatabaseAsync(anonymous);
    }

    private static string SignIn(string usuario, string contrasena) => new JsonObject { ["usuario"] = usuario, ["contrasena"] = contrasena }.ToJsonString();

    private async Task<int> SendAsync(string method, string path, string body, params string[] jsonPath)
    {
        var response = await g.SendAsync(_admin, method, path, body);
        return (int)jsonPath.Aggregate(response.Json, (node, step) => node[step]!);
    }

    private async Task GetAsync(params string[] rutas)
    {
        foreach (var path in rutas)
        {
            await g.SendAsync(_admin, "get", path);
        }
    }

    private async Task RechazarAsync(string codigo, string method, string path, string? body = null)
    {
        await g.RechazarAsync(_admin, codigo, method, path, body);
        if (PreviewOf(method, path, body) is { } preview)
        {
            await g.RechazarAsync(_admin, codigo, "post", preview, body);
        }
    }

    // It refuses what the write does.
    private static string? PreviewOf(string method, string path, string? body) => (method, path.Split('/')) switch
    {
        ("put", ["", "prestamos" or "clientes", _]) => $"{path}/cambio/vista-previa",
        ("post", ["", "prestamos"]) when body!.StartsWith('{') => "/prestamos/vista-previa",
        _ => null,
    };

    private async Task<(int Gestor, int Titular)> GenteAsync()
    {
        const string Gestor = """{"nombre":"Patricia","apellido_paterno":"Castro","apellido_materno":"Cruz","usuario":"gestor1","contrasena":"Secreta-2026","rol_id":1}""";
        var gestor = await SendAsync("post", "/auth/register", Gestor, "data", "User", "userId");
        await RechazarAsync("usuario.nombre_tomado", "post", "/auth/register", Gestor);
        var titular = await Personas.AgregarAsync(connection, "titular1", rol: 2);
        var otro = await Personas.AgregarAsync(connection, "titular2", rol: 2);
        await g.SendAsync(_admin, "put", $"/users/{titular}", """{"nombre":"Leticia","apellido_paterno":"Navarro","apellido_materno":"Guzmán"}""");
        await g.SendAsync(_admin, "put", $"/users/{otro}", """{"nombre":"Gabriel","apellido_paterno":"Ibarra","apellido_materno":"Solís"}""");
        await GetAsync("/auth/yo", "/roles/all", "/roles/permisos", "/users", "/users/cuentas", $"/users/cuentas/{gestor}", $"/users/{gestor}", "/users/tipo-especifico?rol=Titular");
        await RechazarAsync("usuario.nombre_tomado", "put", $"/users/{titular}", """{"usuario":"gestor1"}""");
        await RechazarAsync("usuario.uno_mismo", "put", "/users/1", """{"rol_id":2}""");
        await RechazarAsync("usuario.uno_mismo", "delete", "/users/1");
        return (gestor, titular);
    }

    private async Task<(int Ruta, int Grupo)> RutasYGruposAsync(int titular, int gestor)
    {
        var ruta = await SendAsync("post", "/rutas", """{"nombre_ruta":"Ruta 4: Tonalá","usuario_id_gerente":null,"usuario_id_supervisor":null}""", "data", "ruta", "ruta_id");
        await GetAsync("/rutas", "/rutas/lista", $"/rutas/{ruta}");
        await g.SendAsync(_admin, "put", $"/rutas/{ruta}", """{"nombre_ruta":"Ruta 4: Tonalá Centro"}""");
        var grupo = await SendAsync(
            "post", "/grupos", $$"""{"nombre_grupo":"Grupo 4 - Loma Dorada","ruta_id":{{ruta}},"usuario_id_titular":{{titular}},"usuario_id_gestor":{{gestor}}}""", "data", "grupo", "grupo_id");
        await RechazarAsync("ruta.con_grupos", "delete", $"/rutas/{ruta}");
        await GetAsync("/grupos", "/grupos/lista?sin=gestor", $"/grupos/{grupo}");
        await g.SendAsync(_admin, "post", "/grupos/asignaciones", $$"""{"grupo_ids":[{{grupo}}],"usuario_id_gestor":{{gestor}}}""");
        await RechazarAsync("grupo.no_encontrado", "post", "/grupos/asignaciones", $$"""{"grupo_ids":[{{grupo}},99999],"usuario_id_gestor":null}""");
        await RechazarAsync("usuario.no_encontrado", "get", "/grupos/lista?gestor_id=99999");
        await RechazarAsync("grupo.no_encontrado", "get", "/grupos/lista?grupo_ids=99999");
        await g.SendAsync(_admin, "put", $"/grupos/{grupo}", """{"nombre_grupo":"Grupo 4 - Jauja"}""");
        await RechazarAsync("usuario.con_asignaciones", "put", $"/users/{titular}", """{"rol_id":1}""");
        return (ruta, grupo);
    }

    private async Task<int[]> ClientesAsync(int grupo)
    {
        List<int> clientes = [];
        foreach (var (name, paterno, materno, ine) in new[]
        {
            ("María Guadalupe", "Hernández", "López", "HRLPGD85041214M600"), ("Rosa", "Álvarez", "Ñúñez", "ALNURS79090214M300"), ("Juan Carlos", "Mendoza", "Ruiz", "MNRZJN90110114H100"),
            ("Teresa", "Ortiz", "Vega", "ORVGTR82062814M200"), ("Alma Delia", "Pérez", "Soto", "PRSTAL85010114M100"), ("Silvia", "Luna", "Ríos", "LNRSSL88020214M200"),
        })
        {
            clientes.Add(await SendAsync(
                "post",
                "/clientes",
                $$"""{"nombre":"{{name}}","apellido_paterno":"{{paterno}}","apellido_materno":"{{materno}}","colonia":"Jauja","cp":"45402","codigo_ine":"{{ine}}","estado_civil":"casado","num_hijos":2,"propiedad":"rentada","grupo_id":{{grupo}}}""",
                "data",
                "cliente"));
        }

        await GetAsync("/clientes", $"/clientes/{clientes[0]}", "/clientes/tipos-propiedad", "/clientes/estados-civiles", $"/clientes/clientes-registro-prestamo?grupo_id={grupo}", $"/clientes/avales?grupo_id={grupo}");
        await g.SendAsync(_admin, "post", $"/clientes/{clientes[2]}/cambio/vista-previa", $$"""{"grupo_id":{{grupo}}}""");
        await g.SendAsync(_admin, "put", $"/clientes/{clientes[2]}", """{"colonia":"Santa Paula","num_hijos":3}""");
        await RechazarAsync(
            "cliente.ine_repetido",
            "post",
            "/clientes",
            $$"""{"nombre":"Ma. Guadalupe","apellido_paterno":"Hernández","apellido_materno":"López","colonia":"Jauja","cp":"45402","codigo_ine":"hrlpgd 850412 14m600","estado_civil":"casado","num_hijos":2,"propiedad":"rentada","grupo_id":{{grupo}}}""");
        await RechazarAsync("cliente.ine_repetido", "put", $"/clientes/{clientes[2]}", """{"codigo_ine":"HRLPGD85041214M600"}""");
        return [.. clientes];
    }

    private async Task AskAsync(int ruta, int grupo, int cliente, int prestamo)
    {
        await RechazarAsync("tipo_prestamo.no_encontrado", "get", "/prestamos/cotizacion?tipo_prestamo_id=99999&monto=1");
        await GetAsync("/prestamos?per_page=2", $"/prestamos/{prestamo}", $"/prestamos/{prestamo}/cobranza-ideal", $"/prestamos/{prestamo}/calendario", $"/prestamos/{prestamo}/caratula", "/prestamos/cotizacion?tipo_prestamo_id=1&monto=3000&fecha_inicio=2026-11-18", $"/pagos/prestamos?grupo_id={grupo}", $"/pagos/faltas/{prestamo}");
        await GetAsync([.. new[] { "monto-prestado", "monto-pagado", "monto-restante", "prestamo-papel", "prestamo-real" }.Select(c => $"/clientes/{c}/{cliente}"), $"/grupos/{grupo}/datos-prestamos"]);
        await GetAsync($"/clientes/{cliente}/estado-de-cuenta", $"/clientes/{cliente}/estado-de-cuenta.xlsx", "/verificacion/semanal", "/verificacion/cuadre");
        await GetAsync("/reporte/general?semana=2026-11-18", "/reporte/general/totales", "/reporte/general.xlsx", "/reporte/general.csv", $"/reporte/sobrante-grupo/{grupo}", $"/reporte/sobrante-semanal/{grupo}");
        await GetAsync("/reporte/sobrante-total-usuario", "/reporte/bono-global-titular", "/cortes/datos-corte", "/reporte/tendencia?semanas=2", $"/reporte/antiguedad?ruta_id={ruta}");
        await GetAsync($"/reporte/cobranza?ruta_id={ruta}", "/reporte/rutas", $"/reporte/por-cobrar?grupo_id={grupo}&semana=2026-11-11", "/bitacora?entidad=ruta&per_page=2", "/bitacora/autores", "/limites");
        await GetAsync($"/reporte/por-cobrar.xlsx?grupo_id={grupo}", $"/reporte/por-cobrar.csv?grupo_id={grupo}&semana=2026-11-11", "/reporte/antiguedad.xlsx", $"/reporte/antiguedad.csv?ruta_id={ruta}");
        await GetAsync("/reporte/tendencia.xlsx", "/reporte/tendencia.csv?semanas=2");
        await ListasAsync(ruta, grupo);
        using var titular = await _admin.SignedInAsync("titular1");
        await g.SendAsync(titular, "get", "/reporte/bono-grupos-titular");
        await GetAsync("/", "/health", "/openapi.json");
    }

    private async Task EliminarAsync(int ruta, int grupo, int[] clientes, int prestamo)
    {
        await RechazarAsync("cliente.con_prestamos", "delete", $"/clientes/{clientes[0]}");
        await RechazarAsync("grupo.con_clientes", "delete", $"/grupos/{grupo}");
        await g.SendAsync(_admin, "delete", $"/prestamos/{prestamo + 2}");
        await g.SendAsync(_admin, "delete", $"/clientes/{clientes[3]}");
        await g.SendAsync(_admin, "delete", $"/grupos/{await SendAsync("post", "/grupos", $$"""{"nombre_grupo":"Vacío","ruta_id":{{ruta}},"usuario_id_titular":null}""", "data", "grupo", "grupo_id")}");
        await RechazarAsync("grupo.con_historia", "delete", $"/grupos/{await LeftGrupoAsync(ruta, clientes[0])}");
        await g.SendAsync(_admin, "delete", $"/rutas/{await SendAsync("post", "/rutas", """{"nombre_ruta":"Vacía","usuario_id_gerente":null,"usuario_id_supervisor":null}""", "data", "ruta", "ruta_id")}");
        var sobra = await Personas.AgregarAsync(connection, "sobra", rol: 3);
        await g.SendAsync(_admin, "post", $"/users/{sobra}/restablecer-contrasena");
        await g.SendAsync(_admin, "delete", $"/users/{sobra}/sesiones");
        await g.SendAsync(_admin, "delete", $"/users/{sobra}");

        // For the wrong requests to come: they need to know the routes of the sign-in too.
        using var other = await _admin.SignedInAsync("titular2");
        await g.SendAsync(other, "post", "/auth/cambiar-contrasena", """{"contrasena_actual":"Secreta-2026","contrasena_nueva":"Otra-Secreta-2027"}""");
        using var renovado = await _admin.SignedInAsync("titular2", "Otra-Secreta-2027");
        await g.SendAsync(renovado.With(renovado.RefreshToken), "post", "/auth/refresh");
        using var leaving = await _admin.SignedInAsync("titular2", "Otra-Secreta-2027");
        await g.SendAsync(leaving, "post", "/auth/logout");
    }

    /// <summary>A group that the client belonged to in earlier weeks.</summary>
    private async Task<int> LeftGrupoAsync(int ruta, int cliente)
    {
        var grupo = await SendAsync("post", "/grupos", $$"""{"nombre_grupo":"Grupo 5 - Las Pintas","ruta_id":{{ruta}},"usuario_id_titular":null}""", "data", "grupo", "grupo_id");
        await TestDatabase.ExecuteAsync(connection, $"""
            UPDATE membresias SET desde = '2026-11-09' WHERE cliente_id = {cliente};
            INSERT INTO membresias (cliente_id, grupo_id, desde, hasta) VALUES ({cliente}, {grupo}, '-infinity', '2026-11-09')
            """);
        return grupo;
    }

    /// <summary>Errors that are not the caller's fault, and a body that is too large; one route is tested for all.</summary>
    private async Task FallasAsync()
    {
        await RechazarAsync("solicitud.demasiado_grande", "post", "/bonos", $"\"{new string('x', RequestReading.MaxBodyBytes)}\"");
        await using (var other = new NpgsqlConnection(connection))
        {
            await other.OpenAsync();
            await using var lockCommand = new NpgsqlCommand("BEGIN; LOCK TABLE bono", other);
            await lockCommand.ExecuteNonQueryAsync();
            await RechazarAsync("servicio.registro_ocupado", "get", "/bonos");
        }

        await TestDatabase.ExecuteAsync(connection, "ALTER TABLE bono RENAME TO bono_apartado");
        await RechazarAsync("error.interno", "get", "/bonos");
        await TestDatabase.ExecuteAsync(connection, "ALTER TABLE bono_apartado RENAME TO bono");
    }

    /// <summary>Permissions are data: a lender may give a director more than the defaults.</summary>
    private async Task DirectorAsync(Api anonymous, int prestamo)
    {
        await Personas.AgregarAsync(connection, "director1", rol: 5);
        await TestDatabase.ExecuteAsync(connection, "INSERT INTO permisos (rol_id, accion_id) VALUES (5, 8), (5, 9), (5, 10)");
        using var director = await anonymous.SignedInAsync("director1");
        await g.RechazarAsync(director, "prestamo.sobre_limite", "post", $"/prestamos/{prestamo}/cambio/vista-previa", """{"monto_prestamo":6000}""");
        await g.RechazarAsync(director, "prestamo.sobre_limite", "put", $"/prestamos/{prestamo}", """{"monto_prestamo":6000}""");
        await g.RechazarAsync(director, "usuario.ultimo_admin", "put", "/users/1", """{"rol_id":2}""");
        await g.RechazarAsync(director, "usuario.ultimo_admin", "delete", "/users/1");
    }

    /// <summary>Wrong passwords until the back-off; and the gestor, whose role has lost its permissions.</summary>
    private async Task SesionesAsync(Api anonymous, int gestor)
    {
        await g.RechazarAsync(anonymous, "auth.credenciales", "post", "/auth/login", SignIn("nadie", "Secreta-2026"));
        await FailAsync(anonymous, "/auth/login", SignIn("admin2", "equivocada"));
        await Personas.AgregarAsync(connection, "admin2");
        using var titular = await anonymous.SignedInAsync("titular1");
        await g.RechazarAsync(titular, "auth.contrasena_actual", "post", "/auth/cambiar-contrasena", """{"contrasena_actual":"equivocada","contrasena_nueva":"Otra-Secreta-2027"}""");
        await FailAsync(titular, "/auth/cambiar-contrasena", """{"contrasena_actual":"equivocada","contrasena_nueva":"Otra-Secreta-2027"}""");

        await TestDatabase.ExecuteAsync(connection, $"UPDATE usuarios SET contrasena = (SELECT contrasena FROM usuarios WHERE id = 1) WHERE id = {gestor}; DELETE FROM permisos WHERE rol_id = 1");
        using var withoutPermission = await anonymous.SignedInAsync("gestor1");
        await g.SinPermisoAsync(withoutPermission);
    }

    /// <summary>The database rejects all connections from here on, so this comes last.</summary>
    private async Task WithoutDatabaseAsync(Api anonymous)
    {
        var place = new NpgsqlConnectionStringBuilder(connection);
        var mantenimiento = new NpgsqlConnectionStringBuilder(connection) { Database = "postgres" };
        await TestDatabase.ExecuteAsync(mantenimiento.ConnectionString, $"ALTER DATABASE \"{place.Database}\" ALLOW_CONNECTIONS false");
        await TestDatabase.ExecuteAsync(mantenimiento.ConnectionString, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{place.Database}'");
        await g.AnswerAsync(anonymous, HttpStatusCode.ServiceUnavailable, "get", "/health");
    }

    private static async Task FailUntilDelayedAsync(Func<Task<ApiResponse>> attempt)
    {
        for (var n = 0; n < 20; n++)
        {
            if ((int)(await attempt()).Status == 429)
            {
                return;
            }
        }

        Assert.Fail("No sign-in was delayed.");
    }

    private async Task FailAsync(Api quien, string path, string body)
    {
        await FailUntilDelayedAsync(() => quien.PostAsync(path, JsonNode.Parse(body)));
        await g.RechazarAsync(quien, "auth.demasiados_intentos", "post", path, body);
    }
}
