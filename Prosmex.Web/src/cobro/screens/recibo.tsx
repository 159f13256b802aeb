import { instantInWords } from '../../common/days';
import { codeInGroups, reciboAddress } from '../../common/recibos';
import { Qr } from '../../ui/qr';
import { failure } from '../actions';
import type { Fila } from '../data/model';
import { hrefOf } from '../route';
import { filas, view } from '../state';
import { isPorAclarar, pesos } from '../words';

/** As text: the same on the screen, by the share sheet and in WhatsApp. */
export function receiptText(fila: Fila, collector: string): string {
  const { recibo } = fila;
  const isRegistered = ['aplicada', 'duplicada'].includes(fila.estado) && !isPorAclarar(fila);
  return [
    'RECIBO DE PAGO',
    `Recibimos de: ${fila.cliente}`,
    `La cantidad de: ${pesos(fila.monto)}`,
    `Préstamo núm. ${fila.prestamo_id} · ${fila.grupo}`,
    `Fecha: ${instantInWords(fila.ocurrido_en)}`,
    `Recibió: ${collector}`,
    recibo ? `Código: ${codeInGroups(recibo.codigo)}` : `Folio: ${fila.clave.slice(0, 8).toUpperCase()}`,
    isRegistered ? 'Pago registrado.' : isPorAclarar(fila) ? 'Recibido; la oficina lo aplica.' : 'Recibido; se registra al tener señal.',
  ].join('\n');
}

/** On the screen the QR code says it. It comes last, because some apps cut an address that ends with a hyphen before another line. */
const withAddress = (text: string, { recibo }: Fila): string => (recibo ? `${text}\nVerifíquelo en ${reciboAddress(recibo.token)}` : text);

export function Recibo({ clave }: { clave: string }) {
  const fila = filas.value.find((f) => f.clave === clave);
  if (!fila) {
    return (
      <main id="contenido">
        <p class="vacio">Ese cobro ya no está en este teléfono.</p>
        <a class="boton" href={hrefOf('ruta')}>
          Volver a la ruta
        </a>
      </main>
    );
  }
  const text = receiptText(fila, view.value?.collector?.nombre ?? '');
  const sent = withAddress(text, fila);
  const share = async () => {
    try {
      await navigator.share({ title: 'Recibo de pago', text: sent });
    } catch (error) {
      // Closing the share sheet is no failure.
      if ((error as Error).name !== 'AbortError') failure.value = 'No se pudo compartir. Envíelo por WhatsApp o muéstrelo en la pantalla.';
    }
  };
  return (
    <main id="contenido">
      <p>
        <a class="volver" href={hrefOf('grupo', fila.grupo_id)}>
          ‹ {fila.grupo}
        </a>
      </p>
      <h1>Recibo</h1>
      <p id="texto-recibo" class="papel">
        {text}
      </p>
      {fila.recibo && (
        <figure class="verificar">
          <Qr text={reciboAddress(fila.recibo.token)} alt="Código QR para verificar este recibo" />
          <figcaption>El cliente puede escanearlo con su celular para ver si su pago quedó registrado.</figcaption>
        </figure>
      )}
      <div class="columna">
        {typeof navigator.share === 'function' && (
          <button id="compartir" type="button" class="principal" onClick={share}>
            Compartir
          </button>
        )}
        <a id="whatsapp" class="boton" href={`https://wa.me/?text=${encodeURIComponent(sent)}`} target="_blank" rel="noreferrer">
          Enviar por WhatsApp
        </a>
      </div>
    </main>
  );
}
