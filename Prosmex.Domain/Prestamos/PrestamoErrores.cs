using Prosmex.Domain.Common;

namespace Prosmex.Domain.Prestamos;

public static class PrestamoErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "prestamo.no_encontrado", "No existe ese préstamo.");

    public static readonly ErrorDeDominio TipoNoEncontrado =
        new(TipoDeError.NoEncontrado, "tipo_prestamo.no_encontrado", "No existe ese tipo de préstamo.");

    public static readonly ErrorDeDominio NoRenovable =
        new(TipoDeError.Conflicto, "prestamo.no_renovable", "El cliente no puede renovar.");

    public static readonly ErrorDeDominio Cerrado =
        new(TipoDeError.Conflicto, "prestamo.cerrado", "El préstamo está cerrado: no admite pagos ni cambios.");

    public static readonly ErrorDeDominio ConPagos =
        new(TipoDeError.Conflicto, "prestamo.con_pagos", "El préstamo tiene pagos: no se puede eliminar, ni cambiar su monto, tipo o cliente.");

    public static readonly ErrorDeDominio Renovado =
        new(TipoDeError.Conflicto, "prestamo.renovado", "El préstamo fue renovado: elimine antes la renovación.");

    public static readonly ErrorDeDominio EsRenovacion =
        new(TipoDeError.Conflicto, "prestamo.es_renovacion", "Es la renovación de otro préstamo: no se puede cambiar de cliente.");

    public static readonly ErrorDeDominio ClienteConPrestamo =
        new(TipoDeError.Conflicto, "prestamo.cliente_con_prestamo", "El cliente ya tiene un préstamo abierto.");

    public static readonly ErrorDeDominio PagoAnteriorAlInicio =
        new(TipoDeError.Conflicto, "prestamo.pago_anterior_al_inicio", "Hay pagos anteriores a esa fecha de inicio.");

    /// <summary>The error of a batch of loans, whatever the kinds of its rows' errors.</summary>
    public static readonly ErrorDeDominio LoteRechazado =
        new(TipoDeError.Invalido, "prestamo.lote_rechazado", "No se creó ningún préstamo: corrija las filas señaladas y envíe todo de nuevo.");

    public static ErrorDeDominio SobreLimite(decimal limit) =>
        new(TipoDeError.Prohibido, "prestamo.sobre_limite", $"Su rol no puede otorgar préstamos mayores a {Dinero.Text(limit)}.");

    public static ErrorDeDominio NoCubreSaldo(decimal saldo) =>
        new(TipoDeError.Conflicto, "prestamo.no_cubre_saldo", $"El monto no cubre el saldo del préstamo que renueva: {Dinero.Text(saldo)}.");

    public static ErrorDeDominio RenovacionAnteriorAlUltimoPago(DateOnly ultimo) =>
        new(TipoDeError.Conflicto, "prestamo.renovacion_anterior_al_ultimo_pago", $"La renovación no puede empezar antes del último pago del préstamo que renueva: {ultimo:yyyy-MM-dd}.");

    public static ErrorDeDominio AvalNoAdmitido(IEnumerable<string> motivos) => ErroresComunes.Invalido("aval_id", string.Join(" ", motivos)) with { Codigo = "prestamo.aval_no_admitido" };
}
