using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Prestamos;

/// <summary>What a product would mean before it is stored, and the limits that the office meets.</summary>
[Trait("Kind", "Integration")]
public sealed class CatalogoTests(TestServer server)
{
    [Theory]
    [InlineData(14, "0.1", "0.4")]
    [InlineData(12, "0.108333", "0.3")]
    [InlineData(7, "0.157143", "0.1")]
    public async Task VistaPrevia_OfAProduct_IsThePlanThatALoanOfItGets(int semanas, string semanal, string interes)
    {
        await using var d = await Despacho.OpenAsync(server);
        var tipo = $$"""{"nombre":"X","numero_semanas":{{semanas}},"porcentaje_semanal":{{semanal}},"interes":{{interes}},"incumplimientos_tolerados":1,"pena_incumplimiento":1,"limite_penalizaciones":1}""";

        var preview = (await d.Admin.PostAsync("/prestamos/tipos/vista-previa", JsonNode.Parse(tipo))).Success("post", "/prestamos/tipos/vista-previa").Data;

        Assert.Equal(5, await d.CountAsync("tipos_prestamo"));
        var tipoId = (int)(await d.Admin.PostAsync("/prestamos/tipos", JsonNode.Parse(tipo))).Data["tipo"]!["tipo_prestamo_id"]!;
        var request = JsonNode.Parse(await d.SolicitudDePrestamoAsync())!;
        request["tipo_prestamo_id"] = tipoId;
        var prestamo = (int)(await d.Admin.PostAsync("/prestamos", request)).Data["prestamo"]!;
        var calendario = (await d.Admin.GetAsync($"/prestamos/{prestamo}/calendario")).Data;
        Assert.Equal(1000m, (decimal)preview["monto_prestamo"]!);
        Assert.Equal((decimal)(await d.Admin.GetAsync($"/prestamos/{prestamo}")).Data["monto_utilidad"]!, (decimal)preview["monto_utilidad"]!);
        Assert.Equal((decimal)(await d.Admin.GetAsync($"/prestamos/{prestamo}/cobranza-ideal")).Data["cobranza_ideal"]!, (decimal)preview["cobranza_ideal"]!);
        Assert.Equal(
            calendario["calendario"]!.AsArray().Select(s => (decimal)s!["monto"]!),
            preview["plan"]!.AsArray().Select(s => (decimal)s!["monto"]!));
    }

    [Fact]
    public async Task VistaPrevia_WhoseWeeksDoNotPayTheTotal_IsRefusedAsTheProduct()
    {
        await using var d = await Despacho.OpenAsync(server);
        var tipo = JsonNode.Parse("""{"nombre":"X","numero_semanas":14,"porcentaje_semanal":0.1,"interes":0.5,"incumplimientos_tolerados":1,"pena_incumplimiento":1,"limite_penalizaciones":1}""");

        var refused = (await d.Admin.PostAsync("/prestamos/tipos/vista-previa", tipo)).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal((string?)(await d.Admin.PostAsync("/prestamos/tipos", tipo!.DeepClone())).Json["message"], (string?)refused.Json["message"]);
    }

    [Fact]
    public async Task Limites_FromTheSettings_AreTold()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "gil", rol: 1);
        await using var program = await ProgramWithClock.StartAsync(connection, ("Prosmex:Prestamos:Limite", "7500"), ("Prosmex:Prestamos:SemanasParaRenovar", "6"));
        using var gil = await program.Api().SignedInAsync("gil");

        var limites = (await gil.GetAsync("/limites")).Success("get", "/limites").Data["limites"]!.AsArray().ToDictionary(l => (string)l!["clave"]!, l => ((decimal)l!["valor"]!, (string)l["unidad"]!));

        Assert.Equal((7500m, "pesos"), limites["limite_de_prestamo"]);
        Assert.Equal((6m, "semanas"), limites["semanas_para_renovar"]);
        Assert.Equal((3m, "prestamos"), limites["prestamos_que_avisan"]);
        Assert.Equal((0m, "si_o_no"), limites["gestor_ve_sin_asignar"]);
    }
}
