using Prosmex.Domain.Common;

namespace Prosmex.Domain.Aprobaciones;

public static class AprobacionErrores
{
    /// <summary>The same request with <c>Prefer: approval</c> asks for it.</summary>
    public static readonly ErrorDeDominio Necesaria = new(
        TipoDeError.Prohibido, "aprobacion.necesaria", "Esto necesita la aprobación de otra persona. Pídala desde el panel: se hará en cuanto la aprueben.");

    public static readonly ErrorDeDominio NoEncontrada =
        new(TipoDeError.NoEncontrado, "aprobacion.no_encontrada", "No existe esa solicitud o no es de sus grupos. Actualice la lista y elija otra.");

    public static readonly ErrorDeDominio Propia =
        new(TipoDeError.Prohibido, "aprobacion.propia", "No puede responder una solicitud suya o sobre usted. Debe hacerlo otra persona.");

    public static readonly ErrorDeDominio NoLeToca =
        new(TipoDeError.Prohibido, "aprobacion.no_le_toca", "Su rol no responde esta clase de solicitudes. Debe hacerlo otra persona.");

    public static readonly ErrorDeDominio Ajena =
        new(TipoDeError.Prohibido, "aprobacion.ajena", "Solo quien pidió la solicitud puede retirarla. Si no está de acuerdo, rechácela.");

    public static readonly ErrorDeDominio YaRespondida =
        new(TipoDeError.Conflicto, "aprobacion.ya_respondida", "Usted ya respondió esta solicitud. Falta la respuesta de otra persona.");

    public static readonly ErrorDeDominio YaTerminada =
        new(TipoDeError.Conflicto, "aprobacion.ya_terminada", "Esta solicitud ya no está pendiente. Actualice la lista para ver cómo quedó.");

    /// <summary>Why a solicitud was not done: its author's account is not active any more.</summary>
    public static readonly ErrorDeDominio SinSolicitante =
        new(TipoDeError.Conflicto, "aprobacion.sin_solicitante", "La cuenta de quien la pidió ya no está activa.");

    /// <summary>Why a solicitud was not done: it would be a loan of other terms than its approvers were shown.</summary>
    public static readonly ErrorDeDominio OtrasCondiciones =
        new(TipoDeError.Conflicto, "aprobacion.otras_condiciones", "El préstamo ya no tendría las condiciones que se aprobaron. Pídalo de nuevo.");

    public static readonly ErrorDeDominio ConContrasena = ErroresComunes.Invalido(
        "contrasena", "Una solicitud no puede llevar contraseñas. Pida solo el cambio de rol y cambie la contraseña aparte.");
}
