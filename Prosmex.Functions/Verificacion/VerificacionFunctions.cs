using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Verificacion;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Verificacion;

/// <summary>Closes finished weeks: by itself, or when told to.</summary>
public sealed class VerificacionFunctions(VerificacionService verificacion, ILogger<VerificacionFunctions> logger)
{
    // Every hour, a minute past: UTC does not matter, since which weeks are finished is decided in Mexico City time.
    [Function("VerificacionSemanal")]
    public Task CadaHoraAsync([TimerTrigger("0 1 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        CerrarAsync(RequestContext.System("VerificacionSemanal"), cancellationToken);

    /// <summary>Closes all finished weeks that are not closed yet, and says which.</summary>
    [Function("VerificacionSemanalAMano"), AdminOnly, Responds<Datos<SemanasDto>>]
    [Refuses(409, "conflicto.cambio_simultaneo")]
    public async Task<IResult> AManoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "verificacion/semanal")] HttpRequest req) =>
        Responses.Ok(new SemanasDto(await CerrarAsync(req.Context(), req.Deadline())));

    /// <summary>The closed weeks, newest first.</summary>
    [Function("VerificacionSemanalListar"), AdminOnly, Paged, Responds<Datos<PageOfSemanasDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "verificacion/semanal")] HttpRequest req)
    {
        var page = await verificacion.ListarAsync(req.PageRequest(), req.Deadline());
        return Responses.Ok(new PageOfSemanasDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    // An alert waits for this line.
    private async Task<IReadOnlyList<SemanaCerradaDto>> CerrarAsync(RequestContext context, CancellationToken cancellationToken)
    {
        var cerradas = await verificacion.CerrarPendientesAsync(context, cancellationToken);
        foreach (var semana in cerradas)
        {
            logger.LogInformation("Se cerró la semana {Semana:yyyy-MM-dd}: {Prestamos} préstamos, {Faltas} faltas, {Vencidos} vencidos.", semana.Semana, semana.Prestamos, semana.Faltas, semana.Vencidos);
        }

        return cerradas;
    }
}

/// <summary>Compares the stored data with the ledger: every night, or on request.</summary>
public sealed class CuadreFunctions(CuadreService cuadre, ILogger<CuadreFunctions> logger)
{
    // In the log, where there is no value.
    private const string NoValue = "-";

    // UTC: 03:00 in Mexico City.
    [Function("VerificacionCuadre")]
    public async Task CadaNocheAsync([TimerTrigger("0 0 9 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var hallado = await cuadre.CuadrarAsync(new(1, Domain.Common.PageRequest.MaxPerPage), cancellationToken);
        foreach (var d in hallado.Diferencias.Items)
        {
            if (d.IsFinding())
            {
                logger.LogWarning("Por revisar: {Concepto}: {Guardado}, {Calculado}.", d.Concepto, d.Guardado ?? NoValue, d.Calculado ?? NoValue);
                continue;
            }

            logger.LogError(
                "No cuadra: préstamo {PrestamoId}, {Concepto} {Semana:yyyy-MM-dd}: guardado {Guardado}, calculado {Calculado}.",
                (object?)d.PrestamoId ?? NoValue, d.Concepto, (object?)d.Semana ?? NoValue, d.Guardado ?? NoValue, d.Calculado ?? NoValue);
        }

        logger.LogInformation(
            "Cuadre de {Prestamos} préstamos: {Diferencias} diferencias, {PorRevisar} por revisar.",
            hallado.Prestamos, hallado.Diferencias.Total - hallado.Findings, hallado.Findings);
    }

    /// <summary>Compares every loan with the ledger; the differences, and what the office should look at.</summary>
    [Function("VerificacionCuadreVer"), AdminOnly, Paged, Responds<Datos<CuadreDto>>]
    public async Task<IResult> VerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "verificacion/cuadre")] HttpRequest req)
    {
        // It reads every loan and payment.
        req.Context().Deadline.Extend(null);
        var (prestamos, page, _) = await cuadre.CuadrarAsync(req.PageRequest(), req.Deadline());
        return Responses.Ok(new CuadreDto(prestamos, page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }
}

/// <summary>Keeps the figures of groups that changed, so that a report of many groups finds them.</summary>
public sealed class CifrasTimer(CifrasService cifras, ILogger<CifrasTimer> logger)
{
    // Every five minutes, and so right after midnight, when all figures are of the day before. What changed since is computed by each report.
    [Function("CifrasActualizar")]
    public async Task RefreshAsync([TimerTrigger("5 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        logger.LogDebug("Se calcularon {Cifras} cifras de grupos.", await cifras.RefreshAsync(RequestContext.System("CifrasActualizar"), cancellationToken));
}

/// <summary>The weeks that were closed.</summary>
public sealed record SemanasDto(IReadOnlyList<SemanaCerradaDto> Semanas);

/// <summary>A page of closed weeks.</summary>
public sealed record PageOfSemanasDto(IReadOnlyList<SemanaCerradaDto> Semanas, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>A page of differences; none is what should be.</summary>
/// <param name="Prestamos">How many loans were recomputed.</param>
public sealed record CuadreDto(int Prestamos, IReadOnlyList<DiferenciaDto> Diferencias, int Page, int PerPage, int TotalItems, int TotalPages);
