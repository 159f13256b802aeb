// When the page sends: at its start, when the network is back, every minute, and a minute after a tap.

import { UNDO_TIME } from './data/model';
import { clock, isOnline, send } from './state';

const EVERY = 60_000;
const START_AFTER = 1000;

export function keepTime(): void {
  addEventListener('online', () => {
    isOnline.value = true;
    void send({ isBack: true });
  });
  addEventListener('offline', () => {
    isOnline.value = false;
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void send();
  });
  setInterval(() => void send(), EVERY);
  setInterval(() => {
    clock.value = Date.now();
  }, EVERY / 2);
  // Not before the user sees something: reading and sending share the processor.
  setTimeout(() => void send({ isBack: true }), START_AFTER);
}

/** After a tap: the browser sends even when the page was closed, where it knows how; here it is sent when it can be undone no longer. */
export function sendLater(): void {
  setTimeout(() => void send(), UNDO_TIME + 500);
  navigator.serviceWorker?.ready
    .then((registration) =>
      (registration as ServiceWorkerRegistration & { sync?: { register: (tag: string) => Promise<void> } }).sync?.register('enviar'),
    )
    // Not allowed, or not known here: the page sends.
    .catch(() => undefined);
}
