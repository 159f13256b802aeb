using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Recibos;
using Prosmex.Domain.Reportes;

namespace Prosmex.Domain.Hojas;

/// <summary>Collection sheets, each read in one statement.</summary>
public sealed class HojaService(ProsmexDbContext db, ReciboKeys recibos)
{
    // Long enough that two versions of a phone's sheets do not collide.
    private const int VersionBytes = 16;

    /// <summary>For one group, or for the groups of a route that the caller sees.</summary>
    /// <param name="dia">Any day of the requested week; null for the current week.</param>
    /// <exception cref="DominioException">solicitud.invalida, grupo.no_encontrado, ruta.no_encontrada.</exception>
    public async Task<HojaDto> ObtenerAsync(RequestContext context, int? rutaId, int? grupoId, DateOnly? dia, CancellationToken cancellationToken)
    {
        if (rutaId is null == grupoId is null)
        {
            throw new DominioException(ErroresComunes.Invalido("ruta_id", "Elija una ruta o un grupo, solo uno de los dos."));
        }

        var alcance = AlcanceDeReporte.De(context, new(dia, rutaId, grupoId));
        var filas = await db.Database.SqlQuery<FilaDeHoja>(HojaQuery.De(alcance)).ToListAsync(cancellationToken);
        AlcanceDeReporte.Exigir(filas[0]);
        List<GrupoDeHojaDto> grupos =
        [
            .. filas.Where(f => f.GrupoId is not null).GroupBy(f => (f.GrupoId, f.Grupo, f.SinCobranza))
                .Select(g => new GrupoDeHojaDto(g.Key.GrupoId!.Value, g.Key.Grupo!, g.Key.SinCobranza, [.. g.Where(f => f.PrestamoId is not null).Select(f => f.Prestamo())])),
        ];
        var clave = alcance.Semana == Semana.De(context.Now) ? recibos.ForHoja(context.User.UsuarioId, alcance.Semana) : null;
        var hoja = new HojaDto(alcance.Semana.Lunes, Version: "", clave, grupos);
        return hoja with { Version = Version(hoja) };
    }

    private static string Version(HojaDto hoja) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(hoja)).AsSpan(0, VersionBytes));

#pragma warning disable CA1812 // Instantiated by EF.
    private sealed record FilaDeHoja(
        bool GrupoConocido,
        bool RutaConocida,
        bool TitularConocido,
        int? GrupoId,
        string? Grupo,
        bool SinCobranza,
        int? PrestamoId,
        int? ClienteId,
        string? Cliente,
        string? Aval,
        decimal? MontoUtilidad,
        decimal? CobranzaIdeal,
        int? NumeroSemanas,
        decimal? Debe,
        decimal? Atraso,
        decimal? Adelanto,
        decimal? EnLaSemana,
        decimal? Restante,
        int? NumeroPagos,
        int? Faltas,
        decimal? Esperado) : IFiltered
    {
        public PrestamoDeHojaDto Prestamo()
        {
            var plan = new PlanDePagos(MontoUtilidad!.Value, CobranzaIdeal!.Value, NumeroSemanas!.Value);
            return new(
                PrestamoId!.Value,
                ClienteId!.Value,
                Cliente!,
                Aval ?? "",
                plan.Semanal,
                Debe!.Value,
                Atraso!.Value,
                Adelanto!.Value,
                EnLaSemana!.Value,
                Restante!.Value,
                AvanceDePrestamo.De(plan, plan.Total - Restante.Value, NumeroPagos!.Value, StatusPrestamo.Activo, Faltas!.Value).SemanaActiva,
                plan.Semanas,
                Faltas.Value,
                Esperado!.Value);
        }
    }
#pragma warning restore CA1812
}
