using Prosmex.Domain.Common;

namespace Prosmex.Domain.Verificacion;

/// <summary>A change of loans or money that may concern closed weeks: the faltas of its loans, and the summaries of the groups that it touched.</summary>
/// <param name="Desde">The first week with other figures than before.</param>
internal sealed record CambioEnCerradas(Semana Desde)
{
    public int[] PrestamoIds { get; init; } = [];

    /// <summary>Clients beside those of the loans, such as the one who had a loan before.</summary>
    public int[] ClienteIds { get; init; } = [];

    /// <summary>Groups beside those that these clients belong to, or ever belonged to.</summary>
    public int[] GrupoIds { get; init; } = [];
}
