import { useEffect, useRef, useState } from 'preact/hooks';
import icon from '../../icono.svg';
import { enter } from '../actions';
import { hrefOf } from '../route';
import { isOnline, sealedRows, type View, view } from '../state';
import { cobros } from '../words';

/** Why there is nothing to see here. */
function reasonOf({ sesion, waiting, discarded }: View): string | null {
  if (sesion === 'terminada') {
    const kept =
      waiting.filas > 0
        ? ` ${waiting.filas === 1 ? 'Queda 1 cobro' : `Quedan ${cobros(waiting.filas)}`} sin enviar, con llave: entre con su cuenta para enviarlos, o avise a la oficina.`
        : '';
    return `La oficina cerró la sesión de este teléfono y se borraron las hojas.${kept}`;
  }
  if (sesion === 'cerrada' && discarded === 0) return 'Pasaron ocho días sin señal y se borraron las hojas. Entre de nuevo para traerlas.';
  return null;
}

/** Signing in needs signal; nothing else does. */
export function Entrar() {
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const user = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const present = view.value;
  const known = present?.isOpen ? present.collector : null;
  useEffect(() => {
    (known ? password : user).current?.focus();
  }, []);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setError(null);
    setBusy(true);
    const refused = await enter(known?.usuario ?? user.current?.value ?? '', password.current?.value ?? '');
    if (refused === null) return;
    setError(refused);
    password.current?.select();
    setBusy(false);
  };

  const reason = present && !present.isOpen ? reasonOf(present) : null;
  return (
    <main id="contenido" class="entrar">
      <p class="marca">
        <img src={icon} alt="" width={44} height={44} /> Prosmex
      </p>
      <h1>{known ? 'Entre de nuevo para enviar' : 'Cobro en la calle'}</h1>
      {reason && (
        <p id="motivo" class="aviso">
          {reason}
        </p>
      )}
      {!present && sealedRows.value > 0 && (
        <p class="aviso">
          En este teléfono hay {cobros(sealedRows.value)} sin enviar, con llave. Se envían cuando entre la misma persona que los guardó.
        </p>
      )}
      <form id="entrar" onSubmit={submit}>
        {known ? (
          <p>
            Cobra <strong>{known.nombre}</strong>
            <input class="oculto" tabIndex={-1} aria-hidden="true" autocomplete="username" value={known.usuario} readOnly />
          </p>
        ) : (
          <label>
            Usuario
            <input id="usuario" ref={user} autocomplete="username" autocapitalize="none" spellcheck={false} required maxLength={255} />
          </label>
        )}
        <label>
          Contraseña
          <input id="contrasena" ref={password} type="password" autocomplete="current-password" required maxLength={1024} />
        </label>
        {error && (
          <p id="error" class="falla" role="alert">
            {error}
          </p>
        )}
        <button class="principal" type="submit" disabled={isBusy}>
          {isBusy ? 'Entrando…' : 'Entrar'}
        </button>
      </form>
      <p class="nota">
        {isOnline.value
          ? 'La señal hace falta solo para entrar. Después puede cobrar sin señal.'
          : 'Ahora no hay señal. Para entrar hace falta.'}
      </p>
      {known && (
        <a class="boton" href={hrefOf('ruta')}>
          Seguir cobrando
        </a>
      )}
    </main>
  );
}
