using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;

namespace Prosmex.Domain.Grupos;

/// <summary>What is known of a group.</summary>
/// <param name="Titular">At the end of the last week; name and first surname, empty where there is none.</param>
/// <param name="Gestor">The present one.</param>
/// <param name="Semanas">The weeks, oldest first, with the figures of the group in each: its members may have been others than <c>clientes</c>.</param>
/// <param name="Clientes">The members at the end of the last week, by full name.</param>
/// <param name="Efectivo">Who holds cash of the group now, the most first.</param>
public sealed record GrupoFichaDto(
    NombradoDto Grupo,
    NombradoDto Ruta,
    string Titular,
    string Gestor,
    IReadOnlyList<SemanaDeTendenciaDto> Semanas,
    IReadOnlyList<ClienteDeGrupoDto> Clientes,
    IReadOnlyList<EfectivoDeGrupoDto> Efectivo);

/// <summary>A member of a group, as of the end of the last week or of now.</summary>
/// <param name="Id">Null for a client who has moved since to a group that the caller does not see; they are not named either.</param>
/// <param name="Nombre">The full name.</param>
/// <param name="Telefono">E.164; null where none is known, and for a client who is not named.</param>
/// <param name="PrestamoId">The open loan, the latest where loans overlap (one granted with an earlier start, or adopted ones); null where there is none.</param>
/// <param name="Restante">The remaining balance of open loans, MXN.</param>
/// <param name="DiasDeAtraso">Since the Sunday of the oldest week of the plan that is not fully paid; 0 where nothing is late.</param>
/// <param name="Semanas">One for each of the group's weeks, in their order.</param>
public sealed record ClienteDeGrupoDto(int? Id, string Nombre, string? Telefono, int? PrestamoId, decimal Restante, int DiasDeAtraso, IReadOnlyList<CeldaDto> Semanas);

/// <summary>The week of a member, all their loans together. Amounts in MXN.</summary>
/// <param name="Debe">Due in it by the plan.</param>
/// <param name="Pagado">Cash dated in it; what a renewal settled is none.</param>
/// <param name="Falta">A falta is recorded, or would be if the week were closed now.</param>
public sealed record CeldaDto(decimal Debe, decimal Pagado, EstadoDeCelda Estado, bool Falta);

/// <summary>Whether a member paid what a week owed; advances and settlements count.</summary>
public enum EstadoDeCelda
{
    /// <summary>All of it.</summary>
    Pagado,

    /// <summary>Part of it.</summary>
    Parcial,

    /// <summary>Nothing.</summary>
    SinPago,

    /// <summary>Nothing was due by the plan: no loan, the week of its start, or its plan is over.</summary>
    SinVencimiento,

    /// <summary>The week was declared without collection.</summary>
    SinCobranza,
}

/// <summary>Cash and money por aclarar of a group that a user received after their last corte.</summary>
/// <param name="Nombre">Name and first surname.</param>
/// <param name="Efectivo">MXN; without what was carried over from cortes, which belongs to no group.</param>
public sealed record EfectivoDeGrupoDto(int UsuarioId, string Nombre, decimal Efectivo);
