using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Domain.Pagos;

/// <summary>Registers, reverses and corrects payments. Locks as in <see cref="PrestamoService"/>.</summary>
public sealed class PagoService(ProsmexDbContext db, UnidadDeTrabajo unidad, TimeProvider reloj)
{
    /// <summary>Registers all payments or none. A row with the key of a payment that it describes is that payment, and is not registered again.</summary>
    /// <returns>In the order of the rows, each with its loan as it stands after all of them.</returns>
    /// <exception cref="DominioException">The first bad row's refusal; of several rows, with every bad one, each judged on the good rows before it.</exception>
    public async Task<IReadOnlyList<PagoDto>> RegistrarAsync(Llamante llamante, IReadOnlyList<Fila<PagoRequest>> filas, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filas);
        ErrorDeDominio Rechazo(ErrorDeDominio error, IReadOnlyList<FilaRechazada> malas) => filas.Count == 1 ? error : error with { Filas = malas };

        Dictionary<PagoRequest, DatosDePago> datos = new(ReferenceEqualityComparer.Instance);
        var revisadas = Lote.Revisar(filas, fila => datos[fila] = fila.Validar());
        if (datos.Count == 0)
        {
            Lote.Juzgar<PagoRequest, Pago>(revisadas, _ => throw new UnreachableException(), Rechazo);
        }

        var ids = datos.Values.Select(d => d.PrestamoId.Sobre(0)).Distinct().ToArray();
        var claves = datos.Values.Where(d => d.Clave is not null).Select(d => d.Clave).Distinct().ToArray();
        return await unidad.EjecutarConTurnoAsync(
            async (ultimaCerrada, token) =>
            {
                var autoria = new Autoria(llamante.UsuarioId, reloj.GetUtcNow(), ultimaCerrada);
                var prestamos = await db.TomarPrestamosAsync(llamante, ids, token);
                var ingresos = await IngresosDeLosQueCierranAsync(prestamos, datos.Values, token);
                var conocidos = await ConocidosAsync(claves, token);
                var pagos = Lote.Juzgar(
                    revisadas, fila => Conocido(datos[fila], prestamos, conocidos, llamante) ?? new(Cobrar(datos[fila], prestamos, ingresos, autoria)), Rechazo);
                var nuevos = pagos.Where(p => !p.YaEstaba).Select(p => p.Pago).ToList();
                db.Pagos.AddRange(nuevos);
                Reevaluar(nuevos, autoria);
                unidad.TrasConfirmar(() => Telemetria.PagosAceptados.Add(nuevos.Count));
                return pagos.Select(p => (p.Pago, Prestamo: prestamos[p.Pago.PrestamoId], p.Reversado)).ToList();
            },
            hechos => hechos.ConvertAll(h => PagoDto.De(h.Pago, h.Prestamo) with { Reversado = h.Reversado }),
            cancellationToken);
    }

    /// <summary>Undoes a payment by an opposite entry; what depended on it is as if it had never been.</summary>
    /// <exception cref="DominioException">solicitud.invalida, pago.no_encontrado, pago.ya_reversado, pago.prestamo_renovado, pago.prestamo_posterior_abierto.</exception>
    public Task ReversarAsync(Llamante llamante, int id, ReversaRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var motivo = solicitud.Validar();
        return unidad.EjecutarAsync(
            async token =>
            {
                var autoria = await AutoriaAsync(llamante, token);
                var (pago, prestamo) = await TomarAsync(llamante, id, token);
                var estabaCerrado = prestamo.EstaCerrado;
                db.Pagos.Add(prestamo.Reversar(pago, motivo, await RenovacionDeAsync(prestamo, token), autoria));
                await ExigirSinPosteriorAsync(prestamo, estabaCerrado, token);
                Reevaluar([pago], autoria);
                return pago;
            },
            cancellationToken);
    }

    /// <summary>Undoes a payment and registers it anew with another amount or date.</summary>
    /// <returns>The new payment.</returns>
    /// <exception cref="DominioException">As for a reversal and as for a registration.</exception>
    public Task<PagoDto> CorregirAsync(Llamante llamante, int id, PagoRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var datos = solicitud.ValidarCorreccion();
        return unidad.EjecutarAsync(
            async token =>
            {
                var autoria = await AutoriaAsync(llamante, token);
                var (pago, prestamo) = await TomarAsync(llamante, id, token);
                if (datos.PrestamoId.Presente && datos.PrestamoId.Sobre(0) != pago.PrestamoId)
                {
                    throw new DominioException(PagoErrores.OtroPrestamo);
                }

                var estabaCerrado = prestamo.EstaCerrado;
                var ingresos = await db.UltimosIngresosAsync([prestamo.PrestamoId], sin: id, token);
                db.Pagos.Add(prestamo.Reversar(pago, "Corrección.", await RenovacionDeAsync(prestamo, token), autoria));
                var corregido = prestamo.Cobrar(
                    datos.Monto.Sobre(pago.MontoPagado),
                    datos.Instante(pago.FechaPago, autoria.Ahora),
                    ingresos.TryGetValue(prestamo.PrestamoId, out var ultimo) ? ultimo : null,
                    autoria);
                db.Pagos.Add(corregido);
                await ExigirSinPosteriorAsync(prestamo, estabaCerrado, token);
                Reevaluar([pago, corregido], autoria);
                return (Pago: corregido, Prestamo: prestamo);
            },
            hecho => PagoDto.De(hecho.Pago, hecho.Prestamo),
            cancellationToken);
    }

    private async Task<Autoria> AutoriaAsync(Llamante llamante, CancellationToken cancellationToken) =>
        new(llamante.UsuarioId, reloj.GetUtcNow(), await db.TomarTurnoAsync(cancellationToken));

    // Money counts in its week and, as advance, in those after it; of weeks that are not closed nothing is stored.
    private void Reevaluar(IReadOnlyList<Pago> pagos, Autoria autoria)
    {
        var ids = pagos.Where(p => autoria.EnSemanaCerrada(p.FechaPago)).Select(p => p.PrestamoId).Distinct().ToArray();
        if (ids.Length > 0)
        {
            unidad.TrasGuardar(token => db.ReevaluarAsync(ids, autoria.UltimaCerrada!.Value, token));
        }
    }

    // When the latest money came in matters to a loan that closes, and few do.
    private async Task<Dictionary<int, DateTimeOffset>> IngresosDeLosQueCierranAsync(
        Dictionary<int, Prestamo> prestamos, IEnumerable<DatosDePago> datos, CancellationToken cancellationToken)
    {
        var entra = datos.GroupBy(d => d.PrestamoId.Sobre(0)).ToDictionary(g => g.Key, g => g.Sum(d => d.Monto.Sobre(0)));
        int[] cierran = [.. prestamos.Values.Where(p => entra[p.PrestamoId] >= p.Restante).Select(p => p.PrestamoId)];
        return cierran.Length == 0 ? [] : await db.UltimosIngresosAsync(cierran, sin: null, cancellationToken);
    }

    // Read under the lock of their loans: who sends a row again waits for the first time to be over.
    private async Task<Dictionary<Guid, PagoDeFila?>> ConocidosAsync(Guid?[] claves, CancellationToken cancellationToken) => claves.Length == 0 ? []
        : await db.Pagos.Where(p => claves.Contains(p.Clave))
            .Select(p => new { p.Clave, Pago = p, Reversado = db.Pagos.Any(r => r.ReversaDe == p.PagoId) })
            .ToDictionaryAsync(p => p.Clave!.Value, p => (PagoDeFila?)new PagoDeFila(p.Pago, YaEstaba: true, p.Reversado), cancellationToken);

    // Null for a payment that is to be registered; its key is taken from then on.
    private static PagoDeFila? Conocido(DatosDePago datos, Dictionary<int, Prestamo> prestamos, Dictionary<Guid, PagoDeFila?> conocidos, Llamante llamante)
    {
        if (datos.Clave is not { } clave)
        {
            return null;
        }

        if (!prestamos.ContainsKey(datos.PrestamoId.Sobre(0)))
        {
            throw new DominioException(PrestamoErrores.NoEncontrado);
        }

        return conocidos.TryAdd(clave, null) ? null
            : conocidos[clave] is { } conocido && datos.Describe(conocido.Pago, llamante.UsuarioId) ? conocido
            : throw new DominioException(PagoErrores.ClaveUsada);
    }

    private static Pago Cobrar(DatosDePago datos, Dictionary<int, Prestamo> prestamos, Dictionary<int, DateTimeOffset> ingresos, Autoria autoria)
    {
        var id = datos.PrestamoId.Sobre(0);
        var prestamo = prestamos.GetValueOrDefault(id) ?? throw new DominioException(PrestamoErrores.NoEncontrado);
        DateTimeOffset? ultimo = ingresos.TryGetValue(id, out var conocido) ? conocido : null;
        var pago = prestamo.Cobrar(datos.Monto.Sobre(0), datos.Instante(autoria.Ahora, autoria.Ahora), ultimo, autoria);
        if (datos.Clave is { } clave)
        {
            pago.Marcar(clave);
        }

        if (pago.MontoPagado > 0 && !(ultimo > pago.FechaPago))
        {
            ingresos[id] = pago.FechaPago;
        }

        return pago;
    }

    private async Task<(Pago Pago, Prestamo Prestamo)> TomarAsync(Llamante llamante, int id, CancellationToken cancellationToken)
    {
        var visto = await db.PrestamosEnAlcance(llamante)
            .Join(db.Pagos.Where(p => p.PagoId == id && p.Tipo != TipoPago.Reversa), p => p.PrestamoId, p => p.PrestamoId, (prestamo, pago) => new { prestamo.PrestamoId, prestamo.ClienteId })
            .SingleOrDefaultAsync(cancellationToken) ?? throw new DominioException(PagoErrores.NoEncontrado);
        await PersonasDelPrestamo.CargarAsync(db, llamante, [visto.ClienteId], cancellationToken);
        var prestamo = (await db.TomarPrestamosAsync([visto.PrestamoId], cancellationToken))[visto.PrestamoId];
        var pago = await db.Pagos.Where(p => p.PagoId == id).Select(p => new { Pago = p, Reversado = db.Pagos.Any(r => r.ReversaDe == p.PagoId) }).SingleAsync(cancellationToken);
        return pago.Reversado ? throw new DominioException(PagoErrores.YaReversado) : (pago.Pago, prestamo);
    }

    private Task<int?> RenovacionDeAsync(Prestamo prestamo, CancellationToken cancellationToken) =>
        db.Prestamos.Where(p => p.RenuevaA == prestamo.PrestamoId).Select(p => (int?)p.PrestamoId).FirstOrDefaultAsync(cancellationToken);

    private async Task ExigirSinPosteriorAsync(Prestamo prestamo, bool estabaCerrado, CancellationToken cancellationToken)
    {
        if (!estabaCerrado || prestamo.EstaCerrado || prestamo.ExcepcionAdopcion)
        {
            return;
        }

        var posterior = await db.Prestamos
            .Where(p => p.ClienteId == prestamo.ClienteId && p.PrestamoId != prestamo.PrestamoId && !p.ExcepcionAdopcion
                && (p.Status == StatusPrestamo.Activo || p.Status == StatusPrestamo.Vencido))
            .Select(p => (int?)p.PrestamoId).FirstOrDefaultAsync(cancellationToken);
        if (posterior is { } id)
        {
            throw new DominioException(PagoErrores.PrestamoPosteriorAbierto(id));
        }
    }

    private sealed record PagoDeFila(Pago Pago, bool YaEstaba = false, bool Reversado = false);
}
