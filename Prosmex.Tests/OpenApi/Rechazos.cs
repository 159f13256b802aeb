using System.Reflection;
using Prosmex.Domain.Bonos;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Usuarios;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.OpenApi;

/// <summary>With which problems each function can answer, read in the program itself: whatever of the catalogues of errors its code can reach.</summary>
internal static class Rechazos
{
    /// <summary>What the database's constraints come to; the unit of work knows them all, the functions each its own.</summary>
    private static readonly (MemberInfo Error, string[] Funciones)[] DeLaBase =
    [
        (Campo(typeof(UsuarioErrores), nameof(UsuarioErrores.NombreTomado)), ["AuthRegister", "UsuariosEditar"]),
        (Campo(typeof(BonoErrores), nameof(BonoErrores.Traslape)), ["BonosCrear", "BonosEditar"]),
        (Campo(typeof(ClienteErrores), nameof(ClienteErrores.ConPrestamos)), ["ClientesEliminar"]),
    ];

    /// <summary>What they refuse is told beside a row of an envío; the envío itself is refused with another code, or taken.</summary>
    private static readonly MethodBase[] DeFilas =
    [
        typeof(RevisionDeEnvio).GetMethod(nameof(RevisionDeEnvio.De))!,
        typeof(JuicioDeFila).GetMethod(nameof(JuicioDeFila.De))!,
        typeof(EnvioService).GetMethod("Reparos", BindingFlags.NonPublic | BindingFlags.Static)!,
    ];

    private static readonly Dictionary<MemberInfo, (int Status, string Codigo)> Catalogo = LeerCatalogo();
    private static readonly Llamadas Llamadas = new(m => m.DeclaringType == typeof(ConstraintErrors) || Catalogo.ContainsKey(m) || DeFilas.Contains(m));
    private static readonly Dictionary<string, SortedDictionary<int, IReadOnlyList<string>>> PorFuncion = FunctionCatalog.Methods.ToDictionary(f => f.Key, f => Leer(f.Key, f.Value));

    /// <summary>What comes with a 503.</summary>
    public static IEnumerable<Problema> SinServicio => Enum.GetValues<Unavailability>().Select(cause => ProblemMapper.Unavailable(cause, ""));

    /// <summary>Every <c>codigo</c> that there is.</summary>
    public static IReadOnlyList<string> Codigos { get; } =
    [
        .. Catalogo.Values.Select(e => e.Codigo).Append(ProblemMapper.Unexpected("").Codigo).Concat(SinServicio.Select(p => p.Codigo)).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Status → the <c>codigo</c>s that come with it; nothing of what is no function.</summary>
    public static IReadOnlyDictionary<int, IReadOnlyList<string>> De(string function) => PorFuncion.GetValueOrDefault(function) ?? [];

    private static SortedDictionary<int, IReadOnlyList<string>> Leer(string function, MethodInfo metodo)
    {
        var alcanzados = Llamadas.De(metodo);
        var errores = alcanzados.Where(Catalogo.ContainsKey).Select(m => Catalogo[m]).ToHashSet();
        errores.RemoveWhere(e => !EsPosible(e, metodo));
        var acceso = metodo.GetCustomAttribute<AccessAttribute>();
        void Agregar(bool si, ErrorDeDominio error) => _ = si && errores.Add(Entrada(error));

        // What the middleware says before the function is called.
        Agregar(acceso?.RequiresSession == true, Domain.Auth.AuthErrores.SinSesion);
        Agregar(acceso is AnyOfAttribute or AllOfAttribute or AdminOnlyAttribute, ErroresComunes.NoPermitido);
        Agregar(true, ErroresHttp.DemasiadoGrande);
        Agregar(metodo.IsDefined(typeof(AcceptsAttribute)), ErroresHttp.Malformada);
        if (errores.Contains(Entrada(ErroresComunes.CambioSimultaneo)) || metodo.IsDefined(typeof(IdempotentAttribute)))
        {
            Agregar(true, ErroresComunes.CambioSimultaneo);
            Agregar(OpenApiFile.Disparador(metodo)?.Methods?.Contains("delete") == true, ErroresComunes.Referenciado);
            errores.UnionWith(DeLaBase.Where(e => e.Funciones.Contains(function)).Select(e => Catalogo[e.Error]));
        }

        errores.Add(Entrada(ProblemMapper.Unexpected("")));
        if (acceso?.RequiresSession == true || alcanzados.Any(m => m.DeclaringType == typeof(ProsmexDbContext)))
        {
            errores.UnionWith(SinServicio.Select(Entrada));
        }

        return new(errores.GroupBy(e => e.Status).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(e => e.Codigo).Order(StringComparer.Ordinal)]));
    }

    /// <summary>What the code can reach and the route's own shape rules out: it takes no key, nothing that could be wrong or missing, no id that could be unknown.</summary>
    private static bool EsPosible((int Status, string Codigo) error, MethodInfo metodo)
    {
        var query = metodo.GetCustomAttributes<QueryParameterAttribute>().Select(c => c.Name).ToList();
        var lee = metodo.IsDefined(typeof(AcceptsAttribute)) || metodo.IsDefined(typeof(PagedAttribute)) || query.Count > 0;
        return error switch
        {
            // The unit of work knows that there is no session behind a sign-in.
            (401, "auth.sin_sesion") => metodo.GetCustomAttribute<AccessAttribute>() is not PublicAttribute,
            (409, "idempotencia.en_curso") => metodo.IsDefined(typeof(IdempotentAttribute)),
            (400, "solicitud.invalida") => lee,
            (400, "solicitud.vacia") => OpenApiFile.Disparador(metodo)!.Methods!.Contains("put"),
            (404, var codigo) when OpenApiFile.Disparador(metodo) is { Methods: ["get"], Route: { } ruta } && !ruta.Contains('{', StringComparison.Ordinal) =>
                query.Contains($"{codigo.Split('.')[0]}_id"),
            _ => true,
        };
    }

    private static Dictionary<MemberInfo, (int Status, string Codigo)> LeerCatalogo()
    {
        const BindingFlags Estaticos = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;
        var clases = new[] { typeof(DominioException).Assembly, typeof(ProblemMapper).Assembly }.SelectMany(a => a.GetTypes()).Where(t => t.Name.StartsWith("Errores", StringComparison.Ordinal) || t.Name.EndsWith("Errores", StringComparison.Ordinal)).ToList();
        var fijos = clases.SelectMany(c => c.GetFields(Estaticos)).Where(f => f.FieldType == typeof(ErrorDeDominio)).Select(f => ((MemberInfo)f, (ErrorDeDominio)f.GetValue(null)!));
        var conDatos = clases.SelectMany(c => c.GetMethods(Estaticos)).Where(m => m.ReturnType == typeof(ErrorDeDominio))
            .Select(m => ((MemberInfo)m, (ErrorDeDominio)m.Invoke(null, [.. m.GetParameters().Select(p => Cualquiera(p.ParameterType))])!));
        return fijos.Concat(conDatos).ToDictionary(e => e.Item1, e => Entrada(e.Item2));
    }

    private static object? Cualquiera(Type tipo) =>
        tipo == typeof(string) ? ""
        : tipo == typeof(IEnumerable<string>) ? Array.Empty<string>()
        : tipo == typeof(IReadOnlyDictionary<string, string>) ? new Dictionary<string, string>()
        : tipo == typeof(IReadOnlyList<RejectedRow>) ? Array.Empty<RejectedRow>()
        : tipo.IsValueType ? Activator.CreateInstance(tipo)
        : null;

    private static (int Status, string Codigo) Entrada(ErrorDeDominio error) => Entrada(ProblemMapper.De(error, ""));

    private static (int Status, string Codigo) Entrada(Problema problem) => (problem.Status, problem.Codigo);

    private static FieldInfo Campo(Type kind, string nombre) => kind.GetField(nombre)!;
}
