using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Common;
using Prosmex.Domain.Financieras;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Financieras;

/// <summary>
/// Where several lenders share the program: gives a request the services of the lender whose host name it called, and runs a timer once for each. All
/// that comes after it, the function too, is made from these services and knows no other lender.
/// </summary>
internal sealed class FinancieraMiddleware(FinancieraDirectory directory, FinancieraPrograms programs, ILogger<FinancieraMiddleware> logger)
    : IFunctionsWorkerMiddleware
{
    // Asks for the server, by whatever name the platform calls.
    private const string OfNoLender = "Health";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is not { } http)
        {
            await RunForEachAsync(context, next);
        }
        else if (context.FunctionDefinition.Name == OfNoLender)
        {
            await next(context);
        }
        else
        {
            // In the worker the name that the Functions host passes on, over whatever a client wrote in X-Forwarded-Host (docs/escala.md). The refusal is
            // that of an unknown path: it says nothing about lenders.
            var financiera = await directory.FindAsync(http.Request.Host.Host, http.Request.Deadline()) ?? throw new DominioException(ErroresHttp.RutaDesconocida);
            var scope = programs.CreateScope(financiera);

            // Results are written after the function, and may still read.
            http.Response.RegisterForDisposeAsync(scope);
            http.RequestServices = new FinancieraServices(scope.ServiceProvider, http.RequestServices);
            await RunAsync(context, next, financiera, scope.ServiceProvider);
        }
    }

    // One lender's failure does not keep the others from their turn; the run has failed all the same.
    private async Task RunForEachAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        List<Exception> failures = [];
        foreach (var financiera in await directory.ListAsync(context.CancellationToken))
        {
            try
            {
                await using var scope = programs.CreateScope(financiera);
                await RunAsync(context, next, financiera, scope.ServiceProvider);
            }
            catch (Exception ex) when (!context.CancellationToken.IsCancellationRequested)
            {
                logger.LogError(ex, "{Funcion} falló para la financiera {Esquema}.", context.FunctionDefinition.Name, financiera.Schema);
                failures.Add(ex);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException($"{context.FunctionDefinition.Name} failed for {failures.Count} lenders.", failures);
        }
    }

    private async Task RunAsync(FunctionContext context, FunctionExecutionDelegate next, Financiera financiera, IServiceProvider services)
    {
        Activity.Current?.SetTag(Telemetry.FinancieraTag, financiera.Schema);
        using var lines = logger.BeginScope("financiera {Esquema}", financiera.Schema);
        var before = context.InstanceServices;
        context.InstanceServices = new FinancieraServices(services, before);
        try
        {
            await next(context);
        }
        finally
        {
            context.InstanceServices = before;
        }
    }
}
