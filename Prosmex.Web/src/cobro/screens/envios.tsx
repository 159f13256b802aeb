import { mexicoDay, shortDay } from '../../common/days';
import { failure } from '../actions';
import { type Fila, isPorAclarar, isUnanswered } from '../data/model';
import { dropRefused } from '../data/rows';
import { envios, filas, isOnline, isSending, refresh, send, thePhone, unansweredCount, unreadable, view } from '../state';
import { cobros, stateInWords, timeOf, visitInWords } from '../words';

interface Part {
  title: string;
  has: (fila: Fila) => boolean;
}

const PARTS: readonly Part[] = [
  { title: 'No se registraron', has: ({ estado }) => estado === 'rechazada' },
  { title: 'En este teléfono', has: ({ estado }) => isUnanswered(estado) },
  { title: 'Por aclarar en la oficina', has: isPorAclarar },
  { title: 'Registrados', has: (fila) => ['aplicada', 'duplicada'].includes(fila.estado) && !isPorAclarar(fila) },
];

/** Where each row is. */
export function Envios() {
  const waiting = unansweredCount.value;
  const held = envios.value.filter(({ delay, reason }) => delay === 'rechazo' && reason);
  return (
    <main id="contenido">
      <h1>Envíos</h1>
      <p class="nota">Los cobros se envían solos cuando hay señal. Cada uno se puede deshacer durante un minuto.</p>
      {held.map(({ envio_id, content, reason }) => (
        <p key={envio_id} class="aviso">
          {content.grupo}: {cobros(content.control_filas)} sin registrar. {reason} No se pierden: se intenta de nuevo. Avise a la oficina.
        </p>
      ))}
      {unreadable.value > 0 && (
        <p class="aviso">{cobros(unreadable.value)} de este teléfono no se pueden leer con su llave. No se borran. Avise a la oficina.</p>
      )}
      <button
        id="enviar"
        type="button"
        class="principal"
        disabled={isSending.value || waiting === 0 || view.value?.sesion !== 'vigente'}
        onClick={() => send({ isAsked: true })}
      >
        {isSending.value ? 'Enviando…' : waiting > 0 ? `Enviar ahora (${waiting})` : 'Todo está enviado'}
      </button>
      {!isOnline.value && waiting > 0 && <p class="nota">Ahora no hay señal.</p>}
      {filas.value.length === 0 && <p class="vacio">Todavía no hay cobros en este teléfono.</p>}
      {PARTS.map((part) => (
        <Lista key={part.title} {...part} />
      ))}
    </main>
  );
}

function Lista({ title, has }: Part) {
  const shown = filas.value.filter(has).reverse();
  if (shown.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>
        {title} ({shown.length})
      </h2>
      <ul class="filas">
        {shown.map((fila) => (
          <Renglon key={fila.clave} fila={fila} />
        ))}
      </ul>
    </section>
  );
}

function Renglon({ fila }: { fila: Fila }) {
  const { text, kind } = stateInWords(fila);
  const isRefused = fila.estado === 'rechazada';
  return (
    <li data-clave={fila.clave} data-estado={fila.estado}>
      <p>
        <b>{fila.cliente}</b>
      </p>
      <p>
        {visitInWords(fila)}{' '}
        <span class="hora">
          {shortDay(mexicoDay(fila.ocurrido_en))}, {timeOf(fila.ocurrido_en)}
        </span>
      </p>
      <p class={`estado ${kind}`}>{text}</p>
      {fila.result?.motivo && <p class="motivo">{fila.result.motivo}</p>}
      {isRefused && (
        <>
          <p class="nota">La oficina no tiene este cobro. Avísele; cuando quede arreglado, quítelo de aquí.</p>
          <button type="button" class="quitar" onClick={() => drop(fila)}>
            Ya lo arreglé con la oficina: quitar
          </button>
        </>
      )}
    </li>
  );
}

async function drop(fila: Fila): Promise<void> {
  if (!confirm(`¿Quitar de este teléfono: ${fila.cliente}, ${visitInWords(fila)}? Ya no se podrá enviar.`)) return;
  try {
    await dropRefused(thePhone(), fila.clave);
  } catch {
    failure.value = 'No se pudo quitar. Intente de nuevo.';
  }
  await refresh();
}
