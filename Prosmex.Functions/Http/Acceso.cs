using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Roles;

namespace Prosmex.Functions.Http;

/// <summary>Who may call a function. Every HTTP function carries exactly one; one without it answers nobody.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class AccesoAttribute : Attribute
{
    /// <summary>The function is reached only by a caller with a session.</summary>
    public virtual bool ExigeSesion => true;

    /// <summary>For the API's description.</summary>
    public abstract string Descripcion { get; }

    public abstract bool Permite(Llamante llamante);
}

/// <summary>Anybody, without a token.</summary>
public sealed class PublicoAttribute : AccesoAttribute
{
    public override bool ExigeSesion => false;

    public override string Descripcion => "público";

    public override bool Permite(Llamante llamante) => true;
}

/// <summary>An access or a refresh token, which the function itself looks at.</summary>
public sealed class ConTokenAttribute : AccesoAttribute
{
    public override bool ExigeSesion => false;

    public override string Descripcion => "token de acceso o de renovación";

    public override bool Permite(Llamante llamante) => true;
}

/// <summary>Anybody who is signed in.</summary>
public sealed class ConSesionAttribute : AccesoAttribute
{
    public override string Descripcion => "con sesión";

    public override bool Permite(Llamante llamante) => true;
}

/// <summary>Whoever has at least one of the actions.</summary>
public sealed class AlgunaDeAttribute(params AccionId[] acciones) : AccesoAttribute
{
    public IReadOnlyList<AccionId> Acciones { get; } = acciones;

    public override string Descripcion => $"acción {string.Join(" o ", Acciones.Select(a => (int)a))}";

    public override bool Permite(Llamante llamante) => Acciones.Any(llamante.Puede);
}

/// <summary>Whoever has all the actions.</summary>
public sealed class TodasAttribute(params AccionId[] acciones) : AccesoAttribute
{
    public IReadOnlyList<AccionId> Acciones { get; } = acciones;

    public override string Descripcion => $"acciones {string.Join(" y ", Acciones.Select(a => (int)a))}";

    public override bool Permite(Llamante llamante) => Acciones.All(llamante.Puede);
}

/// <summary>Administrators alone, whatever the rows of permisos say.</summary>
public sealed class SoloAdminAttribute : AccesoAttribute
{
    public override string Descripcion => "rol Admin";

    public override bool Permite(Llamante llamante) => llamante.EsAdmin;
}

/// <summary>The functions of this program with what they declare.</summary>
public static class CatalogoDeFunciones
{
    /// <summary>By function name.</summary>
    public static IReadOnlyDictionary<string, MethodInfo> Metodos { get; } = typeof(CatalogoDeFunciones).Assembly.GetTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Select(m => (Funcion: m.GetCustomAttribute<FunctionAttribute>(), Metodo: m))
        .Where(f => f.Funcion is not null)
        .ToDictionary(f => f.Funcion!.Name, f => f.Metodo, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, AccesoAttribute?> Accesos =
        Metodos.ToDictionary(f => f.Key, f => f.Value.GetCustomAttribute<AccesoAttribute>(), StringComparer.OrdinalIgnoreCase);

    /// <summary>What a function declares; null where it forgot to.</summary>
    public static AccesoAttribute? Acceso(string funcion) => Accesos.GetValueOrDefault(funcion);
}
