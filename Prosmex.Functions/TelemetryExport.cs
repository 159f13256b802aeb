using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Prosmex.Domain.Common;

namespace Prosmex.Functions;

/// <summary>Sends traces, metrics and logs to Azure Monitor or to any OTLP collector; to neither where neither is configured.</summary>
internal static class TelemetryExport
{
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var azure = configuration[AzureMonitor];
        var otlp = !string.IsNullOrEmpty(configuration[Otlp]);
        if (string.IsNullOrEmpty(azure) && !otlp)
        {
            return;
        }

        var todo = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("prosmex"))

            // Always: the server's own parent span is not recorded, and its sampling decision would win.
            .WithTracing(traces => traces.AddSource(Telemetry.Name, Telemetry.DatabaseName).SetSampler(new AlwaysOnSampler()))
            .WithMetrics(medidas => medidas.AddMeter(Telemetry.Name, Telemetry.DatabaseName, "Microsoft.AspNetCore.Hosting", "System.Runtime"))

            // Alerts and people read the line itself, not its template.
            .WithLogging(null, registro => registro.IncludeFormattedMessage = true);
        services.AddHostedService<TelemetryShutdown>();
        if (otlp)
        {
            todo.UseOtlpExporter();
        }

        if (!string.IsNullOrEmpty(azure))
        {
            void Destino(AzureMonitorExporterOptions options)
            {
                options.ConnectionString = azure;
                if (configuration["AZURE_CLIENT_ID"] is { Length: > 0 } id)
                {
                    options.Credential = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id));
                }
            }

            todo.WithTracing(traces => traces.AddAzureMonitorTraceExporter(Destino))
                .WithMetrics(medidas => medidas.AddAzureMonitorMetricExporter(Destino))
                .WithLogging(registro => registro.AddAzureMonitorLogExporter(Destino));
        }
    }
}
