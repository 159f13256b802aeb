using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>The only way to write: one transaction, saved once, done again as a whole where the database had a passing fault.</summary>
public sealed class UnidadDeTrabajo(ProsmexDbContext db)
{
    private readonly List<Func<CancellationToken, Task>> _trasGuardar = [];

    /// <summary>For the work that is running: something to do in the same transaction once its changes are in the database.</summary>
    public void TrasGuardar(Func<CancellationToken, Task> paso) => _trasGuardar.Add(paso);

    /// <summary>
    /// Runs <paramref name="trabajo"/> in a transaction, saves and commits. The work may run more than once: it must start from what it
    /// reads inside and touch nothing but the database.
    /// </summary>
    /// <exception cref="DominioException">What the work refused, a lost race, or a rule that the database keeps.</exception>
    public async Task<T> EjecutarAsync<T>(Func<CancellationToken, Task<T>> trabajo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trabajo);
        try
        {
            return await db.Database.CreateExecutionStrategy().ExecuteAsync(
                async token =>
                {
                    db.ChangeTracker.Clear();
                    _trasGuardar.Clear();
                    await using var transaccion = await db.Database.BeginTransactionAsync(token);
                    var resultado = await trabajo(token);
#pragma warning disable RS0030 // Here and nowhere else.
                    await db.SaveChangesAsync(token);
#pragma warning restore RS0030
                    foreach (var paso in _trasGuardar)
                    {
                        await paso(token);
                    }

                    await ConfirmarAsync(transaccion, token);
                    return resultado;
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

    /// <summary>The same, answering what can only be told once everything is saved, such as ids that the database gave.</summary>
    public async Task<TOut> EjecutarAsync<T, TOut>(Func<CancellationToken, Task<T>> trabajo, Func<T, TOut> resultado, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resultado);
        return resultado(await EjecutarAsync(trabajo, cancellationToken));
    }

    // Where the answer to COMMIT is lost nobody knows whether it happened: done again, it might count twice.
    private static async Task ConfirmarAsync(IDbContextTransaction transaccion, CancellationToken cancellationToken)
    {
        PlazoDeBase.Exigir();
        PlazoDeBase.Empezar();
        try
        {
            await transaccion.CommitAsync(cancellationToken);
        }
        catch (NpgsqlException ex) when (ex is not PostgresException)
        {
            throw new ConfirmacionPerdidaException(ex);
        }
        finally
        {
            PlazoDeBase.Terminar();
        }
    }

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

/// <summary>The connection broke during COMMIT; of a type that no retry takes for a passing fault.</summary>
#pragma warning disable CA1032 // Without the failure behind it this exception means nothing.
internal sealed class ConfirmacionPerdidaException(Exception inner) : Exception("The outcome of a COMMIT is unknown.", inner);
#pragma warning restore CA1032
