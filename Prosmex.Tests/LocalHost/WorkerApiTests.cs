using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Prosmex.Tests.LocalHost;

/// <summary>
/// What LocalHost declares in the worker's namespaces is part of the worker's real public API (worker-api.txt), to the letter: otherwise the
/// sources could compile here and not against the real packages.
/// </summary>
public sealed class WorkerApiTests
{
    private static readonly Assembly LocalHostAssembly = typeof(FunctionContext).Assembly;

    [Fact]
    public void DeclaredTypes_InWorkerNamespaces_AreInTheRealApi()
    {
        var real = ReadApi(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "worker-api.txt")));
        var declared = LocalHostAssembly.GetExportedTypes().Where(type => type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true).ToList();

        Assert.True(declared.Count > 15);
        Assert.Empty(declared.SelectMany(type => Differences(type, real)));
    }

    /// <summary>A kind, a base type or an attribute usage that strays makes another header.</summary>
    [Theory]
    [InlineData("abstract class", "sealed class")]
    [InlineData(" : System.Attribute", "")]
    [InlineData("(64)", "(4)")]
    public void Differences_HeaderStrays_NamesTheType(string declared, string inTheRealApi)
    {
        var real = new Dictionary<string, HashSet<string>> { [Render(typeof(Stray)).Replace(declared, inTheRealApi, StringComparison.Ordinal)] = [.. Members(typeof(Stray))] };

        Assert.Equal(["+ " + Render(typeof(Stray))], Differences(typeof(Stray), real));
    }

    [Fact]
    public void Differences_MemberStrays_NamesTheMember()
    {
        var real = new Dictionary<string, HashSet<string>>
        {
            [Render(typeof(Stray))] = ["    ctor()", "    System.Int64 Numero { get; set; }", "    T Dar<T>(T uno = null)"],
        };

        Assert.Equal(
            ["    ctor()  protected", "    System.Int32 Numero { get; }", "    T Dar<T>(T uno)"],
            Differences(typeof(Stray), real).Select(line => line.Split("  (")[0][2..]).Order());
    }

    private static Dictionary<string, HashSet<string>> ReadApi(IEnumerable<string> lines)
    {
        var types = new Dictionary<string, HashSet<string>>();
        HashSet<string> members = [];
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == ' ')
            {
                members.Add(line);
                continue;
            }

            // Two of the worker's assemblies may hold a type of one name: either will do.
            var header = line.Split("  //")[0];
            members = types.TryGetValue(header, out var known) ? known : types[header] = [];
        }

        return types;
    }

    private static IEnumerable<string> Differences(Type type, Dictionary<string, HashSet<string>> real) =>
        real.TryGetValue(Render(type), out var members)
            ? Members(type).Where(member => !members.Contains(member)).Select(member => $"+ {member}  ({type.FullName})")
            : [$"+ {Render(type)}"];

    private static string Render(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        var bases = kind is "enum" or "delegate" or "struct"
            ? []
            : new[] { type.BaseType }.Where(parent => parent is not null && parent != typeof(object)).Concat(type.GetInterfaces()).Select(parent => Name(parent!)).ToList();
        var usage = type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false) is { } attribute ? $"  [AttributeUsage({(int)attribute.ValidOn})]" : "";
        return $"{kind} {Name(type)}{(bases.Count > 0 ? " : " + string.Join(", ", bases) : "")}{usage}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return ["    " + string.Join(", ", Enum.GetNames(type).Select(name => $"{name}={Convert.ToInt32(Enum.Parse(type, name), null)}"))];
        }

        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.GetMembers(All)
            .Select(member => member switch
            {
                ConstructorInfo { IsStatic: false } ctor => Visible(ctor, $"ctor({Parameters(ctor)})"),
                MethodInfo { IsSpecialName: false } method => Visible(method, $"{Static(method)}{Name(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})"),
                PropertyInfo property => Property(property),
                FieldInfo { IsPublic: true } field => $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
                _ => null,
            })
            .OfType<string>()
            .Select(text => "    " + text);
    }

    private static string? Property(PropertyInfo property)
    {
        var accessors = new[] { (property.GetMethod, "get; "), (property.SetMethod, "set; ") }.Where(a => a.Item1 is { IsPublic: true }).ToList();
        return accessors.Count == 0 ? null : $"{Static(accessors[0].Item1!)}{Name(property.PropertyType)} {property.Name} {{ {string.Concat(accessors.Select(a => a.Item2))}}}";
    }

    private static string? Visible(MethodBase method, string text) => method switch
    {
        { IsPublic: true } => text,
        { IsFamily: true } or { IsFamilyOrAssembly: true } => text + "  protected",
        _ => null,
    };

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    private static string Generics(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "null"}" : "")}"));

    private static string Name(Type type)
    {
        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        return type.IsGenericType
            ? $"{type.Namespace}.{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.FullName!;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private abstract class Stray : Attribute
    {
        public int Numero { get; }

        public T Dar<T>(T uno) => uno;
    }
}
