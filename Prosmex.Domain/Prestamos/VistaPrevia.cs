using Prosmex.Domain.Common;

namespace Prosmex.Domain.Prestamos;

/// <summary>What a change would do to loans, and to the weeks of their groups. Nothing is written.</summary>
/// <param name="Prestamos">By id.</param>
/// <param name="Semanas">
/// Those that the money belongs to, those of the loans' faltas that come or go, and those whose figures change; by week and group. Groups that the caller
/// does not see are left out.
/// </param>
public sealed record VistaPreviaDto(IReadOnlyList<CambioDePrestamoDto> Prestamos, IReadOnlyList<CambioDeSemanaDto> Semanas)
{
    /// <param name="propias">Shown also where nothing changes.</param>
    internal static VistaPreviaDto Between(PreviewSnapshot antes, PreviewSnapshot despues, params Semana[] propias)
    {
        var semanas = propias.Select(s => s.Lunes).Concat(antes.SemanasConOtrasFaltas(despues)).ToHashSet();
        return new(
            [
                .. antes.Prestamos.Keys.Union(despues.Prestamos.Keys).Order().Select(id =>
                    CambioDePrestamoDto.De(antes.Prestamos.GetValueOrDefault(id), despues.Prestamos.GetValueOrDefault(id))),
            ],
            [
                .. antes.Semanas.Join(despues.Semanas, s => (s.Semana, s.GrupoId), s => (s.Semana, s.GrupoId), (a, d) => (Antes: a, Despues: d))
                    .Where(s => s.Antes.Cifras != s.Despues.Cifras || (semanas.Contains(s.Antes.Semana) && (s.Antes.EsSuya || s.Despues.EsSuya)))
                    .Select(s => new CambioDeSemanaDto(s.Antes.Semana, s.Antes.Cerrada, s.Antes.GrupoId, s.Antes.Grupo, s.Antes.Cifras, s.Despues.Cifras)),
            ]);
    }
}

/// <summary>A loan before and after.</summary>
/// <param name="Cliente">The full name.</param>
/// <param name="Antes">Null for a loan that would be granted; its id is another one when it is.</param>
/// <param name="Despues">Null for a loan that would be deleted.</param>
public sealed record CambioDePrestamoDto(int PrestamoId, int ClienteId, string Cliente, EstadoDePrestamoDto? Antes, EstadoDePrestamoDto? Despues)
{
    internal static CambioDePrestamoDto De(PrestamoEnPreview? antes, PrestamoEnPreview? despues)
    {
        var uno = despues ?? antes!;
        return new(uno.Prestamo.PrestamoId, uno.Prestamo.ClienteId, uno.Cliente, antes?.Estado(), despues?.Estado());
    }
}

/// <summary>The terms of a loan and how far it is paid. Amounts in MXN.</summary>
/// <param name="MontoUtilidad">The total to pay.</param>
/// <param name="CobranzaIdeal">The plan's weekly amount.</param>
/// <param name="SemanaActiva">Weeks completed.</param>
/// <param name="Faltas">Recorded for closed weeks.</param>
public sealed record EstadoDePrestamoDto(
    decimal MontoPrestamo,
    decimal MontoPrestamoReal,
    decimal MontoUtilidad,
    decimal CobranzaIdeal,
    int NumeroSemanas,
    DateOnly FechaInicio,
    StatusPrestamo Status,
    decimal Pagado,
    decimal Restante,
    int SemanaActiva,
    decimal AdelantoAcumulado,
    int SemanasQueDebe,
    int Faltas);

/// <summary>A group's week before and after.</summary>
/// <param name="Semana">Its Monday.</param>
/// <param name="Cerrada">Faltas of a closed week are recorded; of another, those that there would be if it were closed now.</param>
public sealed record CambioDeSemanaDto(DateOnly Semana, bool Cerrada, int GrupoId, string Grupo, CifrasDeSemanaDto Antes, CifrasDeSemanaDto Despues);

/// <summary>What a group's week comes to, as the reports show it. Amounts in MXN.</summary>
/// <param name="CobranzaReal">Cash dated in the week.</param>
/// <param name="Bono">0 where the week earns none.</param>
public sealed record CifrasDeSemanaDto(decimal CobranzaReal, int Faltas, decimal Bono);
