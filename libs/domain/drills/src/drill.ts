import type { FaultSpec } from '@klockwork/resources';

/** Options of the drill's cluster. */
export interface DrillLab {
  /** Number or names of nodes; default 3. */
  readonly nodes: number | readonly string[];
  readonly seed: number;
  /** Durations of pulls and container starts; default `realistic`. */
  readonly latency: 'fast' | 'realistic';
  /** Instant at which lab time begins; default 2026-01-01T00:00:00Z. */
  readonly at: string;
}

/** Clients that ask a Service at a rate. */
export interface DrillLoad {
  readonly name: string;
  readonly namespace: string;
  readonly service: string;
  /** Port of the Service; default 80. */
  readonly port: number;
  readonly path: string;
  readonly ratePerSecond: number;
  /** Go duration; default `2s`. */
  readonly timeout: string;
}

/** Work of a step: exactly one member. */
export interface DrillWork {
  /** Manifests in YAML. */
  readonly apply?: string;
  /** Object as in kubectl: `deploy/web`, `pods/shop/web`. */
  readonly delete?: string;
  readonly patch?: DrillPatch;
  readonly wait?: DrillWait;
  /** Go duration. */
  readonly advance?: string;
  readonly fault?: FaultSpec;
  /** Name of an earlier fault step, whose Fault is deleted. */
  readonly endFault?: string;
  readonly drain?: DrillDrain;
  /** Arguments of kubectl. */
  readonly kubectl?: string;
  readonly player?: DrillTurn;
}

/** Step of a drill. */
export interface DrillStep extends DrillWork {
  readonly name?: string;
  /** Accepts a fault that touches nothing. */
  readonly mayTouchNothing?: boolean;
}

/** Patch of an object. */
export interface DrillPatch {
  readonly object: string;
  readonly type: 'strategic' | 'merge' | 'json';
  /** Patch in YAML. */
  readonly patch: string;
}

/** Lets lab time pass until a condition holds, or its limit. */
export interface DrillWait {
  readonly for: string;
  readonly within: string;
}

/** Cordons a node and evicts its pods; refused evictions are repeated every 5 s of lab time. */
export interface DrillDrain {
  readonly node: string;
  readonly within: string;
}

/** Moment of the player: a solution or cheat is played here. */
export interface DrillTurn {
  readonly task?: string;
  /** Span of lab time that the player has. Absent: until the player's steps end. */
  readonly within?: string;
}

/** Span in which an objective is judged. */
export type ObjectiveWindow = 'Always' | 'Within' | 'AtEnd';

/** Expectation of a drill. */
export interface DrillObjective {
  readonly name: string;
  /** CEL, type bool. */
  readonly expression: string;
  readonly window: ObjectiveWindow;
  /** Go duration: limit of the window `Within`. */
  readonly within?: string;
  /** Step after which the window begins; absent: the drill's beginning. */
  readonly after?: string;
  /** Go duration: shorter violations of the window `Always` are accepted. */
  readonly grace?: string;
  readonly weight: number;
  /** Sentence on what would have prevented a violation. */
  readonly prevention?: string;
  /** Object whose causes explain a violation. */
  readonly object?: string;
}

/** Names of measures, which are computed for each drill. */
export const MEASURES = [
  'timeToDetectSeconds',
  'timeToRecoverSeconds',
  'unavailableSeconds',
  'failedRequests',
  'budgetViolations',
  'podsLost',
] as const;

/** Name of a measure. */
export type MeasureName = (typeof MEASURES)[number];

/** Share of a measure in the score: all of its weight at 0, nothing at `limit`. */
export interface WeightedMeasure {
  readonly name: MeasureName;
  readonly weight: number;
  readonly limit: number;
}

/** Hint for the player; tiers in order. */
export interface DrillHint {
  readonly text: string;
  /** Points that the hint costs. */
  readonly cost: number;
}

/** Named steps that are played in place of the player. */
export interface DrillPlay {
  readonly name: string;
  readonly description?: string;
  readonly steps: readonly DrillStep[];
}

/** Settings of a drill, with defaults. */
export interface DrillSpec {
  readonly title: string;
  readonly description: string;
  readonly lab: DrillLab;
  readonly setup: readonly DrillStep[];
  readonly load: readonly DrillLoad[];
  /** Conditions: CEL, or as in `kubectl wait`: `deploy/web condition=Available`. */
  readonly steadyState: readonly string[];
  readonly steps: readonly DrillStep[];
  readonly objectives: readonly DrillObjective[];
  readonly measures: readonly WeightedMeasure[];
  readonly solutions: readonly DrillPlay[];
  readonly cheats: readonly DrillPlay[];
  readonly hints: readonly DrillHint[];
}

/** Drill: a failure under a load, with objectives. */
export interface Drill {
  readonly apiVersion: 'klockwork.dev/v1alpha1';
  readonly kind: 'Drill';
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: DrillSpec;
}

/** Work of a step by the name of its member. */
export const STEP_TYPES = ['apply', 'delete', 'patch', 'wait', 'advance', 'fault', 'endFault', 'drain', 'kubectl', 'player'] as const;

/** Type of a step. */
export type StepType = (typeof STEP_TYPES)[number];

/** Returns the type of a step. */
export function stepType(step: DrillWork): StepType {
  return STEP_TYPES.find((type) => step[type] !== undefined) ?? 'advance';
}
