using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Reportes;

/// <summary>Reports on the collection of a week, for those who manage it. Each report is one statement, whatever the size of the lender.</summary>
public sealed class CobranzaService(ReadDatabase reads)
{
    /// <summary>Weeks of a trend where the caller does not say how many.</summary>
    public const int SemanasDeTendencia = 12;

    /// <summary>Maximum weeks of a trend.</summary>
    public const int MaximoDeSemanas = 52;

    /// <summary>The weeks up to the requested one, oldest first; each with the totals of the general report.</summary>
    /// <exception cref="DominioException">solicitud.invalida for a week to come or a number out of range; grupo.no_encontrado, ruta.no_encontrada.</exception>
    public async Task<IReadOnlyList<SemanaDeTendenciaDto>> TendenciaAsync(RequestContext context, ReporteFilter filter, int cuantas, CancellationToken cancellationToken)
    {
        var alcance = AlcanceDeReporte.De(context, filter);
        var filas = await ReadAsync<FilaDeTendencia>(context, TendenciaQuery.De(alcance, SemanasHasta(alcance, cuantas)), cancellationToken);
        return filas.ConvertAll(f => f.Dto());
    }

    /// <summary>The open loans by days late at the end of the week, or now.</summary>
    /// <exception cref="DominioException">solicitud.invalida for a week to come; grupo.no_encontrado, ruta.no_encontrada.</exception>
    public async Task<AntiguedadDto> AntiguedadAsync(RequestContext context, ReporteFilter filter, CancellationToken cancellationToken)
    {
        var filas = await ReadAsync<FilaDeAntiguedad>(context, PrestamosQuery.Antiguedad(AlcanceDeReporte.De(context, filter)), cancellationToken);
        return new(
            [.. filas.Select(f => new TramoDeAntiguedadDto(f.Desde, f.Hasta, f.Prestamos, f.Atrasado, f.Restante))],
            filas.Sum(f => f.Prestamos),
            filas.Sum(f => f.Atrasado),
            filas.Sum(f => f.Restante));
    }

    /// <summary>The groups, by id.</summary>
    /// <exception cref="DominioException">solicitud.invalida for a week to come; grupo.no_encontrado, ruta.no_encontrada.</exception>
    public async Task<Page<CobranzaDeGrupoDto>> GruposAsync(RequestContext context, ReporteFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        var filas = await ReadAsync<FilaDeSemana>(context, SemanaQuery.De(AlcanceDeReporte.De(context, filter) with { Paging = paging }), cancellationToken);
        return new([.. filas.Where(f => f.GrupoId is not null).Select(f => f.ToCobranza())], paging, filas[0].Total);
    }

    /// <summary>The routes with groups that the caller sees, by id; each the sum of its groups.</summary>
    /// <exception cref="DominioException">solicitud.invalida for a week to come.</exception>
    public async Task<IReadOnlyList<CobranzaDeRutaDto>> RutasAsync(RequestContext context, ReporteFilter filter, CancellationToken cancellationToken)
    {
        var filas = await ReadAsync<FilaDeSemana>(context, SemanaQuery.De(AlcanceDeReporte.De(context, filter)), cancellationToken);
        return [.. filas.Where(f => f.GrupoId is not null).GroupBy(f => f.RutaId!.Value).OrderBy(r => r.Key).Select(r => FilaDeSemana.DeRuta([.. r]))];
    }

    /// <summary>The open loans at the end of the week, or now: the list behind the days late.</summary>
    /// <exception cref="DominioException">
    /// solicitud.invalida for a week to come or days that are no range; grupo.no_encontrado, ruta.no_encontrada, usuario.no_encontrado.
    /// </exception>
    public async Task<CarteraDeSemana> CarteraAsync(
        RequestContext context, ReporteFilter filter, CarteraFilter cartera, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cartera);
        cartera.Validate();
        var filas = await ReadAsync<FilaDeCartera>(context, ListasQuery.Cartera(AlcanceDeReporte.De(context, filter) with { Paging = paging }, cartera), cancellationToken);
        return new(PageOf(filas, paging, f => f.Prestamo()), filas[0].TotalAtrasado, filas[0].TotalRestante);
    }

    /// <summary>The loans with a falta in the week, by group, client (Spanish order) and loan.</summary>
    /// <param name="q">Part of the client's name.</param>
    /// <exception cref="DominioException">solicitud.invalida for a week to come; grupo.no_encontrado, ruta.no_encontrada, usuario.no_encontrado.</exception>
    public async Task<FaltasDeSemana> FaltasAsync(RequestContext context, ReporteFilter filter, string? q, PageRequest paging, CancellationToken cancellationToken)
    {
        var filas = await ReadAsync<FilaDeFalta>(context, ListasQuery.Faltas(AlcanceDeReporte.De(context, filter) with { Paging = paging }, q), cancellationToken);
        return new(PageOf(filas, paging, f => f.Falta()), filas[0].TotalDebia, filas[0].TotalAbonado, filas[0].TotalRestante);
    }

    /// <summary>The loans for which the collection sheet still asks for money.</summary>
    /// <exception cref="DominioException">solicitud.invalida for a week to come; grupo.no_encontrado, ruta.no_encontrada, usuario.no_encontrado.</exception>
    public async Task<PorCobrarDeSemana> PorCobrarAsync(
        RequestContext context, ReporteFilter filter, PorCobrarFilter porCobrar, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(porCobrar);
        var filas = await ReadAsync<FilaPorCobrar>(context, ListasQuery.PorCobrar(AlcanceDeReporte.De(context, filter) with { Paging = paging }, porCobrar), cancellationToken);
        return new(PageOf(filas, paging, f => f.Prestamo()), filas[0].TotalVence, filas[0].TotalAtrasado);
    }

    /// <summary>Routes, groups or titulares over the weeks up to the requested one; the sums of all rows are those of the trend.</summary>
    /// <exception cref="DominioException">solicitud.invalida for a week to come or a number out of range; grupo.no_encontrado, ruta.no_encontrada.</exception>
    public async Task<Page<ComparadoDto>> ComparacionAsync(
        RequestContext context, ReporteFilter filter, int cuantas, Comparados por, OrdenDeComparacion orden, PageRequest paging, CancellationToken cancellationToken)
    {
        var alcance = AlcanceDeReporte.De(context, filter) with { Paging = paging };
        var filas = await ReadAsync<FilaDeComparacion>(context, ComparacionQuery.De(alcance, SemanasHasta(alcance, cuantas), por, orden), cancellationToken);
        return new([.. filas.Where(f => f.Id is not null).Select(f => f.Comparado())], paging, filas[0].Total);
    }

    // Up to the requested week, the oldest first.
    internal static List<Semana> SemanasHasta(AlcanceDeReporte alcance, int cuantas) => cuantas is < 1 or > MaximoDeSemanas
        ? throw new DominioException(ErroresComunes.Invalido("semanas", $"escriba un número entero de 1 a {MaximoDeSemanas}."))
        : [.. Enumerable.Range(1 - cuantas, cuantas).Select(n => Semana.De(alcance.Semana.Lunes.AddDays(7 * n)))];

    private static Page<TDto> PageOf<TFila, TDto>(List<TFila> filas, PageRequest paging, Func<TFila, TDto> dto)
        where TFila : IFilaDeLista => new([.. filas.Where(f => f.PrestamoId is not null).Select(dto)], paging, filas[0].Total);

    private async Task<List<T>> ReadAsync<T>(RequestContext context, FormattableString query, CancellationToken cancellationToken)
        where T : IFiltered
    {
        var filas = await reads.ReadAsync(context, (db, token) => db.Database.SqlQuery<T>(query).ToListAsync(token), cancellationToken);
        AlcanceDeReporte.Exigir(filas[0]);
        return filas;
    }
}
