using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.Extensions.DependencyInjection;

namespace Prosmex.WorkerTests.Host;

/// <summary>
/// Finds a request's function as the Functions host does: functions are sorted by name and the first template that fits wins, a literal before a
/// parameter or not. The method is a condition of the route, so a wrong one is a 404.
/// </summary>
internal sealed class FunctionRouter
{
    private static readonly object Found = new();

    private readonly RouteCollection _routes = new();

    /// <summary>Also sets the error of a function whose route the host does not take.</summary>
    public FunctionRouter(IEnumerable<IndexedFunction> functions, string prefix, IServiceProvider services)
    {
        var constraints = services.GetRequiredService<IInlineConstraintResolver>();
        foreach (var function in functions.Where(f => !f.IsTimer))
        {
            if (function.Route.StartsWith("admin", StringComparison.OrdinalIgnoreCase) || function.Route.StartsWith("runtime", StringComparison.OrdinalIgnoreCase))
            {
                function.Error = $"The route '{function.Route}' begins with letters that the host keeps for itself.";
                continue;
            }

            var conditions = new Dictionary<string, object>();
            if (function.Methods.Count > 0)
            {
                conditions["method"] = new HttpMethodRouteConstraint([.. function.Methods]);
            }

            try
            {
                _routes.Add(new Route(Handler(function), function.Name, $"{prefix}/{function.Route}".TrimStart('/'), [], conditions, [], constraints));
            }
            catch (RouteCreationException ex)
            {
                function.Error = ex.ToString();
            }
        }
    }

    /// <summary>The function and its route values; null where no template fits.</summary>
    public async Task<(IndexedFunction Function, RouteValueDictionary Values)?> MatchAsync(HttpContext http)
    {
        var route = new RouteContext(http);
        await _routes.RouteAsync(route);
        if (route.Handler is null)
        {
            return null;
        }

        await route.Handler(http);
        return ((IndexedFunction)http.Items[Found]!, route.RouteData.Values);
    }

    private static RouteHandler Handler(IndexedFunction function) => new(http =>
    {
        http.Items[Found] = function;
        return Task.CompletedTask;
    });
}
