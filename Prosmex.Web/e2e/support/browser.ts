// Debian's Chromium, one for each file; what its pages complain of and ask other hosts for is kept.

/// <reference types="node" />
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest';
import { endSessions, logOut, type Rol, userOf } from './api';

let browser: Browser;

/** Called once at the top of a file. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.PROSMEX_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await endSessions();
  });
}

export interface Tab {
  page: Page;
  /** Errors and warnings of the console, and uncaught exceptions, so far. */
  complaints: string[];
  /** Requested addresses of other hosts. */
  foreign: string[];
}

/** A tab without a session; it is closed, and its session ended, when the test is over. */
export async function openTab(options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser.newContext({
    baseURL: inject('address'),
    viewport: { width: 1440, height: 900 },
    locale: 'es-MX',
    ...options,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  onTestFinished(async () => {
    const stored = await page.evaluate(() => sessionStorage.getItem('prosmex.sesion')).catch(() => null);
    if (stored) await logOut(JSON.parse(stored).access);
    await context.close();
  });
  const tab: Tab = { page, complaints: [], foreign: [] };
  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type())) tab.complaints.push(message.text());
  });
  page.on('pageerror', (error) => tab.complaints.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${inject('address')}/`) && !/^(data|blob):/.test(url)) tab.foreign.push(url);
  });
  return tab;
}

/** Nothing in the console, and no other host was asked. */
export function expectQuiet({ complaints, foreign }: Tab): void {
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
}

/** The same, but for refusals of one status, which the browser reports on its own. */
export function expectQuietBut({ complaints, foreign }: Tab, status: number): void {
  expect(complaints.filter((text) => !text.includes(`status of ${status}`))).toEqual([]);
  expect(foreign).toEqual([]);
}

/** Types a user's name and password into the form that is shown. */
export async function signInAs(page: Page, usuario: string, password: string): Promise<void> {
  await page.fill('#usuario', usuario);
  await page.fill('#contrasena', password);
  await page.press('#contrasena', 'Enter');
  await page.waitForSelector('#aplicacion');
}

export const signIn = (page: Page, rol: Rol): Promise<void> => signInAs(page, userOf(rol), inject('password'));

/** A tab of a user who signed in at an address. */
export async function signedIn(rol: Rol, at = '/panel', options?: BrowserContextOptions): Promise<Tab> {
  const tab = await openTab(options);
  await tab.page.goto(at);
  await signIn(tab.page, rol);
  await shown(tab.page);
  return tab;
}

/** Waits until the data of the address in the window is shown. */
export async function shown(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.mostrada === location.pathname + location.search);
}

/** Opens an address as if it were typed. */
export async function visit(page: Page, at: string): Promise<void> {
  await page.goto(at);
  await shown(page);
}

/** Follows a link within the page and waits for what is behind it. */
export async function follow(page: Page, selector: string): Promise<void> {
  const link = page.locator(selector).first();
  const to = await link.getAttribute('href');
  await link.click();
  await page.waitForFunction((href) => location.pathname + location.search === href, to);
  await shown(page);
}
