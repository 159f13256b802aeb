using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.OpenApi;

/// <summary>JSON schemas of the contracts, told from their types by the serializer that reads and writes them.</summary>
internal sealed class Schemas
{
    private const string Reference = "#/components/schemas/";

    // Answers are exact: a number is a number.
    private static readonly JsonSerializerOptions OfResponse = new(ProsmexJson.Options) { NumberHandling = JsonNumberHandling.Strict };

    private readonly SortedDictionary<string, JsonNode> _components = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _tipos = new(StringComparer.Ordinal);

    /// <summary>The schemas referred to so far, by name.</summary>
    public JsonObject Components => new(_components.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value.DeepClone())));

    /// <summary>All fields are present and no others.</summary>
    public JsonNode Answer(Type type) => Exportar(type, OfResponse, "", (node, properties) =>
    {
        node["required"] = Nombres(properties.Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null));
        node["additionalProperties"] = false;
    });

    /// <summary>A create demands its fields; a partial update at least one.</summary>
    public JsonNode Solicitud(Type type, bool parcial) => Exportar(type, ProsmexJson.Options, parcial ? "Parcial" : "", (node, properties) =>
    {
        var ajeno = parcial ? typeof(CreateOnlyAttribute) : typeof(UpdateOnlyAttribute);
        foreach (var sobra in properties.Where(p => p.IsDefined(ajeno)))
        {
            ((JsonObject)node["properties"]!).Remove(Name(sobra));
        }

        if (parcial)
        {
            node["minProperties"] = 1;
            return;
        }

        node["required"] = Nombres(properties.Where(
            p => p.GetCustomAttribute<UpdateOnlyAttribute>() is null && p.GetCustomAttribute<OptionalOnCreateAttribute>() is null));
    });

    private JsonNode Exportar(Type type, JsonSerializerOptions options, string suffix, Action<JsonObject, IReadOnlyList<PropertyInfo>> complete)
    {
        var exportador = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) =>
            {
                var actual = context.TypeInfo.Type;
                if (actual.IsGenericType && actual.GetGenericTypeDefinition() == typeof(Optional<>))
                {
                    var value = actual.GetGenericArguments()[0];
                    return ElementOf(value) is { } element
                        ? new JsonObject { ["type"] = "array", ["items"] = Solicitud(element, parcial: false) }
                        : EsObjeto(value) ? Solicitud(value, parcial: false)
                        : Value(options, value, context.PropertyInfo?.AttributeProvider);
                }

                if (OfConverter(actual) is { } conocido)
                {
                    return conocido;
                }

                if (node is not JsonObject jsonObject || jsonObject["properties"] is null)
                {
                    return node;
                }

                jsonObject["type"] = "object";
                var properties = actual.GetProperties(BindingFlags.Public | BindingFlags.Instance);
                complete(jsonObject, properties);
                Describe(jsonObject, actual, properties);
                var name = NameOf(actual) + suffix;
                if (_tipos.TryGetValue(name, out var otro) && otro != actual)
                {
                    throw new InvalidOperationException($"{actual} and {otro} have the same name in the description.");
                }

                _tipos[name] = actual;
                _components[name] = jsonObject;
                var reference = new JsonObject { ["$ref"] = Reference + name };
                return AllowsNull(context.PropertyInfo?.AttributeProvider as PropertyInfo) ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) } : reference;
            },
        };
        return options.GetJsonSchemaAsNode(type, exportador);
    }

    private static void Describe(JsonObject jsonObject, Type type, IEnumerable<PropertyInfo> properties)
    {
        if (Documentation.Of(type) is { } ofType)
        {
            jsonObject.Insert(0, "description", ofType);
        }

        foreach (var property in properties)
        {
            if (jsonObject["properties"]![Name(property)] is JsonObject schema && Documentation.Of(property) is { } dePropiedad)
            {
                schema.Insert(0, "description", dePropiedad);
            }
        }
    }

    // By the object's own type; it is unknown for a type parameter, and omitted fields are never null.
    private static bool AllowsNull(PropertyInfo? property) =>
        property is not null
        && property.GetCustomAttribute<JsonIgnoreAttribute>() is null
        && !(property.DeclaringType!.IsGenericType && property.DeclaringType.GetGenericTypeDefinition().GetProperty(property.Name)!.PropertyType.IsGenericParameter)
        && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;

    // The exporter cannot look into a converter.
    private static JsonObject? OfConverter(Type type) =>
        type == typeof(DateTimeOffset) ? new JsonObject { ["type"] = "string", ["format"] = "date-time" }
        : type == typeof(DateTimeOffset?) ? new JsonObject { ["type"] = new JsonArray("string", "null"), ["format"] = "date-time" }
        : type == typeof(NumberText) ? new JsonObject { ["type"] = new JsonArray("number", "string") }
        : type == typeof(JsonObject) || type == typeof(JsonDocument) ? new JsonObject { ["type"] = new JsonArray("object", "null") }
        : null;

    // Of a list of objects, which have their fields also in an update.
    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && type.GetGenericArguments()[0] is { } element && EsObjeto(element)
            ? element
            : null;

    // Objects of a request are named after it.
    private static bool EsObjeto(Type type) => type.Name.EndsWith("Request", StringComparison.Ordinal);

    private static JsonNode Value(JsonSerializerOptions options, Type type, ICustomAttributeProvider? property)
    {
        var node = OfConverter(type) ?? options.GetJsonSchemaAsNode(Nullable.GetUnderlyingType(type) ?? type, new() { TreatNullObliviousAsNonNullable = true });
        if (node is JsonObject jsonObject)
        {
            var tipos = jsonObject["type"] is JsonArray varios ? varios.Select(t => (string)t!).ToList() : [(string)jsonObject["type"]!];
            tipos.Remove("null");
            if (property?.GetCustomAttributes(typeof(NullableFieldAttribute), false).Length > 0)
            {
                tipos.Add("null");
            }

            jsonObject["type"] = tipos is [var uno] ? uno : new JsonArray([.. tipos.Select(t => (JsonNode)t)]);
        }

        return node;
    }

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}De{string.Join("Y", type.GetGenericArguments().Select(NameOf))}"
        : type.Name;

    private static JsonArray Nombres(IEnumerable<PropertyInfo> properties) => [.. properties.Select(p => (JsonNode)Name(p))];

    private static string Name(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}
