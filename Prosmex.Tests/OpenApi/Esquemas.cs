using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.OpenApi;

/// <summary>JSON schemas of the contracts, told from their types by the serializer that reads and writes them.</summary>
internal sealed class Esquemas
{
    private const string Referencia = "#/components/schemas/";

    // Answers are exact: a number is a number.
    private static readonly JsonSerializerOptions DeRespuesta = new(ProsmexJson.Options) { NumberHandling = JsonNumberHandling.Strict };

    private readonly SortedDictionary<string, JsonNode> _componentes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _tipos = new(StringComparer.Ordinal);

    /// <summary>The schemas referred to so far, by name.</summary>
    public JsonObject Componentes => new(_componentes.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value.DeepClone())));

    /// <summary>All fields are present and no others.</summary>
    public JsonNode Respuesta(Type tipo) => Exportar(tipo, DeRespuesta, "", (nodo, propiedades) =>
    {
        nodo["required"] = Nombres(propiedades.Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null));
        nodo["additionalProperties"] = false;
    });

    /// <summary>A create demands its fields; a partial update at least one.</summary>
    public JsonNode Solicitud(Type tipo, bool parcial) => Exportar(tipo, ProsmexJson.Options, parcial ? "Parcial" : "", (nodo, propiedades) =>
    {
        var ajeno = parcial ? typeof(CreateOnlyAttribute) : typeof(UpdateOnlyAttribute);
        foreach (var sobra in propiedades.Where(p => p.IsDefined(ajeno)))
        {
            ((JsonObject)nodo["properties"]!).Remove(Nombre(sobra));
        }

        if (parcial)
        {
            nodo["minProperties"] = 1;
            return;
        }

        nodo["required"] = Nombres(propiedades.Where(
            p => p.GetCustomAttribute<UpdateOnlyAttribute>() is null && p.GetCustomAttribute<OptionalOnCreateAttribute>() is null));
    });

    private JsonNode Exportar(Type tipo, JsonSerializerOptions options, string sufijo, Action<JsonObject, IReadOnlyList<PropertyInfo>> completar)
    {
        var exportador = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (contexto, nodo) =>
            {
                var actual = contexto.TypeInfo.Type;
                if (actual.IsGenericType && actual.GetGenericTypeDefinition() == typeof(Optional<>))
                {
                    var valor = actual.GetGenericArguments()[0];
                    return ElementoDe(valor) is { } elemento
                        ? new JsonObject { ["type"] = "array", ["items"] = Solicitud(elemento, parcial: false) }
                        : EsObjeto(valor) ? Solicitud(valor, parcial: false)
                        : Valor(options, valor, contexto.PropertyInfo?.AttributeProvider);
                }

                if (DeConvertidor(actual) is { } conocido)
                {
                    return conocido;
                }

                if (nodo is not JsonObject objeto || objeto["properties"] is null)
                {
                    return nodo;
                }

                objeto["type"] = "object";
                var propiedades = actual.GetProperties(BindingFlags.Public | BindingFlags.Instance);
                completar(objeto, propiedades);
                Describir(objeto, actual, propiedades);
                var nombre = NombreDe(actual) + sufijo;
                if (_tipos.TryGetValue(nombre, out var otro) && otro != actual)
                {
                    throw new InvalidOperationException($"{actual} and {otro} have the same name in the description.");
                }

                _tipos[nombre] = actual;
                _componentes[nombre] = objeto;
                var referencia = new JsonObject { ["$ref"] = Referencia + nombre };
                return AdmiteNull(contexto.PropertyInfo?.AttributeProvider as PropertyInfo) ? new JsonObject { ["anyOf"] = new JsonArray(referencia, new JsonObject { ["type"] = "null" }) } : referencia;
            },
        };
        return options.GetJsonSchemaAsNode(tipo, exportador);
    }

    private static void Describir(JsonObject objeto, Type tipo, IEnumerable<PropertyInfo> propiedades)
    {
        if (Documentacion.De(tipo) is { } deTipo)
        {
            objeto.Insert(0, "description", deTipo);
        }

        foreach (var property in propiedades)
        {
            if (objeto["properties"]![Nombre(property)] is JsonObject esquema && Documentacion.De(property) is { } dePropiedad)
            {
                esquema.Insert(0, "description", dePropiedad);
            }
        }
    }

    // By the object's own type; it is unknown for a type parameter, and omitted fields are never null.
    private static bool AdmiteNull(PropertyInfo? property) =>
        property is not null
        && property.GetCustomAttribute<JsonIgnoreAttribute>() is null
        && !(property.DeclaringType!.IsGenericType && property.DeclaringType.GetGenericTypeDefinition().GetProperty(property.Name)!.PropertyType.IsGenericParameter)
        && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;

    // The exporter cannot look into a converter.
    private static JsonObject? DeConvertidor(Type tipo) =>
        tipo == typeof(DateTimeOffset) ? new JsonObject { ["type"] = "string", ["format"] = "date-time" }
        : tipo == typeof(DateTimeOffset?) ? new JsonObject { ["type"] = new JsonArray("string", "null"), ["format"] = "date-time" }
        : tipo == typeof(NumberText) ? new JsonObject { ["type"] = new JsonArray("number", "string") }
        : tipo == typeof(JsonObject) || tipo == typeof(JsonDocument) ? new JsonObject { ["type"] = new JsonArray("object", "null") }
        : null;

    // Of a list of objects, which have their fields also in an update.
    private static Type? ElementoDe(Type tipo) =>
        tipo.IsGenericType && tipo.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && tipo.GetGenericArguments()[0] is { } elemento && EsObjeto(elemento)
            ? elemento
            : null;

    // Objects of a request are named after it.
    private static bool EsObjeto(Type tipo) => tipo.Name.EndsWith("Request", StringComparison.Ordinal);

    private static JsonNode Valor(JsonSerializerOptions options, Type tipo, ICustomAttributeProvider? property)
    {
        var nodo = DeConvertidor(tipo) ?? options.GetJsonSchemaAsNode(Nullable.GetUnderlyingType(tipo) ?? tipo, new() { TreatNullObliviousAsNonNullable = true });
        if (nodo is JsonObject objeto)
        {
            var tipos = objeto["type"] is JsonArray varios ? varios.Select(t => (string)t!).ToList() : [(string)objeto["type"]!];
            tipos.Remove("null");
            if (property?.GetCustomAttributes(typeof(NullableFieldAttribute), false).Length > 0)
            {
                tipos.Add("null");
            }

            objeto["type"] = tipos is [var uno] ? uno : new JsonArray([.. tipos.Select(t => (JsonNode)t)]);
        }

        return nodo;
    }

    private static string NombreDe(Type tipo) => tipo.IsGenericType
        ? $"{tipo.Name[..tipo.Name.IndexOf('`', StringComparison.Ordinal)]}De{string.Join("Y", tipo.GetGenericArguments().Select(NombreDe))}"
        : tipo.Name;

    private static JsonArray Nombres(IEnumerable<PropertyInfo> propiedades) => [.. propiedades.Select(p => (JsonNode)Nombre(p))];

    private static string Nombre(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}
