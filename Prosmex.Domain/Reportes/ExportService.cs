using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Reportes;

/// <summary>What an exported report is about, for its title and its file name.</summary>
/// <param name="Instant">When it was made; figures of the running week are as of then.</param>
/// <param name="Ruta">The name of the route that it is limited to, or null.</param>
/// <param name="Grupo">The name of the group that it is limited to, or null.</param>
/// <param name="Titular">The name of the titular that it is limited to, or null.</param>
public sealed record ExportScope(ReporteFilter Filter, Semana Semana, DateTimeOffset Instant, string? Ruta, string? Grupo, string? Titular);

/// <summary>Reports to take away: all rows of a report, whatever its pages, with the filters and the scope of the report itself.</summary>
public sealed class ExportService(ReadDatabase reads, ExportSlots slots, CobranzaService cobranza)
{
    /// <summary>Streams the rows of the general report and then their totals, without buffering.</summary>
    /// <param name="write">Consumes the rows while the statement runs; an exception ends it. The totals are those of the rows read so far.</param>
    /// <exception cref="DominioException">solicitud.invalida for a week to come; grupo.no_encontrado, ruta.no_encontrada; before <paramref name="write"/> is called.</exception>
    public Task GeneralAsync(
        RequestContext context, ReporteFilter filter, Func<ExportScope, IAsyncEnumerable<FilaDeReporteDto>, Func<TotalesDto>, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(write);
        var alcance = AlcanceDeReporte.De(context, filter);
        var suma = new SumaDeReporte();
        return StreamAsync<FilaDeSemana>(
            context, filter, alcance, SemanaQuery.De(alcance), (scope, filas) => write(scope, SumadasAsync(filas, suma), suma.Totales), cancellationToken);
    }

    /// <summary>Streams the open loans at the end of the week, or now, without buffering.</summary>
    /// <param name="write">Consumes the rows while the statement runs; an exception ends it.</param>
    /// <exception cref="DominioException">As <see cref="CobranzaService.CarteraAsync"/>; before <paramref name="write"/> is called.</exception>
    public Task CarteraAsync(
        RequestContext context, ReporteFilter filter, CarteraFilter cartera, Func<ExportScope, IAsyncEnumerable<PrestamoDeCarteraDto>, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cartera);
        cartera.Validate();
        return ListaAsync<FilaDeCartera, PrestamoDeCarteraDto>(context, filter, alcance => ListasQuery.Cartera(alcance, cartera), f => f.Prestamo(), write, cancellationToken);
    }

    /// <summary>Streams the loans with a falta in the week, without buffering.</summary>
    /// <param name="q">Part of the client's name.</param>
    /// <param name="write">Consumes the rows while the statement runs; an exception ends it.</param>
    /// <exception cref="DominioException">As <see cref="CobranzaService.FaltasAsync"/>; before <paramref name="write"/> is called.</exception>
    public Task FaltasAsync(
        RequestContext context, ReporteFilter filter, string? q, Func<ExportScope, IAsyncEnumerable<FaltaDeSemanaDto>, Task> write, CancellationToken cancellationToken) =>
        ListaAsync<FilaDeFalta, FaltaDeSemanaDto>(context, filter, alcance => ListasQuery.Faltas(alcance, q), f => f.Falta(), write, cancellationToken);

    /// <summary>Streams the loans for which the collection sheet still asks for money, without buffering.</summary>
    /// <param name="write">Consumes the rows while the statement runs; an exception ends it.</param>
    /// <exception cref="DominioException">As <see cref="CobranzaService.PorCobrarAsync"/>; before <paramref name="write"/> is called.</exception>
    public Task PorCobrarAsync(
        RequestContext context, ReporteFilter filter, PorCobrarFilter porCobrar, Func<ExportScope, IAsyncEnumerable<PrestamoSinCobrarDto>, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(porCobrar);
        return ListaAsync<FilaPorCobrar, PrestamoSinCobrarDto>(context, filter, alcance => ListasQuery.PorCobrar(alcance, porCobrar), f => f.Prestamo(), write, cancellationToken);
    }

    /// <summary>The open loans by days late.</summary>
    /// <exception cref="DominioException">solicitud.invalida for a week to come; grupo.no_encontrado, ruta.no_encontrada.</exception>
    public async Task<(ExportScope Scope, AntiguedadDto Antiguedad)> AntiguedadAsync(RequestContext context, ReporteFilter filter, CancellationToken cancellationToken)
    {
        var scope = await ScopeAsync(context, filter, cancellationToken);
        return (scope, await cobranza.AntiguedadAsync(context, filter, cancellationToken));
    }

    /// <summary>The weeks up to the requested one, oldest first.</summary>
    /// <exception cref="DominioException">solicitud.invalida for a week to come or a number out of range; grupo.no_encontrado, ruta.no_encontrada.</exception>
    public async Task<(ExportScope Scope, IReadOnlyList<SemanaDeTendenciaDto> Tendencia)> TendenciaAsync(
        RequestContext context, ReporteFilter filter, int cuantas, CancellationToken cancellationToken)
    {
        var scope = await ScopeAsync(context, filter, cancellationToken);
        return (scope, await cobranza.TendenciaAsync(context, filter, cuantas, cancellationToken));
    }

    /// <summary>Streams a list of loans without buffering.</summary>
    internal Task ListaAsync<TFila, TDto>(
        RequestContext context,
        ReporteFilter filter,
        Func<AlcanceDeReporte, FormattableString> query,
        Func<TFila, TDto> dto,
        Func<ExportScope, IAsyncEnumerable<TDto>, Task> write,
        CancellationToken cancellationToken)
        where TFila : IFilaDeLista
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(write);
        var alcance = AlcanceDeReporte.De(context, filter);
        return StreamAsync<TFila>(
            context, filter, alcance, query(alcance), (scope, filas) => write(scope, filas.Where(f => f.PrestamoId is not null).Select(dto)), cancellationToken);
    }

    private Task StreamAsync<T>(
        RequestContext context,
        ReporteFilter filter,
        AlcanceDeReporte alcance,
        FormattableString query,
        Func<ExportScope, IAsyncEnumerable<T>, Task> write,
        CancellationToken cancellationToken) => slots.RunAsync(
            () => reads.StreamAsync(
                context,
                async (db, sending, token) =>
                {
                    var scope = await ScopeAsync(db, alcance, filter, token);
                    await db.StreamAsync<T>(
                        context.Deadline,
                        query,
                        filas =>
                        {
                            sending();
                            return write(scope, filas);
                        },
                        token);
                },
                cancellationToken),
            cancellationToken);

    private static async IAsyncEnumerable<FilaDeReporteDto> SumadasAsync(IAsyncEnumerable<FilaDeSemana> filas, SumaDeReporte suma)
    {
        await foreach (var fila in filas.Where(f => f.GrupoId is not null).Select(f => f.Fila()))
        {
            suma.Agregar(fila);
            yield return fila;
        }
    }

    private Task<ExportScope> ScopeAsync(RequestContext context, ReporteFilter filter, CancellationToken cancellationToken) =>
        reads.ReadAsync(context, (db, token) => ScopeAsync(db, AlcanceDeReporte.De(context, filter), filter, token), cancellationToken);

    // A statement of its own: the names are wanted before the first row, and where there is none.
    private static async Task<ExportScope> ScopeAsync(ProsmexDbContext db, AlcanceDeReporte alcance, ReporteFilter filter, CancellationToken cancellationToken)
    {
        if (filter is { RutaId: null, GrupoId: null, TitularId: null })
        {
            return new(filter, alcance.Semana, alcance.Ahora, null, null, null);
        }

        var names = (await db.Database.SqlQuery<FilterNames>(FilterNamesQuery(alcance)).ToListAsync(cancellationToken))[0];
        AlcanceDeReporte.Exigir(names);
        return new(filter, alcance.Semana, alcance.Ahora, names.Ruta, names.Grupo, names.Titular);
    }

    private static FormattableString FilterNamesQuery(AlcanceDeReporte alcance) => Sql.Combine($"""
        WITH {ReporteParts.Grupos(alcance)}
        SELECT filtros.grupo_conocido,
               filtros.ruta_conocida,
               filtros.titular_conocido,
               (SELECT nombre_ruta FROM rutas WHERE ruta_id = {alcance.RutaId ?? 0}) AS ruta,
               (SELECT nombre_grupo FROM grupos WHERE grupo_id = {alcance.GrupoId ?? 0}) AS grupo,
               (SELECT {ReporteParts.NombreDeUsuario($"u")} FROM usuarios u WHERE u.id = {alcance.TitularId ?? 0}) AS titular
        FROM filtros
        """);

    /// <summary>The names of what a report is limited to.</summary>
    private sealed record FilterNames(bool GrupoConocido, bool RutaConocida, bool TitularConocido, string? Ruta, string? Grupo, string? Titular) : IFiltered;
}
