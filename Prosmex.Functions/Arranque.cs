using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Prosmex.Domain.Persistence;
using Prosmex.Functions.Http;

namespace Prosmex.Functions;

/// <summary>Puts the program together.</summary>
public static class Arranque
{
    /// <exception cref="ConfiguracionInvalidaException">A setting is missing or not lawful.</exception>
    public static FunctionsApplicationBuilder UseProsmex(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<ErroresMiddleware>();
        builder.UseMiddleware<LlamanteMiddleware>();

        // The host lets more through than the server here takes by default, and would turn its refusal into a 500; the middleware's is a 413.
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);

        // On a server that has frozen the driver blocks a thread for each connection whose statement it tries to cancel; the answers need threads too.
        ThreadPool.GetMinThreads(out var hilos, out var puertos);
        ThreadPool.SetMinThreads(Math.Max(hilos, 2 * LimitesDeEspera.Conexiones), puertos);

        builder.UseTelemetria();
        if (Identidad.ParaPostgres(builder.Configuration) is { } contrasena)
        {
            builder.Services.AddSingleton(contrasena);
        }

        builder.Services.AddProsmex(builder.Configuration);
        builder.Services.AddScoped<UnaVez>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        return builder;
    }
}
