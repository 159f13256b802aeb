using System.Text.Json;
using System.Text.Json.Serialization;

namespace Prosmex.Domain.Common;

/// <summary>A field of a partial update: absent, null, or a value. Absent is the default.</summary>
[JsonConverter(typeof(OptionalConverterFactory))]
public readonly record struct Optional<T>
{
    private readonly T? _value;

    private Optional(T? value)
    {
        _value = value;
        IsPresent = true;
    }

    /// <summary>The field was sent, possibly as null.</summary>
    public bool IsPresent { get; }

    /// <summary>The field was sent as null.</summary>
    public bool IsNull => IsPresent && _value is null;

    /// <summary>The field was sent with a value.</summary>
    public bool HasValue => IsPresent && _value is not null;

    /// <summary>The value sent; <paramref name="actual"/> where the field is absent.</summary>
    public T? GetValueOrDefault(T? actual) => IsPresent ? _value : actual;

    public static Optional<T> Of(T? value) => new(value);
}

internal sealed class OptionalConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Optional<T>>
    {
        public override bool HandleNull => true;

        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return Optional<T>.Of(JsonSerializer.Deserialize<T>(ref reader, options));
            }
            catch (JsonException ex) when (ex.InnerException is not JsonException)
            {
                // Reports the value as its own root; without a path the outer reader adds the field's.
                throw new JsonException(null, ex);
            }
        }

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.GetValueOrDefault(default), options);
    }
}
