using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.OpenApi;

/// <summary>What the documentation comments of the program say, in Markdown; null where they say nothing.</summary>
internal static partial class Documentation
{
    private static readonly Dictionary<string, XElement> Members = new[] { typeof(DominioException).Assembly, typeof(ProblemMapper).Assembly }
        .SelectMany(a => XDocument.Load(Path.ChangeExtension(a.Location, ".xml")).Descendants("member"))
        .Where(m => ((string)m.Attribute("name")!)[1..].StartsWith(":Prosmex.", StringComparison.Ordinal))
        .ToDictionary(m => (string)m.Attribute("name")!);

    public static string? Of(Type type) => Text(Member($"T:{Name(type)}")?.Element("summary"));

    /// <summary>No two functions of a class have the same method name.</summary>
    public static string? Of(MethodInfo method) =>
        Text(Members.FirstOrDefault(m => m.Key.StartsWith($"M:{Name(method.DeclaringType!)}.{method.Name}(", StringComparison.Ordinal)).Value?.Element("summary"));

    /// <summary>A property's own comment, or that of the parameter that a record makes it of.</summary>
    public static string? Of(PropertyInfo property)
    {
        var tipo = Name(property.DeclaringType!);
        return Text(Member($"P:{tipo}.{property.Name}")?.Element("summary"))
            ?? Text(Member($"T:{tipo}")?.Elements("param").SingleOrDefault(p => (string?)p.Attribute("name") == property.Name));
    }

    private static XElement? Member(string name) => Members.GetValueOrDefault(name);

    private static string Name(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Text(XElement? element) => element is null ? null
        : Whitespace().Replace(string.Concat(element.Nodes().Select(n => n is XElement e ? Marked(e) : ((XText)n).Value)), " ").Trim();

    private static string Marked(XElement e) => e.Name.LocalName switch
    {
        "c" => $"`{e.Value}`",
        "see" => $"`{((string?)e.Attribute("cref") ?? (string)e.Attribute("langword")!).Split('(')[0].Split('.', ':')[^1]}`",
        "paramref" or "typeparamref" => $"`{(string)e.Attribute("name")!}`",
        _ => e.Value,
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
