using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Prosmex.LocalHost.Runtime;

/// <summary>A function's template as written, without prefix; no methods means every method.</summary>
internal sealed record HttpRoute(string Function, string? Template, IReadOnlyList<string> Methods);

/// <summary>
/// The real host takes the first template that fits, by function name; ASP.NET Core takes the most specific. Routes for which the two could
/// differ, or that break under the host, are refused here, where they can be seen.
/// </summary>
internal static class RouteRules
{
    private static readonly DefaultInlineConstraintResolver Constraints =
        new DefaultInlineConstraintResolver(Options.Create(new RouteOptions()), new ServiceCollection().BuildServiceProvider());

    /// <summary>One line a problem, naming the functions.</summary>
    public static IReadOnlyList<string> Problems(IReadOnlyList<HttpRoute> routes)
    {
        var problems = new List<string>();
        var parsed = new List<(HttpRoute Route, RoutePattern Pattern)>();
        foreach (var route in routes)
        {
            if (Shape(route, out var pattern) is { } problem)
            {
                problems.Add($"{route.Function} ({route.Template}): {problem}");
            }
            else
            {
                parsed.Add((route, pattern!));
            }
        }

        var catchAlls = parsed.Where(p => p.Pattern.Parameters.Any(parameter => parameter.IsCatchAll)).Select(p => p.Route.Function).ToList();
        if (catchAlls.Count > 1)
        {
            problems.Add($"{string.Join(" y ", catchAlls)}: solo puede haber una ruta que lo tome todo ({{*…}}).");
        }
        else if (catchAlls is [var catchAll] && routes.MaxBy(route => route.Function, StringComparer.OrdinalIgnoreCase) is { } last && last.Function != catchAll)
        {
            problems.Add($"{catchAll}: la ruta que lo toma todo debe ser la última por nombre, y detrás está {last.Function}.");
        }

        var plain = parsed.Where(p => !catchAlls.Contains(p.Route.Function)).ToList();
        for (var i = 0; i < plain.Count; i++)
        {
            for (var j = i + 1; j < plain.Count; j++)
            {
                if (Clash(plain[i].Route, plain[i].Pattern, plain[j].Route, plain[j].Pattern) is { } problem)
                {
                    problems.Add($"{plain[i].Route.Function} ({plain[i].Route.Template}) y {plain[j].Route.Function} ({plain[j].Route.Template}): {problem}");
                }
            }
        }

        return problems;
    }

    private static string? Shape(HttpRoute route, out RoutePattern? pattern)
    {
        pattern = null;
        if (string.IsNullOrWhiteSpace(route.Template))
        {
            return "la ruta está vacía; para la raíz sirve la que lo toma todo ({*…}).";
        }

        if (route.Template.StartsWith('/'))
        {
            return "la ruta no puede empezar con «/».";
        }

        if (route.Template.StartsWith("admin", StringComparison.OrdinalIgnoreCase) || route.Template.StartsWith("runtime", StringComparison.OrdinalIgnoreCase))
        {
            return "la ruta no puede empezar con las letras «admin» ni «runtime»: son del host.";
        }

        try
        {
            pattern = RoutePatternFactory.Parse(route.Template);
        }
        catch (RoutePatternException error)
        {
            return $"la plantilla no es válida: {error.Message}";
        }

        if (pattern.PathSegments.Any(segment => !segment.IsSimple))
        {
            return "un segmento es un texto o un parámetro, no una mezcla.";
        }

        foreach (var parameter in pattern.Parameters.Where(parameter => !parameter.IsCatchAll))
        {
            if (parameter.ParameterPolicies.Count == 0)
            {
                return $"el parámetro {parameter.Name} necesita una restricción, como {{{parameter.Name}:int}}.";
            }

            if (parameter.IsOptional || parameter.Default is not null)
            {
                return $"el parámetro {parameter.Name} no puede ser opcional.";
            }

            if (parameter.ParameterPolicies.FirstOrDefault(policy => Resolve(policy) is null) is { } unknown)
            {
                return $"no existe la restricción {unknown.Content} del parámetro {parameter.Name}.";
            }
        }

        return null;
    }

    private static string? Clash(HttpRoute first, RoutePattern firstPattern, HttpRoute second, RoutePattern secondPattern)
    {
        if (first.Template == second.Template)
        {
            var shared = first.Methods.Count == 0 || second.Methods.Count == 0 || first.Methods.Intersect(second.Methods, StringComparer.OrdinalIgnoreCase).Any();
            return shared ? "la misma ruta con el mismo método." : null;
        }

        return firstPattern.PathSegments.Count == secondPattern.PathSegments.Count
            && firstPattern.PathSegments.Zip(secondPattern.PathSegments).All(pair => Overlap(pair.First.Parts[0], pair.Second.Parts[0]))
                ? "una misma dirección cabe en las dos, y el host tomaría la primera por nombre de función."
                : null;
    }

    private static bool Overlap(RoutePatternPart first, RoutePatternPart second) => (first, second) switch
    {
        (RoutePatternLiteralPart a, RoutePatternLiteralPart b) => string.Equals(a.Content, b.Content, StringComparison.OrdinalIgnoreCase),
        (RoutePatternLiteralPart a, RoutePatternParameterPart b) => Accepts(b, a.Content),
        (RoutePatternParameterPart a, RoutePatternLiteralPart b) => Accepts(a, b.Content),
        (RoutePatternParameterPart a, RoutePatternParameterPart b) => !Kinds(a).Any(x => Kinds(b).Any(y => x != y)),
        _ => true,
    };

    private static bool Accepts(RoutePatternParameterPart parameter, string literal) => parameter.ParameterPolicies.All(policy =>
        Resolve(policy)!.Match(null, null, parameter.Name, new RouteValueDictionary { [parameter.Name] = literal }, RouteDirection.IncomingRequest));

    /// <summary>Sets of texts that have none in common; a constraint of no kind may share texts with any other.</summary>
    private static IEnumerable<string> Kinds(RoutePatternParameterPart parameter) => parameter.ParameterPolicies
        .Select(policy => policy.Content?.ToLowerInvariant() switch
        {
            "int" or "long" => "number",
            "guid" => "guid",
            "bool" => "bool",
            _ => null,
        })
        .OfType<string>();

    private static IRouteConstraint? Resolve(RoutePatternParameterPolicyReference policy)
    {
        try
        {
            return policy.Content is null ? null : Constraints.ResolveConstraint(policy.Content);
        }
        catch (RouteCreationException)
        {
            return null;
        }
    }
}
