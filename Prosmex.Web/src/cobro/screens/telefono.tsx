import { useState } from 'preact/hooks';
import { instantInWords } from '../../common/days';
import { leave } from '../actions';
import { VERSION } from '../data/session';
import { installEvent, isProtected } from '../install';
import { hrefOf } from '../route';
import { isOnline, view } from '../state';
import { cobros, pesos, spanInWords } from '../words';

const TEN_MINUTES = 600_000;

/** How things stand between this phone and the office, and the way out. */
export function Telefono() {
  const present = view.value;
  const [isAsked, setAsked] = useState(false);
  if (!present) return null;
  const { collector, sesion, lastContact, skew, waiting } = present;
  return (
    <main id="contenido">
      <h1>Este teléfono</h1>
      <dl class="cuenta">
        <dt>Cobra</dt>
        <dd>{collector?.nombre ?? '—'}</dd>
        <dt>Sesión</dt>
        <dd>{sesion === 'vigente' ? 'Abierta' : 'Venció: entre de nuevo para enviar'}</dd>
        <dt>Último contacto con la oficina</dt>
        <dd>{instantInWords(new Date(lastContact).toISOString())}</dd>
        <dt>Reloj</dt>
        <dd>{Math.abs(skew) > TEN_MINUTES ? `${skew > 0 ? 'Adelantado' : 'Atrasado'} ${spanInWords(skew)}` : 'Bien'}</dd>
        <dt>Por enviar</dt>
        <dd>{waiting.filas > 0 ? `${cobros(waiting.filas)}, ${pesos(waiting.total)}` : 'Nada'}</dd>
        <dt>Señal</dt>
        <dd>{isOnline.value ? 'Sí' : 'No'}</dd>
        <dt>Versión</dt>
        <dd>{VERSION}</dd>
      </dl>
      {isProtected.value === false && (
        <p class="aviso">El navegador puede borrar lo guardado si falta espacio. Instale la página y deje espacio libre en el teléfono.</p>
      )}
      {installEvent.value ? (
        <button type="button" class="principal" id="instalar" onClick={() => installEvent.value?.prompt()}>
          Instalar en este teléfono
        </button>
      ) : (
        !matchMedia('(display-mode: standalone)').matches && (
          <p class="nota">Para instalarla: en el menú de Chrome (⋮) elija «Instalar aplicación» o «Agregar a la pantalla principal».</p>
        )
      )}
      {sesion !== 'vigente' && (
        <a class="boton principal" href={hrefOf('entrar')}>
          Entrar de nuevo
        </a>
      )}
      {isAsked ? (
        <section class="salida" aria-label="Salir">
          <p class="aviso">
            {waiting.filas > 0
              ? `Tiene ${cobros(waiting.filas)} sin enviar por ${pesos(waiting.total)}. Si sale, quedan en este teléfono con llave: solo se envían cuando usted vuelva a entrar aquí.`
              : 'Se borran de este teléfono las hojas y los cobros ya enviados.'}{' '}
            Para volver a entrar necesita señal.
          </p>
          <div class="botones">
            <button type="button" onClick={() => setAsked(false)}>
              Quedarse
            </button>
            <button type="button" id="salir-si" class="peligro" onClick={leave}>
              {waiting.filas > 0 ? 'Salir sin enviar' : 'Salir'}
            </button>
          </div>
        </section>
      ) : (
        <button type="button" id="salir" onClick={() => setAsked(true)}>
          Salir de este teléfono
        </button>
      )}
    </main>
  );
}
