using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Prosmex.LocalHost.Runtime;

/// <summary>One <c>[Function]</c> method, with the data needed to invoke it.</summary>
internal sealed class FunctionDescriptor
{
    private readonly MethodInfo _method;
    private readonly Lazy<ObjectFactory>? _factory;
    private readonly IReadOnlyList<Func<LocalFunctionContext, object?>> _arguments;
    private readonly PropertyInfo? _taskResult;

    private FunctionDescriptor(string name, MethodInfo method)
    {
        _method = method;
        var parameters = method.GetParameters();
        Http = parameters.Select(p => p.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(a => a is not null);
        Timer = parameters.Select(p => p.GetCustomAttribute<TimerTriggerAttribute>()).FirstOrDefault(a => a is not null);
        if (Http is null == Timer is null)
        {
            throw new LocalHostException($"{name}: debe tener un HttpTrigger o un TimerTrigger.");
        }

        Definition = new LocalFunctionDefinition(name, method, Http is null ? "timerTrigger" : "httpTrigger");
        var result = method.ReturnType;
        if (typeof(Task).IsAssignableFrom(result))
        {
            _taskResult = result.IsGenericType ? result.GetProperty(nameof(Task<>.Result)) : null;
        }
        else if (result.GetMethod(nameof(Task.GetAwaiter)) is not null)
        {
            throw new LocalHostException($"{name}: de lo que se espera (await) solo se admite Task, no {result.Name}.");
        }


        // When it is first called: compiling all of them takes a third of a second.
        _factory = method.IsStatic ? null : new(() => ActivatorUtilities.CreateFactory(method.DeclaringType!, []));
        var routeNames = RouteNames(Http?.Route);
        _arguments = [.. parameters.Select(parameter => Binder(parameter, routeNames))];
    }

    public FunctionDefinition Definition { get; }

    public string Name => Definition.Name;

    public HttpTriggerAttribute? Http { get; }

    public TimerTriggerAttribute? Timer { get; }

    /// <summary>Empty means every method.</summary>
    public IReadOnlyList<string> HttpMethods => Http?.Methods ?? [];

    /// <summary>The functions of some types, by name as the host sorts them.</summary>
    /// <exception cref="LocalHostException">A method is no function that the runtime can call, or two have one name.</exception>
    public static IReadOnlyList<FunctionDescriptor> Discover(IEnumerable<Type> types)
    {
        var functions = types
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, method.GetCustomAttribute<FunctionAttribute>()?.Name))
            .Where(found => found.Name is not null)
            .Select(found => new FunctionDescriptor(found.Name!, found.Method))
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var twice = functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Skip(1).Any());
        return twice is null
            ? functions
            : throw new LocalHostException($"Hay más de una función con el nombre {twice.Key}: {string.Join(", ", twice.Select(f => f.Definition.EntryPoint))}.");
    }

    public async Task InvokeAsync(LocalFunctionContext context)
    {
        var target = _factory?.Value(context.InstanceServices, null);
        var arguments = _arguments.Select(bind => bind(context)).ToArray();
        var returned = _method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        if (returned is Task task)
        {
            await task;
            returned = _taskResult?.GetValue(task);
        }

        context.Result.Value = returned;
    }

    private static HashSet<string> RouteNames(string? route)
    {
        try
        {
            return RoutePatternFactory.Parse(route ?? "").Parameters.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        }
        catch (RoutePatternException)
        {
            // RouteRules reports it.
            return [];
        }
    }

    /// <summary>
    /// The real worker would fill any other parameter from the query or the body by its name; here it keeps the program from starting,
    /// so that nothing is settable by accident.
    /// </summary>
    private Func<LocalFunctionContext, object?> Binder(ParameterInfo parameter, HashSet<string> routeNames)
    {
        var type = parameter.ParameterType;
        if (parameter.IsDefined(typeof(HttpTriggerAttribute)) && type == typeof(HttpRequest))
        {
            return context => context.Http!.Request;
        }

        if (parameter.IsDefined(typeof(TimerTriggerAttribute)) && type == typeof(TimerInfo))
        {
            return context => context.TimerInfo;
        }

        if (type == typeof(FunctionContext))
        {
            return context => context;
        }

        if (type == typeof(CancellationToken))
        {
            return context => context.CancellationToken;
        }

        var name = parameter.Name!;
        if (routeNames.Contains(name) && (type == typeof(int) || type == typeof(long) || type == typeof(Guid) || type == typeof(string)))
        {
            return context => Convert(type, name, context.Http!.Request.RouteValues[name] as string);
        }

        throw new LocalHostException(
            $"{Name}: no se puede dar valor al parámetro {name} ({type.Name}); se admiten HttpRequest, TimerInfo, FunctionContext, CancellationToken y los de la ruta (int, long, Guid, string).");
    }

    private static object? Convert(Type type, string name, string? text)
    {
        if (type == typeof(string))
        {
            return text;
        }

        try
        {
            // The worker reads numbers as JSON: no sign, no zero in front, though the route's constraint lets them through.
            return type == typeof(Guid) ? Guid.Parse(text!) : JsonSerializer.Deserialize(text!, type);
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            throw new FunctionInputConverterException($"Cannot convert '{text}' of parameter '{name}' to {type.Name}.", error);
        }
    }
}
