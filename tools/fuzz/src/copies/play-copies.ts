import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { StoredEvent } from '@klockwork/event-store';
import { type Random, SeededRandom } from '@klockwork/kernel';
import { SqliteEventStore } from '@klockwork/sqlite-event-store';
import { once } from '../chance.ts';
import { writeFiles } from '../damage/log-files.ts';
import { makeSoundLogs, type SoundLog } from '../damage/sound-logs.ts';
import { type CommandEnd, type Disturbance, runCommand } from './run-command.ts';

/** Result of disturbed copies. */
export interface CopiesReport {
  /** How many commands were killed, refused by the disk, or done. */
  readonly ends: ReadonlyMap<string, number>;
  /** Descriptions of wrong results. */
  readonly failures: readonly string[];
}

/** Parameters of a run. */
export interface CopiesOptions {
  readonly seed: number;
  readonly copies: number;
  /** Empty folder for the lab and its copies. */
  readonly folder: string;
}

/** Refusal: a line without a stack, which names the cause. */
const REFUSAL = /^klockwork: (no room for|cannot (write|create|copy)) .*\n$/;
const FIRST_TAPE = 'first.tape';
const BLOCKS_MAX = 900;
/** Read in one page: the log has some hundred events. */
const EVENTS_MAX = 10_000;

/**
 * Exports and forks a stopped lab, and forks its tape, with kills and full disks at random moments. A result is whole or absent; the lab keeps
 * each byte; the next command removes what a killed one left.
 */
export async function playCopies({ seed, copies, folder }: CopiesOptions): Promise<CopiesReport> {
  const random = new SeededRandom(seed);
  const round = await Round.prepare(folder, random);
  const failures: string[] = [];
  for (let index = 0; index < copies; index++) {
    const problem = await round.play(random.fork(`copy ${index}`), index);
    if (problem !== undefined) failures.push(`copy ${index}: ${problem}`);
  }
  const left = await round.leftovers();
  if (left !== undefined) failures.push(left);
  return { ends: round.ends, failures };
}

class Round {
  readonly ends = new Map<string, number>();
  readonly #lab: string;
  readonly #results: string;
  readonly #temporary: string;
  readonly #log: SoundLog;
  readonly #bytes: string;
  /** Host time of a whole export, in ms. */
  readonly #wholeMs: number;

  private constructor(folder: string, log: SoundLog, wholeMs: number) {
    this.#lab = join(folder, 'lab');
    this.#results = join(folder, 'results');
    this.#temporary = join(folder, 'tmp');
    this.#log = log;
    this.#bytes = hashOf(this.#lab);
    this.#wholeMs = wholeMs;
  }

  static async prepare(folder: string, random: Random): Promise<Round> {
    const logs = join(folder, 'logs');
    for (const part of [logs, join(folder, 'lab'), join(folder, 'results'), join(folder, 'tmp')]) mkdirSync(part);
    const log = (await makeSoundLogs(logs, random.fork('log'))).bases.at(-1) as SoundLog;
    writeFiles(join(folder, 'lab', 'events.db'), log.files);
    const startMs = performance.now();
    const words = ['tape', 'export', join(folder, 'results', FIRST_TAPE), '--no-redaction', '--data', join(folder, 'lab')];
    const { code, stderr } = await runCommand(words, join(folder, 'tmp'));
    if (code !== 0) throw new Error(`an undisturbed export failed: ${stderr}`);
    return new Round(folder, log, performance.now() - startMs);
  }

  /** Returns a description of a wrong result. */
  async play(random: Random, index: number): Promise<string | undefined> {
    const isTape = once(random, 3);
    const result = join(this.#results, isTape ? `${index}.tape` : `fork-${index}`);
    const origin = once(random, 2) ? ['--of', this.#lab] : ['--from', join(this.#results, FIRST_TAPE)];
    const words = isTape ? ['tape', 'export', result, '--no-redaction', '--data', this.#lab] : ['fork', ...origin, '--data', result];
    const disturbance = this.#disturbance(random);
    const end = await runCommand(words, this.#temporary, disturbance);
    const name = end.code === null ? 'killed' : end.code === 0 ? 'done' : 'refused';
    this.ends.set(name, (this.ends.get(name) ?? 0) + 1);
    const problem = this.#endProblem(end, disturbance, existsSync(result)) ?? (await this.#resultProblem(result, isTape));
    rmSync(result, { recursive: true, force: true });
    return problem === undefined ? undefined : `${words.slice(0, 2).join(' ')} ${JSON.stringify(disturbance)}: ${problem}`;
  }

  /** Returns what is left of killed commands after undisturbed ones. */
  async leftovers(): Promise<string | undefined> {
    for (const name of readdirSync(this.#results).filter((left) => left.startsWith('.'))) {
      const [, of] = /^\.(.+?)\.(?:new-)?\d+$/.exec(name) ?? [];
      if (of === undefined) return `${name} has no name of an unfinished result`;
      const words = of.endsWith('.tape') ? ['tape', 'export', join(this.#results, of)] : ['fork', '--data', join(this.#results, of)];
      await runCommand([...words, of.endsWith('.tape') ? '--data' : '--of', this.#lab], this.#temporary);
    }
    const left = [...readdirSync(this.#results).filter((name) => name.startsWith('.')), ...readdirSync(this.#temporary)];
    return left.length === 0 ? undefined : `undisturbed commands left ${left.join(', ')}`;
  }

  #disturbance(random: Random): Disturbance {
    return once(random, 2) ? { killAfterMs: random.next() * this.#wholeMs } : { blocksMax: 1 + random.integer(BLOCKS_MAX) };
  }

  #endProblem({ code, stderr }: CommandEnd, { blocksMax }: Disturbance, isThere: boolean): string | undefined {
    if (hashOf(this.#lab) !== this.#bytes) return 'the first lab changed';
    if (code === null || (code === 0 && isThere)) return undefined;
    if (code === 0) return 'it succeeded without a result';
    if (blocksMax === undefined || !REFUSAL.test(stderr)) return `exit code ${code}: ${stderr}`;
    return isThere ? 'a refused command left its result' : undefined;
  }

  /** Compares an existing result with the log. A tape is forked first. */
  async #resultProblem(result: string, isTape: boolean): Promise<string | undefined> {
    if (!existsSync(result)) return undefined;
    const fork = isTape ? `${result}-fork` : result;
    if (isTape) {
      const { code, stderr } = await runCommand(['fork', '--from', result, '--data', fork], this.#temporary);
      if (code !== 0) return `the tape does not open: ${stderr}`;
    }
    const events = await eventsOf(join(fork, 'events.db'));
    rmSync(fork, { recursive: true });
    const whole = this.#log.events.filter(({ revision }) => !this.#log.pruned.has(revision));
    return isDeepStrictEqual(events, whole) ? undefined : `it has ${events.length} events instead of ${whole.length}, or others`;
  }
}

async function eventsOf(path: string): Promise<readonly StoredEvent[]> {
  const store = await SqliteEventStore.open({ path });
  try {
    return await store.readAfter({ after: 0, limit: EVENTS_MAX });
  } finally {
    await store.close();
  }
}

/** Returns a hash of names and bytes of all files of a folder. */
function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(`${entry.name}\n`);
    if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)));
  }
  return hash.digest('hex');
}
