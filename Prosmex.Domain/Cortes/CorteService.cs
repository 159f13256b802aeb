using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Cortes;

/// <summary>Cash cuts. Users see their own; director and admin see all. Only the history lists voided cortes; the opposite ones that void them are never listed.</summary>
public sealed class CorteService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
{
    /// <summary>By id.</summary>
    public async Task<IReadOnlyList<CorteDto>> ListarAsync(CurrentUser currentUser, CancellationToken cancellationToken) =>
        (await Vistos(currentUser).Include(c => c.Gastos).OrderBy(c => c.Id).ToListAsync(cancellationToken)).ConvertAll(CorteDto.De);

    /// <exception cref="DominioException">corte.no_encontrado.</exception>
    public async Task<CorteDto> ObtenerAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken) =>
        CorteDto.De(await LoadAsync(currentUser, id, cancellationToken));

    /// <summary>The cash that the caller should have, MXN.</summary>
    public async Task<decimal> EfectivoEsperadoAsync(CurrentUser currentUser, CancellationToken cancellationToken) =>
        (await db.SaldoDeCustodiaAsync(currentUser.UsuarioId, cancellationToken)).Efectivo;

    /// <summary>The user whose corte the caller wants to make, with their scope: themselves, or with the right to edit anybody, deactivated users included.</summary>
    /// <exception cref="DominioException">permiso.denegado, usuario.no_encontrado.</exception>
    public async Task<PersonaDelCorte> DeQuienAsync(CurrentUser currentUser, int? usuarioId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(currentUser);
        var id = usuarioId ?? currentUser.UsuarioId;
        if (id != currentUser.UsuarioId)
        {
            currentUser.Require(AccionId.EditarInformacion);
        }

        var usuario = await db.Usuarios.Where(u => u.Id == id).Select(u => new { u.RolId, Nombre = (u.Nombre + " " + u.ApellidoPaterno).Trim(), u.Activo })
            .SingleOrDefaultAsync(cancellationToken) ?? throw new DominioException(UsuarioErrores.NoEncontrado);
        var saldo = await db.SaldoDeCustodiaAsync(id, cancellationToken);
        return new(
            id == currentUser.UsuarioId ? currentUser : currentUser with { UsuarioId = id, Rol = usuario.RolId },
            usuario.Nombre,
            usuario.Activo,
            saldo.Recibido,
            saldo.Arrastre,
            saldo.Desde);
    }

    /// <summary>Past cortes, the newest first, those voided included: the caller's; director and admin all.</summary>
    /// <exception cref="DominioException">usuario.no_encontrado.</exception>
    public async Task<Page<CorteDeHistorialDto>> HistorialAsync(CurrentUser currentUser, CortesFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(currentUser);
        ArgumentNullException.ThrowIfNull(filter);
        if (!currentUser.SeesAll && filter.UsuarioId is { } ajeno && ajeno != currentUser.UsuarioId)
        {
            throw new DominioException(UsuarioErrores.NoEncontrado);
        }

        var deQuien = currentUser.SeesAll ? filter.UsuarioId : currentUser.UsuarioId;
        DateTimeOffset? desde = filter.Desde is { } primero ? HoraMexico.Inicio(primero) : null;
        DateTimeOffset? hasta = filter.Hasta is { } ultimo ? HoraMexico.Inicio(ultimo.AddDays(1)) : null;
        var cortes = db.Cortes.Where(c =>
            c.AnulaA == null && (filter.Id == null || c.Id == filter.Id) && (deQuien == null || c.UsuarioId == deQuien) && (desde == null || c.Fecha >= desde) && (hasta == null || c.Fecha < hasta));
        var page = await cortes.OrderByDescending(c => c.Fecha).ThenByDescending(c => c.Id)
            .Select(c => new
            {
                Corte = c,
                Usuario = db.Usuarios.Where(u => u.Id == c.UsuarioId).Select(u => new { u.NombreDeUsuario, u.Nombre, u.ApellidoPaterno }).First(),
                Gastos = c.Gastos.OrderBy(g => g.Id).Select(g => new CorteGastoDto(g.Concepto, g.Monto)).ToList(),
                AnuladoEn = db.Cortes.Where(o => o.AnulaA == c.Id).Select(o => (DateTimeOffset?)o.Fecha).FirstOrDefault(),
                SustituidoPor = db.Cortes.Where(s => s.SustituyeA == c.Id).Select(s => (int?)s.Id).FirstOrDefault(),
            })
            .ToPageAsync(() => cortes.Count(), paging, () => ExigirUsuarioAsync(filter.UsuarioId, cancellationToken), cancellationToken);
        return page.Map(f => new CorteDeHistorialDto(
            f.Corte.Id,
            f.Corte.Fecha,
            f.Corte.UsuarioId,
            f.Usuario.NombreDeUsuario,
            $"{f.Usuario.Nombre} {f.Usuario.ApellidoPaterno}".Trim(),
            f.Corte.CorteTotal,
            f.Corte.TotalGastos,
            f.Corte.Semilla,
            f.Corte.EfectivoRecibido,
            f.Corte.EfectivoEsperado,
            f.Corte.EfectivoContado,
            f.Corte.Diferencia,
            f.Corte.EfectivoEntregado,
            f.Gastos,
            f.AnuladoEn is not null,
            f.AnuladoEn,
            f.SustituidoPor,
            f.Corte.SustituyeA));
    }

    /// <summary>
    /// Who holds cash, the most first. Without the general reports only the caller, and users who hold cash of loans, or money por aclarar, of the
    /// groups that the caller sees, or are short of cash of past cortes and run one of those groups.
    /// </summary>
    public async Task<Page<CustodiaDto>> CustodiaAsync(CurrentUser currentUser, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(currentUser);
        var condicion = Alcance.Condicion(currentUser);
        var vistos = currentUser.Can(AccionId.ReportesGenerales) ? $"true" : (FormattableString)$"""
            (u.id = {currentUser.UsuarioId}
             OR EXISTS (SELECT FROM pagos m JOIN prestamos p USING (prestamo_id) JOIN clientes_avales k ON k.cliente_id = p.cliente_id
                        JOIN grupos g USING (grupo_id) JOIN rutas r USING (ruta_id)
                        WHERE m.custodio_id = u.id AND m.pago_id > c.desde_pago_id AND {condicion})
             OR EXISTS (SELECT FROM por_aclarar a JOIN grupos g USING (grupo_id) JOIN rutas r USING (ruta_id)
                        WHERE a.usuario_id = u.id AND a.id > c.desde_por_aclarar_id AND {condicion})
             OR (c.arrastre <> 0 AND EXISTS (SELECT FROM grupos g JOIN rutas r USING (ruta_id)
                                             WHERE u.id IN (g.usuario_id_titular, g.usuario_id_gestor) AND {condicion})))
            """;
        FormattableString custodias = $"""
            SELECT u.id AS usuario_id, u.usuario, {ReporteParts.NombreDeUsuario($"u")} AS nombre, o.nombre AS rol, u.activo,
                   c.arrastre + c.recibido AS efectivo, c.desde
            FROM usuarios u JOIN roles o USING (rol_id) CROSS JOIN LATERAL custodia(u.id) c
            WHERE c.arrastre + c.recibido <> 0 AND {vistos}
            """;
        var filas = await db.Database.SqlQuery<FilaDeCustodia>(Sql.Combine($"""
            WITH custodias AS ({custodias})
            SELECT (SELECT count(*) FROM custodias)::integer AS total, p.*
            FROM (SELECT 1) uno LEFT JOIN (SELECT * FROM custodias ORDER BY efectivo DESC, usuario_id {Sql.PageClause(paging)}) p ON true
            ORDER BY efectivo DESC, usuario_id
            """)).ToListAsync(cancellationToken);
        return new([.. filas.Where(f => f.UsuarioId is not null).Select(f => f.Custodia())], paging, filas[0].Total);
    }

    /// <summary>Cuts a custody, the caller's unless the request names another user: everything received since the last corte belongs to this one.</summary>
    /// <exception cref="DominioException">solicitud.invalida, permiso.denegado, usuario.no_encontrado, corte.efectivo_demasiado_grande.</exception>
    public Task<CorteDto> CreateAsync(RequestContext context, CorteRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (datos, nombrado) = request.ValidateNew();
        var usuarioId = nombrado ?? context.User.UsuarioId;
        var esAjeno = usuarioId != context.User.UsuarioId;
        if (esAjeno)
        {
            context.User.Require(AccionId.EditarInformacion);
        }

        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                // Deactivated or not.
                await ExigirUsuarioAsync(esAjeno ? usuarioId : null, token);

                await db.LockCustodiaAsync(usuarioId, token);
                var saldo = await db.SaldoDeCustodiaAsync(usuarioId, token);
                return db.Cortes.Add(Corte.Create(datos, usuarioId, saldo, clock.GetUtcNow())).Entity;
            },
            CorteDto.De,
            cancellationToken);
    }

    /// <summary>Voids it and creates a replacement for the same instant and payments.</summary>
    /// <returns>The replacement.</returns>
    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia, corte.no_encontrado, corte.efectivo_demasiado_grande, corte.sin_efectivo_esperado.</exception>
    public Task<CorteDto> EditarAsync(RequestContext context, int id, CorteRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForUpdate());
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var corte = await LockAsync(context.User, id, token);
                db.Cortes.Add(corte.Opuesto(clock.GetUtcNow()));
                return db.Cortes.Add(corte.Corregir(datos)).Entity;
            },
            CorteDto.De,
            cancellationToken);
    }

    /// <summary>Voids it by an opposite corte; its money belongs to the next one.</summary>
    /// <exception cref="DominioException">corte.no_encontrado, corte.posterior.</exception>
    public Task EliminarAsync(RequestContext context, int id, CancellationToken cancellationToken) => unitOfWork.ExecuteAsync(
        context,
        async token =>
        {
            var corte = await LockAsync(context.User, id, token);
            if (await PosteriorAsync(corte, token) is { } posterior)
            {
                throw new DominioException(CorteErrores.Posterior(posterior));
            }

            return db.Cortes.Add(corte.Opuesto(clock.GetUtcNow())).Entity;
        },
        cancellationToken);

    private async Task ExigirUsuarioAsync(int? usuarioId, CancellationToken cancellationToken)
    {
        if (usuarioId is { } id && !await db.Usuarios.AnyAsync(u => u.Id == id, cancellationToken))
        {
            throw new DominioException(UsuarioErrores.NoEncontrado);
        }
    }

    private IQueryable<Corte> Vistos(CurrentUser currentUser) =>
        currentUser.SeesAll ? db.CortesEnVigor() : db.CortesEnVigor().Where(c => c.UsuarioId == currentUser.UsuarioId);

    private async Task<Corte> LoadAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken) =>
        await Vistos(currentUser).Include(c => c.Gastos).FirstOrDefaultAsync(c => c.Id == id, cancellationToken) ?? throw new DominioException(CorteErrores.NoEncontrado);

    // Checked again under the lock: another request may have voided it.
    private async Task<Corte> LockAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken)
    {
        await db.LockCustodiaAsync((await LoadAsync(currentUser, id, cancellationToken)).UsuarioId, cancellationToken);
        return await LoadAsync(currentUser, id, cancellationToken);
    }

    // A later corte whose cut is not before this one's, where this one has money of its own.
    private Task<int?> PosteriorAsync(Corte corte, CancellationToken cancellationToken) => db.CortesEnVigor()
        .Where(c => c.UsuarioId == corte.UsuarioId && c.Id != corte.Id
            && ((corte.HastaPagoId > corte.DesdePagoId && c.HastaPagoId >= corte.HastaPagoId)
                || (corte.HastaPorAclararId > corte.DesdePorAclararId && c.HastaPorAclararId >= corte.HastaPorAclararId)))
        .OrderByDescending(c => c.Id).Select(c => (int?)c.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>A row of the page; a page without rows has one with the total alone.</summary>
    private sealed record FilaDeCustodia(
        int Total, int? UsuarioId, string? Usuario, string? Nombre, string? Rol, bool? Activo, decimal? Efectivo, DateTimeOffset? Desde)
    {
        public CustodiaDto Custodia() => new(UsuarioId!.Value, Usuario!, Nombre!, Rol!, Activo!.Value, Efectivo!.Value, Desde);
    }
}
