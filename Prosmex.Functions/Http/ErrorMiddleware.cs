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
/// Gives the request its <see cref="RequestContext"/> and turns every failure into a problem body. It writes the function's result itself:
/// the worker would do so outside of this try and answer a failure with an empty 500.
/// </summary>
public sealed class ErrorMiddleware(ProsmexOptions options, ClientAddress addresses, TimeProvider clock, ILogger<ErrorMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const int MaxRouteLength = 300;

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
        using var deadline = new RequestDeadline(options.RequestTimeout, TimeProvider.System, context.CancellationToken, http.RequestAborted);
        http.Items[typeof(RequestContext)] = RequestContext.Anonymous(
            clock.GetUtcNow(), RouteOf(http.Request), addresses.Of(http), deadline, IdempotentRequests.HeaderOf(http.Request));
        var started = Stopwatch.GetTimestamp();
        var isAnswered = false;
        try
        {
            var work = next(context);
            try
            {
                if (await IsOverdueAsync(work, deadline))
                {
                    // The connection is busy until the work ends: the client's next request must not queue behind it.
                    headers.Connection = "close";
                    await RespondAsync(http, trace, Overdue(http.Request), started);
                    await http.Response.CompleteAsync();
                    isAnswered = true;
                }
            }
            finally
            {
                // The work uses what belongs to the invocation, which therefore must not end before it. The client does not wait for that.
                await work;
            }

            if (!http.Response.HasStarted && context.Result().Value is IResult result)
            {
                await result.ExecuteAsync(http);
            }
        }
        catch (Exception ex) when (http.RequestAborted.IsCancellationRequested && (ex.InnerException ?? ex) is OperationCanceledException)
        {
            // The client has gone away.
        }
        catch (Exception ex)
        {
            if (isAnswered)
            {
                // The 503 was sent.
            }
            else if (http.Response.HasStarted)
            {
                // A truncated answer must not look complete.
                logger.LogError(ex, "{Funcion} falló a media respuesta.", context.FunctionDefinition.Name);
                http.Abort();
            }
            else
            {
                await RespondAsync(http, trace, ex is OperationCanceledException && deadline.IsOver ? new RequestExpiredException() : ex, started);
            }
        }

        trace.SetTag("http.response.status_code", http.Response.StatusCode);
        if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            trace.SetStatus(ActivityStatusCode.Error);
        }

        context.Result().Value = null;
    }

    // Of a write, the statement that the server does not answer may be its COMMIT.
    private static Exception Overdue(HttpRequest req) =>
        HttpMethods.IsGet(req.Method) ? new TimeoutException() : new UncertainCommitException(new TimeoutException());

    private static string RouteOf(HttpRequest req)
    {
        var route = $"{req.Method} {req.Path.Value}";
        return route.Length <= MaxRouteLength ? route : route[..MaxRouteLength];
    }

    private static async Task<bool> IsOverdueAsync(Task work, RequestDeadline deadline)
    {
        var overdue = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = deadline.Overdue.Register(() => overdue.TrySetResult());
        return await Task.WhenAny(work, overdue.Task) != work;
    }

    /// <param name="started">The timestamp at which the request came in.</param>
    private async Task RespondAsync(HttpContext http, Activity trace, Exception ex, long started)
    {
        var (function, traceId) = (trace.OperationName, trace.TraceId.ToString());
        var problem = ProblemOf(ex, traceId);
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            // No message and no parameters: the driver's text may quote what a user typed.
            logger.LogWarning(
                "{Funcion}: {Codigo}, SQLSTATE {SqlState}, {Milisegundos} ms ({TraceId}).",
                function, problem.Codigo, DatabaseHealth.SqlState(ex) ?? "-", (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds, traceId);
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

    private static Problema ProblemOf(Exception ex, string traceId) => ex switch
    {
        DominioException dominio => ProblemMapper.De(dominio.Error, traceId),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemMapper.De(ErroresHttp.DemasiadoGrande, traceId),
        BadHttpRequestException => ProblemMapper.De(ErroresHttp.Malformada, traceId),

        // Only ids in a path are converted. One that the route's constraint accepts and the worker does not (01, +1) is an unknown path, like any other text there.
        FunctionInputConverterException => ProblemMapper.De(ErroresHttp.RutaDesconocida, traceId),
        _ when DatabaseHealth.Classify(ex) is { } cause => ProblemMapper.Unavailable(cause, traceId),
        _ => ProblemMapper.Unexpected(traceId),
    };
}
