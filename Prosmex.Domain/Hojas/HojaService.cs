using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Rutas;

namespace Prosmex.Domain.Hojas;

/// <summary>Collection sheets, in one statement, however many loans are on them.</summary>
public sealed class HojaService(ProsmexDbContext db, TimeProvider reloj)
{
    // Enough that no two sheets of a phone meet.
    private const int BytesDeVersion = 16;

    /// <summary>Of one group, or of the groups of a route that the caller sees.</summary>
    /// <param name="dia">Any day of the week asked for; null is the running one.</param>
    /// <exception cref="DominioException">solicitud.invalida, grupo.no_encontrado, ruta.no_encontrada.</exception>
    public async Task<HojaDto> ObtenerAsync(Llamante llamante, int? rutaId, int? grupoId, DateOnly? dia, CancellationToken cancellationToken)
    {
        if (rutaId is null == grupoId is null)
        {
            throw new DominioException(ErroresComunes.Invalido("ruta_id", "pida la hoja de una ruta o la de un grupo, con ruta_id o con grupo_id."));
        }

        var ahora = reloj.GetUtcNow();
        var semana = dia is { } d ? Semana.De(d) : Semana.De(ahora);
        if (semana.Inicio > ahora)
        {
            throw new DominioException(ErroresComunes.Invalido("semana", "no puede ser una semana por venir."));
        }

        var filas = await db.Database.SqlQuery<FilaDeHoja>(ConsultaDeHoja.De(new(llamante, semana, ahora, rutaId, grupoId))).ToListAsync(cancellationToken);
        if (filas.Count == 0)
        {
            throw new DominioException(grupoId is null ? RutaErrores.NoEncontrada : GrupoErrores.NoEncontrado);
        }

        List<GrupoDeHojaDto> grupos =
        [
            .. filas.Where(f => f.GrupoId is not null).GroupBy(f => (f.GrupoId, f.Grupo))
                .Select(g => new GrupoDeHojaDto(g.Key.GrupoId!.Value, g.Key.Grupo!, [.. g.Where(f => f.PrestamoId is not null).Select(f => f.Prestamo())])),
        ];
        return new(semana.Lunes, Version(semana, grupos), grupos);
    }

    private static string Version(Semana semana, IReadOnlyList<GrupoDeHojaDto> grupos) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { semana.Lunes, grupos })).AsSpan(0, BytesDeVersion));

#pragma warning disable CA1812 // EF makes it.
    private sealed record FilaDeHoja(
        int? GrupoId,
        string? Grupo,
        int? PrestamoId,
        int? ClienteId,
        string? Cliente,
        string? Aval,
        int? SemanaDelPlan,
        decimal? MontoUtilidad,
        decimal? CobranzaIdeal,
        int? NumeroSemanas,
        decimal? Antes,
        decimal? EnLaSemana,
        int? NumeroPagos,
        int? Faltas)
    {
        public PrestamoDeHojaDto Prestamo()
        {
            var plan = new PlanDePagos(MontoUtilidad!.Value, CobranzaIdeal!.Value, NumeroSemanas!.Value);
            var (k, antes, pagado) = (SemanaDelPlan!.Value, Antes!.Value, Antes.Value + EnLaSemana!.Value);
            var debido = plan.Acumulado(k - 1);
            return new(
                PrestamoId!.Value,
                ClienteId!.Value,
                Cliente!,
                Aval ?? "",
                plan.Semanal,
                plan.Debe(k),
                Math.Max(0, debido - antes),
                Math.Max(0, antes - debido),
                EnLaSemana.Value,
                plan.Total - pagado,
                AvanceDePrestamo.De(plan, pagado, NumeroPagos!.Value, StatusPrestamo.Activo, Faltas!.Value).SemanaActiva,
                plan.Semanas,
                Faltas.Value,
                Math.Max(0, plan.Acumulado(k) - pagado));
        }
    }
#pragma warning restore CA1812
}
