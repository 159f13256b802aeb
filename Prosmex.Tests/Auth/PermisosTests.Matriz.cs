namespace Prosmex.Tests.Auth;

/// <content>The table.</content>
public sealed partial class PermisosTests
{
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
        ["RolesPermisos"] = new("6", "roles/permisos"),
        ["CuentasListar"] = new("6", "users/cuentas"),
        ["CuentasObtener"] = new("6", "users/cuentas/{U}"),
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
        ["Buscar"] = new(Todos, "buscar?q={C}"),
        ["ClientesFicha"] = new(Todos, "clientes/{C}/ficha", "clientes/{c}/ficha"),
        ["ExpedienteObtener"] = new(Todos, "clientes/{C}/expediente", "clientes/{c}/expediente"),
        ["ExpedienteEditar"] = new("6", "clientes/{C}/expediente", "clientes/{c}/expediente") { Cuerpo = """{"calle":"X"}""" },
        ["ExpedienteEliminar"] = new("6", "clientes/99999/expediente") { Estado = 404 },
        ["DatosPersonales"] = new("56", "clientes/{C}/datos-personales", "clientes/{c}/datos-personales"),
        ["DatosPersonalesXlsx"] = new("56", "clientes/{C}/datos-personales.xlsx", "clientes/{c}/datos-personales.xlsx"),
        ["ParecidosDeCliente"] = new("23456", "clientes/{C}/parecidos", "clientes/{c}/parecidos"),
        ["ParecidosListar"] = new("56", "clientes/parecidos"),
        ["ParecidosDecidir"] = new("6", "clientes/{C}/parecidos") { Cuerpo = """{"otro_id":99999,"decision":"misma","nota":"x"}""", Estado = 404 },
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
        ["AsignacionesListar"] = new(Todos, "grupos/lista?ruta_id={R}", "grupos/lista?ruta_id={r}"),
        ["AsignacionesHacer"] = new("6", "grupos/asignaciones") { Cuerpo = """{"grupo_ids":[{G}],"usuario_id_titular":{U}}""" },
        ["GruposCrear"] = new("6", "grupos"),
        ["GruposObtener"] = new(Todos, "grupos/{G}", "grupos/{g}"),
        ["GruposFicha"] = new(Todos, "grupos/{G}/ficha", "grupos/{g}/ficha"),
        ["GruposEditar"] = new("6", "grupos/{G}", "grupos/{g}") { Cuerpo = """{"nombre_grupo":"X"}""" },
        ["GruposEliminar"] = new("6", "grupos/99999") { Estado = 404 },
        ["RutasListar"] = new("3456", "rutas"),
        ["RutasLista"] = new("3456", "rutas/lista"),
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
        ["PrestamosVistaPrevia"] = new("23456", "prestamos/vista-previa")
        {
            Cuerpo = """{"cliente_id":{D},"aval_id":{C},"tipo_prestamo_id":1,"monto_prestamo":100}""",
            CuerpoAjeno = """{"cliente_id":{d},"aval_id":{c},"tipo_prestamo_id":1,"monto_prestamo":100}""",
        },
        ["PrestamosVistaPreviaCambio"] = new("6", "prestamos/{P}/cambio/vista-previa", "prestamos/{p}/cambio/vista-previa") { Cuerpo = """{"monto_prestamo":"1000"}""" },
        ["ClientesVistaPreviaCambio"] = new("6", "clientes/{C}/cambio/vista-previa", "clientes/{c}/cambio/vista-previa") { Cuerpo = """{"grupo_id":1}""" },
        ["PrestamosListar"] = new("23456", "prestamos?cliente_id={C}", "prestamos?cliente_id={c}"),
        ["PrestamosObtener"] = new(Todos, "prestamos/{P}", "prestamos/{p}"),
        ["PrestamosCobranzaIdeal"] = new(Todos, "prestamos/{P}/cobranza-ideal", "prestamos/{p}/cobranza-ideal"),
        ["PrestamosCalendario"] = new(Todos, "prestamos/{P}/calendario", "prestamos/{p}/calendario"),
        ["PrestamosFicha"] = new(Todos, "prestamos/{P}/ficha", "prestamos/{p}/ficha"),
        ["PrestamosEditar"] = new("6", "prestamos/{P}", "prestamos/{p}") { Cuerpo = """{"monto_prestamo":"1000"}""" },
        ["PrestamosEliminar"] = new("6", "prestamos/99999") { Estado = 404 },
        ["PagosRegistrar"] = new(Todos, "pagos")
        {
            Cuerpo = """[{"prestamo_id":{P},"monto_pagado":0}]""",
            CuerpoAjeno = """[{"prestamo_id":{p},"monto_pagado":0}]""",
            Estado = 201,
        },
        ["PagosListar"] = new("3456", "pagos?prestamo_id={P}", "pagos?prestamo_id={p}"),
        ["PagosMovimientos"] = new("3456", "pagos/movimientos?prestamo_id={P}", "pagos/movimientos?prestamo_id={p}"),
        ["PagosObtener"] = new(Todos, "pagos/{V}", "pagos/{v}"),
        ["RecibosConsultar"] = new("*", "recibos/CAFECAFECAFEE") { Estado = 404 },
        ["ReciboPagina"] = new("*", "recibo"),
        ["PagosRecibo"] = new(Todos, "pagos/{V}/recibo", "pagos/{v}/recibo"),
        ["PagosCorregir"] = new("6", "pagos/99999") { Cuerpo = """{"monto_pagado":1}""", Estado = 404 },
        ["PagosReversar"] = new("6", "pagos/99999") { Estado = 404 },
        ["PagosVistaPreviaCorreccion"] = new("6", "pagos/{V}/correccion/vista-previa") { Cuerpo = """{"monto_pagado":1}""" },
        ["PagosVistaPreviaReversa"] = new("6", "pagos/{V}/cancelacion/vista-previa") { SinCuerpo = true },
        ["CobranzaGrupos"] = new(Todos, "pagos/grupos"),
        ["CobranzaPrestamos"] = new(Todos, "pagos/prestamos?grupo_id={G}", "pagos/prestamos?grupo_id={g}"),
        ["CobranzaPagosDePrestamo"] = new(Todos, "pagos/pagos-prestamo/{P}", "pagos/pagos-prestamo/{p}"),
        ["CobranzaFaltas"] = new(Todos, "pagos/faltas/{P}", "pagos/faltas/{p}"),
        ["HojasObtener"] = new(Todos, "hojas?grupo_id={G}", "hojas?grupo_id={g}"),
        ["HojasRecibir"] = new(Todos, "hojas/{G}/envios", "hojas/{g}/envios") { Cuerpo = Envio(1), CuerpoAjeno = Envio(2) },
        ["TelefonosRegistrar"] = new(Todos, "cobro/telefonos") { Cuerpo = """{"telefono_id":"00000000-0000-4000-8000-00000000000{K}","nombre":"Moto G","version":"1.0.3"}""" },
        ["TelefonosContactar"] = new("*", "cobro/contacto"),
        ["TelefonosListar"] = new("6", "cobro/telefonos"),
        ["TelefonosTerminar"] = new("6", "cobro/telefonos/99999/terminar") { Estado = 404 },
        ["TelefonosDescartar"] = new("6", "cobro/telefonos/99999/descartar") { Cuerpo = """{"nota":"x"}""", Estado = 404 },
        ["PorAclararListar"] = new(Todos, "por-aclarar?grupo_id={G}", "por-aclarar?grupo_id={g}"),
        ["PorAclararObtener"] = new(Todos, "por-aclarar/99999") { Estado = 404 },
        ["PorAclararAplicar"] = new("6", "por-aclarar/99999/aplicar") { Cuerpo = """{"prestamo_id":{P}}""", Estado = 404 },
        ["PorAclararVistaPreviaAplicar"] = new("6", "por-aclarar/99999/aplicar/vista-previa") { Cuerpo = """{"prestamo_id":{P}}""", Estado = 404 },
        ["PorAclararDevolver"] = new("6", "por-aclarar/99999/devolver") { Cuerpo = """{"nota":"x"}""", Estado = 404 },
        ["PorAclararCastigar"] = new("6", "por-aclarar/99999/castigar") { Cuerpo = """{"nota":"x"}""", Estado = 404 },
        ["CortesCustodia"] = new(Todos, "cortes/custodia"),
        ["CortesHacer"] = new(Todos, "cortes/cortes") { Cuerpo = """{"corte_total":-1,"total_gastos":0,"semilla":0}""", Estado = 201 },
        ["CortesHacerSemanal"] = new(Todos, "cortes/realizar-corte-semanal") { Cuerpo = """{"corte_total":-1,"total_gastos":0,"semilla":0}""", Estado = 201 },
        ["CortesListar"] = new(Todos, "cortes/cortes"),
        ["CortesHistorial"] = new(Todos, "cortes/historial"),
        ["CortesObtener"] = new(Todos, "cortes/cortes/{K}", "cortes/cortes/{k}"),
        ["CortesEditar"] = new("6", "cortes/cortes/{K}") { Cuerpo = """{"semilla":1}""" },
        ["CortesEliminar"] = new("6", "cortes/cortes/99999") { Estado = 404 },
        ["PrestamosTiposCrear"] = new("6", "prestamos/tipos"),
        ["PrestamosTiposVistaPrevia"] = new("6", "prestamos/tipos/vista-previa")
        {
            Cuerpo = """{"nombre":"X","numero_semanas":14,"porcentaje_semanal":0.1,"incumplimientos_tolerados":1,"pena_incumplimiento":1,"limite_penalizaciones":1,"interes":0.4}""",
        },
        ["PrestamosTiposEditar"] = new("6", "prestamos/tipos/99999") { Cuerpo = """{"nombre":"X"}""", Estado = 404 },
        ["BonosListar"] = new(Todos, "bonos"),
        ["BonosObtener"] = new(Todos, "bonos/1"),
        ["BonosCrear"] = new("6", "bonos"),
        ["BonosEditar"] = new("6", "bonos/1") { Cuerpo = """{"fallas":0}""" },
        ["BonosEliminar"] = new("6", "bonos/99999") { Estado = 404 },
        ["VerificacionSemanalAMano"] = new("6", "verificacion/semanal") { SinCuerpo = true },
        ["VerificacionCuadreVer"] = new("6", "verificacion/cuadre"),
        ["BitacoraListar"] = new("56", "bitacora"),
        ["BitacoraAutores"] = new("56", "bitacora/autores"),
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
        ["ReporteCartera"] = new(Todos, "reporte/cartera?grupo_id={G}", "reporte/cartera?grupo_id={g}"),
        ["ReporteCarteraXlsx"] = new(Todos, "reporte/cartera.xlsx?grupo_id={G}", "reporte/cartera.xlsx?grupo_id={g}"),
        ["ReporteCarteraCsv"] = new(Todos, "reporte/cartera.csv?ruta_id={R}", "reporte/cartera.csv?ruta_id={r}"),
        ["ReporteFaltas"] = new(Todos, "reporte/faltas?ruta_id={R}", "reporte/faltas?ruta_id={r}"),
        ["ReporteFaltasXlsx"] = new(Todos, "reporte/faltas.xlsx?grupo_id={G}", "reporte/faltas.xlsx?grupo_id={g}"),
        ["ReporteFaltasCsv"] = new(Todos, "reporte/faltas.csv?ruta_id={R}", "reporte/faltas.csv?ruta_id={r}"),
        ["ReporteComparacion"] = new(Todos, "reporte/comparacion?por=grupo&grupo_id={G}", "reporte/comparacion?por=grupo&grupo_id={g}"),
        ["ReporteSenales"] = new("3456", "reporte/senales"),
        ["ReporteSenalesDescartar"] = new("3456", "reporte/senales/descartar") { Cuerpo = """{"regla":"dia_ajeno","clave":"99999","nota":"x"}""", Estado = 404 },
        ["ReporteSenalesRecuperar"] = new("3456", "reporte/senales/recuperar") { Cuerpo = """{"regla":"dia_ajeno","clave":"99999"}""", Estado = 404 },
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
        ["Financiera"] = new(Todos, "financiera"),
        ["LimitesListar"] = new(Todos, "limites"),
        ["Health"] = new("*", "health"),
        ["PanelPagina"] = new("*", "panel"),
        ["PanelSeccion"] = new("*", "panel/comparacion"),
        ["PanelFicha"] = new("*", "panel/clientes/1"),
        ["PanelOficina"] = new("*", "panel/oficina/pagos/1"),
        ["PanelOficinaAccion"] = new("*", "panel/oficina/pagos/1/cancelar"),
        ["PanelOficinaParte"] = new("*", "panel/oficina/clientes/1/expediente/editar"),
        ["CobroPagina"] = new("*", "cobro"),
        ["CobroArchivo"] = new("*", "cobro/sw.js"),
        ["ZzNoEncontrado"] = new("*", "no/hay/nada") { Estado = 404 },
    };

    // An unknown loan: valid for any group.
    private static string Envio(int n) =>
        $$"""{"envio_id":"00000000-0000-0000-0000-00000000000{{n}}","control_filas":1,"control_total":0,"filas":[{"clave":"00000000-0000-0000-0000-00000000001{{n}}","prestamo_id":99999,"monto":0,"ocurrido_en":"2026-11-18T12:00:00-06:00","visita":"no_estaba"}]}""";

    private sealed record Regla(string Quien, string Propia, string? Ajena = null)
    {
        public string? Cuerpo { get; init; }

        public string? CuerpoAjeno { get; init; }

        /// <summary>Does its work without a body, though it is no GET.</summary>
        public bool SinCuerpo { get; init; }

        public int Estado { get; init; } = 200;

        /// <summary>The status for the foreign object, for roles that see every group.</summary>
        public int? EstadoAjeno { get; init; }
    }
}
