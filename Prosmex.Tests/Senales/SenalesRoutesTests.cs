using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Senales;

/// <summary>The routes of the signs: who may, which page, and the marks of false alarms.</summary>
[Trait("Kind", "Integration")]
public sealed class SenalesRoutesTests(TestServer server)
{
    private const string Descartar = "/reporte/senales/descartar";
    private const string Recuperar = "/reporte/senales/recuperar";

    [Theory]
    [InlineData(1, HttpStatusCode.Forbidden)]
    [InlineData(2, HttpStatusCode.Forbidden)]
    [InlineData(3, HttpStatusCode.NotFound)]
    [InlineData(4, HttpStatusCode.NotFound)]
    [InlineData(5, HttpStatusCode.OK)]
    [InlineData(6, HttpStatusCode.OK)]
    public async Task Routes_ByRole_NeedTheAccionOfGeneralReports(int rol, HttpStatusCode marcar)
    {
        await using var d = await Despacho.OpenAsync(server);
        var clave = await CompartidoAsync(d);
        using var quien = await d.AnotherAsync("bea", rol);

        var lista = await quien.GetAsync("/reporte/senales");
        ApiResponse[] marcas = [await quien.PostAsync(Descartar, Mark(clave)), await quien.PostAsync(Recuperar, Senal(clave))];

        // Those of a route's reports see the signs about receipts alone, and this is none.
        Assert.Equal(marcar == HttpStatusCode.Forbidden ? HttpStatusCode.Forbidden : HttpStatusCode.OK, lista.Status);
        if (marcar != HttpStatusCode.Forbidden)
        {
            Assert.Equal(marcar == HttpStatusCode.OK ? [clave] : [], Claves(lista));
        }

        Assert.All(marcas, r => Assert.Equal(marcar, r.Status));
    }

    [Fact]
    public async Task Listar_UnknownRule_Is400AndSaysWhichThereAre()
    {
        await using var d = await Despacho.OpenAsync(server);

        var problem = (await d.Admin.GetAsync("/reporte/senales?regla=otra")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Contains("pagos de golpe", (string)problem.Json["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listar_ByPagesAndRules_AreSlicesOfTheWholeWithItsTotal()
    {
        await using var d = await Despacho.OpenAsync(server);
        for (var i = 0; i < 5; i++)
        {
            await CompartidoAsync(d, $"+52331234567{i}");
        }

        var todas = Claves(await d.Admin.GetAsync("/reporte/senales?per_page=200"));
        Assert.Equal(5, todas.Count);
        foreach (var page in new[] { 1, 3, 9 })
        {
            var parte = await d.Admin.GetAsync($"/reporte/senales?page={page}&per_page=2&regla=contacto_compartido");

            Assert.Equal(todas.Skip(2 * (page - 1)).Take(2), Claves(parte));
            Assert.Equal((5, 3), ((int)parte.Data["total_items"]!, (int)parte.Data["total_pages"]!));
        }

        Assert.Equal([todas[2]], Claves(await d.Admin.GetAsync($"/reporte/senales?clave={todas[2]}")));
        Assert.Empty(Claves(await d.Admin.GetAsync("/reporte/senales?regla=dia_ajeno")));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(60)]
    public async Task Listar_OfFewOrMany_SendsOneStatement(int senales)
    {
        await using var d = await Despacho.OpenAsync(server);
        await TestDatabase.ExecuteAsync(d.Connection, $"""
            INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            SELECT 'N', 'P', 'M', 'C', '01000', 'I', 'viudo', 0, 'rentada', true, 1 FROM generate_series(1, {3 * senales});
            INSERT INTO expedientes (cliente_id, telefono) SELECT cliente_id, '+52' || 3300000000 + cliente_id / 3 FROM clientes_avales
            """);

        // It counts its statements itself.
        var page = await new Seeder(d.Connection, d.Ahora).ListarAsync();

        Assert.InRange(page.Total, senales - 1, senales);
        Assert.Equal(page.Total, page.Items.Count);
    }

    [Fact]
    public async Task Descartar_ASign_MovesItToTheMarkedOnesWithWhoAndWhy()
    {
        await using var d = await Despacho.OpenAsync(server);
        var clave = await CompartidoAsync(d);

        var marcada = (await d.Admin.PostAsync(Descartar, Mark(clave))).Success("post", Descartar).Data["senal"]!;

        Assert.Empty(Claves(await d.Admin.GetAsync("/reporte/senales")));
        var listada = Assert.Single((await d.Admin.GetAsync("/reporte/senales?descartadas=true")).Data["senales"]!.AsArray())!;
        Assert.True(JsonNode.DeepEquals(marcada, listada), listada.ToJsonString());
        var descartada = listada["descartada"]!;
        Assert.Equal(("N P", "Son hermanas."), ((string)descartada["por"]!["nombre"]!, (string)descartada["nota"]!));
        Assert.Equal(d.Ahora, (DateTimeOffset)descartada["en"]!);
    }

    [Fact]
    public async Task Recuperar_AMarkedSign_ListsItAgainAndTheBitacoraKeepsBoth()
    {
        await using var d = await Despacho.OpenAsync(server);
        var clave = await CompartidoAsync(d);
        (await d.Admin.PostAsync(Descartar, Mark(clave))).Success("post", Descartar);

        var senal = (await d.Admin.PostAsync(Recuperar, Senal(clave))).Success("post", Recuperar).Data["senal"]!;

        Assert.Null(senal["descartada"]);
        Assert.Equal([clave], Claves(await d.Admin.GetAsync("/reporte/senales")));
        var apuntes = (await d.Admin.GetAsync("/bitacora?entidad=senal_descartada")).Data["bitacora"]!.AsArray();
        Assert.Equal([("alta", "ada"), ("baja", "ada")], apuntes.Select(a => ((string)a!["accion"]!, (string)a["usuario"]!)));
        Assert.Equal(("Son hermanas.", "Son hermanas."), ((string)apuntes[0]!["despues"]!["nota"]!, (string)apuntes[1]!["antes"]!["nota"]!));
    }

    [Fact]
    public async Task Descartar_SentTwiceWithTheSameKey_MarksOnce()
    {
        await using var d = await Despacho.OpenAsync(server);
        var clave = await CompartidoAsync(d);
        var primera = await Despacho.SendAsync(d.Admin, "post", Descartar, Mark(clave).ToJsonString(), "uno");

        var otra = await Despacho.SendAsync(d.Admin, "post", Descartar, Mark(clave).ToJsonString(), "uno");

        Assert.Equal((HttpStatusCode.OK, primera.Text, true), (otra.Status, otra.Text, Despacho.IsReplayed(otra)));
        Assert.Equal(1, await d.CountAsync("senales_descartadas"));
    }

    [Fact]
    public async Task DescartarAndRecuperar_OutOfOrderOrUnknown_AreRefused()
    {
        await using var d = await Despacho.OpenAsync(server);
        var clave = await CompartidoAsync(d);

        (await d.Admin.PostAsync(Recuperar, Senal(clave))).Problem(HttpStatusCode.Conflict, "senal.no_descartada");
        (await d.Admin.PostAsync(Descartar, Mark("telefono:1"))).Problem(HttpStatusCode.NotFound, "senal.no_encontrada");
        (await d.Admin.PostAsync(Descartar, Senal(clave))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await d.Admin.PostAsync(Descartar, Mark(clave))).Success("post", Descartar);
        using var other = await d.AnotherAsync("bea", 5);
        (await other.PostAsync(Descartar, Mark(clave))).Problem(HttpStatusCode.Conflict, "senal.ya_descartada");

        Assert.Equal(1, await d.CountAsync("senales_descartadas"));
    }

    // Three new clients on one telephone.
    private static async Task<string> CompartidoAsync(Despacho d, string telefono = "+523312345678")
    {
        List<int> clientes = [];
        for (var i = 0; i < 3; i++)
        {
            clientes.Add(await d.NuevoClienteAsync());
            await new Seeder(d.Connection, d.Ahora).TelefonoAsync(clientes[i], telefono);
        }

        return $"telefono:{string.Join(',', clientes)}";
    }

    private static JsonObject Senal(string clave) => new() { ["regla"] = "contacto_compartido", ["clave"] = clave };

    private static JsonObject Mark(string clave)
    {
        var mark = Senal(clave);
        mark["nota"] = "Son hermanas.";
        return mark;
    }

    private static List<string> Claves(ApiResponse lista) => [.. lista.Data["senales"]!.AsArray().Select(s => (string)s!["clave"]!)];
}
