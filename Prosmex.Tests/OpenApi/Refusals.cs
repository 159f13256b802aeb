using System.Reflection;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Functions.Aprobaciones;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.OpenApi;

/// <summary>The refusals that a function declares with <see cref="RefusesAttribute"/>, and those that follow from its other attributes.</summary>
internal static class Refusals
{
    private static readonly Dictionary<string, SortedDictionary<int, IReadOnlyList<string>>> ByFunction = FunctionCatalog.Methods.ToDictionary(f => f.Key, f => Read(f.Value));

    /// <summary>The codes of a 503.</summary>
    public static IReadOnlyList<string> Unavailable { get; } = [.. Unavailabilities().Select(p => p.Codigo).Order(StringComparer.Ordinal)];

    /// <summary>Every code that a route answers with, and that of an unknown path.</summary>
    public static IReadOnlyList<string> Codigos { get; } =
    [
        .. ByFunction.Values.SelectMany(f => f.Values).SelectMany(c => c).Append(ErroresHttp.RutaDesconocida.Codigo).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Status → codes; empty if there is no such function.</summary>
    public static IReadOnlyDictionary<int, IReadOnlyList<string>> Of(string function) => ByFunction.GetValueOrDefault(function) ?? [];

    private static SortedDictionary<int, IReadOnlyList<string>> Read(MethodInfo method) => new(
        Declared(method).Concat(Derived(method)).Distinct().GroupBy(r => r.Status).ToDictionary(
            g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(r => r.Codigo).Order(StringComparer.Ordinal)]));

    private static IEnumerable<(int Status, string Codigo)> Declared(MethodInfo method) =>
        from attribute in method.GetCustomAttributes<RefusesAttribute>().Concat(method.GetCustomAttributes<RefusalSetAttribute>().SelectMany(set => set.GetType().GetCustomAttributes<RefusesAttribute>()))
        from codigo in attribute.Codigos
        select (attribute.Status, codigo);

    private static IEnumerable<(int Status, string Codigo)> Derived(MethodInfo method)
    {
        var access = method.GetCustomAttribute<AccessAttribute>();
        var accepts = method.GetCustomAttribute<AcceptsAttribute>();
        var verbs = OpenApiFile.Trigger(method)?.Methods ?? [];
        List<Problema> problems = [ProblemMapper.Unexpected("")];
        void Add(bool applies, params ErrorDeDominio[] errors) => problems.AddRange(errors.Where(_ => applies).Select(e => ProblemMapper.De(e, "")));

        // The middleware measures also where no function reads the body.
        Add(true, ErroresHttp.DemasiadoGrande);
        Add(access is not PublicAttribute, AuthErrores.SinSesion);
        Add(access is AnyOfAttribute or AllOfAttribute or AdminOnlyAttribute, ErroresComunes.NoPermitido);
        Add(accepts is not null, ErroresHttp.Malformada, ErroresHttp.JsonInvalido, ErroresHttp.ContentType, ErroresHttp.SlowBody);
        Add(accepts is { IsOptional: false }, ErroresHttp.NoBody);
        Add(accepts is { AcceptsArray: true }, ErroresHttp.SinFilas, ErroresHttp.DemasiadasFilas);
        Add(accepts is not null && (accepts.IsPartial || verbs.Contains("put")), ErroresComunes.EmptyRequest);
        Add(accepts is not null || method.IsDefined(typeof(PagedAttribute)) || method.IsDefined(typeof(QueryParameterAttribute)), ErroresComunes.Invalido("id", FieldLabels.Missing));

        var isIdempotent = method.IsDefined(typeof(IdempotentAttribute));
        Add(isIdempotent, ErroresHttp.IdempotencyKey, IdempotencyErrores.EnCurso, IdempotencyErrores.OtherContent, ErroresComunes.CambioSimultaneo);
        Add(isIdempotent && verbs.Contains("delete"), ErroresComunes.Referenciado);

        Add(method.IsDefined(typeof(MayNeedApprovalAttribute)), AprobacionErrores.Necesaria);

        // A public route without a body answers without the database, or has a body of its own for its absence.
        return problems.Concat(access is PublicAttribute && accepts is null ? [] : Unavailabilities()).Select(p => (p.Status, p.Codigo));
    }

    private static IEnumerable<Problema> Unavailabilities() => Enum.GetValues<Unavailability>().Select(cause => ProblemMapper.Unavailable(cause, ""));
}
