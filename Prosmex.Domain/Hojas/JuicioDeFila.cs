using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;

namespace Prosmex.Domain.Hojas;

/// <summary>What a row comes to when it first comes in.</summary>
/// <param name="Pago">Null where nobody paid, or where the money cannot be applied.</param>
/// <param name="Error">Why it cannot; null where it was, or where there was nothing to apply.</param>
/// <param name="Desfase">The phone's clock is off.</param>
internal sealed record JuicioDeFila(Pago? Pago, ErrorDeDominio? Error, bool Desfase)
{
    public static JuicioDeFila De(DatosDeFila fila, DatosDeEnvio envio, Cobranza cobranza, DateTimeOffset recibidoEn)
    {
        var adelanto = fila.OcurridoEn - recibidoEn;
        var offset = adelanto > PagoErrores.HolguraDelReloj || (envio.EnviadoEn - recibidoEn)?.Duration() > PagoErrores.HolguraDelReloj;
        if (fila.Visita != Visita.Pago)
        {
            return new(null, null, offset);
        }

        if (adelanto.Duration() > EnvioFila.Plazo)
        {
            return new(null, EnvioErrores.FueraDePlazo, offset);
        }

        try
        {
            // Money cannot have come in after it was received: of a phone that is far ahead only the server's clock is left.
            var fecha = adelanto > PagoErrores.HolguraDelReloj ? recibidoEn : fila.OcurridoEn;
            return new(cobranza.Cobrar(fila.PrestamoId, fila.Monto, fecha, fila.Clave), null, offset);
        }
        catch (DominioException ex)
        {
            return new(null, ex.Error, offset);
        }
    }
}
