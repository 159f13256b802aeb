using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions.Http;

/// <summary>
/// Turns whatever goes wrong in a request into a problem body. It writes the function's result itself:
/// the worker would do so outside of this try and answer a failure with an empty 500.
/// </summary>
public sealed class ErrorMiddleware(ILogger<ErrorMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        using var trace = RequestTrace.Start(context, context.GetHttpContext() is null ? ActivityKind.Internal : ActivityKind.Server);
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        using var plazo = DatabaseDeadline.Begin(DatabaseTimeouts.PerRequest);
        var inicio = Stopwatch.GetTimestamp();
        var yaContestada = false;
        try
        {
            var work = next(context);
            try
            {
                if (await TakesTooLongAsync(work, plazo.Expired))
                {
                    await RespondAsync(http, trace, new TimeoutException(), inicio);
                    await http.Response.CompleteAsync();
                    yaContestada = true;
                }
            }
            finally
            {
                // It uses what belongs to the invocation, which must not end before; who asked need not wait for that.
                await work;
            }

            if (!http.Response.HasStarted && context.Result().Value is IResult result)
            {
                await result.ExecuteAsync(http);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
        }
        catch (Exception ex)
        {
            if (yaContestada)
            {
                // It came too late to matter.
            }
            else if (http.Response.HasStarted)
            {
                // Half an answer must not look like a whole one.
                logger.LogError(ex, "{Funcion} falló a media respuesta.", context.FunctionDefinition.Name);
                http.Abort();
            }
            else
            {
                await RespondAsync(http, trace, ex, inicio);
            }
        }

        trace.SetTag("http.response.status_code", http.Response.StatusCode);
        if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            trace.SetStatus(ActivityStatusCode.Error);
        }

        context.Result().Value = null;
    }

    private static async Task<bool> TakesTooLongAsync(Task work, CancellationToken vencido)
    {
        var vencimiento = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var aviso = vencido.Register(() => vencimiento.TrySetResult());
        return await Task.WhenAny(work, vencimiento.Task) != work;
    }

    /// <param name="inicio">The timestamp at which the request came in.</param>
    private async Task RespondAsync(HttpContext http, Activity trace, Exception ex, long inicio)
    {
        var (function, traceId) = (trace.OperationName, trace.TraceId.ToString());
        var problem = Problema(ex, traceId);
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            // No message and no parameters: the driver's text may quote what a person typed.
            logger.LogWarning(
                "{Funcion}: {Codigo}, SQLSTATE {SqlState}, {Milisegundos} ms ({TraceId}).",
                function, problem.Codigo, DatabaseHealth.SqlState(ex) ?? "-", (long)Stopwatch.GetElapsedTime(inicio).TotalMilliseconds, traceId);
        }
        else if (problem.Status >= StatusCodes.Status500InternalServerError)
        {
            logger.LogError(ex, "{Funcion} falló ({TraceId}).", function, traceId);
        }

        http.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (problem.RetryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await http.Response.WriteAsJsonAsync(problem, ProsmexJson.Options, ProblemMapper.ContentType, http.RequestAborted);
    }

    private static Problema Problema(Exception ex, string traceId) => ex switch
    {
        DominioException dominio => ProblemMapper.De(dominio.Error, traceId),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemMapper.De(ErroresHttp.DemasiadoGrande, traceId),
        BadHttpRequestException => ProblemMapper.De(ErroresHttp.Malformada, traceId),

        // Only ids in a path are converted: one that the route's constraint takes and the worker does not (01, +1) is no address, like any other text there.
        FunctionInputConverterException => ProblemMapper.De(ErroresHttp.RutaDesconocida, traceId),
        _ when DatabaseHealth.Classify(ex) is { } cause => ProblemMapper.Unavailable(cause, traceId),
        _ => ProblemMapper.Unexpected(traceId),
    };
}
