import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A sheet over the screen, at the thumb's end. */
export function Dialogo({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class="hoja" aria-labelledby="dialogo-titulo" onClose={onClose}>
      <h2 id="dialogo-titulo" tabIndex={-1}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}
