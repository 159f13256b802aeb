using System.Globalization;
using System.Text.Json.Nodes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>What became of promises, in random histories: the queue says what a plain definition in C# says of them.</summary>
[Trait("Kind", "Integration")]
public sealed class PromesasDeAtrasadosTests(TestServer server)
{
    private const int Prestamos = 14;
    private const int EventCount = 14;
    private static readonly DateOnly Desde = new(2026, 10, 28);

    // The edges of a day are as frequent as its middle.
    private static readonly TimeOnly[] Horas = [new(0, 0), new(12, 0), new(23, 59, 59)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Promesas_OfRandomHistories_AreWhatThePlainDefinitionSays(int seed)
    {
        var random = new Random(seed);
        await using var d = await Despacho.OpenAsync(server);
        Dictionary<int, Historia> historias = [];
        for (var n = 0; n < Prestamos; n++)
        {
            var historia = new Historia();
            historias[await PrestamoAsync(d)] = historia;
        }

        foreach (var (prestamo, historia) in historias)
        {
            await PlayAsync(d, random, prestamo, historia);
        }

        var filas = (await d.Admin.GetAsync("/reporte/atrasados?per_page=200")).Success("get", "/reporte/atrasados").Data["atrasados"]!.AsArray();

        Assert.Equal(
            historias.OrderBy(h => h.Key).Select(h => (h.Key, h.Value.Promesa(HoraMexico.Dia(d.Ahora)))),
            filas.OrderBy(f => (int)f!["prestamo_id"]!).Select(f => ((int)f!["prestamo_id"]!, Read(f["promesa"]))));
        foreach (var estado in Enum.GetValues<EstadoDePromesa>())
        {
            var lista = await d.Admin.GetAsync($"/reporte/atrasados?promesa={EnumNames.NameOf(estado)}&per_page=200");
            Assert.Equal(historias.Values.Count(h => h.Promesa(HoraMexico.Dia(d.Ahora))?.Estado == estado), (int)lista.Data["total_items"]!);
        }
    }

    private static Promesa? Read(JsonNode? promesa) => promesa is null ? null : new(
        DateOnly.Parse((string)promesa["fecha"]!, CultureInfo.InvariantCulture), (decimal)promesa["monto"]!, (decimal)promesa["pagado"]!, EnumNames.Parse<EstadoDePromesa>((string)promesa["estado"]!));

    // Registered in any order, as phones and the office do.
    private static async Task PlayAsync(Despacho d, Random random, int prestamo, Historia historia)
    {
        // Each visit at an instant of its own: of two at one instant, which is the later depends on when they were noted.
        var visitas = new Queue<DateTimeOffset>(Instantes(d).OrderBy(_ => random.Next()));
        List<(int Id, Cobro Cobro)> cobros = [];
        for (var n = 0; n < EventCount; n++)
        {
            switch (random.Next(6))
            {
                case 0 or 1 or 2:
                    var cobro = new Cobro(Any(random, [.. Instantes(d)]), random.Next(0, 5) * 20);
                    var pago = await d.Admin.PostWithKeyAsync("/pagos", new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = cobro.Monto, ["fecha_pago"] = Text(cobro.Fecha) });
                    cobros.Add(((int)pago.Success("post", "/pagos").Data["pago"]!["id"]!, cobro));
                    historia.Cobros.Add(cobro);
                    break;
                case 3 when cobros.Count > 0:
                    var reversado = Any(random, cobros);
                    (await d.Admin.DeleteAsync($"/pagos/{reversado.Id}")).Success("delete", "/pagos/{id}");
                    cobros.Remove(reversado);
                    historia.Cobros.Remove(reversado.Cobro);
                    break;
                default:
                    var fecha = visitas.Dequeue();
                    var promesa = random.Next(3) == 0 ? null : new Prometido(HoraMexico.Dia(fecha).AddDays(random.Next(0, 12)), random.Next(1, 6) * 20);
                    await VisitarAsync(d, random.Next(2) == 0, prestamo, fecha, promesa);
                    historia.Visitas.Add(new(fecha, promesa));
                    break;
            }
        }
    }

    private static async Task VisitarAsync(Despacho d, bool isFromPhone, int prestamo, DateTimeOffset fecha, Prometido? prometido)
    {
        var visita = prometido is null ? "no_estaba" : "prometio";
        var promesa = prometido is null ? null : new JsonObject { ["fecha"] = Text(prometido.Fecha), ["monto"] = prometido.Monto };
        if (isFromPhone)
        {
            var fila = Telefono.Fila(prestamo, 0, fecha, visita: visita);
            fila["promesa"] = promesa;
            Assert.Equal(["aplicado"], (await d.Admin.FilasAsync(fila)).Estados());
            return;
        }

        var body = new JsonObject { ["visita"] = visita, ["fecha"] = Text(fecha), ["promesa"] = promesa };
        (await d.Admin.PostAsync($"/prestamos/{prestamo}/visitas", body)).Success("post", "/prestamos/{id}/visitas");
    }

    // So long ago that all of it is due: whatever is paid here, it stays late.
    private static async Task<int> PrestamoAsync(Despacho d)
    {
        var solicitud = JsonNode.Parse(await d.SolicitudDePrestamoAsync())!;
        (solicitud["fecha_inicio"], solicitud["monto_prestamo"]) = ("2026-07-01", 3000);
        return (int)(await d.Admin.PostAsync("/prestamos", solicitud)).Success("post", "/prestamos").Data["prestamo"]!;
    }

    private static IEnumerable<DateTimeOffset> Instantes(Despacho d) =>
        from dia in Enumerable.Range(0, 22)
        from hora in Horas
        let instante = HoraMexico.Instante(Desde.AddDays(dia).ToDateTime(hora))
        where instante <= d.Ahora
        select instante;

    private static T Any<T>(Random random, List<T> values) => values[random.Next(values.Count)];

    private static string Text(DateTimeOffset instante) => instante.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture);

    private static string Text(DateOnly dia) => dia.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Cobro(DateTimeOffset Fecha, decimal Monto);

    private sealed record Prometido(DateOnly Fecha, decimal Monto);

    private sealed record Visitado(DateTimeOffset Fecha, Prometido? Promesa);

    private sealed record Promesa(DateOnly Fecha, decimal Monto, decimal Pagado, EstadoDePromesa Estado);

    private sealed class Historia
    {
        /// <summary>In force.</summary>
        public List<Cobro> Cobros { get; } = [];

        public List<Visitado> Visitas { get; } = [];

        /// <summary>The definition: the promise of the latest visit that has one, and what was paid from then to the end of its day.</summary>
        public Promesa? Promesa(DateOnly today)
        {
            if (Visitas.Where(v => v.Promesa is not null).MaxBy(v => v.Fecha) is not { Promesa: var (fecha, monto) } visita)
            {
                return null;
            }

            var pagado = Cobros.Where(c => c.Fecha >= visita.Fecha && HoraMexico.Dia(c.Fecha) <= fecha).Sum(c => c.Monto);
            var estado = pagado >= monto ? EstadoDePromesa.Cumplida : today <= fecha ? EstadoDePromesa.Pendiente : EstadoDePromesa.Incumplida;
            return new(fecha, monto, pagado, estado);
        }
    }
}
