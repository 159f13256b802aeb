using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Aprobaciones;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Prestamos;

/// <summary>The loans of the groups that the caller sees.</summary>
public sealed class PrestamosFunctions(PrestamoService prestamos, PrestamoQueries queries, CotizacionService cotizaciones, IdempotentRequests idempotent, ApprovableRequests approvable)
{
    /// <summary>Grants a loan, or an array of them all or none; a loan for a client with an open one renews it.</summary>
    // An object creates one loan, an array a batch; their responses differ.
    [Function("PrestamosCrear"), Idempotent(CatchesDoubleClick = true), AnyOf(AccionId.CrearPrestamo), MayNeedApproval(TipoDeSolicitud.PrestamoSobreLimite), AcceptsOneOrMany<PrestamoRequest>, RespondsOneOrMany<Datos<PrestamoHechoDto>, Datos<PrestamosCreadosDto>>(201)]
    [RefusesPrestamo, Refuses(400, "prestamo.lote_rechazado"), Refuses(409, "prestamo.no_renovable")]
    public async Task<IResult> CrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "prestamos")] HttpRequest req)
    {
        var (esArreglo, filas) = await req.ReadRowsAsync<PrestamoRequest>();

        // Approval is asked for one loan at a time.
        return await idempotent.RunAsync(
            req,
            catchesDoubleClick: true,
            esArreglo
                ? async token =>
                {
                    var creados = await prestamos.CrearLoteAsync(req.Context(), filas, token);
                    return Responses.Created(new PrestamosCreadosDto($"{creados.Count} prestamos created successfully", creados, creados.Count));
                }
        : approvable.DoOrAsk(
                    req,
                    "PrestamosCrear",
                    id: null,
                    async token => Responses.Created(new PrestamoHechoDto("Prestamo created successfully", await prestamos.CrearAsync(req.Context(), filas[0].Request!, token)))));
    }

    /// <summary>What granting one loan would change: the new loan, and the one that it renews; it refuses what the grant would, and writes nothing.</summary>
    [Function("PrestamosVistaPrevia"), AnyOf(AccionId.CrearPrestamo), MayNeedApproval(TipoDeSolicitud.PrestamoSobreLimite), Accepts<PrestamoRequest>, Responds<Datos<VistaPreviaDto>>]
    [RefusesPrestamo, Refuses(409, "conflicto.cambio_simultaneo", "prestamo.no_renovable")]
    public async Task<IResult> PreviewCrearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "prestamos/vista-previa")] HttpRequest req)
    {
        var prestamo = await req.ReadBodyAsync<PrestamoRequest>();
        return await ApprovableRequests.PreviewAsync(req, "PrestamosVistaPrevia", context => prestamos.PreviewCrearAsync(context, prestamo, req.Deadline()));
    }

    /// <summary>What a loan would cost: its plan, its interest and its CAT. Nothing is stored.</summary>
    [Function("PrestamosCotizacion"), AnyOf(AccionId.CrearPrestamo), Responds<Datos<CotizacionDto>>]
    [QueryParameter("tipo_prestamo_id", "integer", Required = true), QueryParameter("monto", "string", Required = true), QueryParameter("fecha_inicio", "string")]
    [Refuses(404, "tipo_prestamo.no_encontrado")]
    public async Task<IResult> CotizarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "prestamos/cotizacion")] HttpRequest req) =>
        Responses.Ok(await cotizaciones.CotizarAsync(
            req.Context(), req.QueryId("tipo_prestamo_id"), req.QueryMonto("monto"), req.QueryDay("fecha_inicio"), req.Deadline()));

    /// <summary>What a granted loan costs: the first page of its contract.</summary>
    [Function("PrestamosCaratula"), AnyOf(AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<CaratulaDto>>]
    [Refuses(404, "prestamo.no_encontrado")]
    public async Task<IResult> CaratulaAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "prestamos/{id:int}/caratula")] HttpRequest req, int id) =>
        Responses.Ok(await cotizaciones.CaratulaAsync(req.Context(), id, req.Deadline()));

    /// <summary>The loans, newest first.</summary>
    [Function("PrestamosListar"), AnyOf(AccionId.CrearPrestamo), Paged, Responds<Datos<PrestamosDto>>]
    [QueryParameter("cliente_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("estado", "string")]
    [Refuses(404, "cliente.no_encontrado", "grupo.no_encontrado")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "prestamos")] HttpRequest req)
    {
        var filter = new PrestamosFilter(req.QueryId("cliente_id"), req.QueryId("grupo_id"), req.QueryChoice<StatusPrestamo>("estado"));
        var page = await queries.ListarAsync(req.Context(), filter, req.PageRequest(), req.Deadline());
        return Responses.Ok(new PrestamosDto(page.Items, page.Request.Page, page.Request.PerPage, page.TotalPages, page.Total));
    }

    /// <summary>One loan as it stands.</summary>
    [Function("PrestamosObtener"), AnyOf(AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<PrestamoDto>>]
    [Refuses(404, "prestamo.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "prestamos/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(await queries.ObtenerAsync(req.CurrentUser(), id, req.Deadline()));

    /// <summary>A loan's weekly amount.</summary>
    [Function("PrestamosCobranzaIdeal"), AnyOf(AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<CobranzaIdealDto>>]
    [Refuses(404, "prestamo.no_encontrado")]
    public async Task<IResult> CobranzaIdealAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "prestamos/{id:int}/cobranza-ideal")] HttpRequest req, int id) =>
        Responses.Ok(new CobranzaIdealDto(id, await queries.CobranzaIdealAsync(req.CurrentUser(), id, req.Deadline())));

    /// <summary>A loan's plan week by week, with what is covered.</summary>
    [Function("PrestamosCalendario"), AnyOf(AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<CalendarioDto>>]
    [Refuses(404, "prestamo.no_encontrado")]
    public async Task<IResult> CalendarioAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "prestamos/{id:int}/calendario")] HttpRequest req, int id) =>
        Responses.Ok(await queries.CalendarioAsync(req.Context(), id, req.Deadline()));

    /// <summary>Changes the fields sent; with payments only start and aval.</summary>
    [Function("PrestamosEditar"), Idempotent, AnyOf(AccionId.EditarInformacion), MayNeedApproval(TipoDeSolicitud.PrestamoSobreLimite), Accepts<PrestamoRequest>, Responds<Datos<PrestamoHechoDto>>]
    [RefusesPrestamo, Refuses(404, "prestamo.no_encontrado")]
    [Refuses(409, "prestamo.cerrado", "prestamo.cliente_con_prestamo", "prestamo.con_pagos", "prestamo.es_renovacion", "prestamo.pago_anterior_al_inicio")]
    public async Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "prestamos/{id:int}")] HttpRequest req, int id)
    {
        var cambios = await req.ReadBodyAsync<PrestamoRequest>();
        return await idempotent.RunAsync(
            req,
            approvable.DoOrAsk(
                req,
                "PrestamosEditar",
                id,
                async token =>
                {
                    await prestamos.EditarAsync(req.Context(), id, cambios, token);
                    return Responses.Ok(new PrestamoHechoDto("Prestamo updated successfully", id));
                }));
    }

    /// <summary>What a change of a loan would mean; it refuses what the change would, and writes nothing.</summary>
    [Function("PrestamosVistaPreviaCambio"), AnyOf(AccionId.EditarInformacion), MayNeedApproval(TipoDeSolicitud.PrestamoSobreLimite), Accepts<PrestamoRequest>(IsPartial = true), Responds<Datos<VistaPreviaDto>>]
    [RefusesPrestamo, Refuses(404, "prestamo.no_encontrado")]
    [Refuses(409, "conflicto.cambio_simultaneo", "prestamo.cerrado", "prestamo.cliente_con_prestamo", "prestamo.con_pagos", "prestamo.es_renovacion", "prestamo.pago_anterior_al_inicio")]
    public async Task<IResult> PreviewEditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "prestamos/{id:int}/cambio/vista-previa")] HttpRequest req, int id)
    {
        var cambios = await req.ReadBodyAsync<PrestamoRequest>();
        return await ApprovableRequests.PreviewAsync(req, "PrestamosVistaPreviaCambio", context => prestamos.PreviewEditarAsync(context, id, cambios, req.Deadline()));
    }

    /// <summary>Deletes a loan without payments; a renewal is undone.</summary>
    [Function("PrestamosEliminar"), Idempotent, AnyOf(AccionId.EliminarCredito), Responds<Datos<MensajeDto>>]
    [Refuses(404, "prestamo.no_encontrado"), Refuses(409, "prestamo.con_pagos", "prestamo.renovado")]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "prestamos/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync(req, token => Responses.DoneAsync(prestamos.EliminarAsync(req.Context(), id, token), "Prestamo deleted successfully"));
}

/// <summary>Any route that creates or changes a loan.</summary>
[Refuses(400, "prestamo.aval_no_admitido"), Refuses(403, "prestamo.sobre_limite")]
[Refuses(404, "aval.no_encontrado", "cliente.no_encontrado", "tipo_prestamo.no_encontrado"), Refuses(409, "prestamo.no_cubre_saldo", "prestamo.renovacion_anterior_al_ultimo_pago")]
public sealed class RefusesPrestamoAttribute : RefusalSetAttribute;

/// <summary>A loan was made or changed.</summary>
/// <param name="Prestamo">Its id.</param>
public sealed record PrestamoHechoDto(string Message, int Prestamo);

/// <summary>A batch of loans was made.</summary>
public sealed record PrestamosCreadosDto(string Message, IReadOnlyList<PrestamoCreadoDto> Created, int Total);

/// <summary>A page of loans.</summary>
public sealed record PrestamosDto(IReadOnlyList<PrestamoDeListaDto> Prestamos, int Page, int PerPage, int TotalPages, int TotalItems);

/// <summary>A loan's weekly amount, MXN.</summary>
public sealed record CobranzaIdealDto(int PrestamoId, decimal CobranzaIdeal);
