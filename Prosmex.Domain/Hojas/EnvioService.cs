using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.PorAclarar;
using Prosmex.Domain.Recibos;

namespace Prosmex.Domain.Hojas;

/// <summary>
/// Receives what a phone captured offline: in any order, any number of times, split differently, from two phones at once. Every key counts once, and
/// money that was collected is never refused because its loan has changed since.
/// </summary>
public sealed class EnvioService(ProsmexDbContext db, UnitOfWork unitOfWork, ReciboKeys recibos)
{
    /// <exception cref="DominioException">envio.estructura with every reason, grupo.no_encontrado, envio.otro_contenido; nothing is stored then.</exception>
    public Task<EnvioRecibidoDto> RecibirAsync(
        RequestContext context, int grupoId, EnvioRequest request, IReadOnlyList<Fila<FilaDeEnvioRequest>> filas, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(filas);
        var revision = RevisionDeEnvio.De(request, filas);
        return unitOfWork.ExecuteWithWeekLockAsync(
            context,
            context.User.UsuarioId,
            async (write, token) =>
            {
                await db.ExigirGrupoAsync(context.User, grupoId, token);
                var conocidas = await FilasConocidas.ClaimAsync(db, revision.Buenas, token);
                var vistos = await VistosAsync(context.User, revision.Buenas, token);
                var ajenos = await AjenosAsync(grupoId, vistos, token);
                if (revision.Rechazo(revision.Buenas.SelectMany(f => Reparos(f, conocidas, ajenos))) is { } rechazo)
                {
                    throw new DominioException(rechazo);
                }

                var envio = revision.Envio!;
                await AnotarAsync(envio, revision.Huella(grupoId), grupoId, write, token);
                var nuevas = revision.Buenas.Where(f => conocidas.EsNueva(f)).Select(WithRecibo).ToList();
                var lote = await LoteDeCobros.AbrirAsync(
                    db, context.User, [.. nuevas.Where(f => f.Visita == Visita.Pago).Select(f => (f.PrestamoId, f.Monto))], write, token);
                var juicios = nuevas.ConvertAll(f => JuicioDeFila.De(f, envio, lote, write.Now));
                await lote.WriteAsync(db, unitOfWork, token);
                unitOfWork.AfterCommit(() => CountRecibidas(nuevas, write.Now));
                var hechas = nuevas.Zip(juicios, (fila, juicio) => EnvioFila.De(fila, envio, write.Now, juicio)).ToDictionary(f => f.Clave);
                db.EnvioFilas.AddRange(hechas.Values);
                db.PorAclarar.AddRange(hechas.Values.Where(f => f.Estado == EstadoDeFila.PorAclarar).Select(f => DineroPorAclarar.De(f, grupoId, write.UsuarioId)));
                return (Envio: envio, Conocidas: conocidas, Hechas: hechas);
            },
            hecho => Cuenta(hecho.Envio, revision.Buenas, hecho.Conocidas, hecho.Hechas),
            cancellationToken);
    }

    private DatosDeFila WithRecibo(DatosDeFila fila) => fila.Llave is { } llave && fila.Monto > 0
        ? fila with { CodigoDeRecibo = ReciboCode.Of(recibos.Of(llave), new(fila.Clave, fila.Monto, fila.OcurridoEn), fila.PrestamoId) }
        : fila;

    private static IEnumerable<(DatosDeFila Fila, ErrorDeDominio Error)> Reparos(DatosDeFila fila, FilasConocidas conocidas, HashSet<int> ajenos)
    {
        if (conocidas.Reparo(fila) is { } usada)
        {
            yield return (fila, usada);
        }
        else if (conocidas.EsNueva(fila) && ajenos.Contains(fila.PrestamoId))
        {
            yield return (fila, EnvioErrores.OtroGrupo);
        }
    }

    private static EnvioRecibidoDto Cuenta(DatosDeEnvio envio, IReadOnlyList<DatosDeFila> filas, FilasConocidas conocidas, Dictionary<Guid, EnvioFila> hechas)
    {
        var recibidas = filas.Select(f => hechas.TryGetValue(f.Clave, out var hecha) ? Recibida(hecha) : conocidas.Duplicada(f)).ToList();
        int Cuantas(FilaResult estado) => recibidas.Count(r => r.Estado == estado);
        decimal Suma(FilaResult estado) => filas.Zip(recibidas).Where(p => p.Second.Estado == estado).Sum(p => p.First.Monto);
        return new(
            envio.EnvioId,
            recibidas,
            Cuantas(FilaResult.Aplicado),
            Cuantas(FilaResult.Duplicado),
            Cuantas(FilaResult.PorAclarar),
            Suma(FilaResult.Aplicado),
            Suma(FilaResult.Duplicado),
            Suma(FilaResult.PorAclarar));
    }

    private static void CountRecibidas(IEnumerable<DatosDeFila> nuevas, DateTimeOffset recibidoEn)
    {
        foreach (var fila in nuevas)
        {
            Telemetry.FilasRecibidas.Add(1, new KeyValuePair<string, object?>("tarde", recibidoEn - fila.OcurridoEn > TimeSpan.FromDays(1)));
        }
    }

    private static FilaRecibidaDto Recibida(EnvioFila fila) => new(
        fila.Clave,
        fila.Estado == EstadoDeFila.Aplicado ? FilaResult.Aplicado : FilaResult.PorAclarar,
        null,
        fila.Codigo,
        fila.Motivo,
        fila.PagoId,
        fila.Desfase);

    private Task<Dictionary<int, PrestamoVisto>> VistosAsync(CurrentUser currentUser, IReadOnlyList<DatosDeFila> filas, CancellationToken cancellationToken)
    {
        var ids = filas.Select(f => f.PrestamoId).ToArray();
        return db.PrestamosEnAlcance(currentUser).Where(p => ids.Contains(p.PrestamoId))
            .Select(p => new PrestamoVisto(p.PrestamoId, p.ClienteId, p.Cliente!.GrupoId))
            .ToDictionaryAsync(p => p.PrestamoId, cancellationToken);
    }

    // Loans of groups that the caller sees, but not of this one: two sheets were mixed up. The exception is a client who was once moved out of this
    // group: the payment is applied in the new group. However long ago: nothing says when the sheet was made, a phone's clock may be wrong, and money
    // that was collected must not be refused for that. Read from the bitácora, because memberships are kept by days, and a client may move twice on
    // one; a move whose partition was detached, a year old at least, is not known any more.
    private async Task<HashSet<int>> AjenosAsync(int grupoId, Dictionary<int, PrestamoVisto> vistos, CancellationToken cancellationToken)
    {
        var deOtro = vistos.Values.Where(p => p.GrupoId != grupoId).ToList();
        if (deOtro.Count == 0)
        {
            return [];
        }

        var clientes = deOtro.Select(p => p.ClienteId).Distinct().ToArray();
        var mudados = await db.Database.SqlQuery<int>($"""
            SELECT DISTINCT entidad_id::integer AS "Value" FROM bitacora
            WHERE entidad = 'cliente' AND entidad_id = ANY({clientes}) AND accion = 'cambio' AND antes ->> 'grupo_id' = {grupoId}::text
            """).ToListAsync(cancellationToken);
        return [.. deOtro.Where(p => !mudados.Contains(p.ClienteId)).Select(p => p.PrestamoId)];
    }

    // Waits for a concurrent request with the same envío.
    private async Task AnotarAsync(DatosDeEnvio envio, byte[] fingerprint, int grupoId, WriteContext write, CancellationToken cancellationToken)
    {
        var nuevo = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO envios (envio_id, grupo_id, usuario_id, control_filas, control_total, huella, recibido_en, enviado_en)
            VALUES ({envio.EnvioId}, {grupoId}, {write.UsuarioId}, {envio.ControlFilas}, {envio.ControlTotal}, {fingerprint}, {write.Now}, {envio.EnviadoEn})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken) > 0;
        if (!nuevo && !(await db.Envios.Where(e => e.EnvioId == envio.EnvioId).Select(e => e.Huella).SingleAsync(cancellationToken)).AsSpan().SequenceEqual(fingerprint))
        {
            throw new DominioException(EnvioErrores.OtherContent);
        }
    }

    private sealed record PrestamoVisto(int PrestamoId, int ClienteId, int GrupoId);
}

/// <summary>The rows received before under the keys of an envío, on a sheet or by POST /pagos.</summary>
internal sealed class FilasConocidas
{
    private readonly HashSet<Guid> _nuevas;
    private readonly Dictionary<Guid, EnvioFila> _deHojas;
    private readonly Dictionary<Guid, Pago> _dePagos;

    private FilasConocidas(HashSet<Guid> nuevas, Dictionary<Guid, EnvioFila> deHojas, Dictionary<Guid, Pago> dePagos) =>
        (_nuevas, _deHojas, _dePagos) = (nuevas, deHojas, dePagos);

    /// <summary>Claims the keys for the current transaction, and reads those already used.</summary>
    public static async Task<FilasConocidas> ClaimAsync(ProsmexDbContext db, IReadOnlyList<DatosDeFila> filas, CancellationToken cancellationToken)
    {
        var claves = filas.Select(f => f.Clave).Distinct().ToArray();
        var nuevas = await db.ClaimClavesAsync(claves, cancellationToken);
        Guid[] usadas = [.. claves.Where(c => !nuevas.Contains(c))];
        return usadas.Length == 0 ? new(nuevas, [], []) : new(
            nuevas,
            await db.EnvioFilas.Where(f => usadas.Contains(f.Clave)).ToDictionaryAsync(f => f.Clave, cancellationToken),
            await db.Pagos.Where(p => usadas.Contains(p.Clave!.Value)).ToDictionaryAsync(p => p.Clave!.Value, cancellationToken));
    }

    public bool EsNueva(DatosDeFila fila) => _nuevas.Contains(fila.Clave);

    /// <summary>Why the key cannot be used again; null where it is new, or the row is the same.</summary>
    public ErrorDeDominio? Reparo(DatosDeFila fila) =>
        EsNueva(fila) ? null
        : _deHojas.TryGetValue(fila.Clave, out var previous) ? fila.EsLaDe(previous) ? null : EnvioErrores.ClaveConOtrosDatos
        : _dePagos.TryGetValue(fila.Clave, out var pago) && fila.Visita == Visita.Pago && pago.PrestamoId == fila.PrestamoId && pago.MontoPagado == fila.Monto ? null
        : PagoErrores.ClaveUsada;

    /// <summary>The answer for a row received before.</summary>
    public FilaRecibidaDto Duplicada(DatosDeFila fila) => _deHojas.TryGetValue(fila.Clave, out var previous)
        ? new(fila.Clave, FilaResult.Duplicado, previous.Estado, previous.Codigo, previous.Motivo, previous.PagoId, previous.Desfase)
        : new(fila.Clave, FilaResult.Duplicado, EstadoDeFila.Aplicado, null, null, _dePagos[fila.Clave].PagoId, Desfase: false);
}

/// <summary>
/// When a whole route gets a signal again, its phones all send at once. A few are served at a time, so that other requests are not queued
/// behind them; the rest wait. One for each lender of the process.
/// </summary>
/// <remarks>No transaction is open around it: waiting work must not hold what others need.</remarks>
public sealed class EnvioQueue() : WorkQueue(atOnce: 8, queued: 512, EnvioErrores.Saturado);
