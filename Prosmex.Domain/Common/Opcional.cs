using System.Text.Json;
using System.Text.Json.Serialization;

namespace Prosmex.Domain.Common;

/// <summary>A field of a partial update: absent, null, or a value. Absent is the default.</summary>
[JsonConverter(typeof(OpcionalConverterFactory))]
public readonly record struct Opcional<T>
{
    private readonly T? _valor;

    private Opcional(T? valor)
    {
        _valor = valor;
        Presente = true;
    }

    /// <summary>The field was sent, be it as null.</summary>
    public bool Presente { get; }

    /// <summary>The field was sent as null.</summary>
    public bool EsNull => Presente && _valor is null;

    /// <summary>The field was sent with a value.</summary>
    public bool TieneValor => Presente && _valor is not null;

    /// <summary>The value sent; <paramref name="actual"/> where the field is absent.</summary>
    public T? Sobre(T? actual) => Presente ? _valor : actual;

    public static Opcional<T> De(T? valor) => new(valor);
}

internal sealed class OpcionalConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Opcional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Opcional<T>>
    {
        public override bool HandleNull => true;

        public override Opcional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return Opcional<T>.De(JsonSerializer.Deserialize<T>(ref reader, options));
            }
            catch (JsonException ex) when (ex.InnerException is not JsonException)
            {
                // Names the value as its own root; without a path the outer reader puts in the field's.
                throw new JsonException(null, ex);
            }
        }

        public override void Write(Utf8JsonWriter writer, Opcional<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Sobre(default), options);
    }
}
