import type { LabTime, LogFields, Logger } from '@klockwork/kernel';
import { runScenario } from '@klockwork/simulation';
import type { FuzzRequest } from '../target.ts';
import { IdleWriteCounter } from './idle-write-counter.ts';
import { oddObjects } from './odd-objects.scenario.ts';

/** Result of a run; equal for equal seed and number of writes. */
export interface OddObjectsReport {
  /** How many answers had each status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Violation with the writes before it; undefined for a good run. */
  readonly failure: string | undefined;
  readonly events: number;
}

export interface PlayOptions {
  readonly seed: number;
  readonly writes: number;
  /** Receives each accepted write, and each log line of components. */
  readonly verbose?: (line: string) => void;
}

/** Engine messages for programming errors: unreachable by any valid object. */
const MISTAKE =
  /TypeError|RangeError|AssertionError|ReferenceError|SyntaxError|Cannot (read|set|convert)|is not (a function|iterable|defined)|Invalid time value|Maximum call stack/;
/** Max writes printed with a failure. */
const TOLD = 5;
const TEXT_MAX = 2_000;

/** Runs a cluster with odd objects. */
export async function playOddObjects({ seed, writes, verbose = () => {} }: PlayOptions): Promise<OddObjectsReport> {
  const statuses = new Map<number, number>();
  const taken: string[] = [];
  const mistakes: string[] = [];
  const calm = new IdleWriteCounter();
  let events = 0;
  const scenario = oddObjects({
    writes,
    calm,
    onAnswer: (request, { status, text }) => {
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      verbose(`${status} ${textOf(request)}${status < 300 ? '' : `\n    ${text.slice(0, TEXT_MAX)}`}`);
      if (status < 300) taken.push(textOf(request).slice(0, 300));
    },
  });
  const failure = await failureOf(
    runScenario({
      ...{ scenario, seed, nextTurn: (then) => void setImmediate(then) },
      logger: (process, now) => listening(process, now, verbose, mistakes),
      onEvent: (event) => {
        events += 1;
        calm.observe(event);
      },
    }),
  );
  const problem = failure ?? mistakes[0];
  return {
    statuses,
    events,
    failure:
      problem === undefined
        ? undefined
        : `${problem}\n  after\n${taken
            .slice(-TOLD)
            .map((one) => `  ${one}`)
            .join('\n')}`,
  };
}

function textOf({ method, url, body = new Uint8Array() }: FuzzRequest): string {
  return `${method} ${url} ${Buffer.from(body).toString().slice(0, TEXT_MAX)}`;
}

/** Logger that collects programming errors of a component. */
function listening(process: string, now: () => LabTime, verbose: (line: string) => void, mistakes: string[]): Logger {
  const line = (level: string) => (fields: LogFields, message: string) => {
    const logLine = `${new Date(now()).toISOString()} ${process} ${level}: ${message} ${JSON.stringify(fields)}`;
    verbose(logLine);
    if (MISTAKE.test(logLine)) mistakes.push(logLine);
  };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

async function failureOf(run: Promise<unknown>): Promise<string | undefined> {
  const listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  const broken = new Promise<never>((_, reject) => process.once('unhandledRejection', reject));
  try {
    await Promise.race([run, broken]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);
  }
}
