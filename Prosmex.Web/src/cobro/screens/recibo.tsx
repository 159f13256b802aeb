import { instantInWords } from '../../common/days';
import { codeInGroups, reciboAddress } from '../../common/recibos';
import { Qr } from '../../ui/qr';
import { failure } from '../actions';
import { type Fila, isPorAclarar, isUnanswered } from '../data/model';
import { hrefOf } from '../route';
import { filas, view } from '../state';
import { pesos } from '../words';

/** What became of the money, for the client. */
function stateOf(fila: Fila): string {
  if (isPorAclarar(fila)) return 'Recibido; la oficina lo aplica.';
  if (fila.estado === 'rechazada') return 'No se registró. Avise a la oficina.';
  return isUnanswered(fila.estado) ? 'Recibido; se registra al tener señal.' : 'Pago registrado.';
}

/** As text: the same on the screen, by the share sheet and in WhatsApp. */
export function receiptText(fila: Fila, collector: string): string {
  const { recibo } = fila;
  return [
    'RECIBO DE PAGO',
    `Recibimos de: ${fila.cliente}`,
    `La cantidad de: ${pesos(fila.monto)}`,
    `Préstamo núm. ${fila.prestamo_id} · ${fila.grupo}`,
    `Fecha: ${instantInWords(fila.ocurrido_en)}`,
    `Recibió: ${collector}`,
    recibo ? `Código: ${codeInGroups(recibo.codigo)}` : `Folio: ${fila.clave.slice(0, 8).toUpperCase()}`,
    stateOf(fila),
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
      {fila.estado !== 'rechazada' && <ToHandOn fila={fila} text={withAddress(text, fila)} />}
    </main>
  );
}

/** The code to scan, and the ways to send it. None of a payment that was refused: the office has to be asked first. */
function ToHandOn({ fila, text }: { fila: Fila; text: string }) {
  const share = async () => {
    try {
      await navigator.share({ title: 'Recibo de pago', text });
    } catch (error) {
      // Closing the share sheet is no failure.
      if ((error as Error).name !== 'AbortError') failure.value = 'No se pudo compartir. Envíelo por WhatsApp o muéstrelo en la pantalla.';
    }
  };
  return (
    <>
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
        <a id="whatsapp" class="boton" href={`https://wa.me/?text=${encodeURIComponent(text)}`} target="_blank" rel="noreferrer">
          Enviar por WhatsApp
        </a>
      </div>
    </>
  );
}
