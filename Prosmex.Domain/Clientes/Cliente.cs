using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Clientes;

/// <summary>A member of a group: borrows, and may guarantee others (aval).</summary>
public sealed class Cliente
{
    public int ClienteId { get; private set; }

    public string Nombre { get; private set; } = "";

    public string ApellidoPaterno { get; private set; } = "";

    public string ApellidoMaterno { get; private set; } = "";

    /// <summary>Computed by the database: the three names, in the collation that lists are ordered by.</summary>
    public string NombreCompleto { get; private set; } = "";

    /// <summary>Computed by the database: the full name without accents, case and blanks, for searches.</summary>
    public string Busqueda { get; private set; } = "";

    public string Colonia { get; private set; } = "";

    /// <summary>Postal code: five digits, kept as text for its leading zeros.</summary>
    public string Cp { get; private set; } = "";

    public string CodigoIne { get; private set; } = "";

    /// <summary>Computed by the database: what two clients who are the same person have in common; null where the INE key is none.</summary>
    public string? ClaveIne { get; private set; }

    /// <summary>Computed by the database: the birth day in the INE key as yymmdd; null where the key is none.</summary>
    public string? NacimientoIne { get; private set; }

    public EstadoCivil EstadoCivil { get; private set; }

    public int NumHijos { get; private set; }

    public Propiedad Propiedad { get; private set; }

    /// <summary>May guarantee others.</summary>
    public bool EsAval { get; private set; } = true;

    public int GrupoId { get; private set; }

    public Grupo? Grupo { get; private set; }

    /// <summary>Sets the fields that are present. A move to another group takes the loans and their history along.</summary>
    public void Editar(DatosDeCliente datos)
    {
        ArgumentNullException.ThrowIfNull(datos);
        Nombre = datos.Nombre.GetValueOrDefault(Nombre)!;
        ApellidoPaterno = datos.ApellidoPaterno.GetValueOrDefault(ApellidoPaterno)!;
        ApellidoMaterno = datos.ApellidoMaterno.GetValueOrDefault(ApellidoMaterno)!;
        Colonia = datos.Colonia.GetValueOrDefault(Colonia)!;
        Cp = datos.Cp.GetValueOrDefault(Cp)!;
        CodigoIne = datos.CodigoIne.GetValueOrDefault(CodigoIne)!;
        EstadoCivil = datos.EstadoCivil.GetValueOrDefault(EstadoCivil);
        NumHijos = datos.NumHijos.GetValueOrDefault(NumHijos);
        Propiedad = datos.Propiedad.GetValueOrDefault(Propiedad);
        EsAval = datos.EsAval.GetValueOrDefault(EsAval);
        GrupoId = datos.GrupoId.GetValueOrDefault(GrupoId);
    }
}

public enum EstadoCivil
{
    Casado,
    Divorciado,
    Viudo,
    Soltero,
}

/// <summary>What the client lives in.</summary>
public enum Propiedad
{
    [Description("Casa propia")]
    CasaPropia,
    Rentada,
    Prestada,
}

internal sealed class ClienteConfiguration : IEntityTypeConfiguration<Cliente>
{
    private const string Nombres = "nombre || ' ' || apellido_paterno || ' ' || apellido_materno";

    public void Configure(EntityTypeBuilder<Cliente> builder)
    {
        builder.ToTable("clientes_avales", table =>
        {
            table.HasCheckConstraint("ck_clientes_avales_cp", "cp ~ '^[0-9]{5}$'");
            table.HasCheckConstraint("ck_clientes_avales_num_hijos", "num_hijos >= 0");
        });
        builder.Property(c => c.NombreCompleto).HasMaxLength((3 * CleanText.MaxCodePoints(100)) + 2).UseCollation(ConstraintErrors.SpanishCollation)
            .HasComputedColumnSql($"({Nombres}) COLLATE {ConstraintErrors.SpanishCollation}", stored: true);
        builder.Property(c => c.Busqueda).HasColumnType("text").HasComputedColumnSql($"sin_acentos({Nombres})", stored: true);
        builder.Property(c => c.Cp).HasMaxLength(5);
        builder.Property(c => c.ClaveIne).HasColumnType("text").HasComputedColumnSql("clave_ine(codigo_ine)", stored: true);
        builder.Property(c => c.NacimientoIne).HasColumnType("text").HasComputedColumnSql("substring(clave_ine(codigo_ine) FROM '^.{6}([0-9]{6})')", stored: true);
        builder.HasOne(c => c.Grupo).WithMany().HasForeignKey(c => c.GrupoId);
        builder.HasIndex(c => c.ClaveIne).HasFilter("clave_ine IS NOT NULL");
        builder.HasIndex(c => c.NacimientoIne).HasFilter("nacimiento_ine IS NOT NULL");
        builder.HasIndex(c => new { c.NombreCompleto, c.ClienteId });
        builder.HasIndex(c => new { c.GrupoId, c.NombreCompleto, c.ClienteId });
        builder.Property<uint>("Version").IsRowVersion();
    }
}
