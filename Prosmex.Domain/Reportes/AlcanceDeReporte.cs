using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Rutas;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Reportes;

/// <summary>The parameters of a report.</summary>
/// <param name="Dia">Any day of the requested week; null for the current week.</param>
/// <param name="RutaId">Only this route's groups; unknown or out of scope: 404.</param>
/// <param name="GrupoId">Only this group; unknown or out of scope: 404.</param>
/// <param name="TitularId">Only the groups whose titular this user was at the end of the week; never titular of a group in scope: 404.</param>
public sealed record ReporteFilter(DateOnly? Dia, int? RutaId = null, int? GrupoId = null, int? TitularId = null);

/// <summary>The groups and the week of a report.</summary>
/// <param name="GrupoId">Only this group.</param>
/// <param name="RutaId">Only this route's groups.</param>
/// <param name="TitularId">Only the groups whose titular this user was at the end of the week.</param>
/// <param name="ClienteIds">Only the groups that one of these clients belongs to, or belonged to.</param>
/// <param name="Paging">Only this page; null for everything.</param>
/// <param name="DelTitular">The groups whose titular the caller was at the end of the week, instead of those that they see.</param>
internal sealed record AlcanceDeReporte(
    CurrentUser CurrentUser, Semana Semana, DateTimeOffset Ahora, int? GrupoId = null, int? RutaId = null, int? TitularId = null,
    int[]? ClienteIds = null, PageRequest? Paging = null, bool DelTitular = false)
{
    /// <summary>With <see cref="ClienteIds"/>, these groups as well.</summary>
    public int[] AlsoGrupoIds { get; init; } = [];

    /// <summary>Figures are as of this instant: the end of the week, or now if that is earlier (with the skew that payments are allowed).</summary>
    public DateTimeOffset Hasta => CutoffOf(Semana);

    public SemanaPedida Pedida => SemanaPedida.De(this, Semana);

    /// <summary>The last day included; loans that start later do not exist yet.</summary>
    public DateOnly UltimoDia => Ultimo(Semana);

    /// <inheritdoc cref="VigenciaDe"/>
    public DateOnly Vigencia => VigenciaDe(Semana);

    /// <exception cref="DominioException">solicitud.invalida for a week to come.</exception>
    public static AlcanceDeReporte De(RequestContext context, ReporteFilter filter)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(filter);
        var estaSemana = Semana.De(context.Now);
        var semana = filter.Dia is { } dia ? Semana.De(dia) : estaSemana;
        return semana.Lunes > estaSemana.Lunes
            ? throw new DominioException(ErroresComunes.Invalido("semana", "elija la semana en curso o una anterior."))
            : new(context.User, semana, context.Now, filter.GrupoId, filter.RutaId, filter.TitularId);
    }

    public DateTimeOffset CutoffOf(Semana semana)
    {
        var ahora = Ahora + Pagos.Pago.ClockTolerance;
        return semana.Fin < ahora ? semana.Fin : ahora;
    }

    public DateOnly Ultimo(Semana semana)
    {
        var hoy = HoraMexico.Dia(Ahora);
        return semana.Domingo < hoy ? semana.Domingo : hoy;
    }

    /// <summary>
    /// The members, titulares and brackets of a week are those that are <c>vigente</c> by this day: the ones at the end of the week, in the running week
    /// the present ones. The largest day is <c>infinity</c> in the database.
    /// </summary>
    public DateOnly VigenciaDe(Semana semana) => semana.Fin <= Ahora ? semana.Siguiente.Lunes : DateOnly.MaxValue;

    /// <summary>The columns about the requested filters, the same in every row.</summary>
    /// <exception cref="DominioException">grupo.no_encontrado, ruta.no_encontrada, usuario.no_encontrado.</exception>
    public static void Exigir(IFiltered fila)
    {
        if (!fila.GrupoConocido)
        {
            throw new DominioException(GrupoErrores.NoEncontrado);
        }

        if (!fila.RutaConocida)
        {
            throw new DominioException(RutaErrores.NoEncontrada);
        }

        if (!fila.TitularConocido)
        {
            throw new DominioException(UsuarioErrores.NoEncontrado);
        }
    }
}

/// <summary>A row with the columns that say whether the caller sees what they filter by.</summary>
internal interface IFiltered
{
    public bool GrupoConocido { get; }

    public bool RutaConocida { get; }

    public bool TitularConocido { get; }
}
