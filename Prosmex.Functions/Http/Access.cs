using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Roles;

namespace Prosmex.Functions.Http;

/// <summary>The access rule of a function. Every HTTP function has exactly one; a function without a rule rejects all callers.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class AccessAttribute : Attribute
{
    /// <summary>The function is reached only by a caller with a session.</summary>
    public virtual bool RequiresSession => true;

    /// <summary>For the API's description.</summary>
    public abstract string Description { get; }

    public abstract bool Allows(CurrentUser currentUser);
}

/// <summary>No token needed.</summary>
public sealed class PublicAttribute : AccessAttribute
{
    public override bool RequiresSession => false;

    public override string Description => "público";

    public override bool Allows(CurrentUser currentUser) => true;
}

/// <summary>An access or a refresh token, which the function checks itself.</summary>
public sealed class WithTokenAttribute : AccessAttribute
{
    public override bool RequiresSession => false;

    public override string Description => "token de acceso o de renovación";

    public override bool Allows(CurrentUser currentUser) => true;
}

/// <summary>Any signed-in user.</summary>
public sealed class SignedInAttribute : AccessAttribute
{
    public override string Description => "con sesión";

    public override bool Allows(CurrentUser currentUser) => true;
}

/// <summary>Users who have at least one of the actions.</summary>
public sealed class AnyOfAttribute(params AccionId[] acciones) : AccessAttribute
{
    public IReadOnlyList<AccionId> Acciones { get; } = acciones;

    public override string Description => $"acción {string.Join(" o ", Acciones.Select(a => (int)a))}";

    public override bool Allows(CurrentUser currentUser) => Acciones.Any(currentUser.Can);
}

/// <summary>Users who have all the actions.</summary>
public sealed class AllOfAttribute(params AccionId[] acciones) : AccessAttribute
{
    public IReadOnlyList<AccionId> Acciones { get; } = acciones;

    public override string Description => $"acciones {string.Join(" y ", Acciones.Select(a => (int)a))}";

    public override bool Allows(CurrentUser currentUser) => Acciones.All(currentUser.Can);
}

/// <summary>Administrators only, regardless of the rows of permisos.</summary>
public sealed class AdminOnlyAttribute : AccessAttribute
{
    public override string Description => "rol Admin";

    public override bool Allows(CurrentUser currentUser) => currentUser.IsAdmin;
}

/// <summary>The functions of this program with their declared rules.</summary>
public static class FunctionCatalog
{
    /// <summary>By function name.</summary>
    public static IReadOnlyDictionary<string, MethodInfo> Methods { get; } = typeof(FunctionCatalog).Assembly.GetTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Select(m => (Funcion: m.GetCustomAttribute<FunctionAttribute>(), Metodo: m))
        .Where(f => f.Funcion is not null)
        .ToDictionary(f => f.Funcion!.Name, f => f.Metodo, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, AccessAttribute?> AccessByFunction =
        Methods.ToDictionary(f => f.Key, f => f.Value.GetCustomAttribute<AccessAttribute>(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The rule of a function; null if it has none.</summary>
    public static AccessAttribute? Access(string function) => AccessByFunction.GetValueOrDefault(function);
}
