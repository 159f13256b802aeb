using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;
using static Prosmex.Tests.Cobro.TestTelefonos;

namespace Prosmex.Tests.Cobro;

/// <summary>What the office sees of phones and decides about them.</summary>
[Trait("Kind", "Integration")]
public sealed class OfficeTelefonosTests(TestServer server)
{
    [Fact]
    public async Task Terminar_OneOfTwoPhones_EndsItsSessionAlone()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var gil = await d.AnotherAsync("gil", rol: 1);
        using var enCasa = await gil.SignedInAsync("gil");
        await RegistrarAsync(gil, Uno);
        await RegistrarAsync(enCasa, Two);
        var id = await TestDatabase.ValueAsync<int>(d.Connection, "SELECT min(id) FROM telefonos");

        var terminado = (await d.Admin.PostAsync($"/cobro/telefonos/{id}/terminar")).Success("post", "/cobro/telefonos/{id}/terminar").Data["telefono"]!;

        Assert.Equal(("terminada", d.Ahora), ((string)terminado["estado"]!, Instant(terminado, "terminado_en")));
        await gil.AssertEndedAsync();
        await enCasa.AssertLiveAsync();
        Assert.Equal(["terminada", "vigente"], [await EstadoAsync(gil, Uno), await EstadoAsync(gil, Two)]);
        var apunte = Assert.Single((await d.Admin.GetAsync("/bitacora?entidad=telefono")).Data["bitacora"]!.AsArray())!;
        Assert.Equal(("ada", $"POST /cobro/telefonos/{id}/terminar", id), ((string)apunte["usuario"]!, (string)apunte["ruta"]!, (int)apunte["entidad_id"]!));
        Assert.Equal(["terminado_en"], apunte["despues"]!.Keys());
        (await d.Admin.PostAsync("/cobro/telefonos/99999/terminar")).Problem(HttpStatusCode.NotFound, "telefono.no_encontrado");
    }

    [Fact]
    public async Task Terminar_ExpiredSession_IsTerminadaUntilTheNextSignIn()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var gil = await d.AnotherAsync("gil", rol: 1);
        await RegistrarAsync(gil, Uno);
        await d.AdvanceAsync(TimeSpan.FromHours(13));
        Assert.Equal("vencida", await EstadoAsync(gil, Uno));

        await TerminarAsync(d);

        Assert.Equal("terminada", await EstadoAsync(gil, Uno));
        using var otraVez = await gil.SignedInAsync("gil");
        await RegistrarAsync(otraVez, Uno);
        Assert.Equal("vigente", await EstadoAsync(gil, Uno));
    }

    [Fact]
    public async Task Descartar_OnceTheSessionIsEnded_IsDoneByThePhone()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var gil = await d.AnotherAsync("gil", rol: 1);
        await RegistrarAsync(gil, Uno);
        await gil.PostAsync("/cobro/contacto", Contacto(Uno, 3, 1500));
        var id = (int)(await UnoAsync(d))["id"]!;
        var nota = new JsonObject { ["nota"] = "Le robaron el teléfono; los cobros se registraron a mano." };
        (await d.Admin.PostAsync($"/cobro/telefonos/{id}/descartar", nota.DeepClone())).Problem(HttpStatusCode.Conflict, "telefono.sesion_vigente");
        await TerminarAsync(d);

        var pedido = (await d.Admin.PostAsync($"/cobro/telefonos/{id}/descartar", nota.DeepClone())).Success("post", "/cobro/telefonos/{id}/descartar").Data["telefono"]!;

        Assert.Equal((3, 1500m, d.Ahora), ((int)pedido["descartar_filas"]!, (decimal)pedido["descartar_total"]!, Instant(pedido, "descartar_pedido_en")));
        var apunte = (await d.Admin.GetAsync("/bitacora?entidad=telefono")).Data["bitacora"]!.AsArray()[^1]!;
        Assert.Equal(["descartar_filas", "descartar_nota", "descartar_pedido_en", "descartar_total"], apunte["despues"]!.Keys());
        Assert.Equal((string)nota["nota"]!, (string)apunte["despues"]!["descartar_nota"]!);

        // Not before it has none left; also where its user has signed in again meanwhile.
        Assert.Equal((true, true), (await DescartaAsync(gil, 3), await DescartaAsync(gil, 1)));
        using var otraVez = await gil.SignedInAsync("gil");
        Assert.True((bool)(await RegistrarAsync(otraVez, Uno))["descartar"]!);
        Assert.Null((await UnoAsync(d))["descartado_en"]);
        Assert.False(await DescartaAsync(gil, 0));
        Assert.Equal(d.Ahora, Instant(await UnoAsync(d), "descartado_en"));
        Assert.False(await DescartaAsync(gil, 2));
        Assert.False((bool)(await RegistrarAsync(otraVez, Uno))["descartar"]!);
    }

    [Fact]
    public async Task Descartar_Twice_IsOpenAgain()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var gil = await d.AnotherAsync("gil", rol: 1);
        await RegistrarAsync(gil, Uno);
        await TerminarAsync(d);
        var id = (int)(await UnoAsync(d))["id"]!;
        await d.Admin.PostAsync($"/cobro/telefonos/{id}/descartar", JsonNode.Parse("""{"nota":"Uno."}"""));
        Assert.False(await DescartaAsync(gil, 0));

        await d.Admin.PostAsync($"/cobro/telefonos/{id}/descartar", JsonNode.Parse("""{"nota":"Dos."}"""));

        Assert.True(await DescartaAsync(gil, 2));
        Assert.Equal(("Dos.", null), ((string)(await UnoAsync(d))["descartar_nota"]!, (await UnoAsync(d))["descartado_en"]));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"nota":" "}""")]
    public async Task Descartar_WithoutANote_IsInvalid(string body)
    {
        await using var d = await Despacho.OpenAsync(server);

        (await d.Admin.PostAsync("/cobro/telefonos/1/descartar", JsonNode.Parse(body))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
    }

    [Fact]
    public async Task SecretsOfAPhone_InAllThatIsKeptOrShown_AreNowhere()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var gil = await d.AnotherAsync("gil", rol: 1);
        var key = (string)(await gil.SendAsync(HttpMethod.Post, "/cobro/telefonos", new StringContent(Registro(Uno).ToJsonString(), System.Text.Encoding.UTF8, "application/json"), ("Idempotency-Key", "k")))
            .Success("post", "/cobro/telefonos").Data["telefono"]!["clave"]!;
        await EstadoAsync(gil, Uno);
        await TerminarAsync(d);
        var descartar = await d.Admin.PostAsync($"/cobro/telefonos/{(int)(await UnoAsync(d))["id"]!}/descartar", JsonNode.Parse("""{"nota":"x"}"""));

        string[] shown =
        [
            descartar.Text,
            (await d.Admin.GetAsync("/cobro/telefonos")).Text,
            await TestDatabase.ValueAsync<string>(d.Connection, "SELECT string_agg(b::text, ' ') FROM bitacora b"),
            await TestDatabase.ValueAsync<string>(d.Connection, "SELECT string_agg(o::text, ' ') FROM operaciones o"),
        ];
        var bytes = Convert.FromBase64String(key);
        foreach (var secret in new[] { key, Convert.ToHexStringLower(bytes), Convert.ToHexString(bytes), Uno })
        {
            Assert.All(shown, text => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        }

        // The id is kept nowhere, not even with the phone.
        Assert.DoesNotContain(Uno.Replace("-", "", StringComparison.Ordinal), (await TestDatabase.ValueAsync<string>(d.Connection, "SELECT replace(t::text, '-', '') FROM telefonos t")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listar_EachFilter_HasTheLatestContactFirst()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var gil = await d.AnotherAsync("gil", rol: 1);
        using var eva = await d.AnotherAsync("eva", rol: 2);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE usuarios SET nombre = 'Éva' WHERE usuario = 'eva'");
        await RegistrarAsync(gil, Uno);
        await RegistrarAsync(eva, Two, "Galaxy A03");
        await d.AdvanceAsync(TimeSpan.FromMinutes(5));
        await EstadoAsync(gil, Uno);

        Assert.Equal(["Moto G", "Galaxy A03"], await NombresAsync(d, ""));
        Assert.Equal(["Galaxy A03"], await NombresAsync(d, "?q=EVA p"));
        Assert.Equal(["Galaxy A03"], await NombresAsync(d, "?q=galaxy"));
        Assert.Equal(["Moto G"], await NombresAsync(d, $"?usuario_id={await IdAsync(d, "gil")}"));
        Assert.Empty(await NombresAsync(d, "?id=99999"));
        Assert.Equal(["Galaxy A03"], await NombresAsync(d, "?page=2&per_page=1"));
        (await gil.GetAsync("/cobro/telefonos")).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
    }
}
