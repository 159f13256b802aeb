using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Prosmex.LocalHost.Runtime;

/// <summary>Stands in for the Functions host and the worker: settings, clock, server, timers.</summary>
internal sealed class LocalRuntime
{
    private readonly LocalOptions _options;
    private readonly LocalFiles _files;
    private readonly LocalDefaults _defaults;
    private readonly WebApplicationBuilder _web;
    private readonly IReadOnlyList<FunctionDescriptor> _functions;
    private bool _usesHttp;

    private LocalRuntime(LocalOptions options, IEnumerable<Type> types)
    {
        _options = options;
        _functions = FunctionDescriptor.Discover(types);
        Check(RouteRules.Problems([.. _functions.Where(f => f.Http is not null).Select(f => new HttpRoute(f.Name, f.Http!.Route, f.HttpMethods))]));
        _files = LocalFiles.Read(options.Root);
        Port = options.Port ?? _files.Port ?? LocalOptions.DefaultPort;

        // Empty, so that no appsettings.json and no ASPNETCORE_ variable of the machine changes what runs.
        _web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = options.Root, ApplicationName = typeof(LocalRuntime).Assembly.GetName().Name });
        _web.Configuration.AddInMemoryCollection(_files.Values);
        _web.Configuration.AddEnvironmentVariables();
        _web.Configuration.AddInMemoryCollection(options.Settings);
        // Last, and yet the weakest: they hold only what nobody configured.
        _defaults = LocalDefaults.Prepare(_web.Configuration, options);
        _web.Configuration.AddInMemoryCollection(_defaults.Settings);

        AddLogging(_web.Logging, _web.Configuration);
        AddServer();
    }

    public int Port { get; }

    public IList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    /// <summary>A builder whose program consists of the functions found in <paramref name="types"/>.</summary>
    /// <exception cref="LocalHostException">The functions, the settings or the private database keep the program from starting.</exception>
    public static FunctionsApplicationBuilder CreateBuilder(LocalOptions options, IEnumerable<Type> types)
    {
        var runtime = new LocalRuntime(options, types);
        return new FunctionsApplicationBuilder(runtime._web, runtime);
    }

    public void UseHttp()
    {
        if (_usesHttp)
        {
            return;
        }

        _usesHttp = true;
        Middleware.Add(FunctionPipeline.Http);
        // What IActionResult needs to execute itself; the worker adds all of MVC.
        _web.Services.AddMvcCore();
    }

    public IHost Build()
    {
        try
        {
            if (!_usesHttp && _functions.FirstOrDefault(function => function.Http is not null) is { } http)
            {
                throw new LocalHostException($"{http.Name}: falta ConfigureFunctionsWebApplication() en Program.cs.");
            }

            // Both now, so that a wrong schedule stops the start.
            IReadOnlyList<ScheduledFunction> timers =
                [.. _functions.Where(f => f.Timer is not null).Select(f => ScheduledFunction.Create(f, _web.Configuration, IsDisabled(f)))];
            _web.Services.TryAddSingleton(TimeProvider.System);
            _web.Services.AddSingleton(timers);
            _web.Services.AddSingleton(new FunctionPipeline(Middleware));
            _web.Services.AddSingleton<TimerService>();
            _web.Services.AddHostedService(services => services.GetRequiredService<TimerService>());

            var app = _web.Build();
            HttpFunctions.Map(app, _functions.Where(function => !IsDisabled(function)), _files);
            return new LocalRuntimeHost(app, Port, _defaults, _options);
        }
        catch (LocalHostException error) when (_options.Fatal is not null)
        {
            _options.Fatal(error.Message);
            throw;
        }
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
        (_web.Configuration[$"AzureWebJobs.{function.Name}.Disabled"] ?? _web.Configuration[$"AzureWebJobs:{function.Name}:Disabled"]) is { } value
        && (value == "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));

    private static void AddLogging(ILoggingBuilder logging, ConfigurationManager configuration)
    {
        // The id of the trace on every line: the one that error answers carry.
        logging.Configure(logger => logger.ActivityTrackingOptions = ActivityTrackingOptions.TraceId);
        logging.AddSimpleConsole(console => (console.SingleLine, console.IncludeScopes) = (true, true));
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // It would print the stack trace of a taken port beside the one line that says so.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddConfiguration(configuration.GetSection("Logging"));
    }

    private void AddServer()
    {
        _web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (Port == 0)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
            else
            {
                kestrel.ListenLocalhost(Port);
            }
        });
        _web.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = true);
        _web.Services.AddRouting();
        _web.Services.AddCors();
        if (_options.Clock is not null)
        {
            _web.Services.AddSingleton(_options.Clock);
        }
    }
}
