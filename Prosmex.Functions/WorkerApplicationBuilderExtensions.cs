using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Prosmex.Domain.Financieras;
using Prosmex.Domain.Persistence;
using Prosmex.Functions.Aprobaciones;
using Prosmex.Functions.Financieras;
using Prosmex.Functions.Http;
using Prosmex.Functions.Recibos;

namespace Prosmex.Functions;

/// <summary>Puts the program together, for the Functions worker and for LocalHost alike.</summary>
public static class WorkerApplicationBuilderExtensions
{
    /// <param name="builder">Its middleware must provide the HttpContext to the middleware added here.</param>
    /// <exception cref="InvalidConfigurationException">A setting is missing or invalid.</exception>
    public static void UseProsmex(this IFunctionsWorkerApplicationBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        builder.UseMiddleware<ErrorMiddleware>();
        if (FinancieraSettings.AreShared(configuration))
        {
            builder.Services.AddSingleton(services => new FinancieraPrograms(services, configuration));
            builder.UseMiddleware<FinancieraMiddleware>();
        }

        builder.UseMiddleware<CurrentUserMiddleware>();

        // The middleware has limits of its own: the host lets more through than the server here takes by default, and would turn its refusal into a
        // 500; and a body may stop arriving for longer than the server's least rate allows, as long as it is complete in time.
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
            (kestrel.Limits.MaxRequestBodySize, kestrel.Limits.MinRequestBodyDataRate, kestrel.AddServerHeader) = (null, null, false));

        // On a server that has frozen the driver blocks a thread for each connection whose statement it tries to cancel; the answers need threads too.
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(Math.Max(threads, 2 * DatabaseTimeouts.Connections), ports);

        builder.Services.AddLogFilters();
        builder.Services.AddTelemetry(configuration);
        if (ManagedIdentity.ForPostgres(configuration) is { } contrasena)
        {
            builder.Services.AddSingleton(contrasena);
        }

        builder.Services.AddProgram(configuration);
        builder.Services.AddFinancieras();
        builder.Services.AddSingleton(ClientAddress.Read(configuration));
        builder.Services.AddHostedService<WarmUp>();
        builder.Services.TryAddSingleton(TimeProvider.System);
    }

    /// <summary>What the functions of one lender are made from.</summary>
    /// <exception cref="InvalidConfigurationException">A setting is missing or invalid.</exception>
    internal static void AddProgram(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddProsmex(configuration);
        services.AddScoped<IdempotentRequests>();
        services.AddScoped<ApprovableRequests>();
        services.AddScoped<ApprovableWork>();
        services.AddSingleton<ReciboLookups>();
    }
}
