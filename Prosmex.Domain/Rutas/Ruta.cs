using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Rutas;

/// <summary>A route: groups under one gerente and one supervisor.</summary>
public sealed class Ruta
{
    public int RutaId { get; private set; }

    public string NombreRuta { get; private set; } = "";

    public int? UsuarioIdGerente { get; private set; }

    public int? UsuarioIdSupervisor { get; private set; }

    /// <summary>Sets the fields that are present.</summary>
    public void Editar(DatosDeRuta datos)
    {
        ArgumentNullException.ThrowIfNull(datos);
        NombreRuta = datos.NombreRuta.GetValueOrDefault(NombreRuta)!;
        UsuarioIdGerente = datos.UsuarioIdGerente.GetValueOrDefault(UsuarioIdGerente);
        UsuarioIdSupervisor = datos.UsuarioIdSupervisor.GetValueOrDefault(UsuarioIdSupervisor);
    }
}

internal sealed class RutaConfiguration : IEntityTypeConfiguration<Ruta>
{
    public void Configure(EntityTypeBuilder<Ruta> builder)
    {
        builder.ToTable("rutas");
        builder.HasOne<Usuario>().WithMany().HasForeignKey(r => r.UsuarioIdGerente);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(r => r.UsuarioIdSupervisor);
        builder.Property<uint>("Version").IsRowVersion();
        builder.HasData(
            new { RutaId = 1, NombreRuta = "Ruta 1: zapopan" },
            new { RutaId = 2, NombreRuta = "Ruta 2: Guadalajara" },
            new { RutaId = 3, NombreRuta = "Ruta 3: Tlaquepaque" });
    }
}
