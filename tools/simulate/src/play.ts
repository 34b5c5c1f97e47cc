import { type RunResult, runScenario, type Scenario, Violation } from '@klockwork/simulation';
import type { PlayOptions } from './arguments.ts';
import { Totals } from './totals.ts';
import { eventLine, processLogger } from './verbose.ts';

/** Runs all scenarios with all seeds; prints each result, then totals. True without failures. */
export async function playSeeds({ scenarios, from, to, verbose }: PlayOptions): Promise<boolean> {
  const totals = new Totals();
  let allPassed = true;
  for (const scenario of scenarios) {
    for (let seed = from; seed <= to; seed++) {
      const result = await play(scenario, seed, verbose);
      if (result === undefined) allPassed = false;
      else totals.add(result);
    }
  }
  for (const line of totals.lines()) console.log(line);
  return allPassed;
}

/** Undefined after a failed run, which is printed. */
async function play(scenario: Scenario, seed: number, verbose: boolean): Promise<RunResult | undefined> {
  const startedAt = performance.now();
  try {
    const result = await Promise.race([run(scenario, seed, verbose), brokenPromise()]);
    console.log(resultLine(result, performance.now() - startedAt));
    return result;
  } catch (error) {
    console.error(failureText(scenario, seed, error));
    return undefined;
  }
}

function run(scenario: Scenario, seed: number, verbose: boolean): Promise<RunResult> {
  const nextTurn = (then: () => void) => void setImmediate(then);
  return runScenario({
    scenario,
    seed,
    nextTurn,
    ...(verbose && { logger: processLogger, onEvent: (event) => console.log(eventLine(event)) }),
  });
}

/** An error inside a component is an unhandled rejection: it fails the run. */
function brokenPromise(): Promise<never> {
  return new Promise((_, reject) => {
    process.removeAllListeners('unhandledRejection');
    process.once('unhandledRejection', reject);
  });
}

function resultLine({ scenario, seed, events, jumps, labMs, hash }: RunResult, wallMs: number): string {
  const name = scenario.padEnd(16);
  const simulatedTime = `${(labMs / 1_000).toFixed(1)} s simulated`;
  const counts = `${String(events).padStart(6)} events  ${String(jumps).padStart(6)} jumps`;
  return `${name} seed ${String(seed).padEnd(6)} ${counts}  ${simulatedTime.padStart(18)}  ${(wallMs / 1_000).toFixed(2)} s  ${hash()}`;
}

function failureText(scenario: Scenario, seed: number, error: unknown): string {
  const replay = `npm run simulate -- --seed ${seed} --scenario ${scenario.name}`;
  const lines = [`${scenario.name} seed ${seed} FAILED`];
  if (error instanceof Violation) {
    lines.push(`  ${error.rule}: ${error.problem}`);
    if (error.event !== undefined) lines.push(`  at ${eventLine(error.event)}`);
  } else {
    lines.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return [...lines, `replay: ${replay}`].join('\n');
}
