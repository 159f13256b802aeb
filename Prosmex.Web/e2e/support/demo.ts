// The demo lender as a user starts it, on a Thursday at noon: once for all files.

/// <reference types="node" />
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    address: string;
    password: string;
  }
}

export const CLOCK = '2026-11-19T12:00:00-06:00';
const PATIENCE = 10 * 60_000;

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  // While a test is being written, a program that runs already is quicker.
  const { PROSMEX_E2E_ADDRESS, PROSMEX_E2E_PASSWORD } = process.env;
  if (PROSMEX_E2E_ADDRESS && PROSMEX_E2E_PASSWORD) {
    project.provide('address', PROSMEX_E2E_ADDRESS);
    project.provide('password', PROSMEX_E2E_PASSWORD);
    return undefined;
  }
  const { address, password, stop } = await startProgram(['--demo'], /admin1; contraseña (\S+)/);
  project.provide('address', address);
  project.provide('password', password);
  return stop;
}

export interface Program {
  address: string;
  password: string;
  folder: string;
  /** Ends it, and forgets its database unless that is kept for another. */
  stop: (keep?: 'keep') => Promise<void>;
}

/**
 * A program with a database of its own, on that Thursday unless another moment is named.
 * @param said the line in which it tells a password.
 * @param kept the folder of one before it, whose database it takes.
 */
export async function startProgram(
  options: readonly string[],
  said: RegExp,
  { clock = CLOCK, kept }: { clock?: string; kept?: string } = {},
): Promise<Program> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'prosmex-e2e-')));
  const program = spawn('dotnet', [localHost(), ...options, '--port', '0', '--reloj', clock], {
    cwd: tmpdir(),
    env: { ...process.env, Prosmex__Local__Carpeta: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async (keep?: 'keep') => {
    await end(program);
    if (!keep) await rm(folder, { recursive: true, force: true });
  };
  try {
    return { ...(await listening(program, said)), folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Of any configuration; PROSMEX_LOCALHOST names another. */
function localHost(): string {
  const built = ['Debug', 'Release'].map((name) => resolve('..', 'Prosmex.LocalHost', 'bin', name, 'net10.0', 'Prosmex.LocalHost.dll'));
  const found = [process.env.PROSMEX_LOCALHOST, ...built].find((path) => path && existsSync(path));
  if (!found) throw new Error('Prosmex.LocalHost is not built: run dotnet build Prosmex.LocalHost');
  return found;
}

function listening(program: ChildProcess, line: RegExp): Promise<{ address: string; password: string }> {
  return new Promise((done, fail) => {
    let said = '';
    const timer = setTimeout(() => fail(new Error(`The program does not listen.\n${said}`)), PATIENCE);
    const hear = (chunk: Buffer) => {
      said += chunk;
      const address = /escucha en (http:\/\/\S+)/.exec(said)?.[1];
      const password = line.exec(said)?.[1];
      if (!address || !password) return;
      clearTimeout(timer);
      done({ address: address.replace(/\/$/, ''), password });
    };
    program.stdout?.on('data', hear);
    program.stderr?.on('data', hear);
    program.once('error', fail);
    program.once('exit', (code) => fail(new Error(`The program ended with ${code}.\n${said}`)));
  });
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null) return;
  const ended = new Promise((done) => program.once('exit', done));
  program.kill('SIGTERM');
  await ended;
}
