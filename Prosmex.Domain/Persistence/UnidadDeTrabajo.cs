using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Cortes;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// The only way to write: one transaction, saved once, done again as a whole where the database had a passing fault. Each carries an id that
/// is made before the first try and stored by the one that commits: so a lost answer to COMMIT neither loses nor doubles anything.
/// </summary>
public sealed class UnidadDeTrabajo(ProsmexDbContext db, Origen origen, TimeProvider reloj)
{
    private readonly List<Func<CancellationToken, Task>> _trasGuardar = [];
    private readonly List<Action> _trasConfirmar = [];
    private bool _abierta;

    /// <summary>For work that no request, timer or command asks for.</summary>
    public UnidadDeTrabajo(ProsmexDbContext db)
        : this(db, new Origen(), TimeProvider.System)
    {
    }

    /// <summary>For the work that is running: something to do in the same transaction once its changes are in the database.</summary>
    public void TrasGuardar(Func<CancellationToken, Task> paso) => _trasGuardar.Add(paso);

    /// <summary>For the work that is running: something that is only true once all of it is committed, such as a count for the telemetry.</summary>
    public void TrasConfirmar(Action paso) => _trasConfirmar.Add(paso);

    /// <summary>
    /// Runs <paramref name="trabajo"/> in a transaction, saves and commits; inside another unit of work it is a part of that. The work may run
    /// more than once: it must start from what it reads inside and touch nothing but the database.
    /// </summary>
    /// <exception cref="InvalidOperationException">The one around it has changes that are not saved, which this one would forget.</exception>
    /// <exception cref="DominioException">What the work refused, a lost race, or a rule that the database keeps.</exception>
    public Task<T> EjecutarAsync<T>(Func<CancellationToken, Task<T>> trabajo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trabajo);
        if (_abierta && (db.ChangeTracker.HasChanges() || _trasGuardar.Count > 0))
        {
            throw new InvalidOperationException("A unit of work inside another begins before or after the other's own changes, not among them.");
        }

        return _abierta ? HacerAsync(trabajo, cancellationToken) : CorrerAsync(clave: null, turno: null, (_, token) => trabajo(token), SinClave<T>, cancellationToken);
    }

    /// <summary>The same, answering what can only be told once everything is saved, such as ids that the database gave.</summary>
    public async Task<TOut> EjecutarAsync<T, TOut>(Func<CancellationToken, Task<T>> trabajo, Func<T, TOut> resultado, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resultado);
        return resultado(await EjecutarAsync(trabajo, cancellationToken));
    }

    /// <summary>The same for a write to loans or money: no week is closed until it ends, and who holds its cash makes no corte.</summary>
    /// <param name="custodioId">Null where nobody holds the cash.</param>
    /// <param name="trabajo">Is told the last closed week; null before the first close.</param>
    /// <param name="resultado">Is asked once everything is saved.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<TOut> EjecutarConTurnoAsync<T, TOut>(
        int? custodioId, Func<Semana?, CancellationToken, Task<T>> trabajo, Func<T, TOut> resultado, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trabajo);
        ArgumentNullException.ThrowIfNull(resultado);
        return resultado(_abierta
            ? await EjecutarAsync(async token => await trabajo(await db.TomarTurnoAsync(custodioId, token), token), cancellationToken)
            : await CorrerAsync(clave: null, new Turno(custodioId), trabajo, SinClave<T>, cancellationToken));
    }

    /// <summary>
    /// Runs a request's work once for its key, together with all units of work inside it, and stores the answer in their transaction. If the key
    /// was used before, the answer is that of then and nothing is done.
    /// </summary>
    /// <exception cref="DominioException">idempotencia.otro_contenido, idempotencia.en_curso, or as <see cref="EjecutarAsync{T}"/>; nothing is stored then.</exception>
    public Task<RespuestaHecha> UnaVezAsync(ClaveDeSolicitud clave, Func<CancellationToken, Task<RespuestaHecha>> trabajo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clave);
        ArgumentNullException.ThrowIfNull(trabajo);
        return CorrerAsync(
            clave,
            turno: null,
            async (_, token) =>
            {
                var hecha = await trabajo(token);
                await db.Operaciones.Where(o => o.UsuarioId == clave.UsuarioId && o.Clave == clave.Texto).ExecuteUpdateAsync(
                    o => o.SetProperty(x => x.Estado, hecha.Estado).SetProperty(x => x.Respuesta, hecha.Json), token);
                return hecha;
            },
            previa => clave.EsLaDe(previa) ? Repetir(previa) : throw new DominioException(OperacionErrores.OtroContenido),
            cancellationToken);
    }

    private static RespuestaHecha Repetir(Operacion previa)
    {
        Telemetria.Repeticiones.Add(1);
        return new(previa.Estado!.Value, previa.Respuesta!, Repetida: true);
    }

    private static T SinClave<T>(Operacion previa) => throw new InvalidOperationException($"Operation {previa.Id} is not this one.");

    private async Task<T> CorrerAsync<T>(
        ClaveDeSolicitud? clave,
        Turno? turno,
        Func<Semana?, CancellationToken, Task<T>> trabajo,
        Func<Operacion, T> repetir,
        CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(reloj.GetUtcNow());
        T? hecho = default;
        try
        {
            return await db.Database.CreateExecutionStrategy().ExecuteAsync(
                async token =>
                {
                    await using var transaccion = await db.Database.BeginTransactionAsync(token);
                    _trasConfirmar.Clear();
                    if (await AnotarAsync(id, clave, turno, token) is not { } anotada)
                    {
                        var previa = await PreviaAsync(id, clave, token);
                        return previa.Id == id ? hecho! : repetir(previa);
                    }

                    try
                    {
                        _abierta = true;
                        hecho = await HacerAsync(t => trabajo(anotada.UltimaCerrada is { } lunes ? Semana.De(lunes) : null, t), token);
                        await ConfirmarAsync(transaccion, token);
                    }
                    catch (InvalidOperationException ex) when (db.Database.GetDbConnection().State != ConnectionState.Open)
                    {
                        // What the driver says of the transaction of a connection that broke between two statements; a passing fault like others.
                        throw new NpgsqlException("The connection broke inside a transaction.", new IOException(ex.Message, ex));
                    }
                    finally
                    {
                        _abierta = false;
                    }

                    _trasConfirmar.ForEach(paso => paso());
                    return hecho;
                },
                cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new DominioException(ErroresComunes.CambioSimultaneo);
        }
        catch (Exception ex) when (RechazoDeLaBase(ex) is { } error)
        {
            throw new DominioException(error);
        }
    }

    private static async Task ConfirmarAsync(IDbContextTransaction transaccion, CancellationToken cancellationToken)
    {
        PlazoDeBase.Exigir();
        PlazoDeBase.Empezar();
        try
        {
            await transaccion.CommitAsync(cancellationToken);
        }
        catch (NpgsqlException ex)
        {
            throw new CommitDudosoException(ex);
        }
        finally
        {
            PlazoDeBase.Terminar();
        }
    }

    private async Task<T> HacerAsync<T>(Func<CancellationToken, Task<T>> trabajo, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        _trasGuardar.Clear();

        // What fails is rolled back as a whole: a savepoint around each save would only be two more round trips.
        db.Database.AutoSavepointsEnabled = false;
        var resultado = await trabajo(cancellationToken);
#pragma warning disable RS0030 // Here and nowhere else.
        await db.SaveChangesAsync(cancellationToken);
#pragma warning restore RS0030
        foreach (var paso in _trasGuardar)
        {
            await paso(cancellationToken);
        }

        _trasGuardar.Clear();
        return resultado;
    }

    // Waits for a transaction that has the same id or key and is not over yet: an earlier try whose COMMIT is still under way, or another
    // request. Null where it committed. Also tells the triggers of the bitácora who is at work, and takes the turn on the same way.
    private async Task<Anotada?> AnotarAsync(Guid id, ClaveDeSolicitud? clave, Turno? turno, CancellationToken cancellationToken)
    {
        var ahora = reloj.GetUtcNow();
        try
        {
            return (await db.Database.SqlQuery<Anotada>($"""
                INSERT INTO operaciones (id, usuario_id, clave, huella, creada_en)
                VALUES ({id}, {clave?.UsuarioId ?? origen.UsuarioId}, {clave?.Texto}, {clave?.Huella}, {ahora})
                ON CONFLICT DO NOTHING
                RETURNING set_config('prosmex.origen', jsonb_build_object(
                    'operacion_id', id, 'usuario_id', {origen.UsuarioId}::integer, 'ruta', {origen.Ruta}::text,
                    'direccion', {origen.Direccion}::text, 'ahora', creada_en)::text, true) AS origen,
                    CASE WHEN {turno is not null} THEN tomar_turno_y_custodia({FaltasDeSemanas.Cierre}, {Custodia.Candado}, {turno?.CustodioId}::integer) END AS ultima_cerrada
                """).ToListAsync(cancellationToken)).FirstOrDefault();
        }
        catch (PostgresException ex) when (ex.SqlState == PostgresErrorCodes.LockNotAvailable && clave is not null)
        {
            throw new DominioException(OperacionErrores.EnCurso);
        }
    }

    private async Task<Operacion> PreviaAsync(Guid id, ClaveDeSolicitud? clave, CancellationToken cancellationToken)
    {
        var usuarioId = clave?.UsuarioId;
        var texto = clave?.Texto;
        return await db.Operaciones.SingleOrDefaultAsync(o => o.Id == id || (texto != null && o.UsuarioId == usuarioId && o.Clave == texto), cancellationToken)
            ?? throw new DominioException(ErroresComunes.CambioSimultaneo);
    }

    private sealed record Turno(int? CustodioId);

#pragma warning disable CA1812 // EF makes it.
    private sealed record Anotada(string Origen, DateOnly? UltimaCerrada);
#pragma warning restore CA1812

    private static ErrorDeDominio? RechazoDeLaBase(Exception? excepcion)
    {
        for (var ex = excepcion; ex is not null; ex = ex.InnerException)
        {
            if (ex is PostgresException postgres)
            {
                return BaseDeDatos.Traducir(postgres);
            }
        }

        return null;
    }
}
