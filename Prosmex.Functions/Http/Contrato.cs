namespace Prosmex.Functions.Http;

/// <summary>The type of a function's request body, for the API's description.</summary>
public abstract class RecibeAttribute(Type cuerpo) : Attribute
{
    public Type Cuerpo { get; } = cuerpo;
}

/// <inheritdoc />
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecibeAttribute<T>() : RecibeAttribute(typeof(T));

/// <summary>The status and body of a function's success, for the API's description; a test holds real answers against it.</summary>
public abstract class RespondeAttribute(Type cuerpo, int status) : Attribute
{
    public Type Cuerpo { get; } = cuerpo;

    public int Status { get; } = status;
}

/// <inheritdoc />
[AttributeUsage(AttributeTargets.Method)]
public sealed class RespondeAttribute<T>(int status = 200) : RespondeAttribute(typeof(T), status);

/// <summary>A parameter of the query string, for the API's description.</summary>
/// <param name="tipo"><c>integer</c> or <c>string</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ConsultaAttribute(string nombre, string tipo) : Attribute
{
    public string Nombre { get; } = nombre;

    public string Tipo { get; } = tipo;

    public bool Obligatorio { get; init; }
}

/// <summary>The list is paged by <c>page</c> and <c>per_page</c>; for the API's description.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PaginadaAttribute : Attribute;
