using System.Globalization;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Verificacion;

/// <summary>An entry of a loan's ledger.</summary>
internal sealed record Asiento(int PagoId, int PrestamoId, TipoPago Tipo, DateTimeOffset FechaPago, decimal MontoPagado, int? ReversaDe);

/// <summary>How far the weeks are closed.</summary>
/// <param name="Ultima">Null before the first close.</param>
/// <param name="Adoptada">The last one that an adoption closed: up to it nothing is evaluated.</param>
internal sealed record SemanasCerradas(Semana? Ultima, DateOnly? Adoptada);

/// <summary>
/// A loan recomputed from its terms and its ledger alone, by the entity's own plan. No SQL that wrote what is stored takes part, so a wrong
/// rule in SQL shows as a difference.
/// </summary>
internal sealed class Recuento
{
    private readonly Prestamo _prestamo;
    private readonly SemanasCerradas _cerradas;
    private readonly List<Asiento> _enVigor;
    private readonly IReadOnlySet<DateOnly> _sinCobranza;
    private readonly decimal _pagado;

    /// <param name="libro">All entries of the loan.</param>
    /// <param name="sinCobranza">The Mondays of the client's declared weeks.</param>
    public Recuento(Prestamo prestamo, IReadOnlyCollection<Asiento> libro, SemanasCerradas cerradas, IReadOnlySet<DateOnly> sinCobranza)
    {
        var reversados = libro.Select(a => a.ReversaDe).OfType<int>().ToHashSet();
        (_prestamo, _cerradas, _sinCobranza) = (prestamo, cerradas, sinCobranza);
        _pagado = libro.Sum(a => a.MontoPagado);
        _enVigor = [.. libro.Where(a => a.Tipo != TipoPago.Reversa && !reversados.Contains(a.PagoId))];
    }

    /// <summary>What is stored of the loan otherwise than it was recomputed; of a loan taken over as an exception status and close are not looked at.</summary>
    /// <param name="guardadas">All stored faltas of the loan.</param>
    public IEnumerable<DiferenciaDto> Diferencias(IEnumerable<Falta> guardadas)
    {
        var id = _prestamo.PrestamoId;
        if (_prestamo.Pagado != _pagado)
        {
            yield return new(id, "pagado", null, Text(_prestamo.Pagado), Text(_pagado));
        }

        var cobros = _enVigor.Count(a => a.Tipo == TipoPago.Cobro);
        if (_prestamo.NumeroPagos != cobros)
        {
            yield return new(id, "numero_pagos", null, Text(_prestamo.NumeroPagos), Text(cobros));
        }

        if (!_prestamo.ExcepcionAdopcion && _prestamo.Status != Status())
        {
            yield return new(id, "status", null, EnumNames.NameOf(_prestamo.Status), EnumNames.NameOf(Status()));
        }

        if (!_prestamo.ExcepcionAdopcion && _prestamo.FechaCierre != FechaCierre())
        {
            yield return new(id, "fecha_cierre", null, Text(_prestamo.FechaCierre), Text(FechaCierre()));
        }

        foreach (var diferencia in DeFaltas(guardadas))
        {
            yield return diferencia;
        }
    }

    private bool EstaSaldado => _pagado == _prestamo.MontoUtilidad;

    private StatusPrestamo Status() =>
        EstaSaldado && _enVigor.Exists(a => a.Tipo == TipoPago.LiquidacionPorRenovacion) ? StatusPrestamo.Renovado
        : EstaSaldado ? StatusPrestamo.Liquidado
        : HasVencido() ? StatusPrestamo.Vencido
        : StatusPrestamo.Activo;

    // Its last week, or a later one, was closed with collection.
    private bool HasVencido()
    {
        var semana = Semana.De(Semana.De(_prestamo.FechaInicio).Lunes.AddDays(7 * _prestamo.NumeroSemanas));
        while (_sinCobranza.Contains(semana.Lunes))
        {
            semana = semana.Siguiente;
        }

        return semana.Lunes <= _cerradas.Ultima?.Lunes;
    }

    private DateTimeOffset? FechaCierre() =>
        EstaSaldado ? _enVigor.Where(a => a.MontoPagado > 0).Max(a => (DateTimeOffset?)a.FechaPago) : null;

    private IEnumerable<DiferenciaDto> DeFaltas(IEnumerable<Falta> guardadas)
    {
        var calculadas = Faltas();
        var stored = guardadas.ToDictionary(f => Semana.De(f.Fecha).Lunes, f => f.MontoAbonado);
        foreach (var lunes in calculadas.Keys.Union(stored.Keys).Where(lunes => !EsAdoptada(lunes)))
        {
            decimal? guardado = stored.TryGetValue(lunes, out var s) ? s : null;
            decimal? calculado = calculadas.TryGetValue(lunes, out var c) ? c : null;
            if (guardado != calculado)
            {
                yield return new(_prestamo.PrestamoId, "falta", lunes, Text(guardado), Text(calculado));
            }
        }
    }

    // Monday → what was paid in the week.
    private Dictionary<DateOnly, decimal> Faltas()
    {
        var porSemana = _enVigor.GroupBy(a => _prestamo.SemanaDelPlan(Semana.De(a.FechaPago))).ToDictionary(g => g.Key, g => g.Sum(a => a.MontoPagado));
        var antes = porSemana.Where(p => p.Key < 1).Sum(p => p.Value);
        Dictionary<DateOnly, decimal> faltas = [];
        var semana = Semana.De(_prestamo.FechaInicio).Siguiente;
        for (var k = 1; k <= _prestamo.NumeroSemanas && semana.Lunes <= _cerradas.Ultima?.Lunes; k++, semana = semana.Siguiente)
        {
            var enLaSemana = porSemana.GetValueOrDefault(k);
            if (!_sinCobranza.Contains(semana.Lunes) && _prestamo.Plan.HayFalta(k, antes, enLaSemana))
            {
                faltas.Add(semana.Lunes, enLaSemana);
            }

            antes += enLaSemana;
        }

        return faltas;
    }

    private bool EsAdoptada(DateOnly lunes) => lunes <= _cerradas.Adoptada;

    private static string? Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);

    // As PostgreSQL writes an instant in UTC.
    private static string? Text(DateTimeOffset? instante) =>
        instante?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF'+00'", CultureInfo.InvariantCulture);
}
