import { failure, said } from '../actions';
import { changeUser } from '../data/users';
import { hrefOf } from '../route';
import { clock, isOnline, isSending, oldestUnanswered, refresh, refusedCount, thePhone, unansweredCount, view } from '../state';
import { cobros, spanInWords, timeOf } from '../words';

const TEN_MINUTES = 600_000;
/** After 72 hours the office has to clarify what arrives. */
const TOO_LONG = 48 * 3_600_000;

/** What the user must know on every screen. */
export function Avisos() {
  const present = view.value;
  return (
    <aside class="avisos" aria-label="Avisos">
      {present?.sesion === 'vencida' && (
        <p class="aviso" id="sesion-vencida">
          <span>Su sesión venció. Puede seguir cobrando; para enviar, entre de nuevo.</span>
          <a class="boton" href={hrefOf('entrar')}>
            Entrar
          </a>
        </p>
      )}
      {present && Math.abs(present.skew) > TEN_MINUTES && (
        <p class="aviso" id="reloj">
          El reloj de este teléfono está {present.skew > 0 ? 'adelantado' : 'atrasado'} {spanInWords(present.skew)}. Corrija la fecha y la
          hora: los cobros llevan la de este reloj.
        </p>
      )}
      {present && present.discarded > 0 && (
        <p class="aviso" id="descartados">
          <span>La oficina dio de baja {cobros(present.discarded)} que este teléfono no había enviado.</span>
          <button type="button" onClick={() => forget(present.usuario_id)}>
            Entendido
          </button>
        </p>
      )}
      {clock.value - oldestUnanswered.value > TOO_LONG && (
        <p class="aviso" id="viejos">
          Hay cobros sin enviar de hace más de dos días. Busque señal: después de 72 horas la oficina tendrá que aclararlos.
        </p>
      )}
      {refusedCount.value > 0 && (
        <p class="aviso">
          <span>{cobros(refusedCount.value)} sin registrar. Revise el motivo.</span>
          <a class="boton" href={hrefOf('envios')}>
            Ver
          </a>
        </p>
      )}
      {failure.value && (
        <p class="falla" id="falla" role="alert">
          <span>{failure.value}</span>
          <button
            type="button"
            onClick={() => {
              failure.value = null;
            }}
          >
            Cerrar
          </button>
        </p>
      )}
      <p class="oculto" role="status">
        {said.value}
      </p>
    </aside>
  );
}

async function forget(usuario_id: number): Promise<void> {
  await changeUser(thePhone(), usuario_id, { discarded: 0 });
  await refresh();
}

/** Whether what was tapped has arrived, in the header of every screen. */
export function Senal() {
  const waiting = unansweredCount.value;
  const present = view.value;
  const text =
    waiting > 0
      ? `${waiting} por enviar${isOnline.value ? (isSending.value ? ' · enviando' : '') : ' · sin señal'}`
      : isOnline.value
        ? `Todo enviado${present ? ` · ${timeOf(present.lastContact)}` : ''}`
        : 'Sin señal';
  return (
    <a id="senal" class={`senal ${waiting > 0 ? 'espera' : ''}`} href={hrefOf('envios')}>
      {text}
    </a>
  );
}
