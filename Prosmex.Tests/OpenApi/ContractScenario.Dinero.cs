using System.Text.Json.Nodes;
using Prosmex.Domain.Recibos;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.OpenApi;

/// <summary>Loans, and the money that comes in.</summary>
internal sealed partial class ContractScenario
{
    private async Task<int> PrestamosAsync(int[] clientes)
    {
        await GetAsync("/prestamos/tipos", $"/clientes/aval-suggestions/{clientes[0]}");
        var tipo = await SendAsync(
            "post",
            "/prestamos/tipos",
            """{"nombre":"Préstamo Tipo 10 semanas","numero_semanas":10,"porcentaje_semanal":0.12,"interes":0.2,"incumplimientos_tolerados":1,"pena_incumplimiento":"10.00","limite_penalizaciones":1}""",
            "data", "tipo", "tipo_prestamo_id");
        await g.SendAsync(
            _admin,
            "post",
            "/prestamos/tipos/vista-previa",
            """{"nombre":"Préstamo corto","numero_semanas":4,"porcentaje_semanal":"0.275","incumplimientos_tolerados":1,"pena_incumplimiento":1,"limite_penalizaciones":4,"interes":0.1}""");
        await g.SendAsync(_admin, "put", $"/prestamos/tipos/{tipo}", """{"nombre":"Préstamo corto"}""");
        await g.SendAsync(_admin, "post", "/clientes/validate-aval", $$"""{"cliente_id":{{clientes[0]}},"aval_id":{{clientes[1]}}}""");
        var prestamo = await SendAsync("post", "/prestamos", Solicitud(clientes[0], clientes[1], 3000, "2026-10-20"), "data", "prestamo");
        await g.SendAsync(_admin, "post", "/prestamos", $"[{Solicitud(clientes[1], clientes[2], 2500, "2026-11-16")},{Solicitud(clientes[2], clientes[1], 2000, "2026-11-16")}]");
        await RechazarAsync("prestamo.no_renovable", "post", "/prestamos", Solicitud(clientes[0], clientes[1], 4000, "2026-11-18"));
        await RechazarAsync("prestamo.aval_no_admitido", "post", "/prestamos", Solicitud(clientes[3], clientes[3], 1000, "2026-11-18"));
        await RechazarAsync("prestamo.lote_rechazado", "post", "/prestamos", $"[{Solicitud(clientes[3], clientes[1], 1000, "2026-11-18")},{Solicitud(clientes[0], clientes[1], 4000, "2026-11-18")}]");
        using var titular = await _admin.SignedInAsync("titular1");
        await g.RechazarAsync(titular, "prestamo.sobre_limite", "post", "/prestamos/vista-previa", Solicitud(clientes[3], clientes[1], 6000, "2026-11-18"));
        await g.RechazarAsync(titular, "prestamo.sobre_limite", "post", "/prestamos", Solicitud(clientes[3], clientes[1], 6000, "2026-11-18"));
        return prestamo;
    }

    private async Task PagosAsync(int prestamo)
    {
        var pago = await SendAsync("post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":300,"fecha_pago":"2026-10-27"}]""", "data", "pago", "id");
        var corto = await SendAsync("post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":120.50,"fecha_pago":"2026-11-03"}]""", "data", "pago", "id");
        var bad = await SendAsync("post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":300,"fecha_pago":"2026-11-17"}]""", "data", "pago", "id");
        await RechazarAsync("pago.excede_restante", "post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":9000}]""");
        await RechazarAsync("pago.fecha_futura", "post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":1,"fecha_pago":"2026-12-01"}]""");
        await RechazarAsync("pago.fecha_anterior", "post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":1,"fecha_pago":"2026-10-01"}]""");
        await g.SendAsync(_admin, "post", "/pagos", $$"""[{"prestamo_id":{{prestamo + 1}},"monto_pagado":10,"clave":"{{Uuid(20)}}"}]""");
        await RechazarAsync("pago.clave_usada", "post", "/pagos", $$"""[{"prestamo_id":{{prestamo + 1}},"monto_pagado":11,"clave":"{{Uuid(20)}}"}]""");
        await RechazarCorreccionAsync("pago.fecha_futura", pago, """{"fecha_pago":"2026-12-01"}""");
        await RechazarCorreccionAsync("pago.fecha_anterior", pago, """{"fecha_pago":"2026-10-01"}""");
        await RechazarCorreccionAsync("pago.excede_restante", pago, """{"monto_pagado":9000}""");
        await g.SendAsync(_admin, "post", $"/pagos/{corto}/correccion/vista-previa", """{"monto_pagado":125.50}""");
        await g.SendAsync(_admin, "post", $"/pagos/{bad}/cancelacion/vista-previa");
        await g.SendAsync(_admin, "put", $"/pagos/{corto}", """{"monto_pagado":125.50}""");
        await g.SendAsync(_admin, "delete", $"/pagos/{bad}", """{"motivo":"Se registró dos veces."}""");
        await RechazarCorreccionAsync("pago.ya_reversado", bad, """{"monto_pagado":1}""");
        await RechazarCancelacionAsync("pago.ya_reversado", bad);
        await GetAsync("/pagos/movimientos?q=mar%C3%ADa%20guadalupe&desde=2026-10-01&per_page=2", "/pagos/movimientos?cancelados=true");
        await RechazarAsync("usuario.no_encontrado", "get", "/pagos/movimientos?custodio_id=99999");
        await GetAsync($"/pagos/{pago}", "/pagos?per_page=2", "/pagos/grupos", $"/pagos/pagos-prestamo/{prestamo}");
        await RechazarAsync("prestamo.con_pagos", "put", $"/prestamos/{prestamo}", """{"monto_prestamo":1000}""");
        await RechazarAsync("prestamo.con_pagos", "delete", $"/prestamos/{prestamo}");
        await RechazarAsync("prestamo.pago_anterior_al_inicio", "put", $"/prestamos/{prestamo}", """{"fecha_inicio":"2026-11-02"}""");
        await g.SendAsync(_admin, "put", $"/prestamos/{prestamo}", """{"fecha_inicio":"2026-10-21"}""");
        await g.SendAsync(_admin, "post", "/verificacion/semanal");
    }

    private async Task CortesYBonosAsync()
    {
        await GetAsync("/cortes/custodia");
        const string Corte = """{"corte_total":-1250.5,"total_gastos":80,"semilla":500}""";
        var corte = await SendAsync("post", "/cortes/cortes", """{"corte_total":-1250.5,"gastos":[{"concepto":"Gasolina","monto":50},{"concepto":"Copias","monto":"30.00"}],"semilla":500,"efectivo_contado":12308}""", "id");
        var siguiente = await SendAsync("post", "/cortes/realizar-corte-semanal", Corte, "id");
        await GetAsync("/cortes/cortes", $"/cortes/cortes/{corte}");
        var corregido = await SendAsync("put", $"/cortes/cortes/{corte}", """{"total_gastos":95}""", "id");
        await RechazarAsync("corte.posterior", "delete", $"/cortes/cortes/{corregido}");
        await g.SendAsync(_admin, "delete", $"/cortes/cortes/{siguiente}");
        await GetAsync("/cortes/historial?desde=2026-11-01");
        await CorteDemasiadoGrandeAsync();
        await TestDatabase.ExecuteAsync(connection, """
            INSERT INTO corte (usuario_id, fecha, corte_total, total_gastos, semilla, desde_pago_id, hasta_pago_id, desde_por_aclarar_id, hasta_por_aclarar_id)
            VALUES (1, '2026-11-02', -1250.5, 80, 500, 0, 0, 0, 0)
            """);
        var adoptado = await TestDatabase.ValueAsync<int>(connection, "SELECT max(id) FROM corte");
        await RechazarAsync("corte.sin_efectivo_esperado", "put", $"/cortes/cortes/{adoptado}", """{"efectivo_contado":500}""");
        await g.SendAsync(_admin, "delete", $"/cortes/cortes/{adoptado}");

        var bono = await SendAsync("post", "/bonos", """{"monto":500,"entrega_min":20000,"entrega_max":29999,"fallas":3}""", "data", "bono", "id");
        await GetAsync("/bonos", $"/bonos/{bono}");
        await RechazarAsync("bono.traslape", "post", "/bonos", """{"monto":500,"entrega_min":25000,"entrega_max":35000,"fallas":3}""");
        await RechazarAsync("bono.traslape", "put", $"/bonos/{bono}", """{"entrega_min":13000}""");
        await g.SendAsync(_admin, "put", $"/bonos/{bono}", """{"monto":550}""");
        await g.SendAsync(_admin, "delete", $"/bonos/{bono}");
    }

    // What only a hundred absurd cortes bring about: more was spent than there was, as much as the column holds, and is carried over.
    private async Task CorteDemasiadoGrandeAsync()
    {
        await TestDatabase.ExecuteAsync(connection, """
            INSERT INTO corte (usuario_id, fecha, corte_total, total_gastos, semilla, efectivo_recibido, efectivo_esperado, efectivo_contado, diferencia,
                               efectivo_entregado, desde_pago_id, hasta_pago_id, desde_por_aclarar_id, hasta_por_aclarar_id)
            VALUES (1, '2026-11-18', 0, 0, 0, -999999999999.99, -999999999999.99, 0, 999999999999.99, 0, 0, 0, 0, 0)
            """);
        var absurd = await TestDatabase.ValueAsync<int>(connection, "SELECT max(id) FROM corte");
        const string Corte = """{"corte_total":-1250.5,"total_gastos":9999999999.99,"semilla":500}""";
        await RechazarAsync("corte.efectivo_demasiado_grande", "post", "/cortes/cortes", Corte);
        await RechazarAsync("corte.efectivo_demasiado_grande", "post", "/cortes/realizar-corte-semanal", Corte);
        await RechazarAsync("corte.efectivo_demasiado_grande", "put", $"/cortes/cortes/{absurd}", """{"total_gastos":9999999999.99}""");
        await g.SendAsync(_admin, "delete", $"/cortes/cortes/{absurd}");
    }

    /// <summary>A loan that is renewed after ten weeks and is immutable from then on.</summary>
    /// <returns>The loan that was renewed.</returns>
    private async Task<int> RenovarAsync(int[] clientes)
    {
        var (cliente, aval) = (clientes[4], clientes[1]);
        var anterior = await SendAsync("post", "/prestamos", Solicitud(cliente, aval, 1000, "2026-08-10"), "data", "prestamo");
        var lunes = Enumerable.Range(1, 10).Select(n => $$"""{"prestamo_id":{{anterior}},"monto_pagado":100,"fecha_pago":"{{new DateOnly(2026, 8, 10).AddDays(7 * n):yyyy-MM-dd}}"}""");
        var pagos = await g.SendAsync(_admin, "post", "/pagos", $"[{string.Join(',', lunes)}]");
        await RechazarAsync("prestamo.no_cubre_saldo", "post", "/prestamos", Solicitud(cliente, aval, 300, "2026-11-16"));
        await RechazarAsync("prestamo.renovacion_anterior_al_ultimo_pago", "post", "/prestamos", Solicitud(cliente, aval, 2000, "2026-10-18"));
        await g.SendAsync(_admin, "post", "/prestamos/vista-previa", Solicitud(cliente, aval, 2000, "2026-11-16"));
        var nuevo = await SendAsync("post", "/prestamos", Solicitud(cliente, aval, 2000, "2026-11-16"), "data", "prestamo");

        var pago = pagos.Data["pagos"]![0]!["id"];
        await RechazarCorreccionAsync("pago.prestamo_renovado", (int)pago!, """{"monto_pagado":90}""");
        await RechazarCancelacionAsync("pago.prestamo_renovado", (int)pago!);
        await RechazarAsync("prestamo.cerrado", "post", "/pagos", $$"""[{"prestamo_id":{{anterior}},"monto_pagado":100}]""");
        await RechazarAsync("prestamo.cerrado", "put", $"/prestamos/{anterior}", """{"fecha_inicio":"2026-08-11"}""");
        await RechazarAsync("prestamo.renovado", "delete", $"/prestamos/{anterior}");
        await RechazarAsync("prestamo.es_renovacion", "put", $"/prestamos/{nuevo}", $$"""{"cliente_id":{{clientes[3]}}}""");
        await RechazarAsync("prestamo.no_cubre_saldo", "put", $"/prestamos/{nuevo}", """{"monto_prestamo":300}""");
        await RechazarAsync("prestamo.renovacion_anterior_al_ultimo_pago", "put", $"/prestamos/{nuevo}", """{"fecha_inicio":"2026-10-18"}""");
        return anterior;
    }

    /// <summary>A loan that is paid in full at the second visit, and the next one of the same client.</summary>
    private async Task LiquidarAsync(int[] clientes)
    {
        var (cliente, aval) = (clientes[5], clientes[1]);
        var liquidado = await SendAsync("post", "/prestamos", Solicitud(cliente, aval, 1000, "2026-11-09"), "data", "prestamo");
        async Task<int> Pagar(int monto, string dia) =>
            await SendAsync("post", "/pagos", $$"""[{"prestamo_id":{{liquidado}},"monto_pagado":{{monto}},"fecha_pago":"{{dia}}"}]""", "data", "pago", "id");
        var (visita, pago) = (await Pagar(0, "2026-11-16"), await Pagar(1400, "2026-11-17"));
        await RechazarCorreccionAsync("prestamo.cerrado", visita, """{"fecha_pago":"2026-11-17"}""");

        var otro = await SendAsync("post", "/prestamos", Solicitud(cliente, aval, 1500, "2026-11-18"), "data", "prestamo");
        await RechazarCorreccionAsync("pago.prestamo_posterior_abierto", pago, """{"monto_pagado":1000}""");
        await RechazarCancelacionAsync("pago.prestamo_posterior_abierto", pago);
        await g.SendAsync(_admin, "post", $"/prestamos/{otro}/cambio/vista-previa", """{"monto_prestamo":1400}""");
        await RechazarAsync("prestamo.cliente_con_prestamo", "put", $"/prestamos/{otro}", $$"""{"cliente_id":{{clientes[0]}}}""");
        await RechazarAsync("prestamo.aval_no_admitido", "put", $"/prestamos/{otro}", $$"""{"aval_id":{{cliente}}}""");
        await RechazarAsync("cliente.no_encontrado", "put", $"/prestamos/{otro}", """{"cliente_id":99999}""");
    }

    private async Task HojasAsync(int grupo, int prestamo)
    {
        await GetAsync($"/hojas?grupo_id={grupo}");
        var visita = Fila(4, prestamo + 2, 0, "prometio");
        visita["nota"] = "Cobra el lunes.";
        visita["promesa"] = JsonNode.Parse("""{"fecha":"2026-12-01","monto":500.00}""");
        var pago = Fila(2, prestamo + 1, 312.50m);
        pago["llave"] = "1-20261116";
        var envio = Telefono.Envio([pago, Fila(3, prestamo, 9000), visita], Uuid(1));
        await g.SendAsync(_admin, "post", $"/hojas/{grupo}/envios", envio.ToJsonString());
        await g.SendAsync(_admin, "post", $"/hojas/{grupo}/envios", Telefono.Envio([Fila(6, 99_999, 250), Fila(7, 99_998, 40)], Uuid(5)).ToJsonString());
        await RechazarAsync("envio.otro_contenido", "post", $"/hojas/{grupo}/envios", Telefono.Envio([pago], Uuid(1)).ToJsonString());

        // Cut off on the way, and a loan that is on it twice.
        var bad = Telefono.Envio([Fila(9, prestamo, 100), Fila(10, prestamo, 50)], Uuid(8));
        bad["control_filas"] = 3;
        await RechazarAsync("envio.estructura", "post", $"/hojas/{grupo}/envios", bad.ToJsonString());
    }

    private async Task RecibosAsync(Api anonymous, int pago)
    {
        var recibo = await _admin.GetAsync($"/pagos/{pago}/recibo");
        await g.SendAsync(anonymous, "get", $"/recibos/{recibo.Data["codigo"]}");
        await g.RechazarAsync(anonymous, "recibo.no_encontrado", "get", $"/recibos/{ReciboCode.NewRandom()}");
        await g.RechazarAsync(anonymous, "recibo.mal_escrito", "get", "/recibos/CAFE-CAFE-CAFE-C");
    }

    // A phone that is stolen before it has sent what it collected.
    private async Task TelefonosAsync(Api anonymous)
    {
        var registro = $$"""{"telefono_id":"{{Uuid(30)}}","nombre":"Moto G · Chrome 96","version":"1.0.3"}""";
        string Contacto(int telefono) => $$$"""{"telefono_id":"{{{Uuid(telefono)}}}","version":"1.0.3","por_enviar":{"filas":3,"total":1500.00}}""";
        using var titular = await _admin.SignedInAsync("titular1");
        await g.SendAsync(titular, "post", "/cobro/telefonos", registro);
        await RechazarAsync("telefono.de_otro_usuario", "post", "/cobro/telefonos", registro);
        await g.SendAsync(anonymous, "post", "/cobro/contacto", Contacto(30));
        await g.RechazarAsync(anonymous, "telefono.no_encontrado", "post", "/cobro/contacto", Contacto(31));
        await GetAsync("/cobro/telefonos");
        const string Nota = """{"nota":"Le robaron el teléfono. Los tres cobros se registraron a mano."}""";
        await RechazarAsync("telefono.sesion_vigente", "post", "/cobro/telefonos/1/descartar", Nota);
        await g.SendAsync(_admin, "post", "/cobro/telefonos/1/terminar");
        await g.SendAsync(_admin, "post", "/cobro/telefonos/1/descartar", Nota);
    }

    // Por aclarar, by id: more than the loan owes, and two for unknown loans.
    private async Task PorAclararAsync(int grupo, int prestamo, int renovado)
    {
        const string Nota = """{"nota":"Se vio con la clienta."}""";
        await GetAsync($"/por-aclarar?grupo_id={grupo}", "/por-aclarar/1");
        await g.SendAsync(_admin, "post", "/por-aclarar/2/aplicar/vista-previa", $$"""{"prestamo_id":{{prestamo}}}""");
        var pago = await SendAsync("post", "/por-aclarar/2/aplicar", $$"""{"prestamo_id":{{prestamo}}}""", "data", "por_aclarar", "pago_id");
        await RechazarCorreccionAsync("pago.era_por_aclarar", pago, """{"monto_pagado":200}""");
        await RechazarAplicarAsync("pago.excede_restante", 1, $$"""{"prestamo_id":{{prestamo}}}""");
        await RechazarAplicarAsync("prestamo.cerrado", 1, $$"""{"prestamo_id":{{renovado}}}""");
        await RechazarAplicarAsync("pago.fecha_futura", 3, $$"""{"prestamo_id":{{prestamo}},"fecha_pago":"2026-12-01"}""");
        await RechazarAplicarAsync("pago.fecha_anterior", 3, $$"""{"prestamo_id":{{prestamo}},"fecha_pago":"2026-10-01"}""");
        await RechazarAplicarAsync("prestamo.no_encontrado", 3, """{"prestamo_id":99999}""");
        await g.SendAsync(_admin, "post", "/por-aclarar/1/devolver", Nota);
        await PedirCastigoAsync(Nota);
        await g.SendAsync(_admin, "post", "/por-aclarar/3/castigar", Nota);
        await RechazarAplicarAsync("por_aclarar.ya_resuelto", 2, $$"""{"prestamo_id":{{prestamo}}}""");
        await RechazarAsync("por_aclarar.ya_resuelto", "post", "/por-aclarar/2/devolver", Nota);
        await RechazarAsync("por_aclarar.ya_resuelto", "post", "/por-aclarar/2/castigar", Nota);
    }

    // The preview refuses what the change refuses.
    private async Task RechazarCorreccionAsync(string codigo, int pago, string body)
    {
        await RechazarAsync(codigo, "put", $"/pagos/{pago}", body);
        await RechazarAsync(codigo, "post", $"/pagos/{pago}/correccion/vista-previa", body);
    }

    private async Task RechazarCancelacionAsync(string codigo, int pago)
    {
        await RechazarAsync(codigo, "delete", $"/pagos/{pago}");
        await RechazarAsync(codigo, "post", $"/pagos/{pago}/cancelacion/vista-previa");
    }

    private async Task RechazarAplicarAsync(string codigo, int id, string body)
    {
        await RechazarAsync(codigo, "post", $"/por-aclarar/{id}/aplicar", body);
        await RechazarAsync(codigo, "post", $"/por-aclarar/{id}/aplicar/vista-previa", body);
    }

    private static string Solicitud(int cliente, int aval, int monto, string inicio) =>
        $$"""{"cliente_id":{{cliente}},"fecha_inicio":"{{inicio}}","monto_prestamo":{{monto}},"tipo_prestamo_id":1,"aval_id":{{aval}}}""";

    // Of the morning, as a phone in Mexico City says it.
    private static JsonObject Fila(int n, int prestamo, decimal monto, string visita = "pago")
    {
        var fila = Telefono.Fila(prestamo, monto, default, Uuid(n), visita);
        fila["ocurrido_en"] = "2026-11-18T11:20:00-06:00";
        return fila;
    }

    private static string Uuid(int n) => $"{RecordedAnswer.DeLaSolicitud}2f6b-4c01-9a77-{n:D12}";
}
