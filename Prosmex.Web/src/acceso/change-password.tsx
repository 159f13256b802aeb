import { useRef, useState } from 'preact/hooks';
import { changePassword } from '../api/session';
import { announcement } from '../ui/announcer';
import { Modal } from '../ui/modal';

export function ChangePassword({ user, onClose }: { user: string; onClose: () => void }) {
  const [error, setError] = useState<string | null>(null);
  const current = useRef<HTMLInputElement>(null);
  const chosen = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (chosen.current?.value !== again.current?.value) {
      setError('Las dos contraseñas nuevas no son iguales.');
      return;
    }
    try {
      await changePassword(current.current?.value ?? '', chosen.current?.value ?? '');
      announcement.value = 'Se cambió la contraseña.';
      onClose();
    } catch (refused) {
      setError((refused as Error).message);
    }
  };

  return (
    <Modal id="dialogo-contrasena" labelledBy="contrasena-h" onClose={onClose}>
      <form id="cambiar" method="dialog" onSubmit={submit}>
        <h2 id="contrasena-h">Cambiar contraseña</h2>
        <input type="text" autocomplete="username" value={user} hidden readonly />
        <label for="contrasena-actual">Contraseña actual</label>
        <input id="contrasena-actual" ref={current} type="password" autocomplete="current-password" required maxLength={1024} />
        <label for="contrasena-nueva">Contraseña nueva</label>
        <input id="contrasena-nueva" ref={chosen} type="password" autocomplete="new-password" required maxLength={1024} />
        <label for="contrasena-otra-vez">Otra vez la nueva</label>
        <input id="contrasena-otra-vez" ref={again} type="password" autocomplete="new-password" required maxLength={1024} />
        {error && (
          <p id="contrasena-error" class="error" role="alert">
            {error}
          </p>
        )}
        <div class="acciones">
          <button type="button" onClick={onClose}>
            Cancelar
          </button>
          <button class="principal" type="submit">
            Cambiar
          </button>
        </div>
      </form>
    </Modal>
  );
}
