using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Rutas;

namespace Prosmex.Domain.Verificacion;

/// <summary>
/// Declares weeks without collection. Under the lock of the weekly close: no week is closed and no money comes in meanwhile, and a closed week is
/// evaluated again in the same transaction, so that faltas and vencidos are those of a week that was declared before its close.
/// </summary>
public sealed class SemanaSinCobranzaService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
{
    // All loans of the lender may be evaluated again.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The latest week first.</summary>
    /// <param name="id">This declaration alone; null for all.</param>
    /// <param name="paging">The page.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<Page<SemanaSinCobranzaDto>> ListarAsync(int? id, PageRequest paging, CancellationToken cancellationToken)
    {
        var semanas = db.SemanasSinCobranza.Where(s => id == null || s.Id == id);
        return Rows(semanas.OrderByDescending(s => s.Semana).ThenByDescending(s => s.Id)).ToPageAsync(() => semanas.Count(), paging, cancellationToken);
    }

    /// <exception cref="DominioException">
    /// solicitud.invalida, ruta.no_encontrada, grupo.no_encontrado, semana_sin_cobranza.adoptada, semana_sin_cobranza.sin_grupos,
    /// semana_sin_cobranza.ya_declarada.
    /// </exception>
    public Task<(SemanaSinCobranzaDto Declarada, CambiosDeSemanaDto Cambios)> DeclararAsync(
        RequestContext context, SemanaSinCobranzaRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var (semana, rutaId, grupoId, motivo) = request.Validate(HoraMexico.Dia(clock.GetUtcNow()));
        context.Deadline.Extend(Patience);
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await LockAsync(token);
                await RequireAlcanceAsync(rutaId, grupoId, token);
                if (semana.Lunes <= await db.UltimaAdoptadaAsync(token))
                {
                    throw new DominioException(SemanaSinCobranzaErrores.Adoptada);
                }

                if (await db.GruposSinCobranza.AnyAsync(
                    d => d.Semana == semana.Lunes && db.Grupos.Any(g => g.GrupoId == d.GrupoId && (rutaId == null || g.RutaId == rutaId) && (grupoId == null || g.GrupoId == grupoId)), token))
                {
                    throw new DominioException(SemanaSinCobranzaErrores.YaDeclarada);
                }

                var id = await InsertAsync(context, new(semana, rutaId, grupoId, motivo), token)
                    ?? throw new DominioException(SemanaSinCobranzaErrores.SinGrupos);
                var cambios = await ReevaluarAsync(await CambioDeAsync(semana, id, token), token);
                return (await Rows(db.SemanasSinCobranza.Where(s => s.Id == id)).SingleAsync(token), cambios);
            },
            cancellationToken);
    }

    /// <summary>Takes a declaration back: the week is as if it had not been declared.</summary>
    /// <exception cref="DominioException">semana_sin_cobranza.no_encontrada.</exception>
    public Task<CambiosDeSemanaDto> QuitarAsync(RequestContext context, int id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Deadline.Extend(Patience);
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await LockAsync(token);
                var lunes = await db.SemanasSinCobranza.Where(s => s.Id == id).Select(s => (DateOnly?)s.Semana).FirstOrDefaultAsync(token)
                    ?? throw new DominioException(SemanaSinCobranzaErrores.NoEncontrada);
                var cambio = await CambioDeAsync(Semana.De(lunes), id, token);
                await db.GruposSinCobranza.Where(g => g.DeclaracionId == id).ExecuteDeleteAsync(token);
                await db.SemanasSinCobranza.Where(s => s.Id == id).ExecuteDeleteAsync(token);
                return await ReevaluarAsync(cambio, token);
            },
            cancellationToken);
    }

    private async Task LockAsync(CancellationToken cancellationToken)
    {
        await db.ExtendTimeoutsAsync(Patience, cancellationToken);
        await db.LockCloseAsync(cancellationToken);
    }

    private async Task RequireAlcanceAsync(int? rutaId, int? grupoId, CancellationToken cancellationToken)
    {
        if (rutaId is { } ruta && !await db.Rutas.AnyAsync(r => r.RutaId == ruta, cancellationToken))
        {
            throw new DominioException(RutaErrores.NoEncontrada);
        }

        if (grupoId is { } grupo && !await db.Grupos.AnyAsync(g => g.GrupoId == grupo, cancellationToken))
        {
            throw new DominioException(GrupoErrores.NoEncontrado);
        }
    }

    // With its groups, in one statement; null where there are none.
    private async Task<int?> InsertAsync(RequestContext context, DeclaracionDeSemana nueva, CancellationToken cancellationToken) => (await db.Database.SqlQuery<int>(
        $"""
        WITH alcance AS (
            SELECT g.grupo_id FROM grupos g
            WHERE ({nueva.RutaId}::integer IS NULL OR g.ruta_id = {nueva.RutaId}) AND ({nueva.GrupoId}::integer IS NULL OR g.grupo_id = {nueva.GrupoId})),
        declarada AS (
            INSERT INTO semanas_sin_cobranza (semana, ruta_id, grupo_id, motivo, usuario_id, declarada_en)
            SELECT {nueva.Semana.Lunes}, {nueva.RutaId}::integer, {nueva.GrupoId}::integer, {nueva.Motivo}, {context.User.UsuarioId}, {clock.GetUtcNow()}
            WHERE EXISTS (SELECT FROM alcance)
            RETURNING id, semana),
        grupos AS (
            INSERT INTO grupos_sin_cobranza (semana, grupo_id, declaracion_id)
            SELECT d.semana, a.grupo_id, d.id FROM declarada d CROSS JOIN alcance a)
        SELECT id AS "Value" FROM declarada
        """).ToListAsync(cancellationToken)) is [var id] ? id : null;

    // Its groups, and the loans of the clients whose week it is, as of its end.
    private async Task<CambioEnCerradas> CambioDeAsync(Semana semana, int declaracionId, CancellationToken cancellationToken) => new(semana)
    {
        GrupoIds = await db.GruposSinCobranza.Where(g => g.DeclaracionId == declaracionId).Select(g => g.GrupoId).ToArrayAsync(cancellationToken),
        PrestamoIds = await db.Database.SqlQuery<int>(
            $"""
            SELECT p.prestamo_id AS "Value"
            FROM clientes_sin_cobranza c
            JOIN prestamos p USING (cliente_id)
            WHERE c.declaracion_id = {declaracionId} AND p.fecha_inicio < c.semana
            """).ToArrayAsync(cancellationToken),
    };

    private async Task<CambiosDeSemanaDto> ReevaluarAsync(CambioEnCerradas cambio, CancellationToken cancellationToken)
    {
        var semana = cambio.Desde;
        if (await db.UltimaCerradaAsync(cancellationToken) is not { } ultima || semana.Lunes > ultima.Lunes)
        {
            return new(0, 0);
        }

        var antes = await db.Faltas.CountAsync(f => f.Fecha == semana.Domingo, cancellationToken);
        await db.ReevaluarSemanasAsync(cambio.PrestamoIds, [semana], cancellationToken);
        await db.ResumirAsync(cambio, semana, cancellationToken);
        var despues = await db.Faltas.CountAsync(f => f.Fecha == semana.Domingo, cancellationToken);
        return new(Math.Abs(despues - antes), await db.FijarVencidosAsync(cambio.PrestamoIds, cancellationToken));
    }

    private IQueryable<SemanaSinCobranzaDto> Rows(IQueryable<SemanaSinCobranza> semanas) => semanas.Select(s => new SemanaSinCobranzaDto(
        s.Id,
        s.Semana,
        s.RutaId == null ? null : new(s.RutaId.Value, db.Rutas.Where(r => r.RutaId == s.RutaId).Select(r => r.NombreRuta).First()),
        s.GrupoId == null ? null : new(s.GrupoId.Value, db.Grupos.Where(g => g.GrupoId == s.GrupoId).Select(g => g.NombreGrupo).First()),
        db.GruposSinCobranza.Count(g => g.DeclaracionId == s.Id),
        s.Motivo,
        db.Usuarios.Where(u => u.Id == s.UsuarioId).Select(u => new NombradoDto(u.Id, (u.Nombre + " " + u.ApellidoPaterno).Trim())).First(),
        s.DeclaradaEn));
}
