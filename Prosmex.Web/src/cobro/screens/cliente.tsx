import { useState } from 'preact/hooks';
import { mexicoDay } from '../../common/days';
import { capture, takeBack } from '../actions';
import { isOfWeek, type Standing, standingOf } from '../data/figures';
import { type Fila, type Hoja, isPorAclarar, type PrestamoDeHoja } from '../data/model';
import { hrefOf } from '../route';
import { filasOf, today } from '../state';
import { pesos, stateInWords, timeOf, visitInWords } from '../words';
import { OtroMonto } from './otro-monto';
import { Prometio } from './prometio';

interface Props {
  hoja: Hoja;
  prestamo: PrestamoDeHoja;
}

/** One client: what is owed, and one tap for what happened. */
export function Cliente({ hoja, prestamo }: Props) {
  const filas = filasOf(prestamo.prestamo_id).value;
  const isDone = filas.some(({ ocurrido_en }) => mexicoDay(ocurrido_en) === today.value);
  const [isAgain, setAgain] = useState(false);
  const standing = standingOf(prestamo, filas, hoja);
  const ofWeek = filas.filter((fila) => isOfWeek(fila, hoja));
  return (
    <li class="cliente" data-prestamo={prestamo.prestamo_id}>
      <h2>{prestamo.cliente}</h2>
      <Cifras prestamo={prestamo} standing={standing} />
      {ofWeek.map((fila) => (
        <Visita key={fila.clave} fila={fila} />
      ))}
      {isDone && !isAgain ? (
        <button type="button" class="otra" onClick={() => setAgain(true)}>
          Otra visita
        </button>
      ) : (
        <Botones hoja={hoja} prestamo={prestamo} standing={standing} onDone={() => setAgain(false)} />
      )}
    </li>
  );
}

function Cifras({ prestamo, standing }: { prestamo: PrestamoDeHoja; standing: Standing }) {
  const { semanal, atraso, adelanto, semanas_hechas, semanas } = prestamo;
  return (
    <p class="cifras">
      <span>
        Semanal <b>{pesos(semanal)}</b>
      </span>
      {atraso > 0 && (
        <span class="atraso">
          Atraso <b>{pesos(atraso)}</b>
        </span>
      )}
      {adelanto > 0 && (
        <span>
          Adelanto <b>{pesos(adelanto)}</b>
        </span>
      )}
      <span>
        Hoy se espera <b>{pesos(standing.esperado)}</b>
      </span>
      <span>
        Semana {semanas_hechas} de {semanas}
      </span>
    </p>
  );
}

function Visita({ fila }: { fila: Fila }) {
  const { text, kind } = stateInWords(fila);
  const canUndo = fila.estado === 'guardada' && !fila.wasSent;
  const hasReceipt = fila.visita === 'pago' && fila.estado !== 'rechazada';
  return (
    <div class="visita" data-estado={fila.estado}>
      <p>
        <b>{visitInWords(fila)}</b> <span class="hora">{timeOf(fila.ocurrido_en)}</span>
      </p>
      <p class={`estado ${kind}`}>{text}</p>
      {fila.result?.motivo && (isPorAclarar(fila) || fila.estado === 'rechazada') && <p class="motivo">{fila.result.motivo}</p>}
      {(canUndo || hasReceipt) && (
        <div class="botones">
          {canUndo && (
            <button type="button" class="deshacer" onClick={() => takeBack(fila)}>
              Deshacer
            </button>
          )}
          {hasReceipt && (
            <a class="boton" href={hrefOf('recibo', fila.clave)}>
              Recibo
            </a>
          )}
        </div>
      )}
    </div>
  );
}

interface BotonesProps extends Props {
  standing: Standing;
  onDone: () => void;
}

function Botones({ hoja, prestamo, standing, onDone }: BotonesProps) {
  const [isOpen, setOpen] = useState(false);
  const [asked, setAsked] = useState<'monto' | 'promesa' | null>(null);
  const tap = async (visita: 'pago' | 'no_estaba' | 'no_quiso') => {
    if (await capture(hoja, prestamo, { visita, monto: visita === 'pago' ? standing.oneTap : 0 })) onDone();
  };
  const close = () => {
    setAsked(null);
    onDone();
  };
  return (
    <>
      <div class="botones">
        <button type="button" class="principal pago" disabled={standing.oneTap === 0} onClick={() => tap('pago')}>
          {standing.oneTap > 0 ? `Pagó ${pesos(standing.oneTap)}` : 'Liquidado'}
        </button>
        <button
          type="button"
          class="mas"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? 'Menos' : 'Más'} opciones para ${prestamo.cliente}`}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Menos' : 'Más'}
        </button>
      </div>
      {isOpen && (
        <div class="opciones">
          <button type="button" class="otro-monto" onClick={() => setAsked('monto')}>
            Otro monto
          </button>
          <button type="button" class="prometio" onClick={() => setAsked('promesa')}>
            Prometió
          </button>
          <button type="button" class="no-estaba" onClick={() => tap('no_estaba')}>
            No estaba
          </button>
          <button type="button" class="no-quiso" onClick={() => tap('no_quiso')}>
            No quiso
          </button>
        </div>
      )}
      {asked === 'monto' && <OtroMonto hoja={hoja} prestamo={prestamo} standing={standing} onClose={close} />}
      {asked === 'promesa' && <Prometio hoja={hoja} prestamo={prestamo} standing={standing} onClose={close} />}
    </>
  );
}
