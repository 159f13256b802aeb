using Prosmex.Domain.Common;

namespace Prosmex.Domain.Clientes;

/// <summary>What two clients have in common.</summary>
public enum MotivoDeParecido
{
    Ine,
    Curp,
    Telefono,
    Clabe,

    /// <summary>Nearly the same name, and the same birth day.</summary>
    Nombre,
}

/// <summary>Somebody of a pair, with what helps to tell whether they are the other one.</summary>
/// <param name="Nombre">Full name.</param>
/// <param name="Telefono">E.164.</param>
public sealed record PersonaDeParDto(int Id, string Nombre, string Grupo, string CodigoIne, string Colonia, string? Telefono, int PrestamosAbiertos);

/// <summary>What was decided about a pair.</summary>
/// <param name="Por">Name and first surname.</param>
public sealed record DecisionDto(DecisionDePar Decision, string Por, DateTimeOffset En, string Nota);

/// <summary>A client who looks like another one.</summary>
/// <param name="Otro">Null where the caller does not see them.</param>
/// <param name="Seguro">The INE key or the CURP is the same; else it is only likely.</param>
/// <param name="Decision">Null until there is one.</param>
public sealed record ParecidoDto(PersonaDeParDto? Otro, IReadOnlyList<MotivoDeParecido> Motivos, bool Seguro, DecisionDto? Decision);

/// <summary>Two clients who look like one person.</summary>
/// <param name="Seguro">As in <see cref="ParecidoDto"/>.</param>
public sealed record ParDto(PersonaDeParDto Uno, PersonaDeParDto Otro, IReadOnlyList<MotivoDeParecido> Motivos, bool Seguro, DecisionDto? Decision);

/// <summary>A decision about a client and another one.</summary>
public sealed record DecisionRequest
{
    private static readonly IReadOnlyDictionary<string, DecisionDePar> Decisiones = EnumNames.ByName<DecisionDePar>();

    public Optional<int?> OtroId { get; init; }

    /// <summary><c>misma</c> or <c>distinta</c>.</summary>
    public Optional<string> Decision { get; init; }

    /// <summary>Why: 1 to 500 characters.</summary>
    public Optional<string> Nota { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (int OtroId, DecisionDePar Decision, string Nota) Validate()
    {
        var v = Validation.ForCreate();
        var datos = (
            v.Id("otro_id", OtroId).GetValueOrDefault(0), v.OneOf("decision", Decision, Decisiones).GetValueOrDefault(default), v.Text("nota", Nota, max: 500).GetValueOrDefault(null)!);
        v.ThrowIfInvalid();
        return datos;
    }

    /// <summary>The filter of a list; null for the pairs without a decision.</summary>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal static DecisionDePar? Filter(string? name) =>
        name is null ? null
        : Decisiones.TryGetValue(name, out var decision) ? decision
        : throw new DominioException(ErroresComunes.Invalido("decision", Validation.ChoiceOf(Decisiones.Values)));
}
