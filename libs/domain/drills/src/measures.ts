import { MEASURES, type MeasureName, type WeightedMeasure } from './drill.ts';
import type { MeasureResult, ObjectiveResult } from './drill-result.ts';
import type { SteadyLoss } from './steady-watch.ts';

/** Facts of a run that measures are computed from. Times in ms of lab time. */
export interface MeasuredRun {
  /** First fault or change of the drill's own steps. */
  readonly disruptedAt: number | undefined;
  readonly losses: readonly SteadyLoss[];
  readonly hasSteadyState: boolean;
  readonly lostMs: number;
  /** Seconds with failed requests; undefined without a load. */
  readonly failedSeconds: number | undefined;
  readonly failedRequests: number;
  readonly budgetViolations: number;
  readonly podsLost: number;
}

type MeasureValue = Pick<MeasureResult, 'value' | 'note'>;

const UNITS: Readonly<Record<MeasureName, MeasureResult['unit']>> = {
  timeToDetectSeconds: 's',
  timeToRecoverSeconds: 's',
  unavailableSeconds: 's',
  failedRequests: 'requests',
  budgetViolations: 'violations',
  podsLost: 'pods',
};

const NO_STEADY_STATE = 'the drill has no steady state';
const NO_DISRUPTION = 'no step of the drill changed the cluster';
const STAYED_STEADY = 'the steady state was never lost';
const NOT_RECOVERED = 'the steady state was not regained';

/** Returns all measures, with their share in the score. */
export function measureResults(run: MeasuredRun, measures: readonly WeightedMeasure[]): readonly MeasureResult[] {
  return MEASURES.map((name) => {
    const measuredMeasureValue = measuredValue(name, run);
    const weights = measures.find((measure) => measure.name === name);
    const result = { name, ...measuredMeasureValue, unit: UNITS[name] };
    return weights === undefined
      ? result
      : { ...result, weight: weights.weight, limit: weights.limit, share: shareOf(measuredMeasureValue, weights.limit) };
  });
}

/** Returns the score, 0 to 100: the met share of all weights. 100 without weights. */
export function scoreOf(objectives: readonly ObjectiveResult[], measures: readonly MeasureResult[]): number {
  const shares = [
    ...objectives.map(({ weight, met }) => ({ weight, share: met ? 1 : 0 })),
    ...measures.map(({ weight = 0, share = 0 }) => ({ weight, share })),
  ];
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  const weightedSum = shares.reduce((sum, { weight, share }) => sum + weight * share, 0);
  return total === 0 ? 100 : Math.round((100 * weightedSum) / total);
}

function measuredValue(name: MeasureName, run: MeasuredRun): MeasureValue {
  switch (name) {
    case 'timeToDetectSeconds':
      return timeTo(run, (losses, from) => ({ value: secondsOf(Math.max((losses[0] as SteadyLoss).at - from, 0)) }));
    case 'timeToRecoverSeconds':
      return timeTo(run, recovered);
    case 'unavailableSeconds':
      return { value: run.failedSeconds ?? secondsOf(run.lostMs) };
    default:
      return { value: run[name] };
  }
}

function timeTo(run: MeasuredRun, measure: (losses: readonly SteadyLoss[], from: number) => MeasureValue): MeasureValue {
  const { disruptedAt, losses, hasSteadyState } = run;
  if (!hasSteadyState) return { value: null, note: NO_STEADY_STATE };
  if (disruptedAt === undefined) return { value: null, note: NO_DISRUPTION };
  const after = losses.filter(({ at, until }) => at >= disruptedAt || until === undefined || until > disruptedAt);
  return after.length === 0 ? { value: null, note: STAYED_STEADY } : measure(after, disruptedAt);
}

function recovered(losses: readonly SteadyLoss[], from: number): MeasureValue {
  const until = losses.at(-1)?.until;
  return until === undefined ? { value: null, note: NOT_RECOVERED } : { value: secondsOf(until - from) };
}

/** A system that stayed steady has the whole share; one that did not recover has none. */
function shareOf({ value, note }: MeasureValue, limit: number): number {
  if (value === null) return note === NOT_RECOVERED ? 0 : 1;
  return Math.min(Math.max(1 - value / limit, 0), 1);
}

function secondsOf(ms: number): number {
  return Math.round(ms) / 1_000;
}
