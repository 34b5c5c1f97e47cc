import { SeededRandom, stackOf } from '@klockwork/kernel';
import { type Crash, crashOf } from './crash.ts';
import { ScriptMaker } from './make-script.ts';
import { type ScriptEnd, ScriptLab } from './script-lab.ts';

export interface ScriptsReport {
  readonly scripts: number;
  /** Number of scripts by exit code, or killed at their limit. */
  readonly ends: ReadonlyMap<ScriptEnd, number>;
  /** Crashes, and errors that left their process, each with its script. */
  readonly failures: readonly string[];
}

export interface PlayScriptsOptions {
  readonly seed: number;
  readonly scripts: number;
  readonly failuresMax?: number;
  /** Hears every script before it runs. */
  readonly verbose?: (line: string) => void;
}

/** Scripts before a node is recreated. */
const SCRIPTS_PER_NODE = 500;
/** Host time in ms above which a script is reported. */
const SLOW_MS = 500;
const SCRIPT_SHOWN_MAX = 2_000;

/**
 * Runs odd scripts. Each must end or be killed at its limit, without a crash of a tool or outside of a process. Equal seed and index give
 * an equal script, on a node with the same earlier scripts.
 */
export async function playScripts({ seed, scripts, failuresMax = 10, verbose }: PlayScriptsOptions): Promise<ScriptsReport> {
  const ends = new Map<ScriptEnd, number>();
  const failures: string[] = [];
  const known = new Set<string>();
  const escapedRejections = new UnhandledRejections();
  try {
    for (let first = 0; first < scripts && failures.length < failuresMax; first += SCRIPTS_PER_NODE) {
      const lab = new ScriptLab(seed + first);
      await lab.start();
      for (let index = first; index < Math.min(scripts, first + SCRIPTS_PER_NODE) && failures.length < failuresMax; index++) {
        const random = new SeededRandom(seed).fork(`script/${index}`);
        const script = new ScriptMaker(random, lab.tools).script();
        verbose?.(`--- ${seed}/${index}\n${script}`);
        const startedAt = performance.now();
        const end = await lab.run(script, random);
        const tookMs = performance.now() - startedAt;
        if (tookMs > SLOW_MS) verbose?.(`SLOW ${Math.round(tookMs)} ms: ${seed}/${index}`);
        ends.set(end, (ends.get(end) ?? 0) + 1);
        for (const { what, place } of [...lab.takeCrashes(), ...escapedRejections.take()]) {
          if (known.has(place)) continue;
          known.add(place);
          failures.push(`${what}\n  in script ${index} of seed ${seed}, on ${lab.image}:\n${script.slice(0, SCRIPT_SHOWN_MAX)}`);
        }
      }
    }
  } finally {
    escapedRejections.stop();
  }
  return { scripts, ends, failures };
}

/** Errors outside of any process: each would have ended an agent. */
class UnhandledRejections {
  readonly #found: Crash[] = [];
  readonly #listeners = process.listeners('unhandledRejection');
  readonly #note = (error: unknown) => void this.#found.push(crashOf('no process', stackOf(error)));

  constructor() {
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', this.#note);
  }

  take(): readonly Crash[] {
    return this.#found.splice(0);
  }

  stop(): void {
    process.removeListener('unhandledRejection', this.#note);
    for (const listener of this.#listeners) process.on('unhandledRejection', listener);
  }
}
