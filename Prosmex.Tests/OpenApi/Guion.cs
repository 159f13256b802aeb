using System.Text.Json.Nodes;
using Npgsql;
using Prosmex.Functions.Http;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infraestructura;

namespace Prosmex.Tests.OpenApi;

/// <summary>A few days of a small lender, so that every route has something to answer. The clock stands still but where it is said; the ids count from 1.</summary>
internal sealed class Guion(Grabadora g, ProgramaConReloj programa, string conexion)
{
    private Api _admin = null!;

    public async Task JugarAsync()
    {
        await Personas.AgregarAsync(conexion, "admin");
        await Base.EjecutarAsync(conexion, "UPDATE usuarios SET nombre = 'Claudia', apellido_paterno = 'Aguilar', apellido_materno = 'Plascencia'");
        using var anonimo = programa.Api();
        await g.HacerAsync(anonimo, "post", "/auth/login", Entrada("admin", Personas.Contrasena));
        _admin = await anonimo.EntradaAsync("admin");

        var (gestor, titular) = await GenteAsync();
        var (ruta, grupo) = await RutasYGruposAsync(titular, gestor);
        var clientes = await ClientesAsync(grupo);
        var prestamo = await PrestamosAsync(clientes);
        await PagosAsync(prestamo);
        await PreguntarAsync(ruta, grupo, clientes[0], prestamo);
        await CortesYBonosAsync();
        await EliminarAsync(ruta, grupo, clientes, prestamo);
        await g.EquivocarseAsync(anonimo, _admin);
        await FallasAsync();
        await SesionesAsync(anonimo, gestor);
        await using var sinPaginas = await ProgramaConReloj.IniciarAsync(conexion, ("Prosmex:Docs", "false"));
        using var quien = sinPaginas.Api();
        await g.SinPaginasAsync(quien);
    }

    private static string Entrada(string usuario, string contrasena) => new JsonObject { ["usuario"] = usuario, ["contrasena"] = contrasena }.ToJsonString();

    private async Task<int> HacerAsync(string metodo, string ruta, string cuerpo, params string[] camino)
    {
        var respuesta = await g.HacerAsync(_admin, metodo, ruta, cuerpo);
        return (int)camino.Aggregate(respuesta.Json, (nodo, paso) => nodo[paso]!);
    }

    private async Task LeerAsync(params string[] rutas)
    {
        foreach (var ruta in rutas)
        {
            await g.HacerAsync(_admin, "get", ruta);
        }
    }

    private Task RechazarAsync(string codigo, string metodo, string ruta, string? cuerpo = null) => g.RechazarAsync(_admin, codigo, metodo, ruta, cuerpo);

    private async Task<(int Gestor, int Titular)> GenteAsync()
    {
        const string Gestor = """{"nombre":"Patricia","apellido_paterno":"Castro","apellido_materno":"Cruz","usuario":"gestor1","contrasena":"Secreta-2026","rol_id":1}""";
        var gestor = await HacerAsync("post", "/auth/register", Gestor, "data", "User", "userId");
        await RechazarAsync("usuario.nombre_tomado", "post", "/auth/register", Gestor);
        var titular = await Personas.AgregarAsync(conexion, "titular1", rol: 2);
        await Personas.AgregarAsync(conexion, "titular2", rol: 2);
        await LeerAsync("/auth/yo", "/roles/all", "/users", $"/users/{gestor}", "/users/tipo-especifico?rol=Titular");
        await g.HacerAsync(_admin, "put", $"/users/{titular}", """{"nombre":"Leticia","apellido_paterno":"Navarro","apellido_materno":"Guzmán"}""");
        await RechazarAsync("usuario.nombre_tomado", "put", $"/users/{titular}", """{"usuario":"gestor1"}""");
        await RechazarAsync("usuario.uno_mismo", "put", "/users/1", """{"rol_id":2}""");
        await RechazarAsync("usuario.uno_mismo", "delete", "/users/1");
        return (gestor, titular);
    }

    private async Task<(int Ruta, int Grupo)> RutasYGruposAsync(int titular, int gestor)
    {
        var ruta = await HacerAsync("post", "/rutas", """{"nombre_ruta":"Ruta 4: Tonalá","usuario_id_gerente":null,"usuario_id_supervisor":null}""", "data", "ruta", "ruta_id");
        await LeerAsync("/rutas", $"/rutas/{ruta}");
        await g.HacerAsync(_admin, "put", $"/rutas/{ruta}", """{"nombre_ruta":"Ruta 4: Tonalá Centro"}""");
        var grupo = await HacerAsync(
            "post", "/grupos", $$"""{"nombre_grupo":"Grupo 4 - Loma Dorada","ruta_id":{{ruta}},"usuario_id_titular":{{titular}},"usuario_id_gestor":{{gestor}}}""", "data", "grupo", "grupo_id");
        await RechazarAsync("ruta.con_grupos", "delete", $"/rutas/{ruta}");
        await LeerAsync("/grupos", $"/grupos/{grupo}");
        await g.HacerAsync(_admin, "put", $"/grupos/{grupo}", """{"nombre_grupo":"Grupo 4 - Jauja"}""");
        await RechazarAsync("usuario.con_asignaciones", "put", $"/users/{titular}", """{"rol_id":1}""");
        return (ruta, grupo);
    }

    private async Task<int[]> ClientesAsync(int grupo)
    {
        List<int> clientes = [];
        foreach (var (nombre, paterno, materno, ine) in new[]
        {
            ("María Guadalupe", "Hernández", "López", "HRLPGD85041214M600"), ("Rosa", "Álvarez", "Ñúñez", "ALNURS79090214M300"), ("Juan Carlos", "Mendoza", "Ruiz", "MNRZJN90110114H100"),
            ("Teresa", "Ortiz", "Vega", "ORVGTR82062814M200"),
        })
        {
            clientes.Add(await HacerAsync(
                "post",
                "/clientes",
                $$"""{"nombre":"{{nombre}}","apellido_paterno":"{{paterno}}","apellido_materno":"{{materno}}","colonia":"Jauja","cp":"45402","codigo_ine":"{{ine}}","estado_civil":"casado","num_hijos":2,"propiedad":"rentada","grupo_id":{{grupo}}}""",
                "data",
                "cliente"));
        }

        await LeerAsync("/clientes", $"/clientes/{clientes[0]}", "/clientes/tipos-propiedad", "/clientes/estados-civiles", $"/clientes/clientes-registro-prestamo?grupo_id={grupo}", $"/clientes/avales?grupo_id={grupo}");
        await g.HacerAsync(_admin, "put", $"/clientes/{clientes[2]}", """{"colonia":"Santa Paula","num_hijos":3}""");
        return [.. clientes];
    }

    private async Task<int> PrestamosAsync(int[] clientes)
    {
        await LeerAsync("/prestamos/tipos", $"/clientes/aval-suggestions/{clientes[0]}");
        var tipo = await HacerAsync(
            "post",
            "/prestamos/tipos",
            """{"nombre":"Préstamo Tipo 10 semanas","numero_semanas":10,"porcentaje_semanal":0.12,"interes":0.2,"incumplimientos_tolerados":1,"pena_incumplimiento":"10.00","limite_penalizaciones":1}""",
            "data", "tipo", "tipo_prestamo_id");
        await g.HacerAsync(_admin, "put", $"/prestamos/tipos/{tipo}", """{"nombre":"Préstamo corto"}""");
        await g.HacerAsync(_admin, "post", "/clientes/validate-aval", $$"""{"cliente_id":{{clientes[0]}},"aval_id":{{clientes[1]}}}""");
        string Solicitud(int cliente, int aval, int monto, string inicio) => $$"""{"cliente_id":{{cliente}},"fecha_inicio":"{{inicio}}","monto_prestamo":{{monto}},"tipo_prestamo_id":1,"aval_id":{{aval}}}""";
        var prestamo = await HacerAsync("post", "/prestamos", Solicitud(clientes[0], clientes[1], 3000, "2026-10-20"), "data", "prestamo");
        await g.HacerAsync(_admin, "post", "/prestamos", $"[{Solicitud(clientes[1], clientes[2], 2500, "2026-11-16")},{Solicitud(clientes[2], clientes[1], 2000, "2026-11-16")}]");
        await RechazarAsync("prestamo.no_renovable", "post", "/prestamos", Solicitud(clientes[0], clientes[1], 4000, "2026-11-18"));
        await RechazarAsync("prestamo.aval_no_admitido", "post", "/prestamos", Solicitud(clientes[3], clientes[3], 1000, "2026-11-18"));
        await RechazarAsync("prestamo.lote_rechazado", "post", "/prestamos", $"[{Solicitud(clientes[3], clientes[1], 1000, "2026-11-18")},{Solicitud(clientes[0], clientes[1], 4000, "2026-11-18")}]");
        return prestamo;
    }

    private async Task PagosAsync(int prestamo)
    {
        var pago = await HacerAsync("post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":300,"fecha_pago":"2026-10-27"}]""", "data", "pago", "id");
        var corto = await HacerAsync("post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":120.50,"fecha_pago":"2026-11-03"}]""", "data", "pago", "id");
        var malo = await HacerAsync("post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":300,"fecha_pago":"2026-11-17"}]""", "data", "pago", "id");
        await RechazarAsync("pago.excede_restante", "post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":9000}]""");
        await RechazarAsync("pago.fecha_futura", "post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":1,"fecha_pago":"2026-12-01"}]""");
        await g.HacerAsync(_admin, "put", $"/pagos/{corto}", """{"monto_pagado":125.50}""");
        await g.HacerAsync(_admin, "delete", $"/pagos/{malo}", """{"motivo":"Se registró dos veces."}""");
        await RechazarAsync("pago.ya_reversado", "put", $"/pagos/{malo}", """{"monto_pagado":1}""");
        await RechazarAsync("pago.ya_reversado", "delete", $"/pagos/{malo}");
        await LeerAsync($"/pagos/{pago}", "/pagos?per_page=2", "/pagos/grupos", $"/pagos/pagos-prestamo/{prestamo}");
        await RechazarAsync("prestamo.con_pagos", "put", $"/prestamos/{prestamo}", """{"monto_prestamo":1000}""");
        await RechazarAsync("prestamo.con_pagos", "delete", $"/prestamos/{prestamo}");
        await g.HacerAsync(_admin, "put", $"/prestamos/{prestamo}", """{"fecha_inicio":"2026-10-21"}""");
        await g.HacerAsync(_admin, "post", "/verificacion/semanal");
    }

    private async Task PreguntarAsync(int ruta, int grupo, int cliente, int prestamo)
    {
        await LeerAsync("/prestamos?per_page=2", $"/prestamos/{prestamo}", $"/prestamos/{prestamo}/cobranza-ideal", $"/prestamos/{prestamo}/calendario", $"/pagos/prestamos?grupo_id={grupo}", $"/pagos/faltas/{prestamo}");
        await LeerAsync([.. new[] { "monto-prestado", "monto-pagado", "monto-restante", "prestamo-papel", "prestamo-real" }.Select(c => $"/clientes/{c}/{cliente}"), $"/grupos/{grupo}/datos-prestamos"]);
        await LeerAsync($"/clientes/{cliente}/estado-de-cuenta", $"/clientes/{cliente}/estado-de-cuenta.xlsx", "/verificacion/semanal", "/verificacion/cuadre");
        await LeerAsync("/reporte/general?semana=2026-11-18", "/reporte/general/totales", "/reporte/general.xlsx", "/reporte/general.csv", $"/reporte/sobrante-grupo/{grupo}", $"/reporte/sobrante-semanal/{grupo}");
        await LeerAsync("/reporte/sobrante-total-usuario", "/reporte/bono-global-titular", "/cortes/datos-corte", "/reporte/tendencia?semanas=2", $"/reporte/antiguedad?ruta_id={ruta}");
        await LeerAsync($"/reporte/cobranza?ruta_id={ruta}", "/reporte/rutas", $"/reporte/por-cobrar?grupo_id={grupo}", "/bitacora?entidad=ruta&per_page=2");
        using var titular = await _admin.EntradaAsync("titular1");
        await g.HacerAsync(titular, "get", "/reporte/bono-grupos-titular");
        await LeerAsync("/", "/health", "/openapi.json", "/docs", "/docs/referencia.js", $"/docs/scalar-{Functions.OpenApi.ReferenciaFunctions.VersionDeScalar}.js");
    }

    private async Task CortesYBonosAsync()
    {
        const string Corte = """{"corte_total":-1250.5,"total_gastos":80,"semilla":500}""";
        var corte = await HacerAsync("post", "/cortes/cortes", Corte, "id");
        await HacerAsync("post", "/cortes/realizar-corte-semanal", Corte, "id");
        await LeerAsync("/cortes/cortes", $"/cortes/cortes/{corte}");
        await g.HacerAsync(_admin, "put", $"/cortes/cortes/{corte}", """{"total_gastos":95}""");
        await g.HacerAsync(_admin, "delete", $"/cortes/cortes/{corte}");

        var bono = await HacerAsync("post", "/bonos", """{"monto":500,"entrega_min":20000,"entrega_max":29999,"fallas":3}""", "data", "bono", "id");
        await LeerAsync("/bonos", $"/bonos/{bono}");
        await RechazarAsync("bono.traslape", "post", "/bonos", """{"monto":500,"entrega_min":25000,"entrega_max":35000,"fallas":3}""");
        await RechazarAsync("bono.traslape", "put", $"/bonos/{bono}", """{"entrega_min":13000}""");
        await g.HacerAsync(_admin, "put", $"/bonos/{bono}", """{"monto":550}""");
        await g.HacerAsync(_admin, "delete", $"/bonos/{bono}");
    }

    private async Task EliminarAsync(int ruta, int grupo, int[] clientes, int prestamo)
    {
        await RechazarAsync("cliente.con_prestamos", "delete", $"/clientes/{clientes[0]}");
        await RechazarAsync("grupo.con_clientes", "delete", $"/grupos/{grupo}");
        await g.HacerAsync(_admin, "delete", $"/prestamos/{prestamo + 2}");
        await g.HacerAsync(_admin, "delete", $"/clientes/{clientes[3]}");
        await g.HacerAsync(_admin, "delete", $"/grupos/{await HacerAsync("post", "/grupos", $$"""{"nombre_grupo":"Vacío","ruta_id":{{ruta}},"usuario_id_titular":null}""", "data", "grupo", "grupo_id")}");
        await g.HacerAsync(_admin, "delete", $"/rutas/{await HacerAsync("post", "/rutas", """{"nombre_ruta":"Vacía","usuario_id_gerente":null,"usuario_id_supervisor":null}""", "data", "ruta", "ruta_id")}");
        var sobra = await Personas.AgregarAsync(conexion, "sobra", rol: 3);
        await g.HacerAsync(_admin, "post", $"/users/{sobra}/restablecer-contrasena");
        await g.HacerAsync(_admin, "delete", $"/users/{sobra}/sesiones");
        await g.HacerAsync(_admin, "delete", $"/users/{sobra}");

        // For the wrong requests to come: they need to know the routes of the sign-in too.
        using var otro = await _admin.EntradaAsync("titular2");
        await g.HacerAsync(otro, "post", "/auth/cambiar-contrasena", """{"contrasena_actual":"Secreta-2026","contrasena_nueva":"Otra-Secreta-2027"}""");
        using var renovado = await _admin.EntradaAsync("titular2", "Otra-Secreta-2027");
        await g.HacerAsync(renovado.Con(renovado.RefreshToken), "post", "/auth/refresh");
        using var saliente = await _admin.EntradaAsync("titular2", "Otra-Secreta-2027");
        await g.HacerAsync(saliente, "post", "/auth/logout");
    }

    /// <summary>What the caller is not to blame for, and a body that is too large; one route stands for all.</summary>
    private async Task FallasAsync()
    {
        await RechazarAsync("solicitud.demasiado_grande", "post", "/bonos", $"\"{new string('x', Solicitudes.MaximoDeCuerpo)}\"");
        await using (var otra = new NpgsqlConnection(conexion))
        {
            await otra.OpenAsync();
            await using var cerrojo = new NpgsqlCommand("BEGIN; LOCK TABLE bono", otra);
            await cerrojo.ExecuteNonQueryAsync();
            await RechazarAsync("servicio.no_disponible", "get", "/bonos");
        }

        await Base.EjecutarAsync(conexion, "ALTER TABLE bono RENAME TO bono_apartado");
        await RechazarAsync("error.interno", "get", "/bonos");
        await Base.EjecutarAsync(conexion, "ALTER TABLE bono_apartado RENAME TO bono");
    }

    /// <summary>Wrong passwords until somebody must wait; and the gestor, whose role may do nothing any more.</summary>
    private async Task SesionesAsync(Api anonimo, int gestor)
    {
        await g.RechazarAsync(anonimo, "auth.credenciales", "post", "/auth/login", Entrada("nadie", "Secreta-2026"));
        await FallarAsync(anonimo, "/auth/login", Entrada("admin2", "equivocada"));
        await Personas.AgregarAsync(conexion, "admin2");
        using var titular = await anonimo.EntradaAsync("titular1");
        await g.RechazarAsync(titular, "auth.contrasena_actual", "post", "/auth/cambiar-contrasena", """{"contrasena_actual":"equivocada","contrasena_nueva":"Otra-Secreta-2027"}""");
        await FallarAsync(titular, "/auth/cambiar-contrasena", """{"contrasena_actual":"equivocada","contrasena_nueva":"Otra-Secreta-2027"}""");

        await Base.EjecutarAsync(conexion, $"UPDATE usuarios SET contrasena = (SELECT contrasena FROM usuarios WHERE id = 1) WHERE id = {gestor}; DELETE FROM permisos WHERE rol_id = 1");
        using var nadie = await anonimo.EntradaAsync("gestor1");
        await g.SinPermisoAsync(nadie);
    }

    private static async Task FallarHastaEsperarAsync(Func<Task<Respuesta>> intento)
    {
        for (var n = 0; n < 20; n++)
        {
            if ((int)(await intento()).Estado == 429)
            {
                return;
            }
        }

        Assert.Fail("Nobody had to wait.");
    }

    private async Task FallarAsync(Api quien, string ruta, string cuerpo)
    {
        await FallarHastaEsperarAsync(() => quien.PostAsync(ruta, JsonNode.Parse(cuerpo)));
        await g.RechazarAsync(quien, "auth.demasiados_intentos", "post", ruta, cuerpo);
    }
}
