using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;

namespace Prosmex.Domain.Hojas;

/// <summary>The result of a row received for the first time.</summary>
/// <param name="Pago">Null where there was no payment, or the money cannot be applied.</param>
/// <param name="Error">Why the money cannot be applied; null otherwise.</param>
/// <param name="Desfase">The phone's clock is off.</param>
internal sealed record JuicioDeFila(Pago? Pago, ErrorDeDominio? Error, bool Desfase)
{
    public static JuicioDeFila De(DatosDeFila fila, DatosDeEnvio envio, Cobranza cobranza, DateTimeOffset recibidoEn)
    {
        var adelanto = fila.OcurridoEn - recibidoEn;
        var offset = adelanto > PagoErrores.ClockTolerance || (envio.EnviadoEn - recibidoEn)?.Duration() > PagoErrores.ClockTolerance;
        if (fila.Visita != Visita.Pago)
        {
            return new(null, null, offset);
        }

        if (adelanto.Duration() > EnvioFila.Window)
        {
            return new(null, EnvioErrores.TooLate, offset);
        }

        try
        {
            // Money cannot be collected after it was received here: for a phone that is far ahead, use the server's clock.
            var fecha = adelanto > PagoErrores.ClockTolerance ? recibidoEn : fila.OcurridoEn;
            return new(cobranza.Cobrar(fila.PrestamoId, fila.Monto, fecha, fila.Clave), null, offset);
        }
        catch (DominioException ex)
        {
            return new(null, ex.Error, offset);
        }
    }
}
