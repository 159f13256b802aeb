import { useEffect, useRef, useState } from 'preact/hooks';
import { endedBecause, signIn } from '../api/session';
import icon from '../icono.svg';

export function SignIn() {
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const user = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = 'Entrar · Prosmex';
    user.current?.focus();
  }, []);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setError(null);
    setBusy(true);
    try {
      await signIn(user.current?.value ?? '', password.current?.value ?? '');
    } catch (refused) {
      setError((refused as Error).message);
      password.current?.select();
      setBusy(false);
    }
  };

  return (
    <main id="acceso" class="acceso">
      <form id="entrar" class="tarjeta" method="post" action="/panel" onSubmit={submit}>
        <p class="marca">
          <img src={icon} alt="" width={36} height={36} /> Prosmex
        </p>
        <h1>Panel de cobranza</h1>
        {endedBecause.value && (
          <p id="acceso-motivo" class="nota">
            {endedBecause.value}
          </p>
        )}
        <label for="usuario">Usuario</label>
        <input
          id="usuario"
          name="usuario"
          ref={user}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          maxLength={255}
        />
        <label for="contrasena">Contraseña</label>
        <input id="contrasena" name="contrasena" ref={password} type="password" autocomplete="current-password" required maxLength={1024} />
        {error && (
          <p id="acceso-error" class="error" role="alert">
            {error}
          </p>
        )}
        <button class="principal" type="submit" disabled={isBusy}>
          Entrar
        </button>
      </form>
    </main>
  );
}
