// A password that was generated is told once. It stays on every page of the office until the user says that it was handed over, and is nowhere but in
// the memory of this page.

import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { currentUser } from '../../api/session';

interface Pending {
  /** Who may see it: another user who signs in here may not. */
  by: number;
  usuario: string;
  contrasena: string;
}

const pending = signal<Pending | null>(null);

/** @param by the user at the time of the request: while it was answered, another one may have signed in. */
export const tellPassword = (by: number | undefined, usuario: string, contrasena: string): void => {
  pending.value = { by: by ?? 0, usuario, contrasena };
};

export function PendingPassword() {
  const [copied, setCopied] = useState<string | null>(null);
  const told = pending.value?.by === currentUser.value?.id ? pending.value : null;
  const isTold = told !== null;
  useEffect(() => {
    setCopied(null);
    if (!isTold) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isTold, told?.contrasena]);
  if (!told) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(told.contrasena);
      setCopied('Copiada.');
    } catch {
      // Browsers allow it only on HTTPS and with permission.
      setCopied('No se pudo copiar: cópiela a mano.');
    }
  };
  return (
    <section id="contrasena-provisional" class="tarjeta provisional" aria-labelledby="provisional-h">
      <h2 id="provisional-h">{`Contraseña provisional de ${told.usuario}`}</h2>
      <p>Entréguela en persona: no se muestra otra vez. Al iniciar sesión se le pedirá que elija otra.</p>
      <p class="secreto">
        <code id="contrasena-generada">{told.contrasena}</code>
      </p>
      <div class="acciones">
        <span role="status">{copied}</span>
        <button type="button" onClick={copy}>
          Copiar
        </button>
        <button
          type="button"
          class="principal"
          onClick={() => {
            pending.value = null;
          }}
        >
          Ya la entregué
        </button>
      </div>
    </section>
  );
}
