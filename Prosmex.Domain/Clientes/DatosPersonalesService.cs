using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Bitacora;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Clientes;

/// <summary>All that the lender keeps of one person, for that person's right of access. Of others there is nothing in it. Amounts in MXN.</summary>
/// <param name="Grupos">Where the client has been, the latest first.</param>
/// <param name="Cuenta">The client with their loans and the money in force.</param>
/// <param name="Avala">The loans of others that they have backed, without the borrower; the newest first.</param>
/// <param name="Registro">Who changed or read their data, the latest first.</param>
public sealed record DatosPersonalesDto(
    ExpedienteDto Expediente,
    EstadoDeCuentaDto Cuenta,
    IReadOnlyList<MembresiaDto> Grupos,
    IReadOnlyList<AvaladoDto> Avala,
    IReadOnlyList<HuellaDto> Registro);

/// <summary>The days on which a client was a member of a group.</summary>
/// <param name="Desde">Null of their first group.</param>
/// <param name="Hasta">The day after the last one; null while they are in it.</param>
public sealed record MembresiaDto(string Grupo, DateOnly? Desde, DateOnly? Hasta);

/// <summary>A loan of another person that the client has backed. MXN.</summary>
public sealed record AvaladoDto(int PrestamoId, DateOnly FechaInicio, decimal MontoPrestamo, StatusPrestamo Status);

/// <summary>Somebody changed or read a client's data.</summary>
/// <param name="Usuario">Sign-in name; empty where no user did it.</param>
public sealed record HuellaDto(DateTimeOffset Cuando, string Usuario, string Entidad, AccionDeBitacora Accion);

/// <summary>Gathers all that there is about one client.</summary>
public sealed class DatosPersonalesService(ProsmexDbContext db, ExpedienteService expedientes, EstadoDeCuentaService cuentas)
{
    private static readonly string[] Entidades = ["cliente", "expediente"];

    /// <exception cref="Common.DominioException">cliente.no_encontrado.</exception>
    public async Task<DatosPersonalesDto> ObtenerAsync(RequestContext context, int clienteId, CancellationToken cancellationToken)
    {
        // First, because it writes down who reads: that is in the list too.
        var expediente = await expedientes.ObtenerAsync(context, clienteId, cancellationToken);
        var cuenta = await cuentas.ObtenerAsync(context, clienteId, cancellationToken);
        var grupos = await db.Membresias.Where(m => m.ClienteId == clienteId).OrderByDescending(m => m.Desde)
            .Join(db.Grupos, m => m.GrupoId, g => g.GrupoId, (m, g) => new MembresiaDto(
                g.NombreGrupo, m.Desde == DateOnly.MinValue ? null : m.Desde, m.Hasta == DateOnly.MaxValue ? null : m.Hasta))
            .ToListAsync(cancellationToken);
        var avala = await db.Prestamos.Where(p => p.AvalId == clienteId).OrderByDescending(p => p.PrestamoId)
            .Select(p => new AvaladoDto(p.PrestamoId, p.FechaInicio, p.MontoPrestamo, p.Status)).ToListAsync(cancellationToken);
        var registro = await db.Bitacora.Where(a => Entidades.Contains(a.Entidad) && a.EntidadId == clienteId).OrderByDescending(a => a.Id)
            .Select(a => new HuellaDto(
                a.Cuando, db.Usuarios.Where(u => u.Id == a.UsuarioId).Select(u => u.NombreDeUsuario).FirstOrDefault() ?? "", a.Entidad, a.Accion))
            .ToListAsync(cancellationToken);
        return new(expediente, cuenta, grupos, avala, registro);
    }
}
