using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Clientes;

/// <summary>What the lender knows of a client as a person, beside what the old desktop client asks for. Everything in it is optional.</summary>
public sealed class Expediente
{
    public int ClienteId { get; init; }

    public Cliente? Cliente { get; private set; }

    /// <summary>E.164, with its plus sign.</summary>
    public string? Telefono { get; private set; }

    public string? Curp { get; private set; }

    public string? Rfc { get; private set; }

    /// <summary>The bank account that money is sent to.</summary>
    public string? Clabe { get; private set; }

    public DateOnly? FechaNacimiento { get; private set; }

    /// <summary>Computed by the database: that day as yymmdd, as the INE key has it.</summary>
    public string? Nacimiento { get; private set; }

    public Sexo? Sexo { get; private set; }

    public string? Calle { get; private set; }

    public string? Numero { get; private set; }

    public string? Municipio { get; private set; }

    /// <summary>Where the client lives.</summary>
    public EntidadFederativa? Estado { get; private set; }

    public string? Ocupacion { get; private set; }

    public string? Notas { get; private set; }

    /// <summary>Sets the fields that are present.</summary>
    public void Editar(DatosDeExpediente datos)
    {
        ArgumentNullException.ThrowIfNull(datos);
        Telefono = datos.Telefono.GetValueOrDefault(Telefono);
        Curp = datos.Curp.GetValueOrDefault(Curp);
        Rfc = datos.Rfc.GetValueOrDefault(Rfc);
        Clabe = datos.Clabe.GetValueOrDefault(Clabe);
        FechaNacimiento = datos.FechaNacimiento.GetValueOrDefault(FechaNacimiento);
        Sexo = datos.Sexo.GetValueOrDefault(Sexo);
        Calle = datos.Calle.GetValueOrDefault(Calle);
        Numero = datos.Numero.GetValueOrDefault(Numero);
        Municipio = datos.Municipio.GetValueOrDefault(Municipio);
        Estado = datos.Estado.GetValueOrDefault(Estado);
        Ocupacion = datos.Ocupacion.GetValueOrDefault(Ocupacion);
        Notas = datos.Notas.GetValueOrDefault(Notas);
    }
}

internal sealed class ExpedienteConfiguration : IEntityTypeConfiguration<Expediente>
{
    public void Configure(EntityTypeBuilder<Expediente> builder)
    {
        builder.ToTable("expedientes", table =>
        {
            table.HasCheckConstraint("ck_expedientes_telefono", @"telefono ~ '^\+[0-9]{7,15}$'");
            table.HasCheckConstraint("ck_expedientes_curp", "char_length(curp) = 18");
            table.HasCheckConstraint("ck_expedientes_rfc", "char_length(rfc) = 13");
            table.HasCheckConstraint("ck_expedientes_clabe", "clabe ~ '^[0-9]{18}$'");
        });
        builder.HasKey(e => e.ClienteId);
        builder.Property(e => e.ClienteId).ValueGeneratedNever();
        builder.Property(e => e.Telefono).HasMaxLength(16);
        builder.Property(e => e.Curp).HasMaxLength(18);
        builder.Property(e => e.Rfc).HasMaxLength(13);
        builder.Property(e => e.Clabe).HasMaxLength(18);
        builder.Property(e => e.Notas).HasMaxLength(CleanText.MaxCodePoints(ExpedienteRequest.MaximoDeNotas));
        builder.HasOne(e => e.Cliente).WithOne().HasForeignKey<Expediente>(e => e.ClienteId);
        builder.Property(e => e.Nacimiento).HasColumnType("text").HasComputedColumnSql("aammdd(fecha_nacimiento)", stored: true);
        builder.HasIndex(e => e.Curp).HasFilter("curp IS NOT NULL");
        builder.HasIndex(e => e.Telefono).HasFilter("telefono IS NOT NULL");
        builder.HasIndex(e => e.Clabe).HasFilter("clabe IS NOT NULL");
        builder.HasIndex(e => e.Nacimiento).HasFilter("nacimiento IS NOT NULL");
    }
}
