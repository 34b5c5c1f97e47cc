import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { KnownLab, LabList, OtherLab, OtherLabRead, OtherLabs } from '@klockwork/console';
import { type ApiAnswer, OutboundError, type OutboundHttps } from '@klockwork/http-api';

/** Characters of an id. */
const ID_CHARACTERS = 12;
/** Max host time of a read, in ms: a large answer takes some seconds. */
const READ_MS = 20_000;
/** Default names of data folders: the parent folder names these labs. */
const PLAIN_NAMES: ReadonlySet<string> = new Set(['.klockwork', 'lab']);

/** Part of `run/lab.json` that concerns others. */
interface StoredState {
  readonly port: number;
  readonly consolePort?: number;
  readonly isTape?: boolean;
  readonly fork?: { readonly revision?: number };
}

/**
 * Labs that the launcher noted in `run/other-labs.json` of a data folder: forks, their first labs, and those of `klockwork console --beside`.
 * Authority and token of a lab are files that only its user can read. They stay in this process.
 */
export class FolderLabs implements OtherLabs {
  readonly #data: string;
  readonly #https: OutboundHttps;

  constructor(data: string, https: OutboundHttps) {
    this.#data = resolve(data);
    this.#https = https;
  }

  async list(): Promise<LabList> {
    const others = [...this.#folders()].flatMap(([id, path]) => labIn(path, id) ?? []);
    return { own: knownLab(this.#data, stateIn(this.#data)), others };
  }

  async read(id: string, { path, accept, stop }: OtherLabRead): Promise<ApiAnswer | undefined> {
    const folder = this.#folders().get(id);
    const state = folder === undefined ? undefined : stateIn(folder);
    if (folder === undefined || state === undefined) return undefined;
    const [authorities, token] = ['ca.crt', 'admin.token'].map((name) => privateText(join(folder, 'pki', name))) as [string, string];
    const { status, contentType, body } = await this.#https.send({
      method: 'GET',
      url: `https://127.0.0.1:${state.port}${path}`,
      headers: { accept, authorization: `Bearer ${token}`, 'user-agent': 'klockwork-console' },
      ...{ body: '', authorities, timeoutMs: READ_MS, stop },
    });
    return { status, headers: { 'content-type': contentType }, body };
  }

  /** Data folders by id. */
  #folders(): ReadonlyMap<string, string> {
    const folders = parsed<readonly string[]>(join(this.#data, 'run', 'other-labs.json')) ?? [];
    return new Map(folders.map((folder) => [idOf(folder), folder]));
  }
}

function labIn(path: string, id: string): OtherLab | undefined {
  const state = stateIn(path);
  if (state === undefined) return undefined;
  return {
    ...{ ...knownLab(path, state), id, isTape: state.isTape === true, isRunning: existsSync(join(path, 'run', 'launcher.json')) },
    ...(state.consolePort !== undefined && { console: `http://127.0.0.1:${state.consolePort}` }),
  };
}

function knownLab(path: string, state: StoredState | undefined): KnownLab {
  const [own, parent] = [basename(path), basename(dirname(path))];
  const { revision } = state?.fork ?? {};
  return { name: PLAIN_NAMES.has(own) ? parent : own, path, ...(revision !== undefined && { forkedAt: revision }) };
}

function stateIn(path: string): StoredState | undefined {
  return parsed<StoredState>(join(path, 'run', 'lab.json'));
}

function idOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, ID_CHARACTERS);
}

/** Throws OutboundError for a lab that never started, or of another user. */
function privateText(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new OutboundError(`cannot read ${file} (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Undefined for a file that is not there, or that is not readable or complete. */
function parsed<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if (error instanceof SyntaxError || ['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined;
    throw error;
  }
}
