using Prosmex.Domain.Common;

namespace Prosmex.Domain.Prestamos;

public static class PrestamoErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "prestamo.no_encontrado", "No existe ese préstamo o no está entre los suyos. Actualice la lista y elija otro.");

    public static readonly ErrorDeDominio TipoNoEncontrado =
        new(TipoDeError.NoEncontrado, "tipo_prestamo.no_encontrado", "No existe ese tipo de préstamo. Actualice la lista y elija otro.");

    public static readonly ErrorDeDominio NoRenovable =
        new(TipoDeError.Conflicto, "prestamo.no_renovable", "El cliente no puede renovar.");

    public static readonly ErrorDeDominio Cerrado =
        new(TipoDeError.Conflicto, "prestamo.cerrado", "El préstamo ya está liquidado o renovado y no admite pagos ni cambios. Busque el préstamo abierto del cliente.");

    public static readonly ErrorDeDominio ConPagos =
        new(TipoDeError.Conflicto, "prestamo.con_pagos", "El préstamo ya tiene pagos: no se puede eliminar ni cambiar su monto, tipo o cliente. Consulte con quien administra el sistema.");

    public static readonly ErrorDeDominio Renovado =
        new(TipoDeError.Conflicto, "prestamo.renovado", "El préstamo ya se renovó. Elimine antes la renovación.");

    public static readonly ErrorDeDominio EsRenovacion =
        new(TipoDeError.Conflicto, "prestamo.es_renovacion", "Este préstamo es la renovación de otro y no se puede cambiar de cliente. Elimínelo y otorgue uno al cliente correcto.");

    public static readonly ErrorDeDominio ClienteConPrestamo =
        new(TipoDeError.Conflicto, "prestamo.cliente_con_prestamo", "El cliente ya tiene un préstamo abierto. Actualice la lista y revise ese préstamo.");

    public static readonly ErrorDeDominio PagoAnteriorAlInicio =
        new(TipoDeError.Conflicto, "prestamo.pago_anterior_al_inicio", "Hay pagos anteriores a esa fecha de inicio. Elija el día del primer pago o uno anterior.");

    /// <summary>The error of a batch of loans, whatever the kinds of its rows' errors.</summary>
    public static readonly ErrorDeDominio LoteRechazado =
        new(TipoDeError.Invalido, "prestamo.lote_rechazado", "No se otorgó ningún préstamo. Corrija los renglones señalados y envíe todo de nuevo.");

    public static ErrorDeDominio SobreLimite(decimal limit) =>
        new(TipoDeError.Prohibido, "prestamo.sobre_limite", $"Su rol no puede otorgar préstamos mayores a {Dinero.Text(limit)}. Baje el monto o pida que lo otorgue alguien con permiso.");

    public static ErrorDeDominio NoCubreSaldo(decimal saldo) =>
        new(TipoDeError.Conflicto, "prestamo.no_cubre_saldo", $"El monto no cubre el saldo del préstamo que renueva: {Dinero.Text(saldo)}. Escriba esa cantidad o más.");

    public static ErrorDeDominio RenovacionAnteriorAlUltimoPago(DateOnly ultimo) =>
        new(TipoDeError.Conflicto, "prestamo.renovacion_anterior_al_ultimo_pago", $"La renovación empieza antes del último pago del préstamo que renueva ({Fecha.Text(ultimo)}). Elija ese día o uno posterior.");

    public static ErrorDeDominio AvalNoAdmitido(IEnumerable<string> motivos) => ErroresComunes.Invalido("aval_id", string.Join(" ", motivos)) with { Codigo = "prestamo.aval_no_admitido" };
}
