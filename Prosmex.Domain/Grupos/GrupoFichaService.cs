using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;

namespace Prosmex.Domain.Grupos;

/// <summary>Reads what is known of one group that the caller sees, in one statement.</summary>
public sealed class GrupoFichaService(ProsmexDbContext db)
{
    /// <param name="dia">A day of the last week; null for the running one.</param>
    /// <param name="cuantas">How many weeks.</param>
    /// <exception cref="DominioException">solicitud.invalida for a week to come or a number out of range; grupo.no_encontrado.</exception>
    public async Task<GrupoFichaDto> ObtenerAsync(RequestContext context, int grupoId, DateOnly? dia, int cuantas, CancellationToken cancellationToken)
    {
        var alcance = AlcanceDeReporte.De(context, new(dia, GrupoId: grupoId));
        var query = GrupoFichaQuery.De(alcance, CobranzaService.SemanasHasta(alcance, cuantas));
        var filas = await db.Database.SqlQuery<Fila>(query).ToListAsync(cancellationToken);
        return filas is [var fila] ? fila.Ficha() : throw new DominioException(GrupoErrores.NoEncontrado);
    }

    private sealed record Fila(int GrupoId, string Grupo, int RutaId, string Ruta, string Titular, string Gestor, string Semanas, string Clientes, string Efectivo)
    {
        public GrupoFichaDto Ficha() => new(
            new(GrupoId, Grupo),
            new(RutaId, Ruta),
            Titular,
            Gestor,
            NestedRows.Read<FilaDeTendencia>(Semanas).ConvertAll(s => s.Dto()),
            NestedRows.Read<ClienteDeGrupoDto>(Clientes),
            NestedRows.Read<EfectivoDeGrupoDto>(Efectivo));
    }
}
