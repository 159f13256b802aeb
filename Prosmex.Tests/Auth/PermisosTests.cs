using System.Text.Json.Nodes;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.OpenApi;

namespace Prosmex.Tests.Auth;

/// <summary>Every route × every role × own and foreign objects, told from the functions and held against the table of rules.md §9.</summary>
[Trait("Kind", "Integration")]
public sealed class PermisosTests(TestServer servidor)
{
    private const string Contrasena = "Secreta-2026";
    private const string Todos = "123456";

    /// <summary>
    /// Function → who may call it (role ids; "*" anyone, "t" with a token of the session), a path to one of the caller's own objects, a path to one
    /// that is foreign to every role below director, and a valid body.
    /// </summary>
    private static readonly Dictionary<string, Regla> Reglas = new()
    {
        ["AuthLogin"] = new("*", "auth/login"),
        ["AuthRefresh"] = new("t", "auth/refresh"),
        ["AuthLogout"] = new("t", "auth/logout"),
        ["AuthYo"] = new(Todos, "auth/yo"),
        ["AuthCambiarContrasena"] = new(Todos, "auth/cambiar-contrasena"),
        ["AuthRegister"] = new("6", "auth/register"),
        ["RolesListar"] = new("6", "roles/all"),
        ["UsuariosListar"] = new("6", "users"),
        ["UsuariosObtener"] = new("6", "users/{U}"),
        ["UsuariosEditar"] = new("6", "users/{U}") { Cuerpo = """{"nombre":"X"}""" },
        ["UsuariosEliminar"] = new("6", "users/99999") { Estado = 404 },
        ["UsuariosRestablecerContrasena"] = new("6", "users/99999/restablecer-contrasena") { Estado = 404 },
        ["UsuariosTerminarSesiones"] = new("6", "users/99999/sesiones") { Estado = 404 },
        ["UsuariosPorRol"] = new("6", "users/tipo-especifico?rol=Titular"),
        ["ClientesCrear"] = new("23456", "clientes") { Cuerpo = Cliente("{G}"), CuerpoAjeno = Cliente("{g}"), Estado = 201 },
        ["ClientesListar"] = new("23456", "clientes"),
        ["ClientesObtener"] = new("23456", "clientes/{C}", "clientes/{c}"),
        ["ClientesEstadoDeCuenta"] = new("23456", "clientes/{C}/estado-de-cuenta", "clientes/{c}/estado-de-cuenta"),
        ["ClientesEstadoDeCuentaXlsx"] = new("23456", "clientes/{C}/estado-de-cuenta.xlsx", "clientes/{c}/estado-de-cuenta.xlsx"),
        ["ClientesEditar"] = new("6", "clientes/{C}", "clientes/{c}") { Cuerpo = """{"colonia":"X"}""" },
        ["ClientesEliminar"] = new("6", "clientes/99999") { Estado = 404 },
        ["ClientesParaPrestamo"] = new("23456", "clientes/clientes-registro-prestamo?grupo_id={G}", "clientes/clientes-registro-prestamo?grupo_id={g}"),
        ["ClientesAvales"] = new("23456", "clientes/avales?grupo_id={G}", "clientes/avales?grupo_id={g}"),
        ["ClientesTiposPropiedad"] = new(Todos, "clientes/tipos-propiedad"),
        ["ClientesEstadosCiviles"] = new(Todos, "clientes/estados-civiles"),
        ["AvalesValidar"] = new("23456", "clientes/validate-aval")
        {
            Cuerpo = """{"cliente_id":{C},"aval_id":{D}}""",
            CuerpoAjeno = """{"cliente_id":{C},"aval_id":{c}}""",
        },
        ["AvalesSugerir"] = new("23456", "clientes/aval-suggestions/{C}", "clientes/aval-suggestions/{c}"),
        ["GruposListar"] = new(Todos, "grupos"),
        ["GruposCrear"] = new("6", "grupos"),
        ["GruposObtener"] = new(Todos, "grupos/{G}", "grupos/{g}"),
        ["GruposEditar"] = new("6", "grupos/{G}", "grupos/{g}") { Cuerpo = """{"nombre_grupo":"X"}""" },
        ["GruposEliminar"] = new("6", "grupos/99999") { Estado = 404 },
        ["RutasListar"] = new("3456", "rutas"),
        ["RutasCrear"] = new("6", "rutas"),
        ["RutasObtener"] = new("3456", "rutas/{R}", "rutas/{r}"),
        ["RutasEditar"] = new("6", "rutas/{R}") { Cuerpo = """{"nombre_ruta":"X"}""" },
        ["RutasEliminar"] = new("6", "rutas/99999") { Estado = 404 },
        ["CifrasMontoPrestado"] = new("23456", "clientes/monto-prestado/{C}", "clientes/monto-prestado/{c}"),
        ["CifrasMontoPagado"] = new("23456", "clientes/monto-pagado/{C}", "clientes/monto-pagado/{c}"),
        ["CifrasMontoRestante"] = new("23456", "clientes/monto-restante/{C}", "clientes/monto-restante/{c}"),
        ["CifrasPrestamoPapel"] = new("23456", "clientes/prestamo-papel/{C}", "clientes/prestamo-papel/{c}"),
        ["CifrasPrestamoReal"] = new("23456", "clientes/prestamo-real/{C}", "clientes/prestamo-real/{c}"),
        ["GruposDatosPrestamos"] = new(Todos, "grupos/{G}/datos-prestamos", "grupos/{g}/datos-prestamos"),
        ["PrestamosTipos"] = new(Todos, "prestamos/tipos"),
        ["PrestamosCrear"] = new("23456", "prestamos")
        {
            Cuerpo = """{"cliente_id":{C},"aval_id":{D},"tipo_prestamo_id":1,"monto_prestamo":100}""",
            CuerpoAjeno = """{"cliente_id":{c},"aval_id":{D},"tipo_prestamo_id":1,"monto_prestamo":100}""",
            Estado = 409,
            EstadoAjeno = 400,
        },
        ["PrestamosListar"] = new("23456", "prestamos?cliente_id={C}", "prestamos?cliente_id={c}"),
        ["PrestamosObtener"] = new(Todos, "prestamos/{P}", "prestamos/{p}"),
        ["PrestamosCobranzaIdeal"] = new(Todos, "prestamos/{P}/cobranza-ideal", "prestamos/{p}/cobranza-ideal"),
        ["PrestamosCalendario"] = new(Todos, "prestamos/{P}/calendario", "prestamos/{p}/calendario"),
        ["PrestamosEditar"] = new("6", "prestamos/{P}", "prestamos/{p}") { Cuerpo = """{"monto_prestamo":"1000"}""" },
        ["PrestamosEliminar"] = new("6", "prestamos/99999") { Estado = 404 },
        ["PagosRegistrar"] = new(Todos, "pagos")
        {
            Cuerpo = """[{"prestamo_id":{P},"monto_pagado":0}]""",
            CuerpoAjeno = """[{"prestamo_id":{p},"monto_pagado":0}]""",
            Estado = 201,
        },
        ["PagosListar"] = new("3456", "pagos?prestamo_id={P}", "pagos?prestamo_id={p}"),
        ["PagosObtener"] = new(Todos, "pagos/{V}", "pagos/{v}"),
        ["PagosCorregir"] = new("6", "pagos/99999") { Cuerpo = """{"monto_pagado":1}""", Estado = 404 },
        ["PagosReversar"] = new("6", "pagos/99999") { Estado = 404 },
        ["CobranzaGrupos"] = new(Todos, "pagos/grupos"),
        ["CobranzaPrestamos"] = new(Todos, "pagos/prestamos?grupo_id={G}", "pagos/prestamos?grupo_id={g}"),
        ["CobranzaPagosDePrestamo"] = new(Todos, "pagos/pagos-prestamo/{P}", "pagos/pagos-prestamo/{p}"),
        ["CobranzaFaltas"] = new(Todos, "pagos/faltas/{P}", "pagos/faltas/{p}"),
        ["HojasObtener"] = new(Todos, "hojas?grupo_id={G}", "hojas?grupo_id={g}"),
        ["HojasRecibir"] = new(Todos, "hojas/{G}/envios", "hojas/{g}/envios") { Cuerpo = Envio(1), CuerpoAjeno = Envio(2) },
        ["PorAclararListar"] = new(Todos, "por-aclarar?grupo_id={G}", "por-aclarar?grupo_id={g}"),
        ["PorAclararAplicar"] = new("6", "por-aclarar/99999/aplicar") { Cuerpo = """{"prestamo_id":{P}}""", Estado = 404 },
        ["PorAclararDevolver"] = new("6", "por-aclarar/99999/devolver") { Cuerpo = """{"nota":"x"}""", Estado = 404 },
        ["PorAclararCastigar"] = new("6", "por-aclarar/99999/castigar") { Cuerpo = """{"nota":"x"}""", Estado = 404 },
        ["CortesCustodia"] = new(Todos, "cortes/custodia"),
        ["CortesHacer"] = new(Todos, "cortes/cortes") { Cuerpo = """{"corte_total":-1,"total_gastos":0,"semilla":0}""", Estado = 201 },
        ["CortesHacerSemanal"] = new(Todos, "cortes/realizar-corte-semanal") { Cuerpo = """{"corte_total":-1,"total_gastos":0,"semilla":0}""", Estado = 201 },
        ["CortesListar"] = new(Todos, "cortes/cortes"),
        ["CortesObtener"] = new(Todos, "cortes/cortes/{K}", "cortes/cortes/{k}"),
        ["CortesEditar"] = new("6", "cortes/cortes/{K}") { Cuerpo = """{"semilla":1}""" },
        ["CortesEliminar"] = new("6", "cortes/cortes/99999") { Estado = 404 },
        ["PrestamosTiposCrear"] = new("6", "prestamos/tipos"),
        ["PrestamosTiposEditar"] = new("6", "prestamos/tipos/99999") { Cuerpo = """{"nombre":"X"}""", Estado = 404 },
        ["BonosListar"] = new(Todos, "bonos"),
        ["BonosObtener"] = new(Todos, "bonos/1"),
        ["BonosCrear"] = new("6", "bonos"),
        ["BonosEditar"] = new("6", "bonos/1") { Cuerpo = """{"fallas":0}""" },
        ["BonosEliminar"] = new("6", "bonos/99999") { Estado = 404 },
        ["VerificacionSemanalAMano"] = new("6", "verificacion/semanal") { SinCuerpo = true },
        ["VerificacionCuadreVer"] = new("6", "verificacion/cuadre"),
        ["BitacoraListar"] = new("56", "bitacora"),
        ["VerificacionSemanalListar"] = new("6", "verificacion/semanal"),
        ["ReporteGeneral"] = new(Todos, "reporte/general"),
        ["ReporteTotales"] = new(Todos, "reporte/general/totales"),
        ["ReporteGeneralXlsx"] = new(Todos, "reporte/general.xlsx?grupo_id={G}", "reporte/general.xlsx?grupo_id={g}"),
        ["ReporteGeneralCsv"] = new(Todos, "reporte/general.csv?ruta_id={R}", "reporte/general.csv?ruta_id={r}"),
        ["ReportePorCobrarXlsx"] = new(Todos, "reporte/por-cobrar.xlsx?grupo_id={G}", "reporte/por-cobrar.xlsx?grupo_id={g}"),
        ["ReportePorCobrarCsv"] = new(Todos, "reporte/por-cobrar.csv?ruta_id={R}", "reporte/por-cobrar.csv?ruta_id={r}"),
        ["ReporteAntiguedadXlsx"] = new(Todos, "reporte/antiguedad.xlsx?grupo_id={G}", "reporte/antiguedad.xlsx?grupo_id={g}"),
        ["ReporteAntiguedadCsv"] = new(Todos, "reporte/antiguedad.csv?ruta_id={R}", "reporte/antiguedad.csv?ruta_id={r}"),
        ["ReporteTendenciaXlsx"] = new(Todos, "reporte/tendencia.xlsx?grupo_id={G}", "reporte/tendencia.xlsx?grupo_id={g}"),
        ["ReporteTendenciaCsv"] = new(Todos, "reporte/tendencia.csv?ruta_id={R}", "reporte/tendencia.csv?ruta_id={r}"),
        ["ReporteTendencia"] = new(Todos, "reporte/tendencia?grupo_id={G}", "reporte/tendencia?grupo_id={g}"),
        ["ReporteAntiguedad"] = new(Todos, "reporte/antiguedad?ruta_id={R}", "reporte/antiguedad?ruta_id={r}"),
        ["ReporteCobranza"] = new(Todos, "reporte/cobranza?ruta_id={R}", "reporte/cobranza?ruta_id={r}"),
        ["ReporteRutas"] = new(Todos, "reporte/rutas"),
        ["ReportePorCobrar"] = new(Todos, "reporte/por-cobrar?grupo_id={G}", "reporte/por-cobrar?grupo_id={g}"),
        ["ReporteSobranteGrupo"] = new(Todos, "reporte/sobrante-grupo/{G}", "reporte/sobrante-grupo/{g}"),
        ["ReporteSobranteSemanal"] = new(Todos, "reporte/sobrante-semanal/{G}", "reporte/sobrante-semanal/{g}"),
        ["ReporteSobranteTotal"] = new(Todos, "reporte/sobrante-total-usuario"),
        ["ReporteBonosTitular"] = new(Todos, "reporte/bono-grupos-titular"),
        ["ReporteBonoGlobal"] = new(Todos, "reporte/bono-global-titular"),
        ["ReporteDatosCorte"] = new(Todos, "cortes/datos-corte"),
        ["OpenApi"] = new("*", "openapi.json"),
        ["Docs"] = new("*", "docs"),
        ["DocsReferencia"] = new("*", "docs/referencia.js"),
        ["DocsScalar"] = new("*", "docs/scalar-2.19.0.js"),
        ["Health"] = new("*", "health"),
        ["PanelPagina"] = new("*", "panel"),
        ["PanelArchivo"] = new("*", "panel/panel.js"),
        ["ZzNoEncontrado"] = new("*", "no/hay/nada") { Estado = 404 },
    };

    [Fact]
    public void Functions_HttpOrTimer_DeclareTheirAccessAndAreInTheMatrix()
    {
        foreach (var (nombre, metodo) in FunctionCatalog.Methods)
        {
            var accesos = metodo.GetCustomAttributes(typeof(AccessAttribute), false).Length;
            var esHttp = OpenApiFile.Disparador(metodo) is not null;
            Assert.True(accesos == (esHttp ? 1 : 0), $"{nombre} declares {accesos} permissions.");
            Assert.True(!esHttp || Reglas.ContainsKey(nombre), $"{nombre} is missing in the matrix of permissions.");
        }
    }

    [Fact]
    public async Task Routes_ByRoleAndObject_AnswerAsInTheTable()
    {
        await using var programa = await ProgramWithClock.IniciarConPrimerAdminAsync(await servidor.NuevaBaseAsync());
        using var admin = programa.Api();
        await admin.EntrarAsync(RunningProgram.Admin, RunningProgram.ContrasenaDelAdmin);
        var (roles, datos) = await PrepararAsync(admin);
        using var anonimo = programa.Api();
        using var falso = programa.Api().Con(Falsificar(roles[2].Token!));
        using var vencido = programa.Api().Con(Vencer(roles[6].Token!));
        using var terminado = await admin.EntradaAsync("rol6", Contrasena);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await terminado.PostAsync("/auth/logout")).Estado);

        List<string> faults = [];
        foreach (var (nombre, metodo) in FunctionCatalog.Methods.Where(f => OpenApiFile.Disparador(f.Value) is not null))
        {
            var regla = Reglas[nombre];
            var verbo = HttpMethod.Parse(OpenApiFile.Disparador(metodo)!.Methods?.FirstOrDefault() ?? "get");
            async Task Espera(Api api, int rol, string quien, string ruta, string? body, Func<int, bool> bien)
            {
                var response = await api.EnviarAsync(verbo, "/" + datos.Poner(ruta, rol), body is null ? null : JsonNode.Parse(datos.Poner(body, rol)));
                if (!bien((int)response.Estado))
                {
                    faults.Add($"{nombre} {verbo} {ruta} as {quien}: {(int)response.Estado} {response.Texto}");
                }
            }

            foreach (var (api, quien) in new[] { (anonimo, "nobody"), (falso, "a forger"), (vencido, "a token of yesterday"), (terminado, "an ended session") })
            {
                await Espera(api, 6, quien, regla.Propia, regla.Cuerpo, e => regla.Quien == "*" ? e is not (401 or 403) : e == 401);
            }

            foreach (var (rol, api) in roles.Where(_ => regla.Quien is not ("*" or "t")))
            {
                var puede = regla.Quien.Contains((char)('0' + rol));
                await Espera(api, rol, $"role {rol}", regla.Propia, regla.Cuerpo, e => !puede ? e == 403 : regla is { Cuerpo: null, SinCuerpo: false, Estado: 200 } && verbo != HttpMethod.Get ? e == 400 : e == regla.Estado);

                var vePorRol = rol >= 5;
                if (regla.Ajena is not null || regla.CuerpoAjeno is not null)
                {
                    await Espera(
                        api,
                        rol,
                        $"role {rol}, foreign",
                        regla.Ajena ?? regla.Propia,
                        regla.CuerpoAjeno ?? regla.Cuerpo,
                        e => !puede ? e == 403 : vePorRol ? e == (regla.EstadoAjeno ?? regla.Estado) : e == 404);
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<(Dictionary<int, Api> Roles, Datos Datos)> PrepararAsync(Api admin)
    {
        Dictionary<int, Api> roles = [];
        Dictionary<int, int> ids = [];
        for (var rol = 1; rol <= 6; rol++)
        {
            var alta = await admin.PostAsync(
                "/auth/register",
                JsonNode.Parse($$"""{"nombre":"N","apellido_paterno":"P","apellido_materno":"M","usuario":"rol{{rol}}","contrasena":"{{Contrasena}}","rol_id":{{rol}}}"""));
            ids[rol] = (int)alta.Data["User"]!["userId"]!;
            roles[rol] = admin.Otro();
            await roles[rol].EntrarAsync($"rol{rol}", Contrasena);
        }

        var ruta = (int)(await admin.PostAsync("/rutas", JsonNode.Parse($$"""{"nombre_ruta":"R","usuario_id_gerente":{{ids[4]}},"usuario_id_supervisor":{{ids[3]}}}"""))).Data["ruta"]!["ruta_id"]!;
        var grupo = (int)(await admin.PostAsync(
            "/grupos", JsonNode.Parse($$"""{"nombre_grupo":"G","ruta_id":{{ruta}},"usuario_id_titular":{{ids[2]}},"usuario_id_gestor":{{ids[1]}}}"""))).Data["grupo"]!["grupo_id"]!;
        async Task<int> Nuevo(int g) => (int)(await admin.PostAsync("/clientes", JsonNode.Parse(Cliente($"{g}")))).Data["cliente"]!;
        async Task<(int Prestamo, int Pago)> Prestar(int cliente, int aval)
        {
            var prestamo = (await admin.PostAsync("/prestamos", JsonNode.Parse($$"""{"cliente_id":{{cliente}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":1000}"""))).Data["prestamo"]!;
            var pago = (await admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":100}]"""))).Data["pago"]!["id"]!;
            return ((int)prestamo, (int)pago);
        }

        async Task<int> Cortar(Api api) => (int)(await api.PostAsync("/cortes/cortes", JsonNode.Parse("""{"corte_total":-1,"total_gastos":0,"semilla":0}"""))).Json["id"]!;

        Dictionary<string, int> values = new() { ["R"] = ruta, ["G"] = grupo, ["C"] = await Nuevo(grupo), ["D"] = await Nuevo(grupo), ["r"] = 2, ["g"] = 2, ["c"] = await Nuevo(2), ["d"] = await Nuevo(2) };
        values["U"] = ids[2];
        (values["P"], values["V"]) = await Prestar(values["C"], values["D"]);
        (values["p"], values["v"]) = await Prestar(values["c"], values["d"]);
        values["k"] = await Cortar(admin);
        foreach (var (rol, api) in roles)
        {
            values[$"K{rol}"] = await Cortar(api);
        }

        return (roles, new(values));
    }

    // An unknown loan: valid for any group.
    private static string Envio(int n) =>
        $$"""{"envio_id":"00000000-0000-0000-0000-00000000000{{n}}","control_filas":1,"control_total":0,"filas":[{"clave":"00000000-0000-0000-0000-00000000001{{n}}","prestamo_id":99999,"monto":0,"ocurrido_en":"2026-11-18T12:00:00-06:00","visita":"no_estaba"}]}""";

    private static string Cliente(string grupo) =>
        $$"""{"nombre":"N","apellido_paterno":"P","apellido_materno":"M","colonia":"C","cp":"01000","codigo_ine":"I","estado_civil":"viudo","num_hijos":0,"propiedad":"rentada","grupo_id":{{grupo}}}""";

    /// <summary>The same claims under another key.</summary>
    private static string Falsificar(string token)
    {
        var partes = token.Split('.');
        var firma = System.Security.Cryptography.HMACSHA256.HashData("otra-clave-de-al-menos-32-bytes-de-largo"u8, System.Text.Encoding.ASCII.GetBytes($"{partes[0]}.{partes[1]}"));
        return $"{partes[0]}.{partes[1]}.{System.Buffers.Text.Base64Url.EncodeToString(firma)}";
    }

    /// <summary>The same claims, lawfully signed, of a token that ended.</summary>
    private static string Vencer(string token)
    {
        var jwt = HandMadeJwt.De(token);
        foreach (var momento in new[] { "iat", "nbf", "exp" })
        {
            jwt.Cuerpo[momento] = jwt.Segundos(momento) - 86_400;
        }

        return jwt.Firmado(System.Text.Encoding.UTF8.GetBytes(TestServer.Clave));
    }

    private sealed record Regla(string Quien, string Propia, string? Ajena = null)
    {
        public string? Cuerpo { get; init; }

        public string? CuerpoAjeno { get; init; }

        /// <summary>Does its work without a body, though it is no GET.</summary>
        public bool SinCuerpo { get; init; }

        public int Estado { get; init; } = 200;

        /// <summary>The path to the foreign object, for roles that see every group.</summary>
        public int? EstadoAjeno { get; init; }
    }

    /// <summary>Capital letters are the callers' own things, small ones are foreign; a corte is a role's own.</summary>
    private sealed record Datos(Dictionary<string, int> Valores)
    {
        public string Poner(string text, int rol) =>
            Valores.Aggregate(text.Replace("{K}", $"{Valores[$"K{rol}"]}"), (previo, value) => previo.Replace($"{{{value.Key}}}", $"{value.Value}"));
    }
}
