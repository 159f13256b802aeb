using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Functions.Http;
using Prosmex.Tests.Aprobaciones;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.OpenApi;

namespace Prosmex.Tests.Idempotency;

/// <summary>Every route that changes money or people takes an Idempotency-Key.</summary>
[Trait("Kind", "Integration")]
public sealed class RepeatableRoutesTests(TestServer server)
{
    /// <summary>They open, end, tell or ask, as previews do; nothing of money or people changes but a secret, which is not to be stored in an answer.</summary>
    private static readonly string[] WithoutKey =
    [
        "AuthLogin", "AuthRefresh", "AuthLogout", "AuthCambiarContrasena", "UsuariosRestablecerContrasena", "UsuariosTerminarSesiones",
        "TelefonosRegistrar", "TelefonosContactar", "TelefonosTerminar", "AvalesValidar", "VerificacionSemanalAMano", "ZzNoEncontrado",
    ];

    /// <summary>In this order; {n} is the id that request n answered with.</summary>
    private static readonly (string Function, string Method, string Path, string? Body)[] Shift =
    [
        ("AuthRegister", "post", "/auth/register", """{"nombre":"N","apellido_paterno":"P","apellido_materno":"M","usuario":"tito","contrasena":"Secreta-2026","rol_id":2}"""),
        ("UsuariosEditar", "put", "/users/{0}", """{"nombre":"Tito"}"""),
        ("RutasCrear", "post", "/rutas", """{"nombre_ruta":"R","usuario_id_gerente":null,"usuario_id_supervisor":null}"""),
        ("RutasEditar", "put", "/rutas/{2}", """{"nombre_ruta":"S"}"""),
        ("GruposCrear", "post", "/grupos", """{"nombre_grupo":"G","ruta_id":{2},"usuario_id_titular":null}"""),
        ("GruposEditar", "put", "/grupos/{4}", """{"nombre_grupo":"H"}"""),
        ("ClientesCrear", "post", "/clientes", Despacho.Cliente()),
        ("ClientesCrear", "post", "/clientes", Despacho.Cliente("Berta")),
        ("ClientesCrear", "post", "/clientes", Despacho.Cliente("Carla")),
        ("ClientesEditar", "put", "/clientes/{6}", """{"colonia":"X"}"""),
        ("PrestamosTiposCrear", "post", "/prestamos/tipos", """{"nombre":"Diez","numero_semanas":10,"porcentaje_semanal":0.12,"interes":0.2,"incumplimientos_tolerados":1,"pena_incumplimiento":"10.00","limite_penalizaciones":1}"""),
        ("PrestamosTiposEditar", "put", "/prestamos/tipos/{10}", """{"nombre":"Once"}"""),
        ("PrestamosCrear", "post", "/prestamos", """{"cliente_id":{6},"aval_id":{7},"tipo_prestamo_id":1,"monto_prestamo":1000}"""),
        ("PrestamosEditar", "put", "/prestamos/{12}", """{"monto_prestamo":900}"""),
        ("PagosRegistrar", "post", "/pagos", """[{"prestamo_id":{12},"monto_pagado":100}]"""),
        ("PagosCorregir", "put", "/pagos/{14}", """{"monto_pagado":90}"""),
        ("PagosReversar", "delete", "/pagos/{15}", """{"motivo":"x"}"""),
        ("PrestamosCrear", "post", "/prestamos", """{"cliente_id":{7},"aval_id":{6},"tipo_prestamo_id":1,"monto_prestamo":1000}"""),
        ("PrestamosEliminar", "delete", "/prestamos/{17}", null),
        ("CortesHacer", "post", "/cortes/cortes", """{"corte_total":-1,"total_gastos":0,"semilla":0}"""),
        ("CortesHacerSemanal", "post", "/cortes/realizar-corte-semanal", """{"corte_total":-1,"total_gastos":0,"semilla":0}"""),
        ("CortesEditar", "put", "/cortes/cortes/{19}", """{"semilla":1}"""),
        ("CortesEliminar", "delete", "/cortes/cortes/{20}", null),
        ("HojasRecibir", "post", "/hojas/1/envios", Envio(1)),
        ("HojasRecibir", "post", "/hojas/1/envios", Envio(2)),
        ("HojasRecibir", "post", "/hojas/1/envios", Envio(3)),
        ("PrestamosCrear", "post", "/prestamos", """{"cliente_id":{7},"aval_id":{6},"tipo_prestamo_id":1,"monto_prestamo":1000}"""),
        ("PorAclararAplicar", "post", "/por-aclarar/1/aplicar", """{"prestamo_id":{26}}"""),
        ("PorAclararDevolver", "post", "/por-aclarar/2/devolver", """{"nota":"x"}"""),
        ("PorAclararCastigar", "post", "/por-aclarar/3/castigar", """{"nota":"x"}"""),
        ("BonosCrear", "post", "/bonos", """{"monto":500,"entrega_min":20000,"entrega_max":29999,"fallas":3}"""),
        ("BonosEditar", "put", "/bonos/{30}", """{"monto":501}"""),
        ("BonosEliminar", "delete", "/bonos/{30}", null),
        ("AsignacionesHacer", "post", "/grupos/asignaciones", """{"grupo_ids":[{4}],"usuario_id_gestor":null}"""),
        ("ExpedienteEditar", "put", "/clientes/{8}/expediente", """{"calle":"X"}"""),
        ("ParecidosDecidir", "post", "/clientes/{6}/parecidos", """{"otro_id":{7},"decision":"distinta","nota":"x"}"""),
        ("LimitesFijar", "post", "/limites", """{"limite":"semanas_para_renovar","valor":8}"""),
        ("ReglasDeAprobacionFijar", "post", "/solicitudes/reglas", """{"tipo":"castigo","aprobadores":1,"roles":[6]}"""),
        ("SolicitudesAprobar", "post", "/solicitudes/1/aprobar", null),
        ("SolicitudesRechazar", "post", "/solicitudes/2/rechazar", """{"nota":"x"}"""),
        ("SolicitudesRetirar", "post", "/solicitudes/3/retirar", null),
        ("ExpedienteEliminar", "delete", "/clientes/{8}/expediente", null),
        ("PrestamosVisitasAnotar", "post", "/prestamos/{26}/visitas", """{"visita":"no_estaba"}"""),
        ("SemanasSinCobranzaDeclarar", "post", "/semanas-sin-cobranza", """{"semana":"2026-12-21","motivo":"x"}"""),
        ("SemanasSinCobranzaQuitar", "delete", "/semanas-sin-cobranza/{43}", null),
        ("ClientesEliminar", "delete", "/clientes/{8}", null),
        ("GruposEliminar", "delete", "/grupos/{4}", null),
        ("RutasEliminar", "delete", "/rutas/{2}", null),
        ("UsuariosEliminar", "delete", "/users/{0}", null),
        ("TelefonosDescartar", "post", "/cobro/telefonos/1/descartar", """{"nota":"x"}"""),
        ("PagosRegistrar", "post", "/pagos", """[{"prestamo_id":{26},"monto_pagado":1},{"prestamo_id":{26},"monto_pagado":1},{"prestamo_id":{26},"monto_pagado":1},{"prestamo_id":{26},"monto_pagado":1}]"""),
        ("ReporteSenalesDescartar", "post", "/reporte/senales/descartar", """{"regla":"pagos_de_golpe","clave":"{26}","nota":"x"}"""),
        ("ReporteSenalesRecuperar", "post", "/reporte/senales/recuperar", """{"regla":"pagos_de_golpe","clave":"{26}"}"""),
    ];

    [Fact]
    public async Task Routes_SentTwiceWithTheSameKey_ActOnce()
    {
        await using var d = await Despacho.OpenAsync(server);
        await EndedPhoneAsync(d);
        await SolicitudesAsync(d);
        List<string> ids = [];
        string Poner(string text) => Enumerable.Range(0, ids.Count).Aggregate(text, (t, i) => t.Replace($"{{{i}}}", ids[i], StringComparison.Ordinal));
        for (var i = 0; i < Shift.Length; i++)
        {
            var (function, method, path, body) = Shift[i];
            Task<ApiResponse> Send() => Despacho.SendAsync(d.Admin, method, Poner(path), body is null ? null : Poner(body), $"{i}");
            var primera = await Send();
            Assert.True((int)primera.Status is 200 or 201 && !Despacho.IsReplayed(primera), $"{function}: {primera.Text}");
            var apuntes = await d.CountAsync("bitacora");
            var otra = await Send();
            Assert.True(Despacho.IsReplayed(otra), $"{function} did its work twice: {otra.Text}");
            Assert.Equal((primera.Status, primera.Text, "application/json"), (otra.Status, otra.Text, otra.Message.Content.Headers.ContentType?.MediaType));
            Assert.True(apuntes > 0 && apuntes == await d.CountAsync("bitacora"), function);
            ids.Add(Id(primera));
        }
    }

    [Fact]
    public void Routes_ThatWrite_AreRepeatableOrHaveAReason()
    {
        var escriben = FunctionCatalog.Methods
            .Where(f => OpenApiFile.Trigger(f.Value) is { } http && (http.Methods is null || http.Methods.Any(m => m is "post" or "put" or "delete")))
            .Where(f => !f.Key.Contains("VistaPrevia", StringComparison.Ordinal))
            .ToLookup(f => f.Value.GetCustomAttribute<IdempotentAttribute>() is not null, f => f.Key);
        Assert.Equal(WithoutKey.Order(), escriben[false].Order());
        Assert.Equal(Shift.Select(j => j.Function).Distinct().Order(), escriben[true].Order());
    }

    // Two by another user, and one by the admin.
    private static async Task SolicitudesAsync(Despacho d)
    {
        await Asunto.FijarReglaAsync(d.Admin, TipoDeSolicitud.CambioDeLimite, 1, 6);
        using var berta = await d.AnotherAsync("berta");
        foreach (var (quien, value) in new[] { (berta, 10), (berta, 11), (d.Admin, 12) })
        {
            await new Asunto(TipoDeSolicitud.CambioDeLimite, quien, "POST", "/limites", new JsonObject { ["limite"] = "semanas_para_renovar", ["valor"] = value }, "").PedidaAsync();
        }

        await Asunto.FijarReglaAsync(d.Admin, TipoDeSolicitud.CambioDeLimite, 0);
    }

    // It can send nothing any more.
    private static async Task EndedPhoneAsync(Despacho d)
    {
        using var gil = await d.AnotherAsync("gil", rol: 1);
        var registro = JsonNode.Parse("""{"telefono_id":"3c9a7b52-0e4d-4f57-8a11-0c2f6e5d4b3a","nombre":"Moto G","version":"1"}""");
        (await gil.PostAsync("/cobro/telefonos", registro)).Success("post", "/cobro/telefonos");
        (await d.Admin.PostAsync("/cobro/telefonos/1/terminar")).Success("post", "/cobro/telefonos/{id}/terminar");
    }

    // Money for a loan that there is not.
    private static string Envio(int n) =>
        $$"""{"envio_id":"{{Guid.NewGuid()}}","control_filas":1,"control_total":1,"filas":[{"clave":"{{Guid.NewGuid()}}","prestamo_id":{{9990 + n}},"monto":1,"ocurrido_en":"2026-11-18T12:00:00-06:00","visita":"pago"}]}""";

    // The first number that an answer names something by.
    private static string Id(ApiResponse response)
    {
        var coincidencia = System.Text.RegularExpressions.Regex.Match(
            response.Text, @"""(?:userId|ruta_id|grupo_id|cliente|tipo_prestamo_id|prestamo|id)"":(\d+)", System.Text.RegularExpressions.RegexOptions.CultureInvariant);
        return coincidencia.Success ? int.Parse(coincidencia.Groups[1].Value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) : "";
    }
}
