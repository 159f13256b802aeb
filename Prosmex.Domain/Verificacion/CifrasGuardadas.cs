using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Prosmex.Domain.Verificacion;

/// <summary>
/// A group's figures of a week, so that reports of many groups do not compute all their loans. They hold only while no <see cref="CambioDeCifras"/>
/// concerns them; a report computes the groups whose figures do not hold.
/// </summary>
public sealed class CifrasGuardadas
{
    private CifrasGuardadas()
    {
    }

    /// <summary>The Monday.</summary>
    public DateOnly Semana { get; private set; }

    public int GrupoId { get; private set; }

    /// <summary>
    /// Of the running week: the day that the figures are of, in Mexico City. Of a closed week: <c>infinity</c>. <c>-infinity</c>: they are to be computed.
    /// </summary>
    public DateOnly Dia { get; private set; }

    /// <summary>MXN, as computed, like the other amounts. All figures are null where the group has no loan.</summary>
    public decimal? CobranzaIdeal { get; private set; }

    public decimal? CobranzaReal { get; private set; }

    /// <summary>Of each client's latest loan.</summary>
    public decimal? PrestamoPapel { get; private set; }

    public decimal? PrestamoReal { get; private set; }

    public decimal? Restante { get; private set; }

    /// <summary>Ever granted to the clients of that week.</summary>
    public int? NumeroDeCreditos { get; private set; }

    public int? PrestamosActivos { get; private set; }

    /// <summary>Of the running week those that closing it now would write.</summary>
    public int? Faltas { get; private set; }

    /// <summary>Loans that the sheet still asks money for.</summary>
    public int? PorCobrar { get; private set; }

    /// <summary>Of the running week: all loans of the group's clients, whenever they start. <see cref="CuentaDePrestamos"/> has them.</summary>
    public int? Prestamos { get; private set; }

    /// <summary>Their collections in force.</summary>
    public int? Pagos { get; private set; }
}

/// <summary>How many loans and collections in force a group has, without counting those of groups where nothing has changed.</summary>
public sealed class CuentaDePrestamos
{
    public int GrupoId { get; private set; }

    public int Prestamos { get; private set; }

    public int Pagos { get; private set; }
}

/// <summary>
/// From a day on, figures are other ones than those kept. Triggers add a row with each change of loans, ledger, memberships and declared weeks, in its
/// transaction; rows are never changed, so writers do not wait for each other. A client stands for every group that they ever belonged to: which one is
/// theirs is not decided where another transaction may be moving them.
/// </summary>
public sealed class CambioDeCifras
{
    private CambioDeCifras()
    {
    }

    public long Id { get; private set; }

    public int? ClienteId { get; private set; }

    public int? GrupoId { get; private set; }

    /// <summary>In Mexico City.</summary>
    public DateOnly Desde { get; private set; }
}

internal sealed class CifrasGuardadasConfiguration : IEntityTypeConfiguration<CifrasGuardadas>, IEntityTypeConfiguration<CuentaDePrestamos>, IEntityTypeConfiguration<CambioDeCifras>
{
    // No foreign key: a group without clients can be deleted, and a row of one that is gone says nothing.
    public void Configure(EntityTypeBuilder<CifrasGuardadas> builder)
    {
        builder.ToTable("cifras_guardadas", table => table.HasCheckConstraint("ck_cifras_guardadas_semana", "extract(isodow FROM semana) = 1"));
        builder.HasKey(c => new { c.Semana, c.GrupoId });

        // What is to be computed, and the running week.
        builder.HasIndex(c => c.Semana).HasFilter("dia < 'infinity'");

        // Without a scale, an amount is stored with the decimals it was computed with, and answers do not show where it came from.
        foreach (var amount in (Expression<Func<CifrasGuardadas, decimal?>>[])[c => c.CobranzaIdeal, c => c.CobranzaReal, c => c.PrestamoPapel, c => c.PrestamoReal, c => c.Restante])
        {
            var property = builder.Property(amount).Metadata;
            property.SetPrecision(null);
            property.SetScale(null);
        }
    }

    public void Configure(EntityTypeBuilder<CuentaDePrestamos> builder) => builder.HasNoKey().ToView("cuentas_de_prestamos");

    public void Configure(EntityTypeBuilder<CambioDeCifras> builder) =>
        builder.ToTable("cambios_de_cifras", table => table.HasCheckConstraint("ck_cambios_de_cifras", "(cliente_id IS NULL) <> (grupo_id IS NULL)"));
}
