import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A modal dialog, open as long as it is rendered. */
export function Modal({
  id,
  labelledBy,
  onClose,
  children,
}: {
  id: string;
  labelledBy: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    return () => dialog.current?.close();
  }, []);
  return (
    <dialog id={id} ref={dialog} aria-labelledby={labelledBy} onClose={onClose}>
      {children}
    </dialog>
  );
}
