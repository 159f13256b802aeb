// The service worker: the page without signal, and what is sent after it was closed.

/// <reference lib="webworker" />

import { createHandlerBoundToURL, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { openDatabase } from './data/database';
import { UNDO_TIME } from './data/model';
import { browserPhone, openChannel } from './data/phone';
import { countUnanswered } from './data/rows';
import { sendRound, timeUntilDue } from './data/sender';
import { currentUser } from './data/users';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: PrecacheEntry[] };

/** Of the Background Sync API, which the types do not know. */
interface SyncEvent extends ExtendableEvent {
  readonly lastChance: boolean;
}

precacheAndRoute(self.__WB_MANIFEST);
registerRoute(new NavigationRoute(createHandlerBoundToURL('/cobro'), { allowlist: [/^\/cobro\/?$/] }));

// A new version waits until nothing is unsent: while rows wait it is not even installed, and the page of this version sends them.
self.addEventListener('install', (event) => {
  if (self.registration.active) event.waitUntil(refuseWhileUnsent());
});

async function refuseWhileUnsent(): Promise<void> {
  const db = await openDatabase();
  const unanswered = await countUnanswered({ db });
  db.close();
  if (unanswered > 0) throw new Error('Rows are waiting to be sent.');
}

// The first one serves the page that registered it.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', ({ data }) => {
  if (data === 'activar') void self.skipWaiting();
});

self.addEventListener('sync', ((event: SyncEvent) => event.waitUntil(deliver())) as EventListener);

async function deliver(): Promise<void> {
  const db = await openDatabase();
  const channel = openChannel();
  try {
    const phone = browserPhone(db, channel);
    // The user may still take the last row back.
    const wait = Math.min(UNDO_TIME, await timeUntilDue(phone));
    await new Promise((done) => setTimeout(done, wait));
    await sendRound(phone, { isBack: true });
    // Without a session the user has to sign in first: trying again would not help.
    if ((await currentUser(phone))?.sesion === 'vigente' && (await countUnanswered(phone)) > 0)
      throw new Error('Rows are waiting to be sent.');
  } finally {
    channel.close();
    db.close();
  }
}
