using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Reportes;

/// <summary>Payment reports by group. Each report is one statement, whatever the size of the lender.</summary>
public sealed class ReporteService(ProsmexDbContext db, ReadDatabase reads)
{
    /// <summary>The groups that the caller sees, by id.</summary>
    /// <param name="dia">Any day of the requested week; null for the current week.</param>
    /// <exception cref="DominioException">solicitud.invalida for a week to come.</exception>
    public async Task<Page<FilaDeReporteDto>> GeneralAsync(RequestContext context, DateOnly? dia, PageRequest paging, CancellationToken cancellationToken)
    {
        var filas = await ReadAsync(context, Alcance(context, dia) with { Paging = paging }, cancellationToken);
        return new([.. ConGrupo(filas).Select(f => f.Fila())], paging, filas[0].Total);
    }

    /// <summary>The sums of the rows of all the groups that the caller sees.</summary>
    /// <exception cref="DominioException">solicitud.invalida for a week to come.</exception>
    public async Task<TotalesDto> TotalesAsync(RequestContext context, DateOnly? dia, CancellationToken cancellationToken) =>
        (await ReadAsync<FilaDeTotales>(context, SemanaQuery.Totales(Alcance(context, dia)), cancellationToken))[0].Totales();

    /// <summary>−Σ what the group's loans still owe.</summary>
    /// <exception cref="DominioException">grupo.no_encontrado.</exception>
    public async Task<decimal> SobranteDeGrupoAsync(RequestContext context, int grupoId, CancellationToken cancellationToken) =>
        -(await ReadGrupoAsync(context, grupoId, dia: null, cancellationToken)).Restante;

    /// <summary>The group's sobrante of a week.</summary>
    /// <param name="dia">Any day of the requested week; null for the current week.</param>
    /// <exception cref="DominioException">grupo.no_encontrado; solicitud.invalida for a week to come.</exception>
    public async Task<decimal> SobranteSemanalAsync(RequestContext context, int grupoId, DateOnly? dia, CancellationToken cancellationToken) =>
        (await ReadGrupoAsync(context, grupoId, dia, cancellationToken)).Sobrante;

    /// <summary>−Σ what the loans still owe that the caller sees.</summary>
    public async Task<decimal> SobranteTotalAsync(RequestContext context, CancellationToken cancellationToken) =>
        -(await ReadAsync<FilaDeTotales>(context, SemanaQuery.Totales(Alcance(context, null)), cancellationToken))[0].Restante;

    /// <summary>A week's bonos of the groups whose titular the caller is.</summary>
    /// <param name="dia">Any day of the requested week; null for the current week.</param>
    /// <exception cref="DominioException">solicitud.invalida for a week to come.</exception>
    public async Task<IReadOnlyList<BonoDeGrupoDto>> BonosDelTitularAsync(RequestContext context, DateOnly? dia, CancellationToken cancellationToken) =>
        [.. ConGrupo(await ReadAsync(context, Alcance(context, dia) with { DelTitular = true }, cancellationToken)).Select(f => f.BonoDeGrupo())];

    /// <summary>Their sum.</summary>
    /// <param name="dia">Any day of the requested week; null for the current week.</param>
    /// <exception cref="DominioException">solicitud.invalida for a week to come.</exception>
    public async Task<decimal> BonoGlobalAsync(RequestContext context, DateOnly? dia, CancellationToken cancellationToken) =>
        ConGrupo(await ReadAsync(context, Alcance(context, dia) with { DelTitular = true }, cancellationToken)).Sum(f => f.Bono);

    /// <summary>The starting point of a user's corte. From the primary: a write follows from it.</summary>
    public async Task<CifrasDeCorte> CifrasDeCorteAsync(RequestContext context, CurrentUser deQuien, CancellationToken cancellationToken)
    {
        var filas = await db.Database.SqlQuery<FilaDeSemana>(SemanaQuery.De(Alcance(context, null) with { CurrentUser = deQuien })).ToListAsync(cancellationToken);
        return new(-ConGrupo(filas).Sum(f => f.Restante), DelTitular(deQuien, filas).Sum(f => f.Bono));
    }

    // One row has the total even if the page is empty.
    private static List<FilaDeSemana> ConGrupo(List<FilaDeSemana> filas) => filas.FindAll(f => f.GrupoId is not null);

    private static List<FilaDeSemana> DelTitular(CurrentUser currentUser, List<FilaDeSemana> filas) => filas.FindAll(f => f.TitularId == currentUser.UsuarioId);

    private static AlcanceDeReporte Alcance(RequestContext context, DateOnly? dia) => AlcanceDeReporte.De(context, new(dia));

    private async Task<FilaDeSemana> ReadGrupoAsync(RequestContext context, int grupoId, DateOnly? dia, CancellationToken cancellationToken) =>
        ConGrupo(await ReadAsync(context, Alcance(context, dia) with { GrupoId = grupoId }, cancellationToken)) is [var fila]
            ? fila
            : throw new DominioException(GrupoErrores.NoEncontrado);

    private Task<List<FilaDeSemana>> ReadAsync(RequestContext context, AlcanceDeReporte alcance, CancellationToken cancellationToken) =>
        ReadAsync<FilaDeSemana>(context, SemanaQuery.De(alcance), cancellationToken);

    private Task<List<T>> ReadAsync<T>(RequestContext context, FormattableString query, CancellationToken cancellationToken) =>
        reads.ReadAsync(context, (source, token) => source.Database.SqlQuery<T>(query).ToListAsync(token), cancellationToken);
}
