using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Prosmex.Functions;

internal static class LogFilters
{
    // At Information these log several lines per request, including the SQL text.
    private static readonly string[] Chatty = ["Azure", "Grpc", "Microsoft", "System"];

    /// <summary>Suppresses log lines of libraries below Warning. A level for the same category in the configuration wins.</summary>
    public static void AddLogFilters(this IServiceCollection services) => services.Configure<LoggerFilterOptions>(options =>
    {
        foreach (var category in Chatty)
        {
            // First: of two rules for one category the later one counts, and those of the configuration are here already.
            options.Rules.Insert(0, new LoggerFilterRule(null, category, LogLevel.Warning, null));
        }
    });
}
