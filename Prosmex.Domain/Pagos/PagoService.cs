using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.PorAclarar;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Pagos;

/// <summary>Registers, reverses and corrects payments.</summary>
public sealed class PagoService(ProsmexDbContext db, UnitOfWork unitOfWork)
{
    /// <summary>Registers all payments or none. A row with the key of a payment that it describes is that payment, and is not registered again.</summary>
    /// <returns>In the order of the rows, each with its loan as it stands after all of them.</returns>
    /// <exception cref="DominioException">The first bad row's refusal; of several rows, with every bad one, each judged on the good rows before it.</exception>
    public async Task<IReadOnlyList<PagoDto>> RegistrarAsync(RequestContext context, IReadOnlyList<Fila<PagoRequest>> filas, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filas);
        ErrorDeDominio Rechazo(ErrorDeDominio error, IReadOnlyList<RejectedRow> malas) => filas.Count == 1 ? error
            : error with { Filas = malas, Mensaje = $"No se registró ningún pago; revise el renglón {malas[0].Index + 1}. {error.Mensaje}" };

        var rows = Batch.Read(filas, fila => fila.Validate(), Rechazo);
        var datos = rows.Select(f => f.Request).OfType<DatosDePago>().ToList();
        var claves = datos.Select(d => d.Clave).OfType<Guid>().Distinct().ToArray();
        return await unitOfWork.ExecuteWithWeekLockAsync(
            context,
            context.User.UsuarioId,
            async (write, token) =>
            {
                var nuevas = await db.ClaimClavesAsync(claves, token);
                var conocidos = await ConocidosAsync([.. claves.Where(c => !nuevas.Contains(c))], token);
                var lote = await LoteDeCobros.AbrirAsync(db, context.User, [.. datos.Select(d => (d.PrestamoId.GetValueOrDefault(0), d.Monto.GetValueOrDefault(0)))], write, token);
                var pagos = Batch.Judge(
                    rows, fila => Conocido(fila, lote, conocidos, context.User) ?? new(Cobrar(fila, lote, write)), Rechazo);
                await lote.WriteAsync(db, unitOfWork, token);
                return pagos.Select(p => (p.Pago, Prestamo: lote.Prestamos[p.Pago.PrestamoId], p.Reversado)).ToList();
            },
            hechos => hechos.ConvertAll(h => PagoDto.De(h.Pago, h.Prestamo) with { Reversado = h.Reversado }),
            cancellationToken);
    }

    /// <summary>Undoes a payment by an opposite entry; what depended on it is as if it had never been.</summary>
    /// <exception cref="DominioException">solicitud.invalida, pago.no_encontrado, pago.ya_reversado, pago.prestamo_renovado, pago.prestamo_posterior_abierto.</exception>
    public Task ReversarAsync(RequestContext context, int id, ReversaRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var motivo = request.Validate();
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var (pago, prestamo, porAclarar, write) = await LockAsync(context, id, token);
                var estabaCerrado = prestamo.EstaCerrado;
                db.Pagos.Add(prestamo.Reversar(pago, motivo, await RenovacionDeAsync(prestamo, token), write));
                porAclarar?.Reabrir();
                await ExigirSinPosteriorAsync(prestamo, estabaCerrado, token);
                LoteDeCobros.Reevaluar(db, unitOfWork, [pago], write);
                return pago;
            },
            cancellationToken);
    }

    /// <summary>Reverses a payment and registers it with another amount or date.</summary>
    /// <returns>The new payment.</returns>
    /// <exception cref="DominioException">As for a reversal and as for a registration.</exception>
    public Task<PagoDto> CorregirAsync(RequestContext context, int id, PagoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.ValidateCorreccion();
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var (pago, prestamo, porAclarar, write) = await LockAsync(context, id, token);
                if (porAclarar is not null)
                {
                    throw new DominioException(PagoErrores.EraPorAclarar);
                }

                if (datos.PrestamoId.IsPresent && datos.PrestamoId.GetValueOrDefault(0) != pago.PrestamoId)
                {
                    throw new DominioException(PagoErrores.OtroPrestamo);
                }

                var estabaCerrado = prestamo.EstaCerrado;
                var ingresos = await db.UltimosIngresosAsync([prestamo.PrestamoId], sin: id, token);
                db.Pagos.Add(prestamo.Reversar(pago, "Corrección.", await RenovacionDeAsync(prestamo, token), write));
                var corregido = prestamo.Cobrar(
                    datos.Monto.GetValueOrDefault(pago.MontoPagado),
                    datos.Instante(pago.FechaPago, write.Now),
                    ingresos.GetValueOrDefault(prestamo.PrestamoId),
                    write);
                corregido.Custodiar(pago.CustodioId);
                db.Pagos.Add(corregido);
                await ExigirSinPosteriorAsync(prestamo, estabaCerrado, token);
                LoteDeCobros.Reevaluar(db, unitOfWork, [pago, corregido], write);
                return (Pago: corregido, Prestamo: prestamo);
            },
            hecho => PagoDto.De(hecho.Pago, hecho.Prestamo),
            cancellationToken);
    }

    /// <summary>What <see cref="ReversarAsync"/> would change.</summary>
    /// <exception cref="DominioException">The refusals of that method.</exception>
    public Task<VistaPreviaDto> PreviewReversaAsync(RequestContext context, int id, ReversaRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        return PreviewAsync(
            context,
            id,
            async token =>
            {
                await ReversarAsync(context, id, request, token);
                return null;
            },
            cancellationToken);
    }

    /// <summary>What <see cref="CorregirAsync"/> would change.</summary>
    /// <exception cref="DominioException">The refusals of that method.</exception>
    public Task<VistaPreviaDto> PreviewCorreccionAsync(RequestContext context, int id, PagoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.ValidateCorreccion();
        return PreviewAsync(context, id, async token => (await CorregirAsync(context, id, request, token)).FechaPago, cancellationToken);
    }

    // Takes the locks of the change first, so that what is read before it is what it finds.
    private Task<VistaPreviaDto> PreviewAsync(RequestContext context, int id, Func<CancellationToken, Task<DateTimeOffset?>> change, CancellationToken cancellationToken) =>
        unitOfWork.PreviewAsync(
            context,
            async token =>
            {
                var (pago, prestamo, _, _) = await LockAsync(context, id, token);
                var scope = PreviewScope.De(context, prestamo, pago.FechaPago);
                var antes = await PreviewSnapshot.ReadAsync(db, scope, [prestamo.PrestamoId], token);
                var corregido = await change(token);
                return VistaPreviaDto.Between(
                    antes,
                    await PreviewSnapshot.ReadAsync(db, scope, [prestamo.PrestamoId], token),
                    Semana.De(pago.FechaPago),
                    Semana.De(corregido ?? pago.FechaPago));
            },
            cancellationToken);

    // Of keys that were used before; null where by no payment, but by a visit or money por aclarar.
    private async Task<Dictionary<Guid, PagoDeFila?>> ConocidosAsync(Guid[] usadas, CancellationToken cancellationToken)
    {
        var conocidos = usadas.ToDictionary(c => c, _ => (PagoDeFila?)null);
        if (usadas.Length > 0)
        {
            foreach (var fila in await db.Pagos.Where(p => usadas.Contains(p.Clave!.Value))
                .Select(p => new { Pago = p, Reversado = db.Pagos.Any(r => r.ReversaDe == p.PagoId) }).ToListAsync(cancellationToken))
            {
                conocidos[fila.Pago.Clave!.Value] = new(fila.Pago, fila.Reversado);
            }
        }

        return conocidos;
    }

    // Null for a payment that is to be registered; its key is taken from then on.
    private static PagoDeFila? Conocido(DatosDePago datos, LoteDeCobros lote, Dictionary<Guid, PagoDeFila?> conocidos, CurrentUser currentUser)
    {
        if (datos.Clave is not { } clave)
        {
            return null;
        }

        if (!lote.Prestamos.ContainsKey(datos.PrestamoId.GetValueOrDefault(0)))
        {
            throw new DominioException(PrestamoErrores.NoEncontrado);
        }

        return conocidos.TryAdd(clave, null) ? null
            : conocidos[clave] is { } conocido && datos.Describe(conocido.Pago, currentUser.UsuarioId) ? conocido
            : throw new DominioException(PagoErrores.ClaveUsada);
    }

    private static Pago Cobrar(DatosDePago datos, LoteDeCobros lote, WriteContext write) =>
        lote.Cobrar(datos.PrestamoId.GetValueOrDefault(0), datos.Monto.GetValueOrDefault(0), datos.Instante(write.Now, write.Now), datos.Clave);

    private async Task<(Pago Pago, Prestamo Prestamo, DineroPorAclarar? PorAclarar, WriteContext WriteContext)> LockAsync(RequestContext context, int id, CancellationToken cancellationToken)
    {
        var visto = await db.PrestamosEnAlcance(context.User)
            .Join(
                db.Pagos.Where(p => p.PagoId == id && p.Tipo != TipoPago.Reversa),
                p => p.PrestamoId,
                p => p.PrestamoId,
                (prestamo, pago) => new { prestamo.PrestamoId, prestamo.ClienteId, pago.CustodioId })
            .SingleOrDefaultAsync(cancellationToken) ?? throw new DominioException(PagoErrores.NoEncontrado);
        var write = await unitOfWork.LockWeekAsync(context, visto.CustodioId, cancellationToken);
        write = (await PersonasDelPrestamo.LoadAsync(db, context.User, [visto.ClienteId], cancellationToken)).Complete(write);
        var prestamo = (await db.LockLoansAsync([visto.PrestamoId], cancellationToken))[visto.PrestamoId];

        // Of any corte that counted it: who could delete the corte first would need no approval.
        var pago = await db.Pagos.AsTracking().Where(p => p.PagoId == id)
            .Select(p => new
            {
                Pago = p,
                Reversado = db.Pagos.Any(r => r.ReversaDe == p.PagoId),
                PorAclarar = db.PorAclarar.FirstOrDefault(a => a.PagoId == id),
                NecesitaAprobacion = db.NeedsApproval(TipoDeSolicitud.CorreccionTrasCorte).Any() && db.Cortes.Any(c => c.AnulaA == null && c.UsuarioId == p.CustodioId && c.DesdePagoId < id && id <= c.HastaPagoId),
            })
            .SingleAsync(cancellationToken);
        return pago.Reversado ? throw new DominioException(PagoErrores.YaReversado)
            : pago.NecesitaAprobacion && context.Approved != TipoDeSolicitud.CorreccionTrasCorte ? throw new DominioException(AprobacionErrores.Necesaria)
            : (pago.Pago, prestamo, pago.PorAclarar, write);
    }

    private Task<int?> RenovacionDeAsync(Prestamo prestamo, CancellationToken cancellationToken) =>
        db.Prestamos.Where(p => p.RenuevaA == prestamo.PrestamoId).Select(p => (int?)p.PrestamoId).FirstOrDefaultAsync(cancellationToken);

    private async Task ExigirSinPosteriorAsync(Prestamo prestamo, bool estabaCerrado, CancellationToken cancellationToken)
    {
        if (!estabaCerrado || prestamo.EstaCerrado || prestamo.ExcepcionAdopcion)
        {
            return;
        }

        var posterior = await db.PrestamosAbiertos()
            .Where(p => p.ClienteId == prestamo.ClienteId && p.PrestamoId != prestamo.PrestamoId && !p.ExcepcionAdopcion)
            .Select(p => (int?)p.PrestamoId).FirstOrDefaultAsync(cancellationToken);
        if (posterior is { } id)
        {
            throw new DominioException(PagoErrores.PrestamoPosteriorAbierto(id));
        }
    }

    private sealed record PagoDeFila(Pago Pago, bool Reversado = false);
}
