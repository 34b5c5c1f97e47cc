import { chmodSync, existsSync, linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makePrivate, makePrivateFolder } from '@klockwork/host';
import type { NodeGroupSize } from '@klockwork/resources';
import { loadSecret, writePrivate } from '@klockwork/tls';
import { UserError } from '../user-error.ts';
import type { NodeShape } from './node-shape.ts';

/** State of a lab between two starts, beside its log. */
export interface LabState {
  readonly nodes: number;
  readonly agents?: number;
  readonly autoscale?: NodeGroupSize;
  readonly port: number;
  readonly consolePort?: number;
  readonly profile: 'realistic' | 'fast';
  readonly shape?: NodeShape;
  /** JSON text of a KubeSchedulerConfiguration. */
  readonly schedulerConfig?: string;
  /** Newest lab time that was seen, in ms. */
  readonly labAt: number;
  /** Set for an opened tape: its api-server runs alone, and refuses writes. */
  readonly isTape?: true;
  /** Set for a fork and an opened tape: distance of its time from the wall clock, in ms, absent before its first start; last revision of the copy. */
  readonly fork?: { readonly behindMs?: number; readonly revision?: number };
}

/** Where a running lab's launcher answers. */
export interface LauncherAddress {
  readonly pid: number;
  readonly port: number;
  readonly token: string;
}

/** Names at the top of a data folder. */
const PARTS: readonly string[] = ['events.db', 'kubeconfig', 'logs', 'nodes', 'pki', 'run'];
/** Files of the folder `run` that belong to a lab and not to its launcher. */
const RUN_PARTS: readonly string[] = [
  'run/lab.json',
  'run/nats.secret',
  'run/credentials',
  'run/bus-users.json',
  'run/console.secret',
  'run/other-labs.json',
];
/** Noted labs of one console: a further one replaces the oldest. */
const OTHER_LABS_MAX = 32;
/** A disk without room for so many bytes cannot take a lab's first writes. */
const TRIAL_BYTES = 65_536;
/** The event log, and what SQLite and the event store keep beside it. */
const LOG_FILES = ['events.db', 'events.db-wal', 'events.db-shm', 'events.db-head'];

/** The data folder of one lab: `kubeconfig`, `events.db`, `logs/`, `nodes/`, `pki/`, `run/`. */
export class LabFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  get kubeconfig(): string {
    return join(this.path, 'kubeconfig');
  }

  /** The file of the event log. */
  get events(): string {
    return join(this.path, 'events.db');
  }

  /** Throws UserError when no lab ever ran here. */
  requireEventLog(): void {
    if (!LOG_FILES.some((file) => existsSync(join(this.path, file)))) throw new UserError(`there is no event log in ${this.path}`);
  }

  log(service: string): string {
    return join(this.path, 'logs', `${service}.log`);
  }

  /** File with the secret of a process on the bus. */
  credential(user: string): string {
    return join(this.path, 'run', 'credentials', user);
  }

  /** File with all users of the bus, for the broker. */
  get busUsers(): string {
    return join(this.path, 'run', 'bus-users.json');
  }

  /** Ends the sessions of the console: the next api-server signs with another key. */
  forgetConsoleSessions(): void {
    rmSync(join(this.path, 'run', 'console.secret'), { force: true });
  }

  /** Writes the users of the bus: `usersOf` is given their secrets, which are made at first use. Throws UserError when the disk refuses. */
  writeBusUsers(usersOf: (secretOf: (user: string) => string) => unknown): void {
    this.#write(() => {
      makePrivateFolder(join(this.path, 'run', 'credentials'));
      writePrivate(this.busUsers, `${JSON.stringify(usersOf((user) => loadSecret(this.credential(user))))}\n`);
    });
  }

  /** Where each node has `<node>/manifests`: the pods that it runs of its own. */
  get nodes(): string {
    return join(this.path, 'nodes');
  }

  /** Forgets which pods the agent of these nodes was starting. */
  forgetPodStarts(nodes: readonly string[]): void {
    for (const node of nodes) rmSync(join(this.nodes, node, 'pod-starts'), { force: true });
  }

  /**
   * Creates the folder and its parts, takes the access of other users to them away, and tries a write. Throws UserError when the system
   * refuses. A folder that also holds files of the user keeps its mode.
   */
  prepare(): void {
    this.#write(() => {
      for (const part of ['', 'logs', 'run']) makePrivateFolder(join(this.path, part));
      const names = readdirSync(this.path);
      if (names.every(isPart)) chmodSync(this.path, 0o700);
      for (const name of names.filter(isPart)) makePrivate(join(this.path, name));
      const trial = join(this.path, 'run', `trial.${process.pid}`);
      try {
        writeFileSync(trial, Buffer.alloc(TRIAL_BYTES), { mode: 0o600 });
      } finally {
        rmSync(trial, { force: true });
      }
    });
  }

  /** Forgets the lab's log, identity and state; the folder and the note of its launcher stay. */
  wipe(): void {
    for (const part of [...LOG_FILES, 'kubeconfig', 'pki', 'logs', ...RUN_PARTS]) {
      rmSync(join(this.path, part), { recursive: true, force: true });
    }
    this.prepare();
  }

  readState(): LabState | undefined {
    return readJson<LabState>(join(this.path, 'run', 'lab.json'));
  }

  writeState(state: LabState): void {
    this.#write(() => writePrivate(join(this.path, 'run', 'lab.json'), `${JSON.stringify(state)}\n`));
  }

  /** Notes another lab of the user, which the console of this one may read. Labs whose folder is gone are dropped. */
  noteOtherLab({ path }: LabFolder): void {
    const file = join(this.path, 'run', 'other-labs.json');
    const others = (readJson<readonly string[]>(file) ?? []).filter((other) => other !== path && existsSync(other));
    this.#write(() => writePrivate(file, `${JSON.stringify([...others, path].slice(-OTHER_LABS_MAX))}\n`));
  }

  readLauncher(): LauncherAddress | undefined {
    return readJson<LauncherAddress>(this.#launcherFile);
  }

  /** Notes the one launcher of this folder; false when another is noted. */
  claimLauncher(address: LauncherAddress): boolean {
    const own = `${this.#launcherFile}.${process.pid}`;
    this.#write(() => writePrivate(own, `${JSON.stringify(address)}\n`));
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

  /** Removes the note of an ended launcher, unless a successor replaced it. */
  forgetLauncher(address: LauncherAddress): void {
    if (this.readLauncher()?.token === address.token) rmSync(this.#launcherFile, { force: true });
  }

  get #launcherFile(): string {
    return join(this.path, 'run', 'launcher.json');
  }

  /** Throws UserError, which names the folder and the remedy, when the system refuses `act`. */
  #write(act: () => void): void {
    try {
      act();
    } catch (error) {
      throw new UserError(`cannot write to the data folder ${this.path} ${remedyOf((error as NodeJS.ErrnoException).code)}`);
    }
  }
}

/** True for the names of what a lab keeps in its folder; other files there belong to the user. */
function isPart(name: string): boolean {
  return PARTS.includes(name) || /^(events\.db|kubeconfig)[-.]/.test(name);
}

function remedyOf(code: string | undefined): string {
  if (code === 'ENOSPC' || code === 'EDQUOT') return `(${code}): the disk is full: make room there, or choose another folder with --data`;
  return `(${code}): choose another with --data`;
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
