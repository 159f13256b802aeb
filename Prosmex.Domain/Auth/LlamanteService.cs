using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Auth;

/// <summary>Tells who is behind a token, at this moment.</summary>
public sealed class LlamanteService(ProsmexDbContext db, TokenDeAcceso tokens, LlamantesRecientes recientes, OpcionesProsmex opciones, TimeProvider reloj)
{
    /// <summary>
    /// Does the work of a request for whoever is behind its token. A caller seen before is taken for who he was, and the question whether he
    /// still is travels with the work's first statement; where the answer is no, the work is done again for who he is.
    /// </summary>
    /// <param name="token">Of the request; null where it has none.</param>
    /// <param name="soloLee">The work writes nothing.</param>
    /// <param name="trabajo">May run twice, and sends nothing to anybody but the database.</param>
    /// <param name="cancellationToken">Ends the statements.</param>
    /// <exception cref="DominioException">auth.sin_sesion, or what the work refuses.</exception>
    public async Task AtenderAsync(string? token, bool soloLee, Func<Llamante, Task> trabajo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trabajo);
        var (usuarioId, sesionId) = await tokens.LeerAsync(token ?? "") ?? throw new DominioException(AuthErrores.SinSesion);
        if (recientes.Buscar(usuarioId, sesionId) is not { } supuesto || !await AtenderAsync(supuesto, soloLee, trabajo, cancellationToken))
        {
            await trabajo(await IdentificarAsync(usuarioId, sesionId, cancellationToken));
        }
    }

    /// <returns>False where the caller is another by now and the work was for nobody.</returns>
    private async Task<bool> AtenderAsync(Llamante supuesto, bool soloLee, Func<Llamante, Task> trabajo, CancellationToken cancellationToken)
    {
        var pregunta = new PreguntaPorLlamante(supuesto, reloj.GetUtcNow(), soloLee);
        db.Pregunta = pregunta;
        try
        {
            await trabajo(supuesto);
            return pregunta.EstaPendiente ? await SigueSiendoAsync(supuesto, cancellationToken) : !pregunta.EsOtro;
        }
        catch (Exception) when (pregunta.EsOtro)
        {
            return false;
        }
        catch (DominioException) when (pregunta.EstaPendiente)
        {
            // Refused before anybody was asked, or by the very statement that the question went with.
            if (await SigueSiendoAsync(supuesto, cancellationToken))
            {
                throw;
            }

            return false;
        }
        finally
        {
            db.Pregunta = null;
        }
    }

    private async Task<bool> SigueSiendoAsync(Llamante supuesto, CancellationToken cancellationToken)
    {
        db.Pregunta = null;
        var llamante = await IdentificarAsync(supuesto.UsuarioId, supuesto.SesionId, cancellationToken);
        return supuesto.EsComo(llamante.Rol, llamante.Acciones);
    }

    private async Task<Llamante> IdentificarAsync(int usuarioId, Guid sesionId, CancellationToken cancellationToken)
    {
        var filas = await db.Database
            .SqlQueryRaw<Fila>(PreguntaPorLlamante.Sql, [.. PreguntaPorLlamante.Parametros(usuarioId, sesionId, reloj.GetUtcNow())])
            .ToListAsync(cancellationToken);
        if (filas is not [var fila])
        {
            recientes.Olvidar(sesionId);
            throw new DominioException(AuthErrores.SinSesion);
        }

        var llamante = new Llamante(usuarioId, sesionId, (RolId)fila.RolId, fila.Acciones.Select(a => (AccionId)a).ToHashSet())
        {
            VeGruposSinGestor = opciones.GestorSinAsignarVeTodo,
        };
        recientes.Recordar(llamante);
        return llamante;
    }

#pragma warning disable CA1812 // EF makes it.
    private sealed record Fila(int RolId, int[] Acciones);
#pragma warning restore CA1812
}
