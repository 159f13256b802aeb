using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prosmex.LocalHost.Runtime;

namespace Microsoft.Azure.Functions.Worker.Builder;

#pragma warning disable CA1052 // The worker's class is not static either.

/// <summary>Stand-in for the worker's type of this name, and the edge of the process: what cannot start ends here with one line and exit code 1.</summary>
public class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            var options = LocalOptions.Parse(args) with { Fatal = Exit };
            return LocalRuntime.CreateBuilder(options, typeof(FunctionsApplication).Assembly.GetTypes());
        }
        catch (LocalHostException error)
        {
            Exit(error.Message);
            throw;
        }
    }

    private static void Exit(string message)
    {
        Console.Error.WriteLine(message);
        Environment.Exit(1);
    }
}

#pragma warning restore CA1052

/// <summary>Stand-in for the worker's type of this name.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly IHostApplicationBuilder _web;
    private readonly LocalRuntime _runtime;

    internal FunctionsApplicationBuilder(WebApplicationBuilder web, LocalRuntime runtime)
    {
        _web = web;
        _runtime = runtime;
        Configuration = web.Configuration;
    }

    public IDictionary<object, object> Properties => _web.Properties;

    public ConfigurationManager Configuration { get; }

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    public IHostEnvironment Environment => _web.Environment;

    public ILoggingBuilder Logging => _web.Logging;

    public IMetricsBuilder Metrics => _web.Metrics;

    public IServiceCollection Services => _web.Services;

    public IHost Build() => _runtime.Build();

    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => _web.ConfigureContainer(factory, configure);

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _runtime.Middleware.Add(middleware);
        return this;
    }

    internal void UseHttp() => _runtime.UseHttp();
}

/// <summary>Stand-in for the worker's type of this name.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Middleware added after this call sees the HttpContext.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseHttp();
        return builder;
    }
}
