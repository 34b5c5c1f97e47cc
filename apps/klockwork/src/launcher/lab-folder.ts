import { accessSync, constants, existsSync, linkSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writePrivate } from '@klockwork/tls';
import { UserError } from '../user-error.ts';
import type { NodeShape } from './node-shape.ts';

/** What a lab keeps between two starts beside its log. */
export interface LabMemory {
  readonly nodes: number;
  readonly agents?: number;
  readonly port: number;
  readonly profile: 'realistic' | 'fast';
  readonly shape?: NodeShape;
  /** Newest lab time that was seen, in ms. */
  readonly labAt: number;
}

/** Where a running lab's launcher answers. */
export interface LauncherAddress {
  readonly pid: number;
  readonly port: number;
  readonly token: string;
}

/** The data folder of one lab: `kubeconfig`, `events.db`, `logs/`, `nodes/`, `pki/`, `run/`. */
export class LabFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  get kubeconfig(): string {
    return join(this.path, 'kubeconfig');
  }

  log(service: string): string {
    return join(this.path, 'logs', `${service}.log`);
  }

  get secretFile(): string {
    return join(this.path, 'run', 'nats.secret');
  }

  /** Where each node has `<node>/manifests`: the pods that it runs of its own. */
  get nodes(): string {
    return join(this.path, 'nodes');
  }

  /** Makes the folder and its parts. Throws UserError when that is not allowed. */
  prepare(): void {
    try {
      for (const part of ['', 'logs', 'run']) mkdirSync(join(this.path, part), { recursive: true, mode: 0o700 });
      accessSync(join(this.path, 'run'), constants.W_OK);
      accessSync(this.path, constants.W_OK);
    } catch (error) {
      throw new UserError(
        `cannot write to the data folder ${this.path} (${(error as NodeJS.ErrnoException).code}): choose another with --data`,
      );
    }
  }

  /** Forgets the lab's log, identity and memory; the folder and the note of its launcher stay. */
  wipe(): void {
    for (const part of ['events.db', 'events.db-wal', 'events.db-shm', 'kubeconfig', 'pki', 'logs', 'run/lab.json', 'run/nats.secret']) {
      rmSync(join(this.path, part), { recursive: true, force: true });
    }
    this.prepare();
  }

  readMemory(): LabMemory | undefined {
    return readJson<LabMemory>(join(this.path, 'run', 'lab.json'));
  }

  writeMemory(memory: LabMemory): void {
    writePrivate(join(this.path, 'run', 'lab.json'), `${JSON.stringify(memory)}\n`);
  }

  readLauncher(): LauncherAddress | undefined {
    return readJson<LauncherAddress>(this.#launcherFile);
  }

  /** Notes the one launcher of this folder; false when another is noted. */
  claimLauncher(address: LauncherAddress): boolean {
    const own = `${this.#launcherFile}.${process.pid}`;
    writePrivate(own, `${JSON.stringify(address)}\n`);
    try {
      // A link is made whole or not at all, and not over another.
      linkSync(own, this.#launcherFile);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return false;
    } finally {
      rmSync(own);
    }
  }

  /** Removes the note of a launcher that is gone, unless another has taken its place. */
  forgetLauncher(address: LauncherAddress): void {
    if (this.readLauncher()?.token === address.token) rmSync(this.#launcherFile, { force: true });
  }

  get #launcherFile(): string {
    return join(this.path, 'run', 'launcher.json');
  }
}

/** The data folder a command works on: `--data`, else KLOCKWORK_DATA, else `.klockwork` here. */
export function labFolder(option: string | undefined): LabFolder {
  return new LabFolder(option ?? process.env.KLOCKWORK_DATA ?? '.klockwork');
}

/** Undefined for a file that is not there, and for one whose writer was killed half-way. */
function readJson<T>(file: string): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
