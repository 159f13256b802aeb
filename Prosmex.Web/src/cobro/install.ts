// The service worker of the page, and when a new version is taken.

import { signal } from '@preact/signals';
import { countUnanswered } from './data/rows';
import { thePhone } from './state';

interface InstallEvent extends Event {
  prompt: () => Promise<void>;
}

/** The browser offers to install the page. */
export const installEvent = signal<InstallEvent | null>(null);
/** The browser promised not to delete what is kept here; null before it was asked. */
export const isProtected = signal<boolean | null>(null);

let isTouched = false;

export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    installEvent.value = event as InstallEvent;
  });
  addEventListener('appinstalled', () => {
    installEvent.value = null;
  });
  addEventListener('pointerdown', () => {
    isTouched = true;
  });
}

/** Registers the worker; a version that waits is taken now where nothing is unsent and the page has not been touched yet. */
export async function useWorker(): Promise<void> {
  const workers = navigator.serviceWorker;
  if (!workers || import.meta.env.DEV) return;
  const registration = await workers.register('/cobro/sw.js', { scope: '/cobro', type: 'module', updateViaCache: 'none' });
  if (!registration.waiting || (await countUnanswered(thePhone())) > 0 || isTouched) return;
  // It takes over when the old one has ended what it was doing, which may be a minute: then the user may be in the middle of something.
  workers.addEventListener('controllerchange', () => isTouched || location.reload(), { once: true });
  registration.waiting.postMessage('activar');
}

export async function askForProtection(): Promise<void> {
  isProtected.value = (await navigator.storage?.persist?.()) ?? false;
}

/** What the office sees of this phone: "Moto G · Chrome 96". */
export async function phoneName(): Promise<string> {
  const { userAgent } = navigator;
  const data = (navigator as Navigator & { userAgentData?: { getHighEntropyValues: (hints: string[]) => Promise<{ model?: string }> } })
    .userAgentData;
  const asked = await data?.getHighEntropyValues(['model']).catch(() => null);
  const model =
    asked?.model || /Android [\d.]+; ([^;)]{2,})/.exec(userAgent)?.[1] || (/Android/.test(userAgent) ? 'Android' : 'Computadora');
  const version = /Chrome\/(\d+)/.exec(userAgent)?.[1];
  return `${model} · ${version ? `Chrome ${version}` : 'otro navegador'}`.slice(0, 80);
}
