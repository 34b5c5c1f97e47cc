import { type DrillMoment, type ObjectiveJudge, type ObjectiveState, type TimelineEntry, windowText } from '@klockwork/drills';
import type { DrillRun } from '../drill-run.ts';
import type { RunningLoad } from '../load-generator.ts';
import { stepText } from '../play-step.ts';

/** State of a step. */
export type StepState = 'Waiting' | 'Running' | 'Done';

/** Objective of a running drill. */
export interface ObjectiveProgress {
  readonly name: string;
  readonly window: string;
  readonly weight: number;
  readonly state: ObjectiveState;
  readonly violations: number;
  /** First violation. */
  readonly violatedAt?: DrillMoment & { readonly value: string };
}

/** Load of a running drill. */
export interface LoadProgress {
  readonly name: string;
  readonly target: string;
  readonly answered: number;
  readonly failed: number;
  /** Lab time of one bucket, in ms. */
  readonly bucketMs: number;
  readonly buckets: readonly { readonly elapsedMs: number; readonly answered: number; readonly failed: number }[];
}

/** State of a run: steps, objectives, load, timeline. A player sees it after the end. */
export interface RunProgress {
  /** Lab time, RFC 3339. */
  readonly time: string;
  /** Lab time since the drill's beginning, in ms; 0 before it. */
  readonly elapsedMs: number;
  readonly steady: boolean;
  readonly steps: readonly { readonly text: string; readonly state: StepState }[];
  readonly objectives: readonly ObjectiveProgress[];
  readonly load: readonly LoadProgress[];
  readonly timeline: readonly TimelineEntry[];
}

/** Max buckets of a load's chart. */
const BUCKETS_MAX = 120;
const SECOND_MS = 1_000;

/** Returns the present state of a run. */
export function runProgress(run: DrillRun): RunProgress {
  const { facts, judges, timeline, loads, drill, currentStep } = run;
  const { now, begunAt } = facts;
  return {
    ...{ time: new Date(now).toISOString(), elapsedMs: run.hasBegun ? now - begunAt : 0, steady: facts.steady },
    steps: drill.spec.steps.map((step, index) => ({ text: stepText(step), state: stepState(index, currentStep) })),
    objectives: judges.map((judge) => objectiveProgress(judge, begunAt)),
    load: loads.map((load) => loadProgress(load, { now, begunAt })),
    timeline: timeline.entries(begunAt),
  };
}

function stepState(index: number, current: number | undefined): StepState {
  if (current === undefined || index > current) return 'Waiting';
  return index === current ? 'Running' : 'Done';
}

function objectiveProgress({ objective, state, violations: [first], violationCount }: ObjectiveJudge, begunAt: number): ObjectiveProgress {
  const { name, weight } = objective;
  const violatedAt = first && {
    ...{ revision: first.revision, time: new Date(first.at).toISOString(), elapsedMs: first.at - begunAt, value: first.value },
  };
  return { name, window: windowText(objective), weight, state, violations: violationCount, ...(violatedAt && { violatedAt }) };
}

function loadProgress({ load, log }: RunningLoad, { now, begunAt }: { readonly now: number; readonly begunAt: number }): LoadProgress {
  const { name, namespace, service, port, path } = load;
  const { answered, failed } = log.counts();
  const bucketMs = Math.max(1, Math.ceil((now - begunAt) / BUCKETS_MAX / SECOND_MS)) * SECOND_MS;
  const buckets = log.buckets(bucketMs).map(({ at, ...counts }) => ({ elapsedMs: at - begunAt, ...counts }));
  return { name, target: `${namespace}/${service}:${port}${path}`, answered, failed, bucketMs, buckets };
}
