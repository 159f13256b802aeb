using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Prosmex.Domain.Roles;

/// <summary>The roles, with the ids that the existing client uses.</summary>
public enum RolId
{
    Gestor = 1,
    Titular = 2,
    Supervisor = 3,
    Gerente = 4,
    Director = 5,
    Admin = 6,
}

/// <summary>The subject of a permission.</summary>
public enum AccionId
{
    AltaDeCliente = 1,
    CrearPrestamo = 2,
    PagosDeCobranzaPorGrupo = 3,
    Corte = 4,
    PagosDePrestamosPorGrupo = 5,
    ReportesDeRutas = 6,
    ReportesGenerales = 7,
    EditarInformacion = 8,
    CrearUsuario = 9,
    BajaDeUsuario = 10,
    PrestamoMayorAlLimite = 11,
    EliminarCredito = 12,
    AsignarTitularAGrupo = 13,
    AsignarGrupoARuta = 14,
}

/// <summary>A row of the fixed catalogue of roles.</summary>
public sealed class Rol
{
    public required RolId RolId { get; init; }

    public required string Nombre { get; init; }
}

/// <summary>A row of the fixed catalogue of actions.</summary>
public sealed class Accion
{
    public required AccionId AccionId { get; init; }

    public required string Descripcion { get; init; }
}

/// <summary>A permission of a role. Data, not code: a lender may change the rows.</summary>
public sealed class Permiso
{
    public required RolId RolId { get; init; }

    public required AccionId AccionId { get; init; }
}

internal sealed class RolConfiguration : IEntityTypeConfiguration<Rol>
{
    public void Configure(EntityTypeBuilder<Rol> builder)
    {
        builder.ToTable("roles");
        builder.Property(r => r.RolId).ValueGeneratedNever();
        builder.HasData(
            new Rol { RolId = RolId.Gestor, Nombre = "Gestor de cobranza" },
            new Rol { RolId = RolId.Titular, Nombre = "Titular" },
            new Rol { RolId = RolId.Supervisor, Nombre = "Supervisor" },
            new Rol { RolId = RolId.Gerente, Nombre = "Gerente" },
            new Rol { RolId = RolId.Director, Nombre = "Director" },
            new Rol { RolId = RolId.Admin, Nombre = "Admin" });
    }
}

internal sealed class AccionConfiguration : IEntityTypeConfiguration<Accion>
{
    private static readonly string[] Descripciones =
    [
        "Alta de cliente/aval",
        "Creación de préstamo",
        "Registro de pagos de cobranzas a nivel grupo",
        "Realizar corte con superior",
        "Registro pagos de préstamos a nivel grupo",
        "Visualizar reportes de rutas",
        "Visualizar reportes generales",
        "Editar información",
        "Crear usuario",
        "Dar de baja usuario",
        "Creación de préstamo mayor a $5000",
        "Eliminar crédito",
        "Asignar titular a grupo",
        "Asignar grupo a ruta",
    ];

    public void Configure(EntityTypeBuilder<Accion> builder)
    {
        builder.ToTable("acciones");
        builder.Property(a => a.AccionId).ValueGeneratedNever();
        builder.Property(a => a.Descripcion).HasMaxLength(255);
        builder.HasData(Descripciones.Select((text, i) => new Accion { AccionId = (AccionId)(i + 1), Descripcion = text }));
    }
}

internal sealed class PermisoConfiguration : IEntityTypeConfiguration<Permiso>
{
    public void Configure(EntityTypeBuilder<Permiso> builder)
    {
        builder.ToTable("permisos");
        builder.HasKey(p => new { p.RolId, p.AccionId });
        builder.HasOne<Rol>().WithMany().HasForeignKey(p => p.RolId);
        builder.HasOne<Accion>().WithMany().HasForeignKey(p => p.AccionId);
        builder.HasData(
            Permisos(RolId.Gestor, 3, 4)
                .Concat(Permisos(RolId.Titular, 1, 4))
                .Concat(Permisos(RolId.Supervisor, 1, 6))
                .Concat(Permisos(RolId.Gerente, 1, 6))
                .Concat(Permisos(RolId.Director, 1, 7))
                .Concat(Permisos(RolId.Admin, 1, 14)));
    }

    private static IEnumerable<Permiso> Permisos(RolId rol, int desde, int hasta) =>
        Enumerable.Range(desde, hasta - desde + 1).Select(accion => new Permiso { RolId = rol, AccionId = (AccionId)accion });
}
