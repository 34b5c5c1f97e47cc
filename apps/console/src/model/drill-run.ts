import { humanDuration } from '@klockwork/api-machinery';
import type {
  DrillMoment,
  DrillResult,
  DrillSummary,
  LoadProgress,
  ObjectiveProgress,
  ObjectiveResult,
  ObjectiveState,
  RunProgress,
  RunState,
  RunSummary,
} from '@klockwork/drills';

/** Objective of a run in any phase. */
export interface ShownObjective {
  readonly name: string;
  readonly window: string;
  readonly weight?: number;
  readonly state: ObjectiveState;
  readonly violations: number;
  /** First violation. */
  readonly at?: Pick<DrillMoment, 'revision' | 'elapsedMs'>;
  readonly value: string;
  readonly causes: string;
  readonly prevention: string;
}

const LEVELS = ['beginner', 'intermediate', 'advanced'];

/** True while the run goes on. */
export function isActive({ phase }: Pick<RunSummary, 'phase'>): boolean {
  return phase === 'Preparing' || phase === 'Running' || phase === 'Turn' || phase === 'Judging';
}

/** Returns the drills of a category, the easy ones first. */
export function drillsOf(items: readonly DrillSummary[], category: string): readonly DrillSummary[] {
  const own = items.filter((drill) => drill.category === category);
  return [...own].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || (a.name < b.name ? -1 : 1));
}

/** Parts of a {@link RunState} that hold objectives. */
interface ObjectiveSources extends Pick<RunState, 'turn'> {
  readonly progress?: Pick<RunProgress, 'objectives'>;
  readonly result?: Pick<DrillResult, 'objectives'>;
}

/** Returns the objectives of a run: as judged, as they are now, or as the player may see them. */
export function objectivesOf({ result, progress, turn }: ObjectiveSources): readonly ShownObjective[] {
  if (result !== undefined) return result.objectives.map(judged);
  if (progress !== undefined) return progress.objectives.map(inProgress);
  const none = { window: '', violations: 0, value: '', causes: '', prevention: '' };
  return (turn?.conditions ?? []).map(({ name, met }) => ({ ...none, name, state: met ? 'Holds' : 'Broken' }));
}

function judged({ name, window, weight, met, violations: [first], violationCount, prevention = '' }: ObjectiveResult): ShownObjective {
  return {
    ...{ name, window, weight, state: met ? 'Met' : 'Violated', violations: violationCount, prevention },
    ...{ value: first?.value ?? '', causes: first?.causes ?? '' },
    ...(first !== undefined && { at: { revision: first.revision, elapsedMs: first.elapsedMs } }),
  };
}

function inProgress({ name, window, weight, state, violations, violatedAt }: ObjectiveProgress): ShownObjective {
  return {
    ...{ name, window, weight, state, violations, value: violatedAt?.value ?? '', causes: '', prevention: '' },
    ...(violatedAt !== undefined && { at: { revision: violatedAt.revision, elapsedMs: violatedAt.elapsedMs } }),
  };
}

/** Returns lab time since the drill's beginning: `+5m46s`, `-14s`. */
export function elapsedText(ms: number): string {
  return `${ms < 0 ? '-' : '+'}${humanDuration(Math.abs(ms))}`;
}

/** Returns the time that is left, as a clock shows it: `9:59`, `1:00:00`; `0:00` after the end. */
export function leftText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Bar of a chart, in a box of 1 by 1. `y` counts from the top. */
export interface LoadBar {
  readonly key: string;
  readonly isFailed: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Returns the bars of a load: answered requests below, failed ones above. */
export function loadBars({ buckets }: Pick<LoadProgress, 'buckets'>): readonly LoadBar[] {
  const most = Math.max(1, ...buckets.map(({ answered, failed }) => answered + failed));
  const width = 1 / Math.max(1, buckets.length);
  return buckets.flatMap(({ elapsedMs, answered, failed }, index) => {
    const [low, high] = [answered / most, failed / most];
    const place = { x: index * width, width };
    return [
      { ...place, key: `${elapsedMs}-answered`, isFailed: false, y: 1 - low, height: low },
      { ...place, key: `${elapsedMs}-failed`, isFailed: true, y: 1 - low - high, height: high },
    ].filter(({ height }) => height > 0);
  });
}
