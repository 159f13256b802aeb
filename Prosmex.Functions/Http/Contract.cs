namespace Prosmex.Functions.Http;

/// <summary>The type of a function's request body, for the API's description.</summary>
public abstract class AcceptsAttribute(Type body, bool acceptsArray) : Attribute
{
    public Type Body { get; } = body;

    /// <summary>An array of them is taken as well.</summary>
    public bool AcceptsArray { get; } = acceptsArray;

    /// <summary>The body is optional.</summary>
    public bool IsOptional { get; init; }

    /// <summary>At least one field, and each may be absent, as in a PUT.</summary>
    public bool IsPartial { get; init; }
}

/// <inheritdoc />
[AttributeUsage(AttributeTargets.Method)]
public sealed class AcceptsAttribute<T>() : AcceptsAttribute(typeof(T), acceptsArray: false);

/// <inheritdoc />
[AttributeUsage(AttributeTargets.Method)]
public sealed class AcceptsOneOrManyAttribute<T>() : AcceptsAttribute(typeof(T), acceptsArray: true);

/// <summary>The status and body of a function's success, for the API's description; tests check real responses against it.</summary>
public abstract class RespondsAttribute(int status, params Type[] bodies) : Attribute
{
    /// <summary>The possible shapes of the body.</summary>
    public IReadOnlyList<Type> Bodies { get; } = bodies;

    public int Status { get; } = status;

    /// <summary>Another status with the same body; 0 for none.</summary>
    public int AlsoWith { get; init; }
}

/// <inheritdoc />
[AttributeUsage(AttributeTargets.Method)]
public sealed class RespondsAttribute<T>(int status = 200) : RespondsAttribute(status, typeof(T));

/// <inheritdoc />
[AttributeUsage(AttributeTargets.Method)]
public sealed class RespondsOneOrManyAttribute<TUno, TVarios>(int status) : RespondsAttribute(status, typeof(TUno), typeof(TVarios));

/// <summary>The function's success is a file.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RespondsFileAttribute(string contentType) : RespondsAttribute(200)
{
    public string ContentType { get; } = contentType;
}

/// <summary>The codes with which a function refuses, besides those that follow from its other attributes; for the API's description. Tests check real refusals against it.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class RefusesAttribute(int status, params string[] codigos) : Attribute
{
    public int Status { get; } = status;

    public IReadOnlyList<string> Codigos { get; } = codigos;
}

/// <summary>Refusals that several functions share: an attribute whose class has the <see cref="RefusesAttribute"/>s.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RefusalSetAttribute : Attribute;

/// <summary>Content types of files.</summary>
public static class ContentTypes
{
    public const string Csv = "text/csv";

    public const string Json = "application/json";

    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

/// <summary>A parameter of the query string, for the API's description.</summary>
/// <param name="tipo"><c>integer</c>, <c>string</c> or <c>boolean</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryParameterAttribute(string nombre, string tipo) : Attribute
{
    public string Name { get; } = nombre;

    public string Type { get; } = tipo;

    public bool Required { get; init; }
}

/// <summary>The list is paged by <c>page</c> and <c>per_page</c>; for the API's description.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PagedAttribute : Attribute;

/// <summary>The response has an <c>ETag</c>, and a request with that tag is answered 304 while nothing changed; for the API's description.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConditionalAttribute : Attribute;

/// <summary>A page or one of its files: served, but not part of the described API.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WebPageAttribute : Attribute;
