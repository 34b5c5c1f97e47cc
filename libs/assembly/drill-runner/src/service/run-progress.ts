import {
  type LoadProgress,
  type ObjectiveJudge,
  type ObjectiveProgress,
  type RunProgress,
  type StepState,
  windowText,
} from '@klockwork/drills';
import type { DrillRun } from '../drill-run.ts';
import type { RunningLoad } from '../load-generator.ts';
import { stepText } from '../play-step.ts';

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
