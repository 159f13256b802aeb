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
public sealed class ErroresMiddleware(ILogger<ErroresMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        using var traza = RequestTrace.Start(context, context.GetHttpContext() is null ? ActivityKind.Internal : ActivityKind.Server);
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        var cabeceras = http.Response.Headers;
        cabeceras.CacheControl = "no-store";
        cabeceras.XContentTypeOptions = "nosniff";
        using var plazo = PlazoDeBase.Abrir(LimitesDeEspera.PorSolicitud);
        var inicio = Stopwatch.GetTimestamp();
        var yaContestada = false;
        try
        {
            var trabajo = next(context);
            try
            {
                if (await TardaDemasiadoAsync(trabajo, plazo.Vencido))
                {
                    await ResponderAsync(http, traza, new TimeoutException(), inicio);
                    await http.Response.CompleteAsync();
                    yaContestada = true;
                }
            }
            finally
            {
                // It uses what belongs to the invocation, which must not end before; who asked need not wait for that.
                await trabajo;
            }

            if (!http.Response.HasStarted && context.Result().Value is IResult resultado)
            {
                await resultado.ExecuteAsync(http);
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
                await ResponderAsync(http, traza, ex, inicio);
            }
        }

        traza.SetTag("http.response.status_code", http.Response.StatusCode);
        if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            traza.SetStatus(ActivityStatusCode.Error);
        }

        context.Result().Value = null;
    }

    private static async Task<bool> TardaDemasiadoAsync(Task trabajo, CancellationToken vencido)
    {
        var vencimiento = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var aviso = vencido.Register(() => vencimiento.TrySetResult());
        return await Task.WhenAny(trabajo, vencimiento.Task) != trabajo;
    }

    /// <param name="inicio">The timestamp at which the request came in.</param>
    private async Task ResponderAsync(HttpContext http, Activity traza, Exception ex, long inicio)
    {
        var (funcion, traceId) = (traza.OperationName, traza.TraceId.ToString());
        var problema = Problema(ex, traceId);
        if (problema.Status == StatusCodes.Status503ServiceUnavailable)
        {
            // No message and no parameters: the driver's text may quote what a person typed.
            logger.LogWarning(
                "{Funcion}: {Codigo}, SQLSTATE {SqlState}, {Milisegundos} ms ({TraceId}).",
                funcion, problema.Codigo, Disponibilidad.SqlState(ex) ?? "-", (long)Stopwatch.GetElapsedTime(inicio).TotalMilliseconds, traceId);
        }
        else if (problema.Status >= StatusCodes.Status500InternalServerError)
        {
            logger.LogError(ex, "{Funcion} falló ({TraceId}).", funcion, traceId);
        }

        http.Response.StatusCode = problema.Status;
        if (problema.Status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (problema.RetryAfter is { } segundos)
        {
            http.Response.Headers.RetryAfter = segundos.ToString(CultureInfo.InvariantCulture);
        }

        await http.Response.WriteAsJsonAsync(problema, JsonProsmex.Opciones, Problemas.TipoDeContenido, http.RequestAborted);
    }

    private static Problema Problema(Exception ex, string traceId) => ex switch
    {
        DominioException dominio => Problemas.De(dominio.Error, traceId),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problemas.De(ErroresHttp.DemasiadoGrande, traceId),
        BadHttpRequestException => Problemas.De(ErroresHttp.Malformada, traceId),

        // Only ids in a path are converted: one that the route's constraint takes and the worker does not (01, +1) is no address, like any other text there.
        FunctionInputConverterException => Problemas.De(ErroresHttp.RutaDesconocida, traceId),
        _ when Disponibilidad.Classify(ex) is { } causa => Problemas.SinServicio(causa, traceId),
        _ => Problemas.Inesperado(traceId),
    };
}
