using Prosmex.Domain.Common;

namespace Prosmex.Domain.Grupos;

/// <summary>What a group may lack.</summary>
public enum Vacante
{
    Gestor,
    Titular,
}

/// <summary>The filters of the list of groups; null for any.</summary>
/// <param name="Q">Part of the group's name; accents, case and blanks are ignored.</param>
/// <param name="Sin">Only the groups that lack this.</param>
/// <param name="GrupoIds">Only these, each once.</param>
public sealed record GruposFilter(
    string? Q = null, int? RutaId = null, int? TitularId = null, int? GestorId = null, Vacante? Sin = null, IReadOnlyList<int>? GrupoIds = null);

/// <summary>A group with its route, its people, and how many clients and open loans it has.</summary>
/// <param name="Titular">Name and surname; empty where there is none, as for the gestor.</param>
public sealed record GrupoDeListaDto(
    int GrupoId,
    string Grupo,
    int RutaId,
    string Ruta,
    int? TitularId,
    string Titular,
    int? GestorId,
    string Gestor,
    int Clientes,
    int PrestamosActivos);

/// <summary>The same change for several groups; absent fields stay as they are.</summary>
public sealed record AsignacionesRequest
{
    /// <summary>Groups at most.</summary>
    public const int MaximoDeGrupos = 200;

    /// <summary>1 to 200 of them.</summary>
    public Optional<IReadOnlyList<int>> GrupoIds { get; init; }

    [NullableField, OptionalOnCreate]
    public Optional<int?> UsuarioIdTitular { get; init; }

    [NullableField, OptionalOnCreate]
    public Optional<int?> UsuarioIdGestor { get; init; }

    [OptionalOnCreate]
    public Optional<int?> RutaId { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (int[] GrupoIds, DatosDeGrupo Datos) Validate()
    {
        var v = Validation.ForUpdate();
        var grupoIds = GrupoIds.GetValueOrDefault(null) ?? [];
        var datos = new DatosDeGrupo
        {
            RutaId = v.Id("ruta_id", RutaId),
            UsuarioIdTitular = v.IdOrNull("usuario_id_titular", UsuarioIdTitular),
            UsuarioIdGestor = v.IdOrNull("usuario_id_gestor", UsuarioIdGestor),
        };
        if (grupoIds.Count is 0 or > MaximoDeGrupos || grupoIds.Any(id => id < 1))
        {
            v.Reject("grupo_ids", $"elija de 1 a {MaximoDeGrupos} grupos.");
        }

        if (!RutaId.IsPresent && !UsuarioIdTitular.IsPresent && !UsuarioIdGestor.IsPresent)
        {
            v.Reject("usuario_id_gestor", "Elija el gestor, el titular o la ruta que va a asignar.");
        }

        v.ThrowIfInvalid();
        return ([.. grupoIds.Distinct()], datos);
    }
}
