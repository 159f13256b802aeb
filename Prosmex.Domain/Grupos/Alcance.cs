using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Rutas;

namespace Prosmex.Domain.Grupos;

/// <summary>The rows that a caller may see: their groups, and what belongs to them. What is read for a user starts here.</summary>
public static class Alcance
{
    // The scope, told once for LINQ and SQL: the user of a group, or of its route, who must be the caller. Null for who sees all groups.
    private static (bool OfRoute, string Property)? Person(RolId rol) => rol switch
    {
        RolId.Gestor => (false, nameof(Grupo.UsuarioIdGestor)),
        RolId.Titular => (false, nameof(Grupo.UsuarioIdTitular)),
        RolId.Supervisor => (true, nameof(Ruta.UsuarioIdSupervisor)),
        RolId.Gerente => (true, nameof(Ruta.UsuarioIdGerente)),
        RolId.Director or RolId.Admin => null,
        _ => throw new UnreachableException($"Role {rol} has no scope."),
    };

    private static bool SeesUnassigned(CurrentUser currentUser) => currentUser.Rol == RolId.Gestor && currentUser.SeesGroupsWithoutGestor;

    public static IQueryable<Grupo> EnAlcance(this IQueryable<Grupo> grupos, CurrentUser currentUser)
    {
        ArgumentNullException.ThrowIfNull(currentUser);
        var id = currentUser.UsuarioId;
        return Person(currentUser.Rol) switch
        {
            null => grupos,
            (true, var property) => grupos.Where(g => EF.Property<int?>(g.Ruta!, property) == id),
            (false, var property) when SeesUnassigned(currentUser) =>
                grupos.Where(g => EF.Property<int?>(g, property) == id || EF.Property<int?>(g, property) == null),
            (false, var property) => grupos.Where(g => EF.Property<int?>(g, property) == id),
        };
    }

    /// <summary>
    /// The same as a condition on <c>grupos g</c> and <c>rutas r</c>, for <see cref="Sql.Combine"/>. Each role has its own statement text and so its
    /// own plan: PostgreSQL keeps one plan per text, and the best plans for a collector and for a director differ.
    /// </summary>
    internal static FormattableString Condicion(CurrentUser currentUser)
    {
        if (Person(currentUser.Rol) is not (var ofRoute, var property))
        {
            return $"true";
        }

        var column = $"{(ofRoute ? "r" : "g")}.{JsonNamingPolicy.SnakeCaseLower.ConvertName(property)}";
        return FormattableStringFactory.Create(
            SeesUnassigned(currentUser) ? $"({column} = {{0}} OR {column} IS NULL)" : $"{column} = {{0}}", currentUser.UsuarioId);
    }

    public static IQueryable<Cliente> EnAlcance(this IQueryable<Cliente> clientes, IQueryable<Grupo> grupos, CurrentUser currentUser)
    {
        ArgumentNullException.ThrowIfNull(currentUser);
        return currentUser.SeesAll
            ? clientes
            : clientes.Join(grupos.EnAlcance(currentUser), c => c.GrupoId, g => g.GrupoId, (c, _) => c);
    }

    /// <summary>The loans of clients that the caller sees.</summary>
    internal static IQueryable<Prestamo> PrestamosEnAlcance(this ProsmexDbContext db, CurrentUser currentUser) => currentUser.SeesAll
        ? db.Prestamos
        : db.Prestamos.Join(db.Clientes.EnAlcance(db.Grupos, currentUser), p => p.ClienteId, c => c.ClienteId, (p, _) => p);

    /// <exception cref="DominioException">grupo.no_encontrado for one that is unknown or that the caller does not see.</exception>
    internal static async Task ExigirGrupoAsync(this ProsmexDbContext db, CurrentUser currentUser, int grupoId, CancellationToken cancellationToken)
    {
        if (!await db.Grupos.EnAlcance(currentUser).AnyAsync(g => g.GrupoId == grupoId, cancellationToken))
        {
            throw new DominioException(GrupoErrores.NoEncontrado);
        }
    }

    /// <summary>As <see cref="ExigirGrupoAsync"/>, for a filter that may be absent.</summary>
    /// <exception cref="DominioException">grupo.no_encontrado.</exception>
    internal static Task ExigirGrupoSiVieneAsync(this ProsmexDbContext db, CurrentUser currentUser, int? grupoId, CancellationToken cancellationToken) =>
        grupoId is { } id ? db.ExigirGrupoAsync(currentUser, id, cancellationToken) : Task.CompletedTask;

    /// <summary>As <see cref="ExigirGrupoAsync"/>, for a write that will reference the group: the group cannot be deleted before the transaction ends.</summary>
    /// <exception cref="DominioException">grupo.no_encontrado.</exception>
    internal static async Task RetenerGrupoAsync(this ProsmexDbContext db, CurrentUser currentUser, int grupoId, CancellationToken cancellationToken)
    {
        var fila = db.Grupos.FromSql($"SELECT *, xmin FROM grupos WHERE grupo_id = {grupoId} FOR KEY SHARE");
        if (!await fila.EnAlcance(currentUser).AnyAsync(cancellationToken))
        {
            throw new DominioException(GrupoErrores.NoEncontrado);
        }
    }

    /// <exception cref="DominioException">prestamo.no_encontrado for one that is unknown or that the caller does not see.</exception>
    internal static async Task<Prestamo> LoadPrestamoAsync(this ProsmexDbContext db, CurrentUser currentUser, int prestamoId, CancellationToken cancellationToken) =>
        await db.PrestamosEnAlcance(currentUser).FirstOrDefaultAsync(p => p.PrestamoId == prestamoId, cancellationToken)
        ?? throw new DominioException(PrestamoErrores.NoEncontrado);

    /// <exception cref="DominioException">prestamo.no_encontrado for one that is unknown or that the caller does not see.</exception>
    internal static async Task ExigirPrestamoAsync(this ProsmexDbContext db, CurrentUser currentUser, int prestamoId, CancellationToken cancellationToken)
    {
        if (!await db.PrestamosEnAlcance(currentUser).AnyAsync(p => p.PrestamoId == prestamoId, cancellationToken))
        {
            throw new DominioException(PrestamoErrores.NoEncontrado);
        }
    }

    /// <summary>As <see cref="ExigirPrestamoAsync"/>, for a filter that may be absent.</summary>
    /// <exception cref="DominioException">prestamo.no_encontrado.</exception>
    internal static Task ExigirPrestamoSiVieneAsync(this ProsmexDbContext db, CurrentUser currentUser, int? prestamoId, CancellationToken cancellationToken) =>
        prestamoId is { } id ? db.ExigirPrestamoAsync(currentUser, id, cancellationToken) : Task.CompletedTask;

    /// <summary>The routes that the caller runs, or that hold one of the caller's groups.</summary>
    public static IQueryable<Ruta> EnAlcance(this IQueryable<Ruta> rutas, IQueryable<Grupo> grupos, CurrentUser currentUser)
    {
        ArgumentNullException.ThrowIfNull(currentUser);
        var id = currentUser.UsuarioId;

        // Outside the expression, which EF could not translate.
        var suyos = grupos.EnAlcance(currentUser);
        return Person(currentUser.Rol) switch
        {
            null => rutas,
            (true, var property) => rutas.Where(r => EF.Property<int?>(r, property) == id),
            _ => rutas.Where(r => suyos.Any(g => g.RutaId == r.RutaId)),
        };
    }
}
