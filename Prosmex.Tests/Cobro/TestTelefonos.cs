using System.Text.Json.Nodes;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Cobro;

/// <summary>What the tests of phones have in common: two phones, and the calls of their users and of the office.</summary>
internal static class TestTelefonos
{
    public const string Uno = "3c9a7b52-0e4d-4f57-8a11-0c2f6e5d4b3a";
    public const string Two = "9f1e2d3c-4b5a-4678-9abc-def012345678";

    public static JsonObject Registro(string telefono, string nombre = "Moto G") => new() { ["telefono_id"] = telefono, ["nombre"] = nombre, ["version"] = "1.0.3" };

    public static JsonObject Contacto(string telefono, int filas = 0, decimal total = 0) => new()
    {
        ["telefono_id"] = telefono,
        ["version"] = "1.0.4",
        ["por_enviar"] = new JsonObject { ["filas"] = filas, ["total"] = total },
    };

    public static async Task<JsonNode> RegistrarAsync(Api api, string telefono, string nombre = "Moto G") =>
        (await api.PostAsync("/cobro/telefonos", Registro(telefono, nombre))).Success("post", "/cobro/telefonos").Data["telefono"]!;

    public static async Task<JsonNode> ContactarAsync(Api api, int filas = 0, string telefono = Uno)
    {
        using var signedOut = api.Another();
        return (await signedOut.PostAsync("/cobro/contacto", Contacto(telefono, filas))).Success("post", "/cobro/contacto").Data["contacto"]!;
    }

    public static async Task<string> EstadoAsync(Api api, string telefono) => (string)(await ContactarAsync(api, telefono: telefono))["estado"]!;

    public static async Task<bool> DescartaAsync(Api api, int filas) => (bool)(await ContactarAsync(api, filas))["descartar"]!;

    public static async Task<JsonNode> UnoAsync(Despacho d) => Assert.Single((await d.Admin.GetAsync("/cobro/telefonos")).Success("get", "/cobro/telefonos").Data["telefonos"]!.AsArray())!;

    public static async Task TerminarAsync(Despacho d) =>
        (await d.Admin.PostAsync($"/cobro/telefonos/{(int)(await UnoAsync(d))["id"]!}/terminar")).Success("post", "/cobro/telefonos/{id}/terminar");

    public static async Task<IEnumerable<string>> NombresAsync(Despacho d, string query) =>
        (await d.Admin.GetAsync("/cobro/telefonos" + query)).Success("get", "/cobro/telefonos").Data["telefonos"]!.AsArray().Select(t => (string)t!["nombre"]!);

    public static DateTimeOffset Instant(JsonNode node, string fieldName) => DateTimeOffset.Parse((string)node[fieldName]!, null);

    public static Task<int> IdAsync(Despacho d, string usuario) => TestDatabase.ValueAsync<int>(d.Connection, $"SELECT id FROM usuarios WHERE usuario = '{usuario}'");
}
