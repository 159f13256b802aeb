using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Visitas;

/// <summary>A visit without a payment that was noted on the page. Those that phones send are rows of their envíos.</summary>
public sealed class VisitaAnotada
{
    private VisitaAnotada()
    {
    }

    public int Id { get; private set; }

    public int PrestamoId { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Fecha { get; private set; }

    public Visita Visita { get; private set; }

    public string? Nota { get; private set; }

    /// <summary>The day on which the client promised to pay; null where nothing was promised.</summary>
    public DateOnly? PromesaFecha { get; private set; }

    /// <summary>How much, MXN.</summary>
    public decimal? PromesaMonto { get; private set; }

    /// <summary>The user who noted it.</summary>
    public int UsuarioId { get; private set; }

    public DateTimeOffset AnotadaEn { get; private set; }

    internal PromesaDto? Promesa => PromesaFecha is { } fecha ? new(fecha, PromesaMonto!.Value) : null;

    /// <summary>Notes a visit for a loan that is open.</summary>
    /// <exception cref="DominioException">prestamo.cerrado, solicitud.invalida for a day that cannot be, visita.promesa_excede_saldo.</exception>
    internal static VisitaAnotada De(Prestamo prestamo, DatosDeVisita datos, int usuarioId, DateTimeOffset ahora)
    {
        if (prestamo.EstaCerrado)
        {
            throw new DominioException(PrestamoErrores.Cerrado);
        }

        var fecha = datos.Fecha?.ToInstante(ahora) ?? ahora;
        if (prestamo.DateProblem(fecha, ahora) is not null)
        {
            throw new DominioException(VisitaErrores.WrongFecha);
        }

        if (datos.Promesa is { } promesa)
        {
            if (promesa.Fecha < HoraMexico.Dia(fecha))
            {
                throw new DominioException(VisitaErrores.PromesaAnterior);
            }

            if (promesa.Monto > prestamo.Restante)
            {
                throw new DominioException(VisitaErrores.PromesaExcedeSaldo(prestamo.Restante));
            }
        }

        return new()
        {
            PrestamoId = prestamo.PrestamoId,
            Fecha = fecha,
            Visita = datos.Visita,
            Nota = datos.Nota,
            PromesaFecha = datos.Promesa?.Fecha,
            PromesaMonto = datos.Promesa?.Monto,
            UsuarioId = usuarioId,
            AnotadaEn = ahora,
        };
    }
}

internal sealed class VisitaAnotadaConfiguration : IEntityTypeConfiguration<VisitaAnotada>
{
    public void Configure(EntityTypeBuilder<VisitaAnotada> builder)
    {
        builder.ToTable("visitas", table =>
        {
            table.HasCheckConstraint("ck_visitas_sin_pago", "visita <> 'pago'");
            table.HasCheckConstraint("ck_visitas_promesa", "(promesa_fecha IS NULL) = (promesa_monto IS NULL) AND (promesa_fecha IS NULL OR (visita = 'prometio' AND promesa_monto > 0))");
        });
        builder.Property(v => v.Nota).HasMaxLength(CleanText.MaxCodePoints(VisitaFields.MaximoDeNota));
        builder.HasOne<Prestamo>().WithMany().HasForeignKey(v => v.PrestamoId);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(v => v.UsuarioId);
    }
}
