using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Domain.Prestamos;

/// <summary>Grants, edits and deletes loans.</summary>
/// <remarks>
/// Locks are taken in one order everywhere: clients by id, then loans by id. A request that may open or reopen a loan of a client locks that client's
/// row, which serializes the check for "one open loan".
/// </remarks>
public sealed partial class PrestamoService(ProsmexDbContext db, UnitOfWork unitOfWork, ProsmexOptions options)
{
    /// <summary>Grants one loan.</summary>
    /// <exception cref="DominioException">The error of a single loan.</exception>
    public async Task<int> CrearAsync(RequestContext context, PrestamoRequest request, CancellationToken cancellationToken) =>
        (await ConcederAsync(context, [new(request, null, null)], (error, _) => error, cancellationToken))[0].PrestamoId;

    /// <summary>Grants all loans of a batch or none.</summary>
    /// <exception cref="DominioException">prestamo.lote_rechazado with every bad row, each judged on the good rows before it.</exception>
    public async Task<IReadOnlyList<PrestamoCreadoDto>> CrearLoteAsync(RequestContext context, IReadOnlyList<Fila<PrestamoRequest>> filas, CancellationToken cancellationToken)
    {
        var creados = await ConcederAsync(context, filas, (_, malas) => PrestamoErrores.LoteRechazado with { Filas = malas }, cancellationToken);
        return [.. creados.Select((p, i) => new PrestamoCreadoDto(i, p.PrestamoId, p.ClienteId, p.MontoPrestamo))];
    }

    /// <exception cref="DominioException">
    /// Invalid fields; permission for the amount; unknown ids; an aval who may not guarantee; the errors of <see cref="Prestamo.Editar"/>.
    /// </exception>
    public Task EditarAsync(RequestContext context, int id, PrestamoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForUpdate());
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var limites = await db.LimitesAsync(options, token);
                limites.Exigir(context, datos.Monto);
                var write = await unitOfWork.LockWeekAsync(context, custodioId: null, token);
                var visto = await db.LoadPrestamoAsync(context.User, id, token);
                var personas = await PersonasDelPrestamo.LoadAsync(db, context.User, [visto.ClienteId, visto.AvalId ?? 0, datos.ClienteId.GetValueOrDefault(0), datos.AvalId.GetValueOrDefault(0)], token);
                write = personas.Complete(write);
                var tomados = await db.LockLoansAsync([id, visto.RenuevaA ?? id], token);
                var prestamo = tomados.GetValueOrDefault(id) ?? throw new DominioException(PrestamoErrores.NoEncontrado);
                var tipoId = datos.TipoPrestamoId.GetValueOrDefault(prestamo.TipoPrestamoId);
                var cambios = new CambiosDePrestamo(
                    datos.ClienteId.GetValueOrDefault(prestamo.ClienteId),
                    datos.AvalId.IsPresent ? datos.AvalId.GetValueOrDefault(0) : prestamo.AvalId,
                    await db.TiposPrestamo.FirstOrDefaultAsync(t => t.TipoPrestamoId == tipoId, token) ?? throw new DominioException(PrestamoErrores.TipoNoEncontrado),
                    datos.Monto.GetValueOrDefault(prestamo.MontoPrestamo),
                    InicioDe(datos, prestamo.FechaInicio));
                if (cambios.ClienteId != prestamo.ClienteId)
                {
                    // To them it is a grant of the whole amount.
                    limites.Exigir(context, Optional<decimal>.Of(cambios.Monto));
                }

                var (clienteAntes, avalAntes, inicioAntes) = (prestamo.ClienteId, prestamo.AvalId, prestamo.FechaInicio);
                var tienePagos = await db.Pagos.AnyAsync(p => p.PrestamoId == id, token);
                var primero = await db.CobrosEnVigor().Where(p => p.PrestamoId == id).MinAsync(p => (DateTimeOffset?)p.FechaPago, token);
                prestamo.Editar(cambios, tienePagos, primero is { } fecha ? HoraMexico.Dia(fecha) : null, write);
                await RevisarPersonasAsync(personas, prestamo, clienteAntes, avalAntes, token);
                if (prestamo.RenuevaA is { } anteriorId && prestamo.FechaInicio != inicioAntes)
                {
                    var ingresos = await db.UltimosIngresosAsync([anteriorId], sin: null, token);
                    var (reversa, nueva) = tomados[anteriorId].MoverRenovacion(
                        await LiquidacionAsync(anteriorId, token),
                        prestamo.FechaInicio,
                        ingresos.GetValueOrDefault(anteriorId),
                        write);
                    db.Pagos.AddRange(reversa, nueva);
                }

                Reevaluar([.. tomados.Values], inicioAntes < prestamo.FechaInicio ? inicioAntes : prestamo.FechaInicio, [clienteAntes], write);
                return prestamo;
            },
            cancellationToken);
    }

    /// <summary>Deletes a loan without payments, with its faltas; for a renewal, the old loan is open again.</summary>
    /// <exception cref="DominioException">prestamo.no_encontrado, prestamo.con_pagos, prestamo.renovado.</exception>
    public Task EliminarAsync(RequestContext context, int id, CancellationToken cancellationToken) => unitOfWork.ExecuteAsync(
        context,
        async token =>
        {
            var write = await unitOfWork.LockWeekAsync(context, custodioId: null, token);
            var visto = await db.LoadPrestamoAsync(context.User, id, token);
            write = (await PersonasDelPrestamo.LoadAsync(db, context.User, [visto.ClienteId], token)).Complete(write);

            // Together, because locks are taken in id order.
            var tomados = await db.LockLoansAsync([id, visto.RenuevaA ?? id], token);
            var prestamo = tomados.GetValueOrDefault(id) ?? throw new DominioException(PrestamoErrores.NoEncontrado);
            if (prestamo.Status == StatusPrestamo.Renovado)
            {
                throw new DominioException(PrestamoErrores.Renovado);
            }

            if (await db.Pagos.AnyAsync(p => p.PrestamoId == id, token))
            {
                throw new DominioException(PrestamoErrores.ConPagos);
            }

            // Separate statements in this order: the old loan may only be reopened once this one is deleted.
            await db.Faltas.Where(f => f.PrestamoId == id).ExecuteDeleteAsync(token);
            await db.Visitas.Where(v => v.PrestamoId == id).ExecuteDeleteAsync(token);
            await db.Prestamos.Where(p => p.PrestamoId == id).ExecuteDeleteAsync(token);
            if (prestamo.RenuevaA is { } anteriorId)
            {
                var anterior = tomados[anteriorId];
                var liquidacion = await LiquidacionAsync(anteriorId, token);
                db.Pagos.Add(anterior.DeshacerRenovacion(liquidacion, write));
            }

            Reevaluar([.. tomados.Values.Where(p => p != prestamo)], prestamo.FechaInicio, [prestamo.ClienteId], write);
            return prestamo;
        },
        cancellationToken);

    private async Task<IReadOnlyList<Prestamo>> ConcederAsync(
        RequestContext context, IReadOnlyList<Fila<PrestamoRequest>> filas, Func<ErrorDeDominio, IReadOnlyList<RejectedRow>, ErrorDeDominio> rechazo, CancellationToken cancellationToken)
    {
        // What needs no lock first: fields, and an amount above the caller's limit.
        var limites = await db.LimitesAsync(options, cancellationToken);
        var rows = Batch.Read(filas, fila => Read(context, limites, fila), rechazo);
        var datos = rows.Select(f => f.Request).OfType<DatosDePrestamo>().ToList();
        return await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var write = await unitOfWork.LockWeekAsync(context, custodioId: null, token);
                var personas = await PersonasDelPrestamo.LoadAsync(
                    db, context.User, [.. datos.SelectMany(d => new[] { d.ClienteId.GetValueOrDefault(0), d.AvalId.GetValueOrDefault(0) })], token);
                write = personas.Complete(write);
                var abiertos = await AbiertosAsync([.. datos.Select(d => d.ClienteId.GetValueOrDefault(0))], token);
                var ingresos = await db.UltimosIngresosAsync([.. abiertos.Values.Select(p => p.PrestamoId)], sin: null, token);
                var tipos = await db.TiposPrestamo.ToDictionaryAsync(t => t.TipoPrestamoId, token);
                var anteriores = abiertos.Values.ToList();
                var nuevos = Batch.Judge(rows, fila => Conceder(fila, limites, personas, tipos, abiertos, ingresos, write), rechazo);
                Reevaluar([.. nuevos, .. anteriores.Where(p => p.EstaCerrado)], nuevos.Min(p => p.FechaInicio), [], write);
                return nuevos;
            },
            cancellationToken);
    }

    private Prestamo Conceder(
        DatosDePrestamo datos, LimitesVigentes limites, PersonasDelPrestamo personas, Dictionary<int, TipoPrestamo> tipos, Dictionary<int, Prestamo> abiertos, Dictionary<int, DateTimeOffset?> ingresos, WriteContext write)
    {
        var clienteId = datos.ClienteId.GetValueOrDefault(0);
        var anterior = abiertos.GetValueOrDefault(clienteId);
        personas.Exigir(clienteId, datos.AvalId.GetValueOrDefault(0), conserva: anterior?.AvalId);
        var concesion = new Concesion(
            clienteId,
            datos.AvalId.GetValueOrDefault(0),
            tipos.GetValueOrDefault(datos.TipoPrestamoId.GetValueOrDefault(0)) ?? throw new DominioException(PrestamoErrores.TipoNoEncontrado),
            datos.Monto.GetValueOrDefault(0),
            InicioDe(datos, HoraMexico.Dia(write.Now)));
        Prestamo nuevo;
        if (anterior is null)
        {
            nuevo = Prestamo.Conceder(concesion, write);
        }
        else
        {
            (nuevo, var liquidacion) = anterior.Renovar(
                concesion, write, limites.SemanasParaRenovar, ingresos.GetValueOrDefault(anterior.PrestamoId));
            db.Pagos.Add(liquidacion);
        }

        abiertos[clienteId] = nuevo;
        return db.Prestamos.Add(nuevo).Entity;
    }

    // A loan that owes nothing in closed weeks has nothing to look at there.
    private void Reevaluar(IReadOnlyList<Prestamo> prestamos, DateOnly desde, int[] clienteIds, WriteContext write)
    {
        if (write.LastClosedWeek is { } ultima && prestamos.Select(p => p.FechaInicio).Append(desde).Min() <= ultima.Domingo)
        {
            unitOfWork.AfterSave(token => db.ReevaluarAsync(
                new(Semana.De(desde)) { PrestamoIds = [.. prestamos.Select(p => p.PrestamoId)], ClienteIds = clienteIds }, ultima, token));
        }
    }

    private static DatosDePrestamo Read(RequestContext context, LimitesVigentes limites, PrestamoRequest request)
    {
        var datos = request.Validate(Validation.ForCreate());
        limites.Exigir(context, datos.Monto);
        return datos;
    }

    private async Task RevisarPersonasAsync(PersonasDelPrestamo personas, Prestamo prestamo, int clienteAntes, int? avalAntes, CancellationToken cancellationToken)
    {
        var otroCliente = prestamo.ClienteId != clienteAntes;
        if (otroCliente || prestamo.AvalId != avalAntes)
        {
            personas.Exigir(prestamo.ClienteId, prestamo.AvalId, conserva: null);
        }

        // Not locked: a request that opens a loan of that client locks the client's row, as this one does.
        if (otroCliente && await db.PrestamosAbiertos().AnyAsync(p => p.ClienteId == prestamo.ClienteId && !p.ExcepcionAdopcion, cancellationToken))
        {
            throw new DominioException(PrestamoErrores.ClienteConPrestamo);
        }
    }

    private Task<Dictionary<int, Prestamo>> AbiertosAsync(int[] clienteIds, CancellationToken cancellationToken) => db.Prestamos
        .FromSql(Sql.Combine($"""
            SELECT * FROM prestamos p
            WHERE p.cliente_id = ANY({clienteIds}) AND {PrestamoQueryExtensions.Abierto($"p")} AND NOT p.excepcion_adopcion
            ORDER BY p.prestamo_id FOR UPDATE
            """))
        .AsTracking().ToDictionaryAsync(p => p.ClienteId, cancellationToken);

    private Task<Pago> LiquidacionAsync(int prestamoId, CancellationToken cancellationToken) => db.EnVigor().SingleAsync(
        p => p.PrestamoId == prestamoId && p.Tipo == TipoPago.LiquidacionPorRenovacion, cancellationToken);
}
