using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using NCrontab;
using Prosmex.Domain.Persistence;
using Prosmex.Functions.Http;
using Prosmex.LocalHost.Runtime;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Architecture;

/// <summary>What the Functions host reads beside the program: host.json, names, routes, schedules and settings. It says little when it is wrong.</summary>
[Trait("Kind", "Unit")]
public sealed class ConfigurationTests
{
    // Not settings of a deployment: only LocalHost moves the clock and fills a database with an invented lender.
    internal static readonly string[] SoloDeLocalHost = ["Prosmex:Reloj", "Prosmex:Demo"];

    private static readonly (string Function, MethodInfo Method)[] Functions =
    [
        .. typeof(FunctionCatalog).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            .Select(m => (m.GetCustomAttribute<FunctionAttribute>()?.Name, m)).Where(f => f.Name is not null).Select(f => (f.Name!, f.m)),
    ];

    [Fact]
    public void HostJson_Settings_AreKnownToTheHost()
    {
        var host = JsonNode.Parse(Repository.Read("host.json"))!.AsObject();

        Assert.Equal("2.0", (string?)host["version"]);
        Assert.Empty(Keys(host).Except(["version", "functionTimeout", "extensions", "logging", "telemetryMode", "healthMonitor", "singleton"]));
        Assert.Empty(Keys(host["extensions"]).Except(["http"]));
        Assert.Empty(Keys(host["extensions"]!["http"]).Except(
            ["routePrefix", "customHeaders", "hsts", "maxConcurrentRequests", "maxOutstandingRequests", "dynamicThrottlesEnabled"]));
        Assert.Empty(Keys(host["logging"]).Except(["logLevel", "fileLoggingMode", "console", "applicationInsights"]));
        Assert.All(host["logging"]!["logLevel"]!.AsObject(), level => Assert.True(Enum.TryParse<LogLevel>((string?)level.Value, out _), level.Key));

        // The host files a function's messages under this name; an alert waits for one of them.
        Assert.Equal("Information", (string?)host["logging"]!["logLevel"]!["Function.VerificacionSemanal.User"]);

        // The paths of the existing client begin at the root.
        Assert.Equal("", (string?)host["extensions"]!["http"]!["routePrefix"]);
        Assert.InRange(TimeSpan.ParseExact((string)host["functionTimeout"]!, @"hh\:mm\:ss", CultureInfo.InvariantCulture), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void FunctionNames_All_AreUniqueAndLawful()
    {
        Assert.NotEmpty(Functions);
        Assert.Empty(Functions.GroupBy(f => f.Function, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.All(Functions, f => Assert.Matches("^[A-Za-z][A-Za-z0-9_-]{0,126}$", f.Function));
    }

    [Fact]
    public void Routes_OfAllFunctions_MeanTheSameToTheHost() =>
        Assert.Empty(RouteRules.Problems([.. Triggers<HttpTriggerAttribute>().Select(d => new HttpRoute(d.Function, d.Trigger.Route, d.Trigger.Methods ?? []))]));

    [Fact]
    public void Schedules_All_HaveSixFields()
    {
        Assert.NotEmpty(Triggers<TimerTriggerAttribute>());
        foreach (var (function, trigger) in Triggers<TimerTriggerAttribute>())
        {
            Assert.True(trigger.Schedule.Split(' ').Length == 6, $"{function}: {trigger.Schedule}");
            Assert.NotNull(CrontabSchedule.Parse(trigger.Schedule, new() { IncludingSeconds = true }));
            Assert.False(trigger.RunOnStartup, $"{function} correría en cada arranque de cada instancia.");
        }
    }

    [Fact]
    public void SampleSettings_OfTheRepository_HaveEverySettingThatTheCodeReads()
    {
        var values = Keys(Sample()["Values"]);

        Assert.Empty(Repository.ReadSettings().Except(SoloDeLocalHost).Except(values));
        Assert.DoesNotContain(values, SoloDeLocalHost.Contains);
        Assert.Equal(
            Triggers<TimerTriggerAttribute>().Select(d => $"AzureWebJobs.{d.Function}.Disabled").Order(),
            values.Where(v => v.EndsWith(".Disabled", StringComparison.Ordinal)).Order());
        Assert.Equal("UseDevelopmentStorage=true", (string?)Sample()["Values"]!["AzureWebJobsStorage"]);
        Assert.Equal("dotnet-isolated", (string?)Sample()["Values"]!["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.NotNull(Sample()["Host"]!["CORS"]);

        // More than the program takes, so that its own answer comes first; little enough for the host's memory.
        Assert.InRange(int.Parse((string)Sample()["Values"]!["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"]!, CultureInfo.InvariantCulture), RequestReading.MaxBodyBytes + 1, 4 * RequestReading.MaxBodyBytes);
    }

    [Fact]
    public void SampleSettings_WithAConnection_AreTheDefaults()
    {
        var sample = Sample()["Values"]!.AsObject().ToDictionary(v => v.Key, v => (string?)v.Value);
        sample["ConnectionStrings:Prosmex"] = "Host=localhost;Database=prosmex";
        var solas = new Dictionary<string, string?> { ["ConnectionStrings:Prosmex"] = "Host=localhost;Database=prosmex", ["Prosmex:MigrarAlIniciar"] = "true", ["Prosmex:Docs"] = "true" };

        var leidas = ProsmexOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(sample).Build());
        var defaults = ProsmexOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(solas).Build());

        Assert.Empty(leidas.JwtKey);
        Assert.Empty(leidas.ReciboKey);
        Assert.Equal(
            defaults with { JwtKey = leidas.JwtKey, ReciboKey = leidas.ReciboKey, AdminUserName = "", AdminPassword = "" },
            leidas with { AdminUserName = leidas.AdminUserName ?? "", AdminPassword = leidas.AdminPassword ?? "" });
    }

    private static JsonObject Sample() => JsonNode.Parse(Repository.Read("local.settings.sample.json"))!.AsObject();

    private static IEnumerable<string> Keys(JsonNode? objeto) => objeto?.AsObject().Select(p => p.Key).ToList() ?? [];

    private static (string Function, T Trigger)[] Triggers<T>()
        where T : Attribute =>
        [.. Functions.SelectMany(f => f.Method.GetParameters().Select(p => (f.Function, p.GetCustomAttribute<T>()))).Where(d => d.Item2 is not null).Select(d => (d.Function, d.Item2!))];
}
