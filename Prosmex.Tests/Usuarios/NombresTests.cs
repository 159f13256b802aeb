using System.Text.Json.Nodes;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Tests.Aprobaciones;
using Prosmex.Tests.Cobro;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Usuarios;

/// <summary>The first administrator has no surname: answers name them without a blank at the end.</summary>
[Trait("Kind", "Integration")]
public sealed class NombresTests(TestServer server)
{
    private static readonly string[] Routes =
    [
        "/bitacora/autores", "/cobro/telefonos", "/cortes/custodia", "/cortes/datos-corte?usuario_id=1", "/cortes/historial", "/grupos/1/ficha", "/grupos/lista", "/por-aclarar",
        "/reporte/general", "/rutas/lista", "/semanas-sin-cobranza", "/solicitudes", "/solicitudes/1",
    ];

    [Fact]
    public async Task EveryAnswer_OfAUserWithoutSurname_HasNoBlankAtTheEnd()
    {
        await using var d = await Despacho.OpenAsync(server);
        await WorkAsync(d);

        List<string> faults = [];
        foreach (var route in Routes)
        {
            var texts = TextsOf((await d.Admin.GetAsync(route)).Json).ToList();
            Assert.True(texts.Any(t => t.TrimEnd() == "Administrador"), $"{route} names no user: {string.Join(", ", texts)}");
            faults.AddRange(texts.Where(t => t.Trim() != t).Select(t => $"{route}: «{t}»"));
        }

        Assert.Empty(faults);
    }

    // One user of each route, who is in charge of everything.
    private static async Task WorkAsync(Despacho d)
    {
        await TestDatabase.ExecuteAsync(d.Connection, """
            UPDATE grupos SET usuario_id_titular = 1, usuario_id_gestor = 1;
            UPDATE rutas SET usuario_id_supervisor = 1, usuario_id_gerente = 1
            """);
        var prestamo = await d.NuevoPrestamoAsync();
        await TestTelefonos.RegistrarAsync(d.Admin, TestTelefonos.Uno);
        (await d.Admin.PostAsync("/semanas-sin-cobranza", JsonNode.Parse("""{"semana":"2026-12-25","motivo":"Navidad"}"""))).Success("post", "/semanas-sin-cobranza");
        (await d.Admin.PostAsync("/cortes/cortes", JsonNode.Parse("""{"corte_total":0,"total_gastos":0,"semilla":0}"""))).Success("post", "/cortes/cortes");
        (await d.Admin.PostAsync("/pagos", new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = 100 })).Success("post", "/pagos");
        await d.Admin.FilasAsync(Telefono.Fila(99_999, 250, d.Ahora));
        (await d.Admin.PostAsync("/por-aclarar/1/castigar", JsonNode.Parse("""{"nota":"No aparece."}"""))).Success("post", "/por-aclarar/{id}/castigar");
        var asunto = await Asunto.PrepareAsync(d, TipoDeSolicitud.CambioDeLimite);
        await asunto.ReglaAsync(d, 1, 6);
        var solicitud = await asunto.PedidaAsync();
        (await d.Admin.PostAsync($"/solicitudes/{solicitud}/rechazar", JsonNode.Parse("""{"nota":"Es mucho."}"""))).Success("post", "/solicitudes/{id}/rechazar");
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE usuarios SET nombre = 'Administrador', apellido_paterno = '', apellido_materno = ''");
    }

    private static IEnumerable<string> TextsOf(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => TextsOf(p.Value)),
        JsonArray a => a.SelectMany(TextsOf),
        JsonValue v when v.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
