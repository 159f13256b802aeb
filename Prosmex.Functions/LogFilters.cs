using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Prosmex.Functions;

internal static class LogFilters
{
    // At Information these log several lines per request, including the SQL text.
    private static readonly string[] Chatty = ["Azure", "Grpc", "Microsoft", "System"];

    // ASP.NET Core makes a key ring at each new instance's start and warns about how it keeps it. Nothing here is protected with it.
    private const string Unused = "Microsoft.AspNetCore.DataProtection";

    /// <summary>Suppresses log lines of libraries below Warning, and warnings about the unused key ring. A level for the same category in the configuration wins.</summary>
    public static void AddLogFilters(this IServiceCollection services) => services.Configure<LoggerFilterOptions>(options =>
    {
        options.Rules.Insert(0, new LoggerFilterRule(null, Unused, LogLevel.Error, null));
        foreach (var category in Chatty)
        {
            // First: of two rules for one category the later one counts, and those of the configuration are here already.
            options.Rules.Insert(0, new LoggerFilterRule(null, category, LogLevel.Warning, null));
        }
    });
}
