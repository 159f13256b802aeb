using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Prosmex.Domain.Grupos;

/// <summary>
/// How many clients a group has, kept by triggers in the transaction of each change: a list of all clients says its total without
/// counting them. A group that never had any has no row.
/// </summary>
public sealed class CuentaDeGrupo
{
    public int GrupoId { get; private set; }

    public int Clientes { get; private set; }

    /// <summary>Those of them who may guarantee others.</summary>
    public int Avales { get; private set; }
}

internal sealed class CuentaDeGrupoConfiguration : IEntityTypeConfiguration<CuentaDeGrupo>
{
    // No foreign key: a group without clients can be deleted, and its row then counts nobody.
    public void Configure(EntityTypeBuilder<CuentaDeGrupo> builder)
    {
        builder.ToTable("cuentas_de_grupo");
        builder.HasKey(c => c.GrupoId);
        builder.Property(c => c.GrupoId).ValueGeneratedNever();
    }
}
