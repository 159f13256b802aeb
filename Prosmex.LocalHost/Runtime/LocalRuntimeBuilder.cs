using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Prosmex.LocalHost.Runtime;

/// <summary>Replaces the Functions host and the worker: settings, clock, server, timers.</summary>
internal sealed class LocalRuntimeBuilder : IFunctionsWorkerApplicationBuilder
{
    private readonly LocalOptions _options;
    private readonly LocalFiles _files;
    private readonly int _port;
    private readonly LocalDefaults _defaults;
    private readonly WebApplicationBuilder _web;
    private readonly IReadOnlyList<FunctionDescriptor> _functions;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    /// <summary>For a program that consists of the functions found in <paramref name="types"/>.</summary>
    /// <exception cref="LocalHostException">The functions, the settings or the private database keep the program from starting.</exception>
    public LocalRuntimeBuilder(LocalOptions options, IEnumerable<Type> types)
        : this(options, FindFunctions(types))
    {
    }

    /// <summary>The same for functions that were found before.</summary>
    public LocalRuntimeBuilder(LocalOptions options, IReadOnlyList<FunctionDescriptor> functions)
    {
        _options = options;
        _functions = functions;
        _files = LocalFiles.Read(options.Root);
        _port = options.Port ?? _files.Port ?? LocalOptions.DefaultPort;

        // Empty, so that no appsettings.json and no ASPNETCORE_ variable of the machine changes what runs.
        _web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = options.Root, ApplicationName = typeof(LocalRuntimeBuilder).Assembly.GetName().Name });
        _defaults = LocalDefaults.Configure(Configuration, _files, options);

        AddLogging(Logging, Configuration);
        AddServer();
    }

    /// <summary>The functions of some types.</summary>
    /// <exception cref="LocalHostException">A function or a route cannot be served as under the real host.</exception>
    public static IReadOnlyList<FunctionDescriptor> FindFunctions(IEnumerable<Type> types)
    {
        var functions = FunctionDescriptor.Discover(types);
        Check(RouteRules.Problems([.. functions.Where(f => f.Http is not null).Select(f => new HttpRoute(f.Name, f.Http!.Route, f.HttpMethods))]));
        return functions;
    }

    public IServiceCollection Services => _web.Services;

    public ConfigurationManager Configuration => _web.Configuration;

    public ILoggingBuilder Logging => _web.Logging;

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <exception cref="LocalHostException">A timer's schedule is wrong or missing.</exception>
    public LocalRuntimeHost Build()
    {
        // Now, so that a wrong schedule stops the start.
        IReadOnlyList<ScheduledFunction> timers =
            [.. _functions.Where(f => f.Timer is not null).Select(f => ScheduledFunction.Create(f, Configuration, IsDisabled(f)))];
        Services.TryAddSingleton(TimeProvider.System);
        Services.AddSingleton(timers);
        Services.AddSingleton(new FunctionPipeline(_middleware));
        Services.AddSingleton<TimerService>();
        Services.AddHostedService(services => services.GetRequiredService<TimerService>());

        var app = _web.Build();
        HttpFunctions.Map(app, _functions.Where(function => !IsDisabled(function)), _files);
        return new LocalRuntimeHost(app, _port, _defaults, _options.Output);
    }

    private static void Check(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new LocalHostException(string.Join(Environment.NewLine, problems));
        }
    }

    /// <summary>The host's switch: <c>AzureWebJobs.NAME.Disabled</c>, in the environment also with <c>__</c> for the dots.</summary>
    private bool IsDisabled(FunctionDescriptor function) =>
        (Configuration[$"AzureWebJobs.{function.Name}.Disabled"] ?? Configuration[$"AzureWebJobs:{function.Name}:Disabled"]) is { } value
        && (value == "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));

    private static void AddLogging(ILoggingBuilder logging, ConfigurationManager configuration)
    {
        // The id of the trace on every line: the one that error answers carry.
        logging.Configure(logger => logger.ActivityTrackingOptions = ActivityTrackingOptions.TraceId);
        logging.AddSimpleConsole(console => (console.SingleLine, console.IncludeScopes) = (true, true));
        logging.SetMinimumLevel(LogLevel.Information);
        // It would print the stack trace of a port in use beside our one-line message.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddConfiguration(configuration.GetSection("Logging"));
    }

    private void AddServer()
    {
        _web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (_port == 0)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
            else
            {
                kestrel.ListenLocalhost(_port);
            }
        });
        _web.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = true);
        Services.AddRouting();
        Services.AddCors();
        // What IActionResult needs to execute itself; the worker adds all of MVC.
        Services.AddMvcCore();
        if (_options.Clock is not null)
        {
            Services.AddSingleton(_options.Clock);
        }
    }
}
