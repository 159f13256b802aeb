using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Reportes;

/// <summary>The queue of the late, for those who collect and those who supervise them. One statement, whatever the size of the lender.</summary>
public sealed class AtrasadosService(ReadDatabase reads, ExportService export, ProsmexOptions options)
{
    private PasosDeAtraso Pasos => options.PasosDeAtraso;

    /// <summary>The open loans that owe from weeks before the running one; most days late first, then the largest amount, then by loan.</summary>
    /// <exception cref="DominioException">solicitud.invalida for a step that the lender does not have; grupo.no_encontrado, ruta.no_encontrada, usuario.no_encontrado.</exception>
    public async Task<Atrasados> ListarAsync(
        RequestContext context, ReporteFilter filter, AtrasadosFilter atrasados, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(atrasados);
        Validate(atrasados);
        var query = AtrasadosQuery.De(AlcanceDeReporte.De(context, filter) with { Paging = paging }, atrasados, Pasos.Dias);
        var filas = await reads.ReadAsync(context, (db, token) => db.Database.SqlQuery<FilaDeAtrasado>(query).ToListAsync(token), cancellationToken);
        AlcanceDeReporte.Exigir(filas[0]);
        Page<AtrasadoDto> page = new([.. filas.Where(f => f.PrestamoId is not null).Select(f => f.Prestamo(Pasos))], paging, filas[0].Total);
        return new(page, filas[0].TotalAtrasado, filas[0].TotalRestante, Pasos.All);
    }

    /// <summary>Streams all of them without buffering.</summary>
    /// <param name="write">Consumes the rows while the statement runs; an exception ends it. Gets the text of the step that the list is limited to.</param>
    /// <exception cref="DominioException">As <see cref="ListarAsync"/>; before <paramref name="write"/> is called.</exception>
    public Task ExportAsync(
        RequestContext context, ReporteFilter filter, AtrasadosFilter atrasados, Func<ExportScope, string?, IAsyncEnumerable<AtrasadoDto>, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(atrasados);
        ArgumentNullException.ThrowIfNull(write);
        Validate(atrasados);
        return export.ListaAsync<FilaDeAtrasado, AtrasadoDto>(
            context,
            filter,
            alcance => AtrasadosQuery.De(alcance, atrasados, Pasos.Dias),
            f => f.Prestamo(Pasos),
            (scope, filas) => write(scope, Pasos.Of(atrasados.Paso)?.Paso, filas),
            cancellationToken);
    }

    private void Validate(AtrasadosFilter filter)
    {
        if (filter.Paso is not null && Pasos.Of(filter.Paso) is null)
        {
            throw new DominioException(ErroresComunes.Invalido("paso", Validation.ChoiceOf([.. Pasos.All.Select(p => p.Paso.ToLowerInvariant())])));
        }
    }
}
