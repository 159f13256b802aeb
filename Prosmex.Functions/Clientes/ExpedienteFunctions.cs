using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Aprobaciones;
using Prosmex.Functions.Http;
using Prosmex.Functions.Http.Export;

namespace Prosmex.Functions.Clientes;

/// <summary>What is known of a client as a person. See docs/privacidad.md.</summary>
public sealed class ExpedienteFunctions(ExpedienteService expedientes, DatosPersonalesService datos, IdempotentRequests idempotent, ApprovableRequests approvable)
{
    /// <summary>The client's telephone, keys, address and other data; a gestor or titular sees the last four characters of CURP, RFC and CLABE. Whole keys are seen on record.</summary>
    [Function("ExpedienteObtener"), AnyOf(AccionId.AltaDeCliente, AccionId.CrearPrestamo, AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<UnExpedienteDto>>]
    [Refuses(404, "cliente.no_encontrado"), Refuses(409, "conflicto.cambio_simultaneo")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/{id:int}/expediente")] HttpRequest req, int id) =>
        Responses.Ok(new UnExpedienteDto(await expedientes.ObtenerAsync(req.Context(), id, req.Deadline())));

    /// <summary>Sets the fields sent; null empties one.</summary>
    [Function("ExpedienteEditar"), Idempotent, AnyOf(AccionId.EditarInformacion), MayNeedApproval(TipoDeSolicitud.DatosDelCliente), Accepts<ExpedienteRequest>, Responds<Datos<ExpedienteHechoDto>>]
    [Refuses(404, "cliente.no_encontrado"), Refuses(409, "expediente.curp_repetida")]
    public async Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "clientes/{id:int}/expediente")] HttpRequest req, int id)
    {
        var cambios = await req.ReadBodyAsync<ExpedienteRequest>();
        return await idempotent.RunAsync(
            req,
            approvable.DoOrAsk(
                req,
                "ExpedienteEditar",
                id,
                async token => Responses.Ok(new ExpedienteHechoDto("Expediente updated successfully", id, await expedientes.EditarAsync(req.Context(), id, cambios, token)))));
    }

    /// <summary>Erases it, ten years after the client's last loan or guarantee at the earliest.</summary>
    [Function("ExpedienteEliminar"), Idempotent, AdminOnly, Responds<Datos<MensajeDto>>]
    [Refuses(404, "cliente.no_encontrado", "expediente.no_encontrado"), Refuses(409, "expediente.se_conserva")]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "clientes/{id:int}/expediente")] HttpRequest req, int id) =>
        idempotent.RunAsync(req, token => Responses.DoneAsync(expedientes.EliminarAsync(req.Context(), id, token), "Expediente deleted successfully"));

    /// <summary>What is kept of one person, for their right of access; of others the names of their avales alone.</summary>
    [Function("DatosPersonales"), AnyOf(AccionId.ReportesGenerales), Responds<Datos<DatosPersonalesDto>>]
    [Refuses(404, "cliente.no_encontrado"), Refuses(409, "conflicto.cambio_simultaneo")]
    public async Task<IResult> DatosAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/{id:int}/datos-personales")] HttpRequest req, int id) =>
        Responses.Ok(await datos.ObtenerAsync(req.Context(), id, req.Deadline()));

    /// <summary>The same as a spreadsheet.</summary>
    [Function("DatosPersonalesXlsx"), AnyOf(AccionId.ReportesGenerales), RespondsFile(ContentTypes.Xlsx)]
    [Refuses(404, "cliente.no_encontrado"), Refuses(409, "conflicto.cambio_simultaneo")]
    public async Task<IResult> DatosXlsxAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientes/{id:int}/datos-personales.xlsx")] HttpRequest req, int id)
    {
        var persona = await datos.ObtenerAsync(req.Context(), id, req.Deadline());
        return Download.DeXlsx(write => write(DatosPersonalesTables.FileName(persona), DatosPersonalesTables.Hojas(persona)));
    }
}

/// <summary>A client's expediente.</summary>
public sealed record UnExpedienteDto(ExpedienteDto Expediente);

/// <summary>An expediente was made or changed.</summary>
/// <param name="Cliente">Id of the client.</param>
/// <param name="Avisos">What may be wrong with it; none for a caller who sees the ends of keys alone.</param>
public sealed record ExpedienteHechoDto(string Message, int Cliente, IReadOnlyList<AvisoDto> Avisos);
