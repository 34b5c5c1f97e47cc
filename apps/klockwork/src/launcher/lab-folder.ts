import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writePrivate } from '@klockwork/tls';
import { UserError } from '../user-error.ts';

/** What a lab keeps between two starts beside its log. */
export interface LabMemory {
  readonly nodes: number;
  readonly agents?: number;
  readonly port: number;
  readonly profile: 'realistic' | 'fast';
  /** Newest lab time that was seen, in ms. */
  readonly labAt: number;
}

/** Where a running lab's launcher answers. */
export interface LauncherAddress {
  readonly pid: number;
  readonly port: number;
  readonly token: string;
}

/** The data folder of one lab: `kubeconfig`, `events.db`, `logs/`, `pki/`, `run/`. */
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

  /** Forgets the lab's log, identity and memory; the folder stays. */
  wipe(): void {
    for (const part of ['events.db', 'events.db-wal', 'events.db-shm', 'kubeconfig', 'pki', 'logs', 'run']) {
      rmSync(join(this.path, part), { recursive: true, force: true });
    }
  }

  readMemory(): LabMemory | undefined {
    return readJson<LabMemory>(join(this.path, 'run', 'lab.json'));
  }

  writeMemory(memory: LabMemory): void {
    writePrivate(join(this.path, 'run', 'lab.json'), `${JSON.stringify(memory)}\n`);
  }

  readLauncher(): LauncherAddress | undefined {
    return readJson<LauncherAddress>(join(this.path, 'run', 'launcher.json'));
  }

  writeLauncher(address: LauncherAddress): void {
    writePrivate(join(this.path, 'run', 'launcher.json'), `${JSON.stringify(address)}\n`);
  }

  forgetLauncher(): void {
    rmSync(join(this.path, 'run', 'launcher.json'), { force: true });
  }
}

/** The data folder a command works on: `--data`, else KLOCKWORK_DATA, else `.klockwork` here. */
export function labFolder(option: string | undefined): LabFolder {
  return new LabFolder(option ?? process.env.KLOCKWORK_DATA ?? '.klockwork');
}

function readJson<T>(file: string): T | undefined {
  if (!existsSync(file) || statSync(file).size === 0) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
