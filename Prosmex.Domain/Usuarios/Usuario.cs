using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Usuarios;

/// <summary>A person who can sign in. Deactivated instead of deleted while anything references them.</summary>
public sealed class Usuario
{
    public int Id { get; private set; }

    public string Nombre { get; private set; } = "";

    public string ApellidoPaterno { get; private set; } = "";

    public string ApellidoMaterno { get; private set; } = "";

    /// <summary>The sign-in name (column and field <c>usuario</c>), unique ignoring case, also among deactivated users.</summary>
    public string NombreDeUsuario { get; private set; } = "";

    /// <summary>BCrypt hash of the password.</summary>
    public string Contrasena { get; private set; } = "";

    /// <summary>The password was set by another person, for one sign-in.</summary>
    public bool DebeCambiarContrasena { get; private set; }

    public RolId RolId { get; private set; }

    /// <summary>A deactivated user cannot sign in and is not listed.</summary>
    public bool Activo { get; private set; } = true;

    /// <summary>Adopted from the replaced system although it breaks a rule of this one (a name taken in different case).</summary>
    public bool ExcepcionAdopcion { get; private set; }

    public bool EsAdminActivo => Activo && RolId == RolId.Admin;

    /// <summary>Sets the fields that are present.</summary>
    public void Editar(DatosDeUsuario datos)
    {
        ArgumentNullException.ThrowIfNull(datos);
        Nombre = datos.Nombre.GetValueOrDefault(Nombre)!;
        ApellidoPaterno = datos.ApellidoPaterno.GetValueOrDefault(ApellidoPaterno)!;
        ApellidoMaterno = datos.ApellidoMaterno.GetValueOrDefault(ApellidoMaterno)!;
        NombreDeUsuario = datos.NombreDeUsuario.GetValueOrDefault(NombreDeUsuario)!;

        // A new name ends the exception for adopted names: the unique key holds from here on.
        ExcepcionAdopcion &= !datos.NombreDeUsuario.IsPresent;
        RolId = datos.RolId.GetValueOrDefault(RolId);
    }

    public void CambiarContrasena(string hash, bool porUnaVez = false)
    {
        Contrasena = hash;
        DebeCambiarContrasena = porUnaVez;
    }

    public void Desactivar() => Activo = false;

    public void Reactivar() => Activo = true;
}

internal static class UsuarioQueryExtensions
{
    /// <summary>The user with this sign-in name, ignoring case, as the unique key does.</summary>
#pragma warning disable CA1304, CA1311, CA1862 // Translated to SQL: the database lowers it in the collation of the key.
    public static IQueryable<Usuario> ConNombre(this IQueryable<Usuario> usuarios, string nombreDeUsuario) =>
        usuarios.Where(u => !u.ExcepcionAdopcion
            && EF.Property<string>(u, "usuario_normalizado") == EF.Functions.Collate(nombreDeUsuario, ConstraintErrors.SpanishCollation).ToLower());
#pragma warning restore CA1304, CA1311, CA1862
}

/// <summary>The validated fields of a user.</summary>
public sealed record DatosDeUsuario
{
    public Optional<string> Nombre { get; init; }

    public Optional<string> ApellidoPaterno { get; init; }

    public Optional<string> ApellidoMaterno { get; init; }

    public Optional<string> NombreDeUsuario { get; init; }

    /// <summary>In clear text, before hashing.</summary>
    public Optional<string> Contrasena { get; init; }

    public Optional<RolId> RolId { get; init; }

    public Optional<bool> Activo { get; init; }

    public bool GenerarContrasena { get; init; }

    /// <summary>The password is for one sign-in.</summary>
    public bool Provisional { get; init; }
}

internal sealed class UsuarioConfiguration : IEntityTypeConfiguration<Usuario>
{
    public void Configure(EntityTypeBuilder<Usuario> builder)
    {
        builder.ToTable("usuarios");
        builder.Property(u => u.NombreDeUsuario).HasColumnName("usuario");
        builder.Property(u => u.Contrasena).HasMaxLength(120);
        builder.Property(u => u.DebeCambiarContrasena).HasDefaultValue(false);
        // Lower case may be longer than the original.
        builder.Property<string>("usuario_normalizado").HasColumnType("text").IsRequired()
            .HasComputedColumnSql($"lower(usuario COLLATE {ConstraintErrors.SpanishCollation})", stored: true);
        builder.HasIndex("usuario_normalizado").IsUnique().HasFilter("NOT excepcion_adopcion").HasDatabaseName(ConstraintErrors.UnicoUsuario);
        builder.HasOne<Rol>().WithMany().HasForeignKey(u => u.RolId);
        builder.Property<uint>("Version").IsRowVersion();
    }
}
