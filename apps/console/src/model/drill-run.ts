import { humanDuration } from '@klockwork/api-machinery';

/** Built-in drill, as the server lists it. */
export interface BuiltInDrill {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly level: string;
  readonly teaches: string;
  readonly labMs?: number;
  readonly isPlayable: boolean;
  readonly hintCosts: readonly number[];
  readonly solutions: readonly string[];
}

/** Run in a list. */
export interface RunSummary {
  readonly id: string;
  readonly drill: string;
  readonly title: string;
  readonly mode: 'run' | 'play';
  readonly seed: number;
  readonly phase: RunPhase;
  readonly verdict?: string;
  readonly score?: number;
}

export type RunPhase = 'Preparing' | 'Running' | 'Turn' | 'Judging' | 'Completed' | 'Stopped' | 'Failed' | 'Interrupted';

export type ObjectiveState = 'Waiting' | 'Holds' | 'Broken' | 'Met' | 'Violated';

/** Moment of the log of the drilled cluster. */
export interface RunMoment {
  readonly revision: number;
  readonly elapsedMs: number;
}

export interface RunLoad {
  readonly name: string;
  readonly target: string;
  readonly answered: number;
  readonly failed: number;
  readonly bucketMs: number;
  readonly buckets: readonly LoadBucket[];
}

interface LoadBucket {
  readonly elapsedMs: number;
  readonly answered: number;
  readonly failed: number;
}

export interface RunMeasure {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly weight?: number;
  readonly limit?: number;
  readonly note?: string;
}

export interface TimelineEntry extends RunMoment {
  readonly type: string;
  readonly text: string;
  readonly object?: string;
  readonly problem?: string;
}

interface Violation extends RunMoment {
  readonly value: string;
  readonly object?: string;
  readonly causes?: string;
}

interface ResultObjective {
  readonly name: string;
  readonly window: string;
  readonly weight: number;
  readonly met: boolean;
  readonly violations: readonly Violation[];
  readonly violationCount: number;
  readonly prevention?: string;
}

interface ProgressObjective {
  readonly name: string;
  readonly window: string;
  readonly weight: number;
  readonly state: ObjectiveState;
  readonly violations: number;
  readonly violatedAt?: Violation;
}

export interface RunHint {
  readonly text: string;
  readonly cost: number;
}

export interface RunDebrief {
  readonly ending?: string;
  readonly points: number;
  readonly attempts: number;
  readonly hints: readonly RunHint[];
  readonly writes: readonly { readonly elapsedMs: number; readonly method: string; readonly path: string }[];
  readonly prevention: readonly string[];
  readonly solutions: readonly { readonly name: string; readonly description?: string; readonly commands: readonly string[] }[];
}

/** State of a run, as the server streams it. */
export interface RunState extends RunSummary {
  readonly description: string;
  readonly solution?: string;
  readonly message?: string;
  readonly isOpen: boolean;
  readonly task?: string;
  readonly attempts: number;
  readonly hints: { readonly taken: readonly RunHint[]; readonly left: number; readonly nextCost?: number };
  readonly turn?: {
    readonly elapsedMs: number;
    readonly leftMs?: number;
    readonly conditions: readonly { readonly name: string; readonly met: boolean }[];
  };
  readonly progress?: {
    readonly time: string;
    readonly elapsedMs: number;
    readonly steady: boolean;
    readonly steps: readonly { readonly text: string; readonly state: 'Waiting' | 'Running' | 'Done' }[];
    readonly objectives: readonly ProgressObjective[];
    readonly load: readonly RunLoad[];
    readonly timeline: readonly TimelineEntry[];
  };
  readonly result?: {
    readonly message: string;
    readonly objectives: readonly ResultObjective[];
    readonly measures: readonly RunMeasure[];
    readonly replay: string;
  };
  readonly debrief?: RunDebrief;
}

/** Objective of a run in any phase. */
export interface ShownObjective {
  readonly name: string;
  readonly window: string;
  readonly weight?: number;
  readonly state: ObjectiveState;
  readonly violations: number;
  /** First violation. */
  readonly at?: RunMoment;
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
export function drillsOf(items: readonly BuiltInDrill[], category: string): readonly BuiltInDrill[] {
  const own = items.filter((drill) => drill.category === category);
  return [...own].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || (a.name < b.name ? -1 : 1));
}

/** Returns the objectives of a run: as judged, as they are now, or as the player may see them. */
export function objectivesOf({ result, progress, turn }: Pick<RunState, 'result' | 'progress' | 'turn'>): readonly ShownObjective[] {
  if (result !== undefined) return result.objectives.map(judged);
  if (progress !== undefined) return progress.objectives.map(inProgress);
  const none = { window: '', violations: 0, value: '', causes: '', prevention: '' };
  return (turn?.conditions ?? []).map(({ name, met }) => ({ ...none, name, state: met ? 'Holds' : 'Broken' }));
}

function judged({ name, window, weight, met, violations: [first], violationCount, prevention = '' }: ResultObjective): ShownObjective {
  return {
    ...{ name, window, weight, state: met ? 'Met' : 'Violated', violations: violationCount, prevention },
    ...{ value: first?.value ?? '', causes: first?.causes ?? '' },
    ...(first !== undefined && { at: { revision: first.revision, elapsedMs: first.elapsedMs } }),
  };
}

function inProgress({ name, window, weight, state, violations, violatedAt }: ProgressObjective): ShownObjective {
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
export function loadBars({ buckets }: Pick<RunLoad, 'buckets'>): readonly LoadBar[] {
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
