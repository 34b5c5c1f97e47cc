import { runScenario } from '../run-scenario.ts';
import type { Scenario } from '../scenario.ts';
import type { Script } from '../script.ts';
import { stepsOf, TraceRecorder, type TraceRow } from './record-trace.ts';
import type { TraceScenario } from './trace-scenario.ts';

/** Fault during a story. */
export interface FaultAction {
  /** Lab ms after the story began. */
  readonly at: number;
  apply(script: Script): Promise<void>;
}

/** Options of a story's run. */
export interface PlayOptions {
  readonly seed: number;
  nextTurn(then: () => void): void;
  readonly fault?: FaultAction;
  /** Lab ms after the story's end. */
  readonly longerMs?: number;
}

/** Runs a story on its own cluster; returns all observations. Rejects with Violation after a broken invariant. */
export async function playTrace(story: TraceScenario, options: PlayOptions): Promise<readonly TraceRow[]> {
  const recorder = new TraceRecorder();
  await runScenario({
    scenario: scenarioOf(story, recorder, options),
    seed: options.seed,
    nextTurn: options.nextTurn,
    onEvent: (event) => recorder.observe(event),
  });
  return recorder.rows;
}

function scenarioOf(story: TraceScenario, recorder: TraceRecorder, { fault, longerMs = 0 }: PlayOptions): Scenario {
  return {
    name: 'trace',
    description: story.title,
    nodes: story.nodes ?? ['node-1'],
    waives: story.waives ?? [],
    async run(script) {
      recorder.begin(script.labNow());
      const start = script.now();
      for (const object of story.objects) await script.apply(object);
      let pending = fault;
      for (const { at, act } of stepsOf(story)) {
        if (pending !== undefined && pending.at <= at) {
          await script.at(start + pending.at);
          await pending.apply(script);
          pending = undefined;
        }
        await script.at(Math.max(start + at, script.now()));
        if (act === undefined) continue;
        recorder.note(script.labNow(), act.says);
        await act.act(script);
      }
      await script.pass(longerMs);
    },
  };
}
