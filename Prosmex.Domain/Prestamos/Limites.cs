using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Prestamos;

/// <summary>What the value of a limit counts.</summary>
public enum UnidadDeLimite
{
    Pesos,
    Semanas,
    Prestamos,
    Horas,

    /// <summary>1 for yes, 0 for no.</summary>
    SiONo,
}

/// <summary>A limit that the administrator can change.</summary>
public enum ClaveDeLimite
{
    LimiteDePrestamo,
    SemanasParaRenovar,
}

/// <summary>A limit that was changed; without a row its setting holds.</summary>
public sealed class LimiteGuardado
{
    public int Id { get; private set; }

    public required ClaveDeLimite Clave { get; init; }

    /// <summary>MXN or weeks.</summary>
    public required int Valor { get; init; }
}

internal sealed class LimiteGuardadoConfiguration : IEntityTypeConfiguration<LimiteGuardado>
{
    public void Configure(EntityTypeBuilder<LimiteGuardado> builder)
    {
        builder.ToTable("limites", table => table.HasCheckConstraint("ck_limites_valor", "valor >= 1"));
        builder.HasIndex(l => l.Clave).IsUnique();
    }
}

/// <summary>The limits in force on new and changed loans.</summary>
/// <param name="LimiteDePrestamo">The largest amount without acción 11, MXN.</param>
/// <param name="SemanasParaRenovar">Weeks completed before a loan can be renewed.</param>
/// <param name="NecesitaAprobacion">A larger amount needs an approval, whatever the user's permissions.</param>
internal sealed record LimitesVigentes(decimal LimiteDePrestamo, int SemanasParaRenovar, bool NecesitaAprobacion)
{
    /// <exception cref="DominioException">aprobacion.necesaria, prestamo.sobre_limite.</exception>
    public void Exigir(RequestContext context, Optional<decimal> monto)
    {
        if (monto.GetValueOrDefault(0) <= LimiteDePrestamo || context.Approved == TipoDeSolicitud.PrestamoSobreLimite)
        {
            return;
        }

        if (NecesitaAprobacion)
        {
            throw new DominioException(AprobacionErrores.Necesaria);
        }

        if (!context.User.Can(AccionId.PrestamoMayorAlLimite))
        {
            throw new DominioException(PrestamoErrores.SobreLimite(LimiteDePrestamo));
        }
    }
}

/// <summary>A limit that the office meets, in words for users.</summary>
/// <param name="Clave">Stable name.</param>
/// <param name="Ajuste">The setting of its first value, or that changes it; null where it is fixed.</param>
/// <param name="SePuedeCambiar">By the administrator, without a restart.</param>
public sealed record LimiteDto(string Clave, string Nombre, decimal Valor, UnidadDeLimite Unidad, string Significado, string? Ajuste, bool SePuedeCambiar = false);

/// <summary>The limits that settings and rules put on the office's work.</summary>
internal static class Limites
{
    /// <summary>Those in force on loans, and whether a larger loan needs an approval. One statement.</summary>
    public static async Task<LimitesVigentes> LimitesAsync(this ProsmexDbContext db, ProsmexOptions options, CancellationToken cancellationToken)
    {
        var fila = await db.Database.SqlQuery<FilaDeLimites>($"""
            SELECT (SELECT valor FROM limites WHERE clave = 'limite_de_prestamo') AS limite_de_prestamo,
                   (SELECT valor FROM limites WHERE clave = 'semanas_para_renovar') AS semanas_para_renovar,
                   EXISTS (SELECT FROM reglas_de_aprobacion WHERE tipo = 'prestamo_sobre_limite' AND aprobadores > 0) AS necesita_aprobacion
            """).SingleAsync(cancellationToken);
        return new(fila.LimiteDePrestamo ?? options.LimiteDePrestamo, fila.SemanasParaRenovar ?? options.SemanasParaRenovar, fila.NecesitaAprobacion);
    }

    public static IReadOnlyList<LimiteDto> De(LimitesVigentes vigentes, ProsmexOptions options) =>
        [
            new(
                "limite_de_prestamo", "Préstamo sin permiso especial", vigentes.LimiteDePrestamo, UnidadDeLimite.Pesos,
                vigentes.NecesitaAprobacion ? "Un préstamo mayor necesita la aprobación de otra persona." : "Para un préstamo mayor, quien lo otorga necesita el permiso «préstamo mayor al límite».",
                "Prosmex:Prestamos:Limite", SePuedeCambiar: true),
            new(
                "semanas_para_renovar", "Semanas cumplidas para renovar", vigentes.SemanasParaRenovar, UnidadDeLimite.Semanas,
                "Un préstamo se puede renovar cuando ya tiene cumplidas estas semanas.", "Prosmex:Prestamos:SemanasParaRenovar", SePuedeCambiar: true),
            new(
                "prestamos_que_avisan", "Préstamos que respalda un aval", ReglasDelAval.PrestamosQueAvisan, UnidadDeLimite.Prestamos,
                "Desde este número de préstamos abiertos, el sistema avisa al elegir a esa persona como aval. Es un aviso: se puede continuar.", Ajuste: null),
            new(
                "plazo_de_envio", "Cobros que llegan tarde del teléfono", (decimal)EnvioFila.Window.TotalHours, UnidadDeLimite.Horas,
                "Un cobro que llega con más diferencia que esta con su fecha queda como dinero por aclarar.", Ajuste: null),
            new(
                "horas_de_sesion", "Duración de una sesión", (decimal)options.SessionLifetime.TotalHours, UnidadDeLimite.Horas,
                "Pasado este tiempo hay que iniciar sesión de nuevo.", "Prosmex:Sesion:Horas"),
            new(
                "gestor_ve_sin_asignar", "El gestor ve los grupos sin gestor", options.GestorSinAsignarVeTodo ? 1 : 0, UnidadDeLimite.SiONo,
                "Si es sí, quien tiene el rol Gestor de cobranza ve también los grupos que no tienen gestor asignado.", "Prosmex:GestorSinAsignarVeTodo"),
        ];

    private sealed record FilaDeLimites(int? LimiteDePrestamo, int? SemanasParaRenovar, bool NecesitaAprobacion);
}
