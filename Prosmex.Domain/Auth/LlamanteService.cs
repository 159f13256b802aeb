using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Auth;

/// <summary>Tells who is behind a token, at this moment.</summary>
public sealed class LlamanteService(ProsmexDbContext db, TokenDeAcceso tokens, LlamantesRecientes recientes, OpcionesProsmex opciones, TimeProvider reloj)
{
    /// <summary>
    /// Does the work of a request for whoever is behind its token. A caller seen before is taken for who he was, and the question whether he
    /// still is travels with the work's first statement; where the answer is no, the work is done again for who he is.
    /// </summary>
    /// <param name="texto">The token of the request; null where it has none.</param>
    /// <param name="soloLee">The work writes nothing.</param>
    /// <param name="trabajo">May run twice, and sends nothing to anybody but the database.</param>
    /// <param name="cancellationToken">Ends the statements.</param>
    /// <exception cref="DominioException">auth.sin_sesion, or what the work refuses.</exception>
    public async Task AtenderAsync(string? texto, bool soloLee, Func<Llamante, Task> trabajo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trabajo);
        texto ??= "";
        if (recientes.Buscar(texto) is { } visto
            && tokens.EstaEnVigor(visto.Token)
            && await AtenderAsync(texto, visto.Token, visto.Llamante, soloLee, trabajo, cancellationToken))
        {
            return;
        }

        var token = await tokens.LeerAsync(texto) ?? throw new DominioException(AuthErrores.SinSesion);
        await trabajo(await IdentificarAsync(texto, token, cancellationToken));
    }

    /// <returns>False where the caller is another by now and the work was for nobody.</returns>
    private async Task<bool> AtenderAsync(
        string texto, TokenLeido token, Llamante supuesto, bool soloLee, Func<Llamante, Task> trabajo, CancellationToken cancellationToken)
    {
        var pregunta = new PreguntaPorLlamante(supuesto, reloj.GetUtcNow(), soloLee);
        db.Pregunta = pregunta;
        try
        {
            await trabajo(supuesto);
            return pregunta.EstaPendiente ? await SigueSiendoAsync() : !pregunta.EsOtro;
        }
        catch (Exception) when (pregunta.EsOtro)
        {
            return false;
        }
        catch (DominioException) when (pregunta.EstaPendiente)
        {
            // Refused before anybody was asked, or by the very statement that the question went with.
            if (await SigueSiendoAsync())
            {
                throw;
            }

            return false;
        }
        finally
        {
            db.Pregunta = null;
        }

        async Task<bool> SigueSiendoAsync()
        {
            db.Pregunta = null;
            return supuesto.EsComo(await IdentificarAsync(texto, token, cancellationToken));
        }
    }

    private async Task<Llamante> IdentificarAsync(string texto, TokenLeido token, CancellationToken cancellationToken)
    {
        var filas = await db.LeerAsync(
            PreguntaPorLlamante.Sql,
            PreguntaPorLlamante.Parametros(token.UsuarioId, token.SesionId, reloj.GetUtcNow()),
            fila => PreguntaPorLlamante.Leer(fila, token.UsuarioId, token.SesionId),
            cancellationToken);
        if (filas is not [var llamante])
        {
            recientes.Olvidar(texto);
            throw new DominioException(AuthErrores.SinSesion);
        }

        llamante = llamante with { VeGruposSinGestor = opciones.GestorSinAsignarVeTodo };
        recientes.Recordar(texto, token, llamante);
        return llamante;
    }
}
