using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Rutas;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Grupos;

/// <summary>Clients who guarantee one another, under one titular; its gestor, if any, collects.</summary>
public sealed class Grupo
{
    public int GrupoId { get; private set; }

    public string NombreGrupo { get; private set; } = "";

    public int RutaId { get; private set; }

    public Ruta? Ruta { get; private set; }

    public int? UsuarioIdTitular { get; private set; }

    public int? UsuarioIdGestor { get; private set; }

    /// <summary>Sets the fields that are present.</summary>
    public void Editar(DatosDeGrupo datos)
    {
        ArgumentNullException.ThrowIfNull(datos);
        NombreGrupo = datos.NombreGrupo.GetValueOrDefault(NombreGrupo)!;
        RutaId = datos.RutaId.GetValueOrDefault(RutaId);
        UsuarioIdTitular = datos.UsuarioIdTitular.GetValueOrDefault(UsuarioIdTitular);
        UsuarioIdGestor = datos.UsuarioIdGestor.GetValueOrDefault(UsuarioIdGestor);
    }
}

internal sealed class GrupoConfiguration : IEntityTypeConfiguration<Grupo>
{
    public void Configure(EntityTypeBuilder<Grupo> builder)
    {
        builder.ToTable("grupos");
        builder.HasOne(g => g.Ruta).WithMany().HasForeignKey(g => g.RutaId);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(g => g.UsuarioIdTitular);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(g => g.UsuarioIdGestor);
        builder.Property<uint>("Version").IsRowVersion();
        builder.HasData(
            new { GrupoId = 1, NombreGrupo = "Grupo 1 - Nuevo Mexico", RutaId = 1 },
            new { GrupoId = 2, NombreGrupo = "Grupo 2 - Chapultepec", RutaId = 2 },
            new { GrupoId = 3, NombreGrupo = "Grupo 3 - Las Huertas", RutaId = 3 });
    }
}
