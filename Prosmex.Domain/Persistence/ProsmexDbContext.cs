using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Bitacora;
using Prosmex.Domain.Bonos;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Cobro;
using Prosmex.Domain.Common;
using Prosmex.Domain.Cortes;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.PorAclarar;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Rutas;
using Prosmex.Domain.Senales;
using Prosmex.Domain.Usuarios;
using Prosmex.Domain.Verificacion;
using Prosmex.Domain.Visitas;

namespace Prosmex.Domain.Persistence;

public sealed class ProsmexDbContext(DbContextOptions<ProsmexDbContext> options) : DbContext(options)
{
    public DbSet<Rol> Roles => Set<Rol>();

    public DbSet<Accion> Acciones => Set<Accion>();

    public DbSet<Permiso> Permisos => Set<Permiso>();

    public DbSet<Usuario> Usuarios => Set<Usuario>();

    public DbSet<Sesion> Sesiones => Set<Sesion>();

    public DbSet<DeadRefreshToken> RefreshUsados => Set<DeadRefreshToken>();

    public DbSet<SignInAttempts> Intentos => Set<SignInAttempts>();

    public DbSet<Operation> Operaciones => Set<Operation>();

    public DbSet<OperationKey> ClavesDeOperacion => Set<OperationKey>();

    public DbSet<Apunte> Bitacora => Set<Apunte>();

    public DbSet<Ruta> Rutas => Set<Ruta>();

    public DbSet<Grupo> Grupos => Set<Grupo>();

    public DbSet<CuentaDeGrupo> CuentasDeGrupo => Set<CuentaDeGrupo>();

    public DbSet<Membresia> Membresias => Set<Membresia>();

    public DbSet<Titularidad> Titularidades => Set<Titularidad>();

    public DbSet<Cliente> Clientes => Set<Cliente>();

    public DbSet<Expediente> Expedientes => Set<Expediente>();

    public DbSet<ParDeClientes> ParesDeClientes => Set<ParDeClientes>();

    public DbSet<SenalDescartada> SenalesDescartadas => Set<SenalDescartada>();

    public DbSet<TipoPrestamo> TiposPrestamo => Set<TipoPrestamo>();

    public DbSet<Prestamo> Prestamos => Set<Prestamo>();

    public DbSet<Pago> Pagos => Set<Pago>();

    public DbSet<Falta> Faltas => Set<Falta>();

    public DbSet<ResumenSemanal> ResumenesSemanales => Set<ResumenSemanal>();

    public DbSet<CifrasGuardadas> CifrasGuardadas => Set<CifrasGuardadas>();

    public DbSet<CuentaDePrestamos> CuentasDePrestamos => Set<CuentaDePrestamos>();

    public DbSet<CambioDeCifras> CambiosDeCifras => Set<CambioDeCifras>();

    public DbSet<SemanaCierre> SemanasCierre => Set<SemanaCierre>();

    public DbSet<SemanaSinCobranza> SemanasSinCobranza => Set<SemanaSinCobranza>();

    public DbSet<GrupoSinCobranza> GruposSinCobranza => Set<GrupoSinCobranza>();

    public DbSet<Bono> Bonos => Set<Bono>();

    public DbSet<VigenciaDeBono> VigenciasDeBono => Set<VigenciaDeBono>();

    public DbSet<Corte> Cortes => Set<Corte>();

    public DbSet<CorteGasto> CorteGastos => Set<CorteGasto>();

    public DbSet<ClaveDeCobro> ClavesDeCobro => Set<ClaveDeCobro>();

    public DbSet<Envio> Envios => Set<Envio>();

    public DbSet<EnvioFila> EnvioFilas => Set<EnvioFila>();

    public DbSet<VisitaAnotada> Visitas => Set<VisitaAnotada>();

    public DbSet<DineroPorAclarar> PorAclarar => Set<DineroPorAclarar>();

    public DbSet<Telefono> Telefonos => Set<Telefono>();

    public DbSet<ReglaDeAprobacion> ReglasDeAprobacion => Set<ReglaDeAprobacion>();

    public DbSet<Solicitud> Solicitudes => Set<Solicitud>();

    public DbSet<RespuestaDeSolicitud> RespuestasDeSolicitud => Set<RespuestaDeSolicitud>();

    public DbSet<LimiteGuardado> Limites => Set<LimiteGuardado>();

    public DbSet<AdopcionHecha> Adopciones => Set<AdopcionHecha>();

    public DbSet<AdopcionExcedente> Excedentes => Set<AdopcionExcedente>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<decimal>().HavePrecision(12, 2);
        configurationBuilder.Properties<string>().HaveMaxLength(CleanText.MaxCodePoints(100));
        configurationBuilder.Properties<EstadoCivil>().HaveConversion<EnumNameConverter<EstadoCivil>>().HaveMaxLength(30);
        configurationBuilder.Properties<Propiedad>().HaveConversion<EnumNameConverter<Propiedad>>().HaveMaxLength(30);
        configurationBuilder.Properties<Sexo>().HaveConversion<EnumNameConverter<Sexo>>().HaveMaxLength(30);
        configurationBuilder.Properties<EntidadFederativa>().HaveConversion<EnumNameConverter<EntidadFederativa>>().HaveMaxLength(30);
        configurationBuilder.Properties<DecisionDePar>().HaveConversion<EnumNameConverter<DecisionDePar>>().HaveMaxLength(30);
        configurationBuilder.Properties<ReglaDeSenal>().HaveConversion<EnumNameConverter<ReglaDeSenal>>().HaveMaxLength(30);
        configurationBuilder.Properties<StatusPrestamo>().HaveConversion<EnumNameConverter<StatusPrestamo>>().HaveMaxLength(30);
        configurationBuilder.Properties<AccionDeBitacora>().HaveConversion<EnumNameConverter<AccionDeBitacora>>().HaveMaxLength(30);
        configurationBuilder.Properties<Visita>().HaveConversion<EnumNameConverter<Visita>>().HaveMaxLength(30);
        configurationBuilder.Properties<EstadoDeFila>().HaveConversion<EnumNameConverter<EstadoDeFila>>().HaveMaxLength(30);
        configurationBuilder.Properties<EstadoPorAclarar>().HaveConversion<EnumNameConverter<EstadoPorAclarar>>().HaveMaxLength(30);
        configurationBuilder.Properties<TipoDeSolicitud>().HaveConversion<EnumNameConverter<TipoDeSolicitud>>().HaveMaxLength(30);
        configurationBuilder.Properties<EstadoDeSolicitud>().HaveConversion<EnumNameConverter<EstadoDeSolicitud>>().HaveMaxLength(30);
        configurationBuilder.Properties<ClaveDeLimite>().HaveConversion<EnumNameConverter<ClaveDeLimite>>().HaveMaxLength(30);
        configurationBuilder.Properties<TipoPago>().HaveConversion<EnumNameConverter<TipoPago>>().HaveMaxLength(30);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.HasCollation(ConstraintErrors.SpanishCollation, locale: "es-MX", provider: "icu", deterministic: true);
        modelBuilder.HasDbFunction(typeof(ConstraintErrors).GetMethod(nameof(ConstraintErrors.WithoutAccents), BindingFlags.Public | BindingFlags.Static)!)
            .HasName("sin_acentos");
        modelBuilder.HasDbFunction(typeof(UltimaConCobranza).GetMethod(nameof(UltimaConCobranza.De), BindingFlags.Public | BindingFlags.Static)!)
            .HasName("ultima_con_cobranza");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ProsmexDbContext).Assembly);

        foreach (var table in modelBuilder.Model.GetEntityTypes())
        {
            // EF's default would cascade deletes, down to the ledger of payments.
            foreach (var key in table.GetForeignKeys())
            {
                key.DeleteBehavior = DeleteBehavior.Restrict;
            }

            // Enums get a check constraint.
            foreach (var column in table.GetProperties().Where(p => EnumOf(p.ClrType) is not null && p.GetMaxLength() is not null))
            {
                var nombres = Enum.GetNames(EnumOf(column.ClrType)!).Select(n => $"'{System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(n)}'");
                var nombre = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(column.Name);
                table.AddCheckConstraint($"ck_{table.GetTableName()}_{nombre}", $"{nombre} IN ({string.Join(", ", nombres)})");
            }
        }
    }

    private static Type? EnumOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } found ? found : null;

#pragma warning disable CA1812 // Instantiated by EF, from the conventions above.
    private sealed class EnumNameConverter<T>() : ValueConverter<T, string>(value => EnumNames.NameOf(value), nombre => EnumNames.Parse<T>(nombre))
        where T : struct, Enum;
#pragma warning restore CA1812
}
