import { type RunResult, runScenario, type Scenario, Violation } from '@klockwork/simulation';
import type { Plays } from './arguments.ts';
import { eventLine, processLogger } from './verbose.ts';

/** Plays every scenario with every seed and prints how each went. True when none failed. */
export async function playSeeds({ scenarios, from, to, verbose }: Plays): Promise<boolean> {
  let allPassed = true;
  for (const scenario of scenarios) {
    for (let seed = from; seed <= to; seed++) allPassed = (await play(scenario, seed, verbose)) && allPassed;
  }
  return allPassed;
}

async function play(scenario: Scenario, seed: number, verbose: boolean): Promise<boolean> {
  const startedAt = performance.now();
  try {
    const result = await Promise.race([run(scenario, seed, verbose), brokenPromise()]);
    console.log(resultLine(result, performance.now() - startedAt));
    return true;
  } catch (error) {
    console.error(failureText(scenario, seed, error));
    return false;
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

/** A component's own error ends no run by itself: nobody waits for that promise. It fails the run all the same. */
function brokenPromise(): Promise<never> {
  return new Promise((_, reject) => {
    process.removeAllListeners('unhandledRejection');
    process.once('unhandledRejection', reject);
  });
}

function resultLine({ scenario, seed, events, labMs, hash }: RunResult, wallMs: number): string {
  const name = scenario.padEnd(16);
  const simulated = `${(labMs / 1_000).toFixed(1)} s simulated`;
  return `${name} seed ${String(seed).padEnd(6)} ${String(events).padStart(6)} events  ${simulated.padStart(18)}  ${(wallMs / 1_000).toFixed(2)} s  ${hash}`;
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
