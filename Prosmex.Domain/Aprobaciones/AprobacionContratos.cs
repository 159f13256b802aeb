using Prosmex.Domain.Common;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Aprobaciones;

/// <summary>Who must approve a kind of work from now on.</summary>
public sealed record ReglaDeAprobacionRequest
{
    private static readonly IReadOnlyDictionary<string, TipoDeSolicitud> Tipos = EnumNames.ByName<TipoDeSolicitud>();

    // They have neither a client nor a group, by which users of other roles would see them.
    private static readonly TipoDeSolicitud[] TiposWithoutScope = [TipoDeSolicitud.CambioDeRol, TipoDeSolicitud.CambioDeLimite];

    public Optional<string> Tipo { get; init; }

    /// <summary>0 (off) to 2.</summary>
    public Optional<int?> Aprobadores { get; init; }

    /// <summary>Ids of roles, at least one while the kind is on.</summary>
    [OptionalOnCreate]
    public Optional<IReadOnlyList<int>> Roles { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal DatosDeRegla Validate()
    {
        var v = Validation.ForCreate();
        var tipo = v.OneOf("tipo", Tipo, Tipos);
        var aprobadores = v.Integer("aprobadores", Aprobadores, 0, ReglaDeAprobacion.MaxAprobadores);
        var roles = Roles.GetValueOrDefault([]) ?? [];
        if (roles.Any(r => !Enum.IsDefined((RolId)r)))
        {
            v.Reject("roles", "Elija roles de la lista.");
        }
        else if (aprobadores.GetValueOrDefault(0) > 0 && roles.Count == 0)
        {
            v.Reject("roles", "Elija al menos un rol que apruebe.");
        }
        else if (aprobadores.GetValueOrDefault(0) > 0 && TiposWithoutScope.Contains(tipo.GetValueOrDefault(default)) && !roles.Any(r => (RolId)r is RolId.Director or RolId.Admin))
        {
            v.Reject("roles", "Elija también Director o Admin: los demás roles no ven estas solicitudes.");
        }

        v.ThrowIfInvalid();
        return new(tipo.GetValueOrDefault(default), aprobadores.GetValueOrDefault(0), [.. roles.Distinct().Order().Select(r => (RolId)r)]);
    }
}

internal sealed record DatosDeRegla(TipoDeSolicitud Tipo, int Aprobadores, IReadOnlyList<RolId> Roles);

/// <summary>Who must approve a kind of work.</summary>
/// <param name="Nombre">The kind, for users.</param>
/// <param name="Aprobadores">0: the kind is off.</param>
/// <param name="Roles">Ids of the roles that may approve it.</param>
public sealed record ReglaDeAprobacionDto(TipoDeSolicitud Tipo, string Nombre, int Aprobadores, IReadOnlyList<int> Roles)
{
    internal static ReglaDeAprobacionDto De(ReglaDeAprobacion regla) =>
        new(regla.Tipo, EnumNames.LabelOf(regla.Tipo), regla.Aprobadores, [.. regla.Roles.Select(r => (int)r)]);
}

/// <summary>An approver's consent.</summary>
public sealed record AprobarRequest
{
    /// <summary>Up to 500 characters.</summary>
    [OptionalOnCreate]
    public Optional<string> Nota { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal string? Validate() => Nota.HasValue ? new NotaRequest { Nota = Nota }.Validate() : null;
}

/// <summary>A field that the work changes.</summary>
/// <param name="Campo">
/// The field's name in the route's own answers; of a part of the answer <c>part.field</c>. Of a loan also <c>numero_semanas</c> and <c>cobranza_ideal</c>.
/// </param>
/// <param name="Antes">Null where there was no value.</param>
public sealed record CambioDto(string Campo, string? Antes, string? Despues);

/// <summary>An answer to a solicitud.</summary>
/// <param name="Usuario">Name and first surname.</param>
public sealed record RespuestaDto(int UsuarioId, string Usuario, bool Aprueba, string? Nota, DateTimeOffset Fecha);

/// <summary>A solicitud as it stands now.</summary>
/// <param name="Nombre">Its kind, for users.</param>
/// <param name="Operacion">What was asked for, as the API's description names it.</param>
/// <param name="ObjetoId">The id in the path of the request; null for what is new.</param>
/// <param name="Solicitante">Name and first surname of the user who asked.</param>
/// <param name="Cliente">Name of the client whom it is about.</param>
/// <param name="Cambios">What it would change, as of when it was asked for.</param>
/// <param name="Motivo">Why it was approved and not done.</param>
/// <param name="PuedeResponder">The caller's answer is awaited.</param>
/// <param name="EsMia">The caller asked.</param>
public sealed record SolicitudDto(
    int Id,
    TipoDeSolicitud Tipo,
    string Nombre,
    string Operacion,
    int? ObjetoId,
    EstadoDeSolicitud Estado,
    int SolicitanteId,
    string Solicitante,
    DateTimeOffset PedidaEn,
    DateTimeOffset ExpiraEn,
    DateTimeOffset? TerminadaEn,
    int Aprobadores,
    IReadOnlyList<int> Roles,
    int? ClienteId,
    string? Cliente,
    IReadOnlyList<CambioDto> Cambios,
    IReadOnlyList<RespuestaDto> Respuestas,
    string? Motivo,
    bool PuedeResponder,
    bool EsMia);

/// <summary>Which solicitudes are listed; null takes any.</summary>
/// <param name="PorResponder">Only those that await the caller's answer.</param>
public sealed record SolicitudesFilter(EstadoDeSolicitud? Estado, TipoDeSolicitud? Tipo, bool PorResponder);

/// <summary>A request for work that may need approval.</summary>
/// <param name="Operacion">The function's name.</param>
/// <param name="ObjetoId">The id in its path.</param>
/// <param name="Contenido">Its body, as it was sent.</param>
public sealed record AskedWork(TipoDeSolicitud Tipo, string Operacion, int? ObjetoId, string Contenido);

/// <summary>What the work would change, and whom it is about.</summary>
public sealed record TrialResult(IReadOnlyList<CambioDto> Cambios, int? ClienteId, int? GrupoId);
