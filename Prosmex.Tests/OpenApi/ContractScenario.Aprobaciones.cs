using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Common;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.OpenApi;

/// <content>Work that waits for another user's approval.</content>
internal sealed partial class ContractScenario
{
    private const string Agreed = """{"nota":"Conozco a la clienta."}""";

    // Asks; the administrator answers.
    private Api _otro = null!;

    // Before the last money por aclarar is written off: the only one whose rule asks for two.
    private async Task PedirCastigoAsync(string nota)
    {
        await Personas.AgregarAsync(connection, "solicita1");
        _otro = await _admin.SignedInAsync("solicita1");
        await ReglaAsync(TipoDeSolicitud.Castigo, 2);
        await RechazarAsync("aprobacion.necesaria", "post", "/por-aclarar/3/castigar", nota);
        await g.PedirAprobacionAsync(_otro, "post", "/por-aclarar/3/castigar", nota);
        await ReglaAsync(TipoDeSolicitud.Castigo, 0);
    }

    private async Task AprobacionesAsync(int[] clientes)
    {
        await GetAsync("/solicitudes/reglas");
        await g.SendAsync(_admin, "post", "/limites", """{"limite":"limite_de_prestamo","valor":5000}""");
        foreach (var tipo in Enum.GetValues<TipoDeSolicitud>().Except([TipoDeSolicitud.Castigo]))
        {
            await ReglaAsync(tipo, 1);
        }

        var grupo = await TestDatabase.ValueAsync<int>(connection, $"SELECT grupo_id FROM clientes_avales WHERE cliente_id = {clientes[1]}");
        var clienta = await SendAsync(
            "post",
            "/clientes",
            $$"""{"nombre":"Elena","apellido_paterno":"Duarte","apellido_materno":"Mora","colonia":"Jauja","cp":"45402","codigo_ine":"DRMREL91040514M200","estado_civil":"soltero","num_hijos":1,"propiedad":"rentada","grupo_id":{{grupo}}}""",
            "data",
            "cliente");
        var prestamo = Solicitud(clienta, clientes[1], 6000, "2026-11-18");
        var sinPagos = await TestDatabase.ValueAsync<int>(connection, "SELECT max(prestamo_id) FROM prestamos");
        var pago = await TestDatabase.ValueAsync<int>(connection, "SELECT min(p.pago_id) FROM pagos p WHERE tipo = 'cobro' AND monto_pagado > 0 AND custodio_id = 1 AND NOT EXISTS (SELECT FROM pagos r WHERE r.reversa_de = p.pago_id)");
        await PedirAsync("post", "/prestamos", prestamo);
        await PedirAsync("put", $"/prestamos/{sinPagos}", """{"monto_prestamo":6000}""");
        await RechazarCorreccionAsync("aprobacion.necesaria", pago, """{"monto_pagado":299}""");
        await RechazarCancelacionAsync("aprobacion.necesaria", pago);
        await g.PedirAprobacionAsync(_admin, "put", $"/pagos/{pago}", """{"monto_pagado":299}""");
        await g.PedirAprobacionAsync(_otro, "delete", $"/pagos/{pago}", """{"motivo":"Se registró dos veces."}""");
        await PedirAsync("put", $"/users/{await Personas.AgregarAsync(connection, "titular3", rol: 2)}", """{"rol_id":3}""");
        await PedirAsync("post", "/limites", """{"limite":"semanas_para_renovar","valor":10}""");
        await PedirAsync("put", $"/clientes/{clientes[0]}/expediente", """{"clabe":"002010077777777771"}""");

        await Personas.AgregarAsync(connection, "director3", rol: 5);
        using var director = await _admin.SignedInAsync("director3");
        await GetAsync("/solicitudes?por_responder=true&per_page=2", "/solicitudes/2");
        foreach (var (verb, body) in new[] { ("aprobar", Agreed), ("rechazar", """{"nota":"Es mucho para ella."}""") })
        {
            await g.RechazarAsync(_otro, "aprobacion.propia", "post", $"/solicitudes/2/{verb}", body);
            await g.RechazarAsync(director, "aprobacion.no_le_toca", "post", $"/solicitudes/2/{verb}", body);
        }

        await g.SendAsync(_admin, "post", "/solicitudes/2/aprobar", Agreed);
        await g.SendAsync(_admin, "post", "/solicitudes/1/aprobar", Agreed);
        await RechazarAsync("aprobacion.ya_respondida", "post", "/solicitudes/1/aprobar", Agreed);
        await RechazarAsync("aprobacion.ya_respondida", "post", "/solicitudes/1/rechazar", Agreed);
        await RechazarAsync("aprobacion.ajena", "post", "/solicitudes/3/retirar");
        await g.SendAsync(_admin, "post", "/solicitudes/3/rechazar", """{"nota":"Es mucho para ella."}""");
        await g.SendAsync(_admin, "post", "/solicitudes/4/retirar");
        await RechazarAsync("aprobacion.ya_terminada", "post", "/solicitudes/4/aprobar", Agreed);
        await RechazarAsync("aprobacion.ya_terminada", "post", "/solicitudes/4/rechazar", Agreed);
        await RechazarAsync("aprobacion.ya_terminada", "post", "/solicitudes/4/retirar");
        foreach (var tipo in Enum.GetValues<TipoDeSolicitud>())
        {
            await ReglaAsync(tipo, 0);
        }

        // The administrator is the last one again.
        await TestDatabase.ExecuteAsync(connection, "UPDATE usuarios SET activo = false WHERE usuario = 'solicita1'");
        await g.SendAsync(_admin, "delete", $"/prestamos/{await TestDatabase.ValueAsync<int>(connection, "SELECT max(prestamo_id) FROM prestamos")}");
    }

    private async Task PedirAsync(string method, string path, string body)
    {
        await RechazarAsync("aprobacion.necesaria", method, path, body);
        await g.PedirAprobacionAsync(_otro, method, path, body);
    }

    private Task ReglaAsync(TipoDeSolicitud tipo, int aprobadores) =>
        g.SendAsync(_admin, "post", "/solicitudes/reglas", $$"""{"tipo":"{{EnumNames.NameOf(tipo)}}","aprobadores":{{aprobadores}},"roles":[6]}""");
}
