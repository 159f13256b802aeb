using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Domain.Pagos;

/// <summary>
/// Turns received cash into payments, from POST /pagos, collection sheets and money por aclarar; corrections do not use it. Lives in one
/// transaction and holds its loans locked in id order.
/// </summary>
internal sealed class LoteDeCobros
{
    private readonly Dictionary<int, Prestamo> _prestamos;
    private readonly Dictionary<int, DateTimeOffset?> _ingresos;
    private readonly WriteContext _write;
    private readonly List<Pago> _nuevos = [];

    private LoteDeCobros(Dictionary<int, Prestamo> prestamos, Dictionary<int, DateTimeOffset?> ingresos, WriteContext write) =>
        (_prestamos, _ingresos, _write) = (prestamos, ingresos, write);

    /// <summary>The loans that can be paid here.</summary>
    public IReadOnlyDictionary<int, Prestamo> Prestamos => _prestamos;

    /// <param name="cobros">What is to be taken, loan by loan; those that the caller does not see are unknown.</param>
    public static async Task<LoteDeCobros> AbrirAsync(
        ProsmexDbContext db, CurrentUser currentUser, IReadOnlyCollection<(int PrestamoId, decimal Monto)> cobros, WriteContext write, CancellationToken cancellationToken)
    {
        var prestamos = await db.LockLoansAsync(currentUser, [.. cobros.Select(c => c.PrestamoId).Distinct()], cancellationToken);

        // When the latest money came in matters to a loan that closes, and few do.
        var entra = cobros.GroupBy(c => c.PrestamoId).ToDictionary(g => g.Key, g => g.Sum(c => c.Monto));
        int[] cierran = [.. prestamos.Values.Where(p => entra[p.PrestamoId] >= p.Restante).Select(p => p.PrestamoId)];
        return new(prestamos, cierran.Length == 0 ? [] : await db.UltimosIngresosAsync(cierran, sin: null, cancellationToken), write);
    }

    /// <summary>Takes cash for a loan as it stands after those before it.</summary>
    /// <param name="clave">The key that the client generated for this payment; null where it sent none.</param>
    /// <param name="codigo">The code of a receipt that the phone has shown already; null generates one.</param>
    /// <exception cref="DominioException">prestamo.no_encontrado, or as <see cref="Prestamo.Cobrar"/>; nothing is changed then.</exception>
    public Pago Cobrar(int prestamoId, decimal monto, DateTimeOffset fecha, Guid? clave, string? codigo = null)
    {
        var prestamo = _prestamos.GetValueOrDefault(prestamoId) ?? throw new DominioException(PrestamoErrores.NoEncontrado);
        var ultimo = _ingresos.GetValueOrDefault(prestamoId);
        var pago = prestamo.Cobrar(monto, fecha, ultimo, _write);
        if (clave is { } dada)
        {
            pago.Marcar(dada);
        }

        if (codigo is not null)
        {
            pago.SetCodigoDeRecibo(codigo);
        }

        if (monto > 0 && !(ultimo > fecha))
        {
            _ingresos[prestamoId] = fecha;
        }

        _nuevos.Add(pago);
        return pago;
    }

    /// <summary>Writes what was taken and the loans as they stand then: one statement, however many they are. The payments have their ids afterwards.</summary>
    public async Task WriteAsync(ProsmexDbContext db, UnitOfWork unitOfWork, CancellationToken cancellationToken)
    {
        if (_nuevos.Count == 0)
        {
            return;
        }

        Prestamo[] tocados = [.. _nuevos.Select(p => p.PrestamoId).Distinct().Select(id => _prestamos[id])];
        var ids = await db.Database.SqlQuery<int>(
            $"""
            WITH nuevos AS (
                INSERT INTO pagos (prestamo_id, tipo, fecha_pago, monto_pagado, clave, codigo_de_recibo, custodio_id, registrado_por, recibido_en, excepcion_adopcion)
                SELECT n.prestamo_id, 'cobro', n.fecha_pago, n.monto_pagado, n.clave, n.codigo_de_recibo, n.custodio_id, {_write.UsuarioId}, {_write.Now}, false
                FROM unnest(
                    {_nuevos.Select(p => p.PrestamoId).ToArray()},
                    {_nuevos.Select(p => p.FechaPago).ToArray()},
                    {_nuevos.Select(p => p.MontoPagado).ToArray()},
                    {_nuevos.Select(p => p.Clave).ToArray()},
                    {_nuevos.Select(p => p.CodigoDeRecibo).ToArray()},
                    {_nuevos.Select(p => p.CustodioId).ToArray()})
                    WITH ORDINALITY AS n (prestamo_id, fecha_pago, monto_pagado, clave, codigo_de_recibo, custodio_id, orden)
                ORDER BY n.orden
                RETURNING pago_id),
            al_dia AS (
                UPDATE prestamos p
                SET pagado = n.pagado, numero_pagos = n.numero_pagos, status = n.status, fecha_cierre = n.fecha_cierre
                FROM unnest(
                    {Array.ConvertAll(tocados, p => p.PrestamoId)},
                    {Array.ConvertAll(tocados, p => p.Pagado)},
                    {Array.ConvertAll(tocados, p => p.NumeroPagos)},
                    {Array.ConvertAll(tocados, p => EnumNames.NameOf(p.Status))},
                    {Array.ConvertAll(tocados, p => p.FechaCierre)})
                    AS n (prestamo_id, pagado, numero_pagos, status, fecha_cierre)
                WHERE p.prestamo_id = n.prestamo_id)
            SELECT pago_id AS "Value" FROM nuevos
            """).ToListAsync(cancellationToken);

        // They were given in the order of the rows.
        ids.Sort();
        foreach (var (pago, id) in _nuevos.Zip(ids))
        {
            pago.SetId(id);
        }

        Reevaluar(db, unitOfWork, _nuevos, _write);
        unitOfWork.AfterCommit(() => Telemetry.PagosAceptados.Add(_nuevos.Count));
    }

    /// <summary>Money counts in its week and, as advance, in those after it; of weeks that are not closed nothing is stored.</summary>
    public static void Reevaluar(ProsmexDbContext db, UnitOfWork unitOfWork, IEnumerable<Pago> pagos, WriteContext write)
    {
        var cerrados = pagos.Where(p => write.IsInClosedWeek(p.FechaPago)).ToList();
        if (cerrados.Count > 0)
        {
            var cambio = new CambioEnCerradas(Semana.De(cerrados.Min(p => p.FechaPago))) { PrestamoIds = [.. cerrados.Select(p => p.PrestamoId).Distinct()] };
            unitOfWork.AfterSave(token => db.ReevaluarAsync(cambio, write.LastClosedWeek!.Value, token));
        }
    }
}
