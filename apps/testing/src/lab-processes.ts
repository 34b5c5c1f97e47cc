import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LogEvent } from '@klockwork/event-store';
import { freePort, nodeTimer, temporaryFolder } from '@klockwork/host';
import type { Cancel } from '@klockwork/kernel';
import type { LabProcesses } from '@klockwork/test-cluster';
import { LabConnection } from './lab-connection.ts';
import { LauncherConnection } from './launcher-connection.ts';

/** Package that has the command line. */
const PRODUCT = 'klockwork';
/** Host time between two attempts to follow the log, in ms. */
const RETRY_MS = 50;

/** Inputs of a lab. */
export interface LabOptions {
  readonly nodes: number;
  readonly latency: 'fast' | 'realistic';
  /** How far behind the host's time lab time begins, in ms. */
  readonly behindMs: number;
}

/** Message of the launcher at the end of its start. */
type Outcome = { readonly up: true } | { readonly up: false; readonly message: string };

/** Starts a lab in a folder of its own, which ends with this process. Rejects with the launcher's message. */
export async function startLab({ nodes, latency, behindMs }: LabOptions): Promise<LabProcesses> {
  const data = temporaryFolder('klockwork-testing-');
  const options = ['--nodes', String(nodes), '--profile', latency, '--behind', `${behindMs}ms`];
  const args = ['up', '--with-parent', '--data', data, '--port', String(await freePort()), ...options];
  const log = openSync(join(data, 'launcher.log'), 'a', 0o600);
  const launcher = spawn(process.execPath, [program(), ...args], { stdio: ['ignore', log, log, 'ipc'] });
  const outcome = await outcomeOf(launcher, join(data, 'launcher.log'));
  if (!outcome.up) throw new Error(outcome.message);
  return processesOf(data, launcher);
}

function processesOf(data: string, launcher: ChildProcess): LabProcesses {
  const kubeconfig = join(data, 'kubeconfig');
  const [connection, control] = [new LabConnection(kubeconfig), new LauncherConnection(data)];
  return {
    kubeconfig,
    send: (request, hostLimitMs) => connection.send(request, hostLimitMs),
    follow: (onEvent) => followLog(connection, onEvent),
    kill: (name) => control.kill(name),
    start: (name) => control.start(name),
    async stop() {
      connection.close();
      const ended = once(launcher, 'exit');
      if (launcher.exitCode === null && launcher.signalCode === null) {
        launcher.disconnect();
        await ended;
      }
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function followLog(connection: LabConnection, onEvent: (event: LogEvent) => void): Cancel {
  const stop = new AbortController();
  let next = 1;
  const run = async () => {
    const take = (line: string) => {
      const event = JSON.parse(line) as LogEvent;
      if (event.revision === undefined) return;
      next = event.revision + 1;
      onEvent(event);
    };
    // An api-server that was killed refuses connections until its restart.
    await connection.lines(`/klockwork/v1/log?follow=true&from=${next}`, take, stop.signal).catch(() => {});
    if (!stop.signal.aborted) nodeTimer.set(RETRY_MS, () => void run());
  };
  void run();
  return () => stop.abort();
}

async function outcomeOf(launcher: ChildProcess, log: string): Promise<Outcome> {
  return new Promise((resolve) => {
    launcher.on('message', (message: Outcome | { readonly progress: string }) => {
      if ('up' in message) resolve(message);
    });
    launcher.once('error', (error) => resolve({ up: false, message: error.message }));
    launcher.once('exit', () => resolve({ up: false, message: `the launcher ended: ${readFileSync(log, 'utf8').trim()}` }));
  });
}

/** Returns the command line of the package that this file belongs to. */
function program(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const { name, bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly name?: string; readonly bin?: Record<string, string> };
      if (name === PRODUCT && bin?.[PRODUCT] !== undefined) return join(folder, bin[PRODUCT]);
    }
    if (folder === dirname(folder)) throw new Error(`no package.json named "${PRODUCT}" above ${import.meta.url}`);
  }
}
