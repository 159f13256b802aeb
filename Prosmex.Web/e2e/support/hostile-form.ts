// What people and networks do to a form that changes something: nothing may be done twice or lost, and what was typed stays.

import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { Api, logOut, type Rol } from './api';
import { openTab, shown, signedIn, signIn, signInAs, visit } from './browser';
import { register } from './people';

export interface HostileForm {
  /** The form's address. */
  at: () => Promise<string>;
  rol: Rol;
  /** Types what is missing. */
  fill: (page: Page) => Promise<void>;
  /** What the page shows of what was typed: it must be there again. */
  typed: (page: Page) => Promise<unknown>;
  /** Whether the user is asked once more. */
  isAsked?: boolean;
  /** Whether what it is about is gone afterwards: its page then says so, instead of the form. */
  vanishes?: boolean;
  /** What somebody else does after which this can no longer be done, and what the form then says. Without it nothing can come between. */
  meanwhile?: { act: () => Promise<unknown>; says: RegExp };
  /** How often it was done, as the API tells. Each test does it once. */
  times: () => Promise<number>;
  /** How often it is done when it is sent again after a lost answer: more than once where each time makes something else, and only the last counts. */
  again?: number;
}

const PRINCIPAL = 'form.cambio button.principal';

/** Everything that changes something, but for sessions and previews. */
const isWrite = (method: string, url: string): boolean =>
  method !== 'GET' && !/\/auth\/(login|refresh|logout)|vista-previa|validate-aval/.test(new URL(url).pathname);

function countWrites(page: Page): () => number {
  let writes = 0;
  page.on('request', (request) => {
    if (isWrite(request.method(), request.url())) writes++;
  });
  return () => writes;
}

/** The server does the next write, and its answer is lost on the way. */
export async function loseNextAnswer(page: Page): Promise<void> {
  let isLost = false;
  await page.route('**/*', async (route: Route) => {
    if (isLost || !isWrite(route.request().method(), route.request().url())) {
      await route.fallback();
      return;
    }
    isLost = true;
    await route.fetch();
    await route.abort('connectionreset');
  });
}

/** Writes wait. @returns what lets them go on. */
async function holdWrites(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/*', async (route: Route) => {
    if (isWrite(route.request().method(), route.request().url())) await released;
    await route.fallback();
  });
  return release;
}

const step = (page: Page, name: string) => page.waitForSelector(`form.cambio[data-paso="${name}"]`);

async function toQuestion(page: Page, { isAsked }: HostileForm): Promise<void> {
  if (!isAsked) return;
  await page.click(PRINCIPAL);
  await step(page, 'confirming');
}

async function left(page: Page): Promise<void> {
  await page.waitForSelector('form.cambio', { state: 'detached' });
  await shown(page);
}

/** The tests of one form. */
export function tryHostile(name: string, form: HostileForm): void {
  const open = async () => {
    const { page } = await signedIn(form.rol, '/panel/oficina');
    await visit(page, await form.at());
    await page.waitForSelector('form.cambio');
    return { page, before: await form.times(), writes: countWrites(page) };
  };
  const doneOnce = async (before: number) => expect((await form.times()) - before).toBe(1);

  test(`${name}: clicked twice it is done once`, async () => {
    const { page, before, writes } = await open();
    await form.fill(page);
    await page.dblclick(PRINCIPAL);
    if (form.isAsked) {
      await step(page, 'confirming');
      expect(writes()).toBe(0);
      await page.dblclick(PRINCIPAL);
    }
    await left(page);

    expect(writes()).toBe(1);
    await doneOnce(before);
  });

  test(`${name}: an Enter that is held down is one Enter`, async () => {
    const { page, before, writes } = await open();
    await form.fill(page);
    await page.focus(PRINCIPAL);
    for (let times = 0; times < 12; times++) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    if (form.isAsked) {
      await step(page, 'confirming');
      for (let times = 0; times < 12; times++) await page.keyboard.down('Enter');
      await page.keyboard.up('Enter');
      expect(writes()).toBe(0);
      await page.click(PRINCIPAL);
    }
    await left(page);

    expect(writes()).toBe(1);
    await doneOnce(before);
  });

  test(`${name}: what was typed is there again after the way back, forward and a reload`, async () => {
    const { page, before } = await open();
    await form.fill(page);
    const typed = await form.typed(page);
    await page.click('header a[href="/panel/cartera"]');
    await page.waitForURL('**/panel/cartera');
    await shown(page);
    await page.goBack();
    await page.waitForSelector('form.cambio');
    expect(await form.typed(page)).toEqual(typed);
    await page.reload();
    await page.waitForSelector('form.cambio');
    expect(await form.typed(page)).toEqual(typed);

    await toQuestion(page, form);
    await page.click(PRINCIPAL);
    await left(page);
    await doneOnce(before);
    // The form is not left behind: one step back is the page before it.
    await page.goBack();
    await page.waitForURL('**/panel/oficina');
    await shown(page);
    await doneOnce(before);
  });

  test(`${name}: cannot be cancelled while it is sent`, async () => {
    const { page, before, writes } = await open();
    await form.fill(page);
    await toQuestion(page, form);
    const release = await holdWrites(page);
    await page.click(PRINCIPAL);
    await step(page, 'sending');

    expect(await page.locator('form.cambio > .acciones :is(a[href], button:enabled)').count()).toBe(0);
    release();
    await left(page);
    expect(writes()).toBe(1);
    await doneOnce(before);
  });

  test(`${name}: a session that ended in between loses nothing`, async () => {
    const { page, before } = await open();
    await form.fill(page);
    const typed = await form.typed(page);
    await toQuestion(page, form);
    const stored = await page.evaluate(() => sessionStorage.getItem('prosmex.sesion') ?? '');
    await logOut(JSON.parse(stored).access);
    await page.click(PRINCIPAL);
    await page.waitForSelector('#usuario');
    expect((await form.times()) - before).toBe(0);

    await signIn(page, form.rol);
    await page.waitForSelector('form.cambio');
    expect(await form.typed(page)).toEqual(typed);
    await toQuestion(page, form);
    await page.click(PRINCIPAL);
    await left(page);
    await doneOnce(before);
  });

  test(`${name}: after a lost answer it is sent again and done once`, async () => {
    const { page, before, writes } = await open();
    await form.fill(page);
    await toQuestion(page, form);
    await loseNextAnswer(page);
    await page.click(PRINCIPAL);
    await step(page, 'uncertain');
    await doneOnce(before);

    if (!form.vanishes) {
      await page.reload();
      await step(page, 'uncertain');
    }
    await page.click(PRINCIPAL);
    await left(page);
    expect(writes()).toBe(2);
    expect((await form.times()) - before).toBe(form.again ?? 1);
  });

  const { meanwhile } = form;
  if (meanwhile) {
    test(`${name}: what somebody else did in between is said, and what was typed stays`, async () => {
      const { page, writes } = await open();
      await form.fill(page);
      const typed = await form.typed(page);
      await toQuestion(page, form);
      await meanwhile.act();
      const before = await form.times();
      await page.click(PRINCIPAL);
      await page.waitForSelector('form.cambio .error');

      expect(await page.textContent('form.cambio .error')).toMatch(meanwhile.says);
      expect(await form.typed(page)).toEqual(typed);
      expect(writes()).toBe(1);
      expect((await form.times()) - before).toBe(0);
    });
  }

  test(`${name}: a role that is lost in between does nothing, and the page says so`, async () => {
    const admin = await Api.of('admin');
    const usuario = `fugaz.${crypto.randomUUID().slice(0, 8)}`;
    const { id, password } = await register(usuario, 6);
    const { page } = await openTab();
    await page.goto(await form.at());
    await signInAs(page, usuario, password);
    await page.waitForSelector('form.cambio');
    await form.fill(page);
    await toQuestion(page, form);
    const before = await form.times();

    // It ends their sessions.
    await admin.put(`/users/${id}`, { rol_id: 1 });
    await page.click(PRINCIPAL);
    await page.waitForSelector('#usuario');
    await signInAs(page, usuario, password);
    await page.waitForSelector('h1:text-is("Sin permiso"), #error:not([hidden])');

    expect((await form.times()) - before).toBe(0);
    await admin.delete(`/users/${id}`);
  });
}
