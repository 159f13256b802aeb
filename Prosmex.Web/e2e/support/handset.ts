// A phone: Chromium with a profile that outlasts being killed.

/// <reference types="node" />
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const PATIENCE = 60_000;

export class Handset {
  private browser: Browser | null = null;
  private program: ChildProcess | null = null;
  /** What its pages complain of. */
  readonly complaints: string[] = [];

  private constructor(private readonly profile: string) {}

  /** @param disk a folder for what it keeps. */
  static async create(disk?: string): Promise<Handset> {
    return new Handset(disk ?? (await mkdtemp(join(tmpdir(), 'prosmex-telefono-'))));
  }

  /** @param skew how far its clock is ahead, in milliseconds. */
  async switchOn(skew = 0): Promise<BrowserContext> {
    const program = spawn(
      process.env.PROSMEX_CHROMIUM ?? '/usr/bin/chromium',
      [
        '--headless=new',
        '--no-sandbox',
        '--no-first-run',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--remote-debugging-port=0',
        `--user-data-dir=${this.profile}`,
        'about:blank',
      ],
      // A group of its own, so that all of its processes can be killed at once.
      { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
    );
    this.program = program;
    this.browser = await chromium.connectOverCDP(await listening(program));
    const [context] = this.browser.contexts();
    if (!context) throw new Error('Chromium has no context.');
    context.setDefaultTimeout(30_000);
    if (skew !== 0) await context.addInitScript(shiftClock, skew);
    context.on('weberror', (error) => this.complaints.push(String(error.error())));
    return context;
  }

  async open(context: BrowserContext, at: string, width = 360): Promise<Page> {
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 740 });
    await page.goto(at);
    return page;
  }

  /** As when the battery is pulled out: no program of it is asked. */
  async kill(): Promise<void> {
    const { program } = this;
    if (!program?.pid) return;
    const ended = new Promise((done) =>
      program.exitCode === null && program.signalCode === null ? program.once('exit', done) : done(null),
    );
    process.kill(-program.pid, 'SIGKILL');
    await ended;
    await this.browser?.close().catch(() => undefined);
    this.program = null;
  }

  async throwAway(): Promise<void> {
    await this.kill().catch(() => undefined);
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function shiftClock(skew: number): void {
  const real = Date.now.bind(Date);
  const Original = Date;
  const now = () => real() + skew;
  globalThis.Date = new Proxy(Original, {
    construct: (target, args) => (args.length === 0 ? new target(now()) : Reflect.construct(target, args)),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}

function listening(program: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = '';
    const timer = setTimeout(() => fail(new Error(`Chromium does not listen.\n${said}`)), PATIENCE);
    program.stderr?.on('data', (chunk: Buffer) => {
      said += chunk;
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (!address) return;
      clearTimeout(timer);
      done(address);
    });
    program.once('error', () => fail(new Error('There is no Chromium: install it, or say in PROSMEX_CHROMIUM where it is.')));
    program.once('exit', (code) => fail(new Error(`Chromium ended with ${code}.\n${said}`)));
  });
}
