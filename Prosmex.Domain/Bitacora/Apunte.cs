using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Prosmex.Domain.Bitacora;

/// <summary>What was done with a row.</summary>
public enum AccionDeBitacora
{
    Alta,
    Cambio,
    Baja,

    /// <summary>Somebody read the secrets of an expediente in full.</summary>
    Consulta,

    /// <summary>The owner lifted the protection of a ledger, or the night detached an old partition; see docs/adr.</summary>
    Mantenimiento,
}

/// <summary>
/// One committed change of one row, or one reading of personal data. Changes are written by triggers in their transaction, so direct changes in the
/// database are covered; never updated or deleted.
/// </summary>
public sealed class Apunte
{
    private Apunte()
    {
    }

    public long Id { get; private set; }

    public DateTimeOffset Cuando { get; private set; }

    /// <summary>Null for timers, commands and direct database connections. No foreign key: entries outlive their user.</summary>
    public int? UsuarioId { get; private set; }

    /// <summary>Groups the changes of one operation.</summary>
    public Guid? OperacionId { get; private set; }

    /// <summary>Method and path, the timer's name, <c>programa</c> for a command, or <c>sql:</c> and the database role.</summary>
    public string Ruta { get; private set; } = "";

    /// <summary>The network address.</summary>
    public string? Direccion { get; private set; }

    /// <summary>The entity's name: <c>cliente</c>, <c>prestamo</c>, …</summary>
    public string Entidad { get; private set; } = "";

    /// <summary>The row's key; for a week its Monday as yyyymmdd.</summary>
    public long EntidadId { get; private set; }

    public AccionDeBitacora Accion { get; private set; }

    /// <summary>For an update the changed fields, else the whole row; null for an alta. Of secrets only the change is visible, of personal keys
    /// the end.</summary>
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
