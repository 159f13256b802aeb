using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Prosmex.Domain.Grupos;

/// <summary>
/// The number of clients of a group, maintained by triggers in the transaction of each change, so that the list of clients has its total without
/// counting. A group that never had clients has no row.
/// </summary>
public sealed class CuentaDeGrupo
{
    public int GrupoId { get; private set; }

    public int Clientes { get; private set; }

    /// <summary>Those who may be an aval.</summary>
    public int Avales { get; private set; }
}

internal sealed class CuentaDeGrupoConfiguration : IEntityTypeConfiguration<CuentaDeGrupo>
{
    // No foreign key: a group without clients can be deleted; its row then counts 0.
    public void Configure(EntityTypeBuilder<CuentaDeGrupo> builder)
    {
        builder.ToTable("cuentas_de_grupo");
        builder.HasKey(c => c.GrupoId);
        builder.Property(c => c.GrupoId).ValueGeneratedNever();
    }
}
