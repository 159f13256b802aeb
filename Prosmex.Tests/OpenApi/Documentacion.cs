using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.OpenApi;

/// <summary>What the documentation comments of the program say, in Markdown; null where they say nothing.</summary>
internal static partial class Documentacion
{
    private static readonly Dictionary<string, XElement> Miembros = new[] { typeof(DominioException).Assembly, typeof(ProblemMapper).Assembly }
        .SelectMany(a => XDocument.Load(Path.ChangeExtension(a.Location, ".xml")).Descendants("member"))
        .Where(m => ((string)m.Attribute("name")!)[1..].StartsWith(":Prosmex.", StringComparison.Ordinal))
        .ToDictionary(m => (string)m.Attribute("name")!);

    public static string? De(Type tipo) => Texto(Miembro($"T:{Nombre(tipo)}")?.Element("summary"));

    /// <summary>No two functions of a class have the same method name.</summary>
    public static string? De(MethodInfo metodo) =>
        Texto(Miembros.FirstOrDefault(m => m.Key.StartsWith($"M:{Nombre(metodo.DeclaringType!)}.{metodo.Name}(", StringComparison.Ordinal)).Value?.Element("summary"));

    /// <summary>A property's own comment, or that of the parameter that a record makes it of.</summary>
    public static string? De(PropertyInfo property)
    {
        var tipo = Nombre(property.DeclaringType!);
        return Texto(Miembro($"P:{tipo}.{property.Name}")?.Element("summary"))
            ?? Texto(Miembro($"T:{tipo}")?.Elements("param").SingleOrDefault(p => (string?)p.Attribute("name") == property.Name));
    }

    private static XElement? Miembro(string nombre) => Miembros.GetValueOrDefault(nombre);

    private static string Nombre(Type tipo) => (tipo.IsGenericType ? tipo.GetGenericTypeDefinition() : tipo).FullName!.Replace('+', '.');

    private static string? Texto(XElement? element) => element is null ? null
        : Blancos().Replace(string.Concat(element.Nodes().Select(n => n is XElement e ? Marcado(e) : ((XText)n).Value)), " ").Trim();

    private static string Marcado(XElement e) => e.Name.LocalName switch
    {
        "c" => $"`{e.Value}`",
        "see" => $"`{((string?)e.Attribute("cref") ?? (string)e.Attribute("langword")!).Split('(')[0].Split('.', ':')[^1]}`",
        "paramref" or "typeparamref" => $"`{(string)e.Attribute("name")!}`",
        _ => e.Value,
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blancos();
}
