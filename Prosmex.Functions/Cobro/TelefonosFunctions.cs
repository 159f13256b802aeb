using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Cobro;
using Prosmex.Domain.Common;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Cobro;

/// <summary>The phones that collect where there is no signal: their keys, their contacts, and what the office decides about them. See docs/hoja-de-cobranza.md.</summary>
public sealed class TelefonosFunctions(TelefonoService telefonos, IdempotentRequests idempotent)
{
    /// <summary>Registers a phone for the caller, or ties it to their present session. Takes no Idempotency-Key: stored answers would hold the phone's key.</summary>
    [Function("TelefonosRegistrar"), AnyOf(AccionId.PagosDeCobranzaPorGrupo), Accepts<TelefonoRequest>, Responds<Datos<UnTelefonoRegistradoDto>>]
    [Refuses(409, "conflicto.cambio_simultaneo", "telefono.de_otro_usuario")]
    public async Task<IResult> RegistrarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cobro/telefonos")] HttpRequest req) =>
        Responses.Ok(new UnTelefonoRegistradoDto(await telefonos.RegistrarAsync(req.Context(), await req.ReadBodyAsync<TelefonoRequest>(), req.Deadline())));

    /// <summary>A phone that has a signal says what it has not sent, and is told whether it may go on. The UUID that it was registered with is the credential.</summary>
    [Function("TelefonosContactar"), Public, Accepts<ContactoRequest>, Responds<Datos<UnContactoDto>>]
    [Refuses(404, "telefono.no_encontrado"), Refuses(409, "conflicto.cambio_simultaneo")]
    public async Task<IResult> ContactarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cobro/contacto")] HttpRequest req) =>
        Responses.Ok(new UnContactoDto(await telefonos.ContactarAsync(req.Context(), await req.ReadBodyAsync<ContactoRequest>(), req.Deadline())));

    /// <summary>The phones, the latest contact first.</summary>
    [Function("TelefonosListar"), AnyOf(AccionId.CrearUsuario), Paged, Responds<Datos<TelefonosDto>>]
    [QueryParameter("q", "string"), QueryParameter("usuario_id", "integer"), QueryParameter("id", "integer")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cobro/telefonos")] HttpRequest req)
    {
        var filter = new TelefonosFilter(req.QueryId("id"), req.QueryId("usuario_id"), req.QueryText("q"));
        var page = await telefonos.ListarAsync(req.Context(), filter, req.PageRequest(), req.Deadline());
        return Responses.Ok(new TelefonosDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>Ends the session that the phone was last registered with: at its next contact the phone empties itself.</summary>
    [Function("TelefonosTerminar"), AnyOf(AccionId.CrearUsuario), Responds<Datos<UnTelefonoDto>>]
    [Refuses(404, "telefono.no_encontrado"), Refuses(409, "conflicto.cambio_simultaneo")]
    public async Task<IResult> TerminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cobro/telefonos/{id:int}/terminar")] HttpRequest req, int id) =>
        Responses.Ok(new UnTelefonoDto(await telefonos.TerminarAsync(req.Context(), id, req.Deadline())));

    /// <summary>Gives up what the phone never sent: at its next contact the phone deletes it.</summary>
    [Function("TelefonosDescartar"), Idempotent, AnyOf(AccionId.CrearUsuario), Accepts<NotaRequest>, Responds<Datos<UnTelefonoDto>>]
    [Refuses(404, "telefono.no_encontrado"), Refuses(409, "telefono.sesion_vigente")]
    public Task<IResult> DescartarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cobro/telefonos/{id:int}/descartar")] HttpRequest req, int id) =>
        idempotent.RunAsync<NotaRequest>(
            req, async (descartar, token) => Responses.Ok(new UnTelefonoDto(await telefonos.DescartarAsync(req.Context(), id, descartar, token))));
}

/// <summary>What a phone needs to work.</summary>
public sealed record UnTelefonoRegistradoDto(TelefonoRegistradoDto Telefono);

/// <summary>What a phone is told.</summary>
public sealed record UnContactoDto(ContactoDto Contacto);

/// <summary>A phone.</summary>
public sealed record UnTelefonoDto(TelefonoDto Telefono);

/// <summary>A page of phones.</summary>
public sealed record TelefonosDto(IReadOnlyList<TelefonoDto> Telefonos, int Page, int PerPage, int TotalItems, int TotalPages);
