using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Prosmex.Domain.Bitacora;

/// <summary>What happened to a row.</summary>
public enum AccionDeBitacora
{
    Alta,
    Cambio,
    Baja,

    /// <summary>The owner lifted the protection of a ledger; see docs/adr.</summary>
    Mantenimiento,
}

/// <summary>
/// One accepted change of one row. Written by triggers, in the transaction of the change, whichever way it came; never changed or erased.
/// </summary>
public sealed class Apunte
{
    private Apunte()
    {
    }

    public long Id { get; private set; }

    public DateTimeOffset Cuando { get; private set; }

    /// <summary>Null for timers, commands and whoever is connected by hand. No foreign key: what was written stays true.</summary>
    public int? UsuarioId { get; private set; }

    /// <summary>Changes of one operation belong together.</summary>
    public Guid? OperacionId { get; private set; }

    /// <summary>Method and path, the timer's name, or <c>sql:</c> and the database role.</summary>
    public string Ruta { get; private set; } = "";

    /// <summary>The network address.</summary>
    public string? Direccion { get; private set; }

    /// <summary>The noun: <c>cliente</c>, <c>prestamo</c>, …</summary>
    public string Entidad { get; private set; } = "";

    /// <summary>The row's key; of a week its Monday as yyyymmdd.</summary>
    public long EntidadId { get; private set; }

    public AccionDeBitacora Accion { get; private set; }

    /// <summary>Of a change the fields that changed, else the whole row; null for an alta. Secrets show only that they changed.</summary>
    public JsonDocument? Antes { get; private set; }

    /// <summary>As <see cref="Antes"/>; null for a baja.</summary>
    public JsonDocument? Despues { get; private set; }
}

internal sealed class ApunteConfiguration : IEntityTypeConfiguration<Apunte>
{
    public void Configure(EntityTypeBuilder<Apunte> builder)
    {
        builder.ToTable("bitacora");
        builder.Property(a => a.Ruta).HasMaxLength(300);
        builder.HasIndex(a => new { a.Entidad, a.EntidadId, a.Id });
        builder.HasIndex(a => new { a.UsuarioId, a.Id });
        builder.HasIndex(a => new { a.Cuando, a.Id });
    }
}
