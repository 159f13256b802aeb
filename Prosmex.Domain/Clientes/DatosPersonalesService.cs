using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Bitacora;
using Prosmex.Domain.Common;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Visitas;

namespace Prosmex.Domain.Clientes;

/// <summary>
/// What the lender keeps of one person, for that person's right of access; of others there are the names of their avales alone. docs/privacidad.md says what
/// is left out. Amounts in MXN.
/// </summary>
/// <param name="Cuenta">The client with their loans and the money in force.</param>
/// <param name="MovimientosCancelados">Payments and settlements that were cancelled or corrected, the latest first.</param>
/// <param name="Faltas">The weeks in which their loans fell short, the latest first.</param>
/// <param name="Grupos">Where the client has been, the latest first.</param>
/// <param name="Avala">The loans of others that they have backed, without the borrower; the newest first.</param>
/// <param name="Visitas">The visits without a payment, with what was noted; the latest first.</param>
/// <param name="Solicitudes">What users asked to be approved about them, the latest first.</param>
/// <param name="Decisiones">What the office decided about them and a client who looks like them, without that client; the latest first.</param>
/// <param name="Registro">Who changed or read their data, the latest first.</param>
public sealed record DatosPersonalesDto(
    ExpedienteDto Expediente,
    EstadoDeCuentaDto Cuenta,
    IReadOnlyList<MovimientoCanceladoDto> MovimientosCancelados,
    IReadOnlyList<FaltaDto> Faltas,
    IReadOnlyList<MembresiaDto> Grupos,
    IReadOnlyList<AvaladoDto> Avala,
    IReadOnlyList<VisitaDePersonaDto> Visitas,
    IReadOnlyList<SolicitudDePersonaDto> Solicitudes,
    IReadOnlyList<DecisionDePersonaDto> Decisiones,
    IReadOnlyList<HuellaDto> Registro);

/// <summary>A movement of a loan that was cancelled or corrected: it counts as if it had never been. MXN.</summary>
/// <param name="Fecha">Its business day.</param>
/// <param name="Motivo">Why, if that was said.</param>
public sealed record MovimientoCanceladoDto(int PrestamoId, int PagoId, DateOnly Fecha, TipoPago Tipo, decimal Monto, DateTimeOffset CanceladoEn, string? Motivo);

/// <summary>The days on which a client was a member of a group.</summary>
/// <param name="Desde">Null of their first group.</param>
/// <param name="Hasta">The day after the last one; null while they are in it.</param>
public sealed record MembresiaDto(string Grupo, DateOnly? Desde, DateOnly? Hasta);

/// <summary>A loan of another person that the client has backed. MXN.</summary>
public sealed record AvaladoDto(int PrestamoId, DateOnly FechaInicio, decimal MontoPrestamo, StatusPrestamo Status);

/// <summary>A visit to a client that brought no payment.</summary>
/// <param name="PromesaMonto">MXN; null, as the day, where nothing was promised.</param>
public sealed record VisitaDePersonaDto(int PrestamoId, DateTimeOffset Fecha, Visita Visita, string? Nota, DateOnly? PromesaFecha, decimal? PromesaMonto);

/// <summary>Work about a client that needed another user's approval.</summary>
/// <param name="Nombre">What it was, for users.</param>
public sealed record SolicitudDePersonaDto(DateTimeOffset Fecha, string Nombre, EstadoDeSolicitud Estado);

/// <summary>What the office decided about a client and another one.</summary>
public sealed record DecisionDePersonaDto(DateTimeOffset Fecha, DecisionDePar Decision, string Nota);

/// <summary>Somebody changed or read a client's data.</summary>
/// <param name="Usuario">Sign-in name; empty where no user did it.</param>
public sealed record HuellaDto(DateTimeOffset Cuando, string Usuario, string Entidad, AccionDeBitacora Accion);

/// <summary>Gathers what there is about one client.</summary>
public sealed class DatosPersonalesService(ProsmexDbContext db, ExpedienteService expedientes, EstadoDeCuentaService cuentas)
{
    private static readonly string[] Entidades = ["cliente", "expediente"];

    /// <exception cref="DominioException">cliente.no_encontrado.</exception>
    public async Task<DatosPersonalesDto> ObtenerAsync(RequestContext context, int clienteId, CancellationToken cancellationToken)
    {
        // First, because it writes down who reads: that is in the list too.
        var expediente = await expedientes.ObtenerParaDatosPersonalesAsync(context, clienteId, cancellationToken);
        var cuenta = await cuentas.ObtenerAsync(context, clienteId, cancellationToken);
        var cancelados = await db.Pagos.Where(r => r.Prestamo!.ClienteId == clienteId).OrderByDescending(r => r.PagoId)
            .Join(db.Pagos, r => r.ReversaDe, p => p.PagoId, (r, p) => new { p.PrestamoId, p.PagoId, p.FechaPago, p.Tipo, p.MontoPagado, r.RecibidoEn, r.Motivo })
            .ToListAsync(cancellationToken);
        var faltas = await db.Faltas.Where(f => db.Prestamos.Any(p => p.PrestamoId == f.PrestamoId && p.ClienteId == clienteId))
            .OrderByDescending(f => f.Fecha).ThenByDescending(f => f.Id)
            .Select(f => new FaltaDto(f.Id, f.Fecha, f.PrestamoId, f.MontoAbonado)).ToListAsync(cancellationToken);
        var grupos = await db.Membresias.Where(m => m.ClienteId == clienteId).OrderByDescending(m => m.Desde)
            .Join(db.Grupos, m => m.GrupoId, g => g.GrupoId, (m, g) => new MembresiaDto(
                g.NombreGrupo, m.Desde == DateOnly.MinValue ? null : m.Desde, m.Hasta == DateOnly.MaxValue ? null : m.Hasta))
            .ToListAsync(cancellationToken);
        var avala = await db.Prestamos.Where(p => p.AvalId == clienteId).OrderByDescending(p => p.PrestamoId)
            .Select(p => new AvaladoDto(p.PrestamoId, p.FechaInicio, p.MontoPrestamo, p.Status)).ToListAsync(cancellationToken);
        var visitas = await db.Database.SqlQuery<FilaDeVisita>(Sql.Combine($"""
            SELECT s.prestamo_id, s.fecha, s.visita, s.nota, s.promesa_fecha, s.promesa_monto
            FROM ({VisitaParts.SinPago($"(SELECT prestamo_id, cliente_id FROM prestamos WHERE cliente_id = {clienteId})")}) s
            ORDER BY {VisitaParts.LatestFirst($"s")}
            """)).ToListAsync(cancellationToken);
        var solicitudes = await db.Solicitudes.Where(s => s.ClienteId == clienteId).OrderByDescending(s => s.Id)
            .Select(s => new { s.PedidaEn, s.Tipo, s.Estado }).ToListAsync(cancellationToken);
        var decisiones = await db.ParesDeClientes.Where(p => p.ClienteId == clienteId || p.OtroId == clienteId)
            .OrderByDescending(p => p.DecididoEn).ThenBy(p => p.ClienteId).ThenBy(p => p.OtroId)
            .Select(p => new DecisionDePersonaDto(p.DecididoEn, p.Decision, p.Nota)).ToListAsync(cancellationToken);
        var registro = await db.Bitacora.Where(a => Entidades.Contains(a.Entidad) && a.EntidadId == clienteId).OrderByDescending(a => a.Id)
            .Select(a => new HuellaDto(
                a.Cuando, db.Usuarios.Where(u => u.Id == a.UsuarioId).Select(u => u.NombreDeUsuario).FirstOrDefault() ?? "", a.Entidad, a.Accion))
            .ToListAsync(cancellationToken);
        return new(
            expediente,
            cuenta,
            cancelados.ConvertAll(c => new MovimientoCanceladoDto(c.PrestamoId, c.PagoId, HoraMexico.Dia(c.FechaPago), c.Tipo, c.MontoPagado, c.RecibidoEn, c.Motivo)),
            faltas,
            grupos,
            avala,
            visitas.ConvertAll(v => new VisitaDePersonaDto(v.PrestamoId, v.Fecha, EnumNames.Parse<Visita>(v.Visita), v.Nota, v.PromesaFecha, v.PromesaMonto)),
            solicitudes.ConvertAll(s => new SolicitudDePersonaDto(s.PedidaEn, EnumNames.LabelOf(s.Tipo), s.Estado)),
            decisiones,
            registro);
    }

    private sealed record FilaDeVisita(int PrestamoId, DateTimeOffset Fecha, string Visita, string? Nota, DateOnly? PromesaFecha, decimal? PromesaMonto);
}
