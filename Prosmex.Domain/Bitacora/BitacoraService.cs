using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Bitacora;

/// <summary>Which changes to show; null for any.</summary>
/// <param name="Desde">First day in Mexico City.</param>
/// <param name="Hasta">Last day in Mexico City.</param>
public sealed record BitacoraFilter(
    string? Entidad, int? Id, int? UsuarioId, DateOnly? Desde, DateOnly? Hasta, OrdenDeBitacora Orden = OrdenDeBitacora.Antiguas);

/// <summary>Which changes come first.</summary>
public enum OrdenDeBitacora
{
    Antiguas,
    Recientes,
}

/// <summary>Somebody who changed something.</summary>
/// <param name="Nombre">Full name.</param>
public sealed record AutorDto(int UsuarioId, string Usuario, string Nombre);

/// <summary>A change of one row.</summary>
/// <param name="Usuario">Sign-in name; null where no user made the change, or the user has been deleted since.</param>
/// <param name="Antes">The changed fields before; null for an alta.</param>
/// <param name="Despues">The changed fields after; null for a baja.</param>
public sealed record ApunteDto(
    long Id,
    DateTimeOffset Cuando,
    int? UsuarioId,
    string? Usuario,
    string Ruta,
    string? Direccion,
    Guid? OperacionId,
    string Entidad,
    long EntidadId,
    string Accion,
    JsonDocument? Antes,
    JsonDocument? Despues);

/// <summary>Reads the audit log.</summary>
public sealed class BitacoraService(ProsmexDbContext db)
{
    private static readonly OrderedDictionary<string, string> Labels = new()
    {
        ["usuario"] = "usuario",
        ["ruta"] = "ruta",
        ["grupo"] = "grupo",
        ["cliente"] = "cliente",
        ["expediente"] = "expediente",
        ["par_de_clientes"] = "par de clientes",
        ["tipo_prestamo"] = "tipo de préstamo",
        ["prestamo"] = "préstamo",
        ["pago"] = "pago",
        ["visita"] = "visita",
        ["por_aclarar"] = "por aclarar",
        ["bono"] = "bono",
        ["corte"] = "corte",
        ["corte_gasto"] = "gasto de un corte",
        ["semana"] = "semana",
        ["semana_sin_cobranza"] = "semana sin cobranza",
        ["permiso"] = "permiso",
        ["telefono"] = "teléfono",
        ["senal_descartada"] = "señal descartada",
        ["regla_de_aprobacion"] = "regla de aprobación",
        ["limite"] = "límite",
        ["solicitud"] = "solicitud",
        ["respuesta_de_solicitud"] = "respuesta a una solicitud",
        ["mantenimiento"] = "mantenimiento",
    };

    /// <summary>The audited entities.</summary>
    public static IReadOnlyList<string> Entidades => Labels.Keys;

    /// <summary>By id, the order of writing; the newest first where that is asked for.</summary>
    /// <exception cref="DominioException">solicitud.invalida for an unknown noun.</exception>
    public async Task<Page<ApunteDto>> ListarAsync(BitacoraFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Entidad is { } entidad && !Labels.ContainsKey(entidad))
        {
            throw new DominioException(ErroresComunes.Invalido("entidad", Validation.ChoiceOf([.. Labels.Values])));
        }

        DateTimeOffset? desde = filter.Desde is { } primero ? HoraMexico.Inicio(primero) : null;
        DateTimeOffset? hasta = filter.Hasta is { } ultimo ? HoraMexico.Inicio(ultimo.AddDays(1)) : null;
        var apuntes = db.Bitacora.Where(a =>
            (filter.Entidad == null || a.Entidad == filter.Entidad)
            && (filter.Id == null || a.EntidadId == filter.Id)
            && (filter.UsuarioId == null || a.UsuarioId == filter.UsuarioId)
            && (desde == null || a.Cuando >= desde)
            && (hasta == null || a.Cuando < hasta));
        var filas = await (filter.Orden == OrdenDeBitacora.Recientes ? apuntes.OrderByDescending(a => a.Id) : apuntes.OrderBy(a => a.Id))
            .Select(a => new { Apunte = a, Usuario = db.Usuarios.Where(u => u.Id == a.UsuarioId).Select(u => u.NombreDeUsuario).FirstOrDefault() })
            .ToPageAsync(() => apuntes.Count(), paging, cancellationToken);
        return filas.Map(f => new ApunteDto(
            f.Apunte.Id, f.Apunte.Cuando, f.Apunte.UsuarioId, f.Usuario, f.Apunte.Ruta, f.Apunte.Direccion, f.Apunte.OperacionId,
            f.Apunte.Entidad, f.Apunte.EntidadId, EnumNames.NameOf(f.Apunte.Accion), f.Apunte.Antes, f.Apunte.Despues));
    }

    /// <summary>The users who changed something, deactivated ones included, by full name.</summary>
    public Task<Page<AutorDto>> AutoresAsync(PageRequest paging, CancellationToken cancellationToken)
    {
        // Not Any: PostgreSQL would read all entries, since it does not stop early in a table with partitions.
        var autores = db.Usuarios.Where(u => db.Bitacora.Where(a => a.UsuarioId == u.Id).Max(a => (long?)a.Id) != null);
        return autores
            .OrderBy(u => EF.Functions.Collate(u.Nombre + " " + u.ApellidoPaterno + " " + u.ApellidoMaterno, ConstraintErrors.SpanishCollation)).ThenBy(u => u.Id)
            .Select(u => new AutorDto(u.Id, u.NombreDeUsuario, (u.Nombre + " " + u.ApellidoPaterno + " " + u.ApellidoMaterno).Trim()))
            .ToPageAsync(() => autores.Count(), paging, cancellationToken);
    }
}
