import type { MeasureName } from './drill.ts';

/** Version of {@link DrillResult}. A change that breaks readers raises it. */
export const RESULT_VERSION = 1;

/** Outcome of a drill. */
export type DrillVerdict = 'Passed' | 'Failed' | 'Inconclusive';

/** Reason of a verdict. */
export type DrillReason = 'ObjectivesMet' | 'ObjectivesViolated' | 'NotSteady' | 'FaultTouchedNothing' | 'StepFailed';

/** Exit code by verdict; 2 is a bad file or usage. */
export const EXIT_CODES: Readonly<Record<DrillVerdict, number>> = { Passed: 0, Failed: 1, Inconclusive: 3 };

/** Moment of the log. */
export interface DrillMoment {
  readonly revision: number;
  /** Lab time, RFC 3339 with milliseconds. */
  readonly time: string;
  /** Lab time since the drill's beginning, in ms. */
  readonly elapsedMs: number;
}

/** Violation of an objective. */
export interface DrillViolation extends DrillMoment {
  /** Values of the calls in the expression, `available('deploy/web') = 1`, or the error of the expression. */
  readonly value: string;
  /** Instant at which the objective held again; absent if it did not. */
  readonly until?: string;
  /** Object for `klockwork why`. */
  readonly object?: string;
  /** Chain of causes, as `klockwork why` prints it. */
  readonly causes?: string;
}

/** Judged objective. */
export interface ObjectiveResult {
  readonly name: string;
  readonly expression: string;
  /** `always`, `within 6m after power-cut`, `atEnd` */
  readonly window: string;
  readonly weight: number;
  readonly met: boolean;
  /** Instant at which an objective with the window `Within` was met. */
  readonly metAt?: DrillMoment;
  /** First violations, at most 10. */
  readonly violations: readonly DrillViolation[];
  /** Number of all violations. */
  readonly violationCount: number;
  readonly prevention?: string;
}

/** Computed measure. */
export interface MeasureResult {
  readonly name: MeasureName;
  /** null: not applicable, such as the recovery of a system that stayed steady or did not recover. */
  readonly value: number | null;
  readonly unit: 's' | 'requests' | 'violations' | 'pods';
  /** Share in the score; absent: none. */
  readonly weight?: number;
  readonly limit?: number;
  /** 0 to 1; present with a weight. */
  readonly share?: number;
  /** Sentence that explains a null. */
  readonly note?: string;
}

/** Counts of a load. */
export interface LoadResult {
  readonly name: string;
  readonly target: string;
  readonly sent: number;
  readonly answered: number;
  readonly failed: number;
  /** Failed requests by reason: `timeout`, `refused`, `HTTP 503`. */
  readonly failures: Readonly<Record<string, number>>;
  /** Latency of answered requests in ms of lab time. */
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** Entry of the timeline. */
export interface TimelineEntry extends DrillMoment {
  readonly type: 'phase' | 'step' | 'player' | 'fault' | 'steady' | 'objective' | 'event';
  readonly text: string;
  readonly object?: string;
  /** Outcome of a step that did not succeed. */
  readonly problem?: string;
}

/** Result of a drill. */
export interface DrillResult {
  readonly apiVersion: 'klockwork.dev/v1alpha1';
  readonly kind: 'DrillResult';
  readonly schemaVersion: typeof RESULT_VERSION;
  readonly drill: string;
  readonly title: string;
  readonly description: string;
  /** Name of the played solution or cheat; absent: untouched. */
  readonly played?: string;
  readonly verdict: DrillVerdict;
  readonly reason: DrillReason;
  /** Sentence for people. */
  readonly message: string;
  /** 0 to 100. */
  readonly score: number;
  readonly objectives: readonly ObjectiveResult[];
  readonly measures: readonly MeasureResult[];
  readonly load: readonly LoadResult[];
  readonly steadyState: {
    readonly conditions: readonly string[];
    readonly before: boolean;
    /** Number of times the steady state was lost. */
    readonly losses: number;
    /** Lab time without a steady state, in ms. */
    readonly lostMs: number;
    readonly after: boolean;
  };
  readonly faults: readonly DrillFaultResult[];
  readonly timeline: readonly TimelineEntry[];
  readonly seed: number;
  readonly revisions: { readonly first: number; readonly last: number };
  readonly labTime: { readonly from: string; readonly to: string; readonly ms: number };
  /** Hash of the log without the Clock object, whose reports hold host time: 16 hexadecimal digits. */
  readonly logHash: string;
  /** Command that replays the drill. */
  readonly replay: string;
}

/** Fault of a drill, with its evidence. */
export interface DrillFaultResult {
  readonly name: string;
  readonly step: string;
  readonly type: string;
  readonly touched: number;
  readonly names: readonly string[];
  readonly message: string;
}

/** Results of several seeds. */
export interface DrillDistribution {
  readonly apiVersion: 'klockwork.dev/v1alpha1';
  readonly kind: 'DrillDistribution';
  readonly schemaVersion: typeof RESULT_VERSION;
  readonly drill: string;
  readonly runs: number;
  readonly verdicts: Readonly<Record<DrillVerdict, number>>;
  readonly score: { readonly min: number; readonly p10: number; readonly median: number; readonly max: number };
  /** Worst run: failed ones first, then inconclusive ones; then the lowest score, then the smallest seed. */
  readonly worst: { readonly seed: number; readonly verdict: DrillVerdict; readonly score: number; readonly replay: string };
  readonly results: readonly { readonly seed: number; readonly verdict: DrillVerdict; readonly score: number; readonly logHash: string }[];
}
