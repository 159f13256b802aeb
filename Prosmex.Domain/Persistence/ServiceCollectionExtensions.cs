using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Bitacora;
using Prosmex.Domain.Bonos;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Cobro;
using Prosmex.Domain.Cortes;
using Prosmex.Domain.Financieras;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.PorAclarar;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Recibos;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Rutas;
using Prosmex.Domain.Senales;
using Prosmex.Domain.Usuarios;
using Prosmex.Domain.Verificacion;
using Prosmex.Domain.Visitas;

namespace Prosmex.Domain.Persistence;

/// <summary>Registers the domain.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Registers the context, every service and the settings, which are checked here. A <see cref="TimeProvider"/> is the host's to give.</summary>
    /// <exception cref="InvalidConfigurationException">A setting is missing or invalid: the program must not start.</exception>
    public static IServiceCollection AddProsmex(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = ProsmexOptions.Read(configuration);
        services.AddSingleton(options);
        services.AddDbContextPool<ProsmexDbContext>((services, db) => db.UseProsmex(options.Connection, services.GetService<DatabasePassword>()));
        services.AddSingleton<AccessTokens>();
        services.AddSingleton(new PasswordHasher());
        services.AddSingleton<PasswordHashQueue>();
        services.AddScoped<SignInAttemptService>();
        services.AddScoped<UnitOfWork>();
        services.AddScoped<ReadDatabase>();
        services.AddSingleton<ExportSlots>();
        if (options.ReadConnection is not null)
        {
            services.AddSingleton<ReadReplica>();
        }

        services.AddScoped<OperationService>();
        services.AddScoped<PartitionService>();
        services.AddScoped<BitacoraService>();
        services.AddScoped<DatabaseMigrator>();
        services.AddScoped<DatabaseHealth>();
        services.AddScoped<AuthService>();
        services.AddScoped<CurrentUserService>();
        services.AddScoped<SesionService>();
        services.AddScoped<RolService>();
        services.AddScoped<UsuarioService>();
        services.AddScoped<CuentaService>();
        services.AddScoped<RutaService>();
        services.AddScoped<GrupoService>();
        services.AddScoped<AsignacionService>();
        services.AddScoped<GrupoFichaService>();
        services.AddScoped<ClienteService>();
        services.AddScoped<ClienteQueries>();
        services.AddScoped<ExpedienteService>();
        services.AddScoped<DatosPersonalesService>();
        services.AddScoped<ParecidosService>();
        services.AddScoped<ClienteFichaService>();
        services.AddScoped<BusquedaService>();
        services.AddScoped<EstadoDeCuentaService>();
        services.AddScoped<AvalService>();
        services.AddScoped<PrestamoQueries>();
        services.AddScoped<CotizacionService>();
        services.AddScoped<PrestamoFichaService>();
        services.AddScoped<PrestamoService>();
        services.AddScoped<PagoQueries>();
        services.AddScoped<MovimientosService>();
        services.AddScoped<PagoService>();
        services.AddSingleton<ReciboKeys>();
        services.AddScoped<ReciboService>();
        services.AddScoped<ReciboPublicoService>();
        services.AddScoped<HojaService>();
        services.AddSingleton<EnvioQueue>();
        services.AddScoped<EnvioService>();
        services.AddScoped<VisitaService>();
        services.AddScoped<TelefonoService>();
        services.AddScoped<PorAclararService>();
        services.AddScoped<CorteService>();
        services.AddScoped<TipoPrestamoService>();
        services.AddScoped<BonoService>();
        services.AddScoped<VerificacionService>();
        services.AddScoped<CuadreService>();
        services.AddScoped<CifrasService>();
        services.AddScoped<SemanaSinCobranzaService>();
        services.AddScoped<ReporteService>();
        services.AddScoped<CobranzaService>();
        services.AddScoped<ExportService>();
        services.AddScoped<AtrasadosService>();
        services.AddScoped<SenalService>();
        services.AddScoped<LimitesService>();
        services.AddScoped<ReglaDeAprobacionService>();
        services.AddScoped<SolicitudQueries>();
        services.AddScoped<SolicitudService>();
        return services;
    }

    /// <summary>Registers what looks after several lenders that share a program; each of them has the rest of the domain for itself.</summary>
    public static IServiceCollection AddFinancieras(this IServiceCollection services) => services.AddScoped<FinancieraService>().AddSingleton<FinancieraDirectory>();

    /// <param name="retries">False where another server answers instead of a second try.</param>
    internal static DbContextOptionsBuilder UseProsmex(
        this DbContextOptionsBuilder builder, string connection, DatabasePassword? contrasena = null, bool retries = true) => builder
        .UseNpgsql(connection, npgsql => (retries ? npgsql.ExecutionStrategy(dependencies => new BriefRetryStrategy(dependencies)) : npgsql).UsePassword(contrasena))
        .UseSnakeCaseNamingConvention()
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)

        // A violated constraint may be a domain error; real faults are logged once, without SQL, by the code that answers them.
        .ConfigureWarnings(avisos => avisos.Log(
            (RelationalEventId.CommandError, LogLevel.Debug),
            (RelationalEventId.ConnectionError, LogLevel.Debug),
            (RelationalEventId.TransactionError, LogLevel.Debug),
            (CoreEventId.QueryIterationFailed, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug)));

    internal static DbContextOptionsBuilder<T> UseProsmex<T>(this DbContextOptionsBuilder<T> builder, string connection)
        where T : DbContext => (DbContextOptionsBuilder<T>)UseProsmex((DbContextOptionsBuilder)builder, connection);
}
