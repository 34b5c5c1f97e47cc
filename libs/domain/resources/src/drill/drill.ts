import type { KubeObject } from '../object.ts';

/** Phase of a {@link DrillObject}. `Stopped`: its run was stopped by a signal. */
export type DrillPhase = 'Pending' | 'Running' | 'Completed' | 'Stopped';

/** Judged objective in the status of a drill. */
export interface DrillObjectiveStatus {
  name: string;
  /** `always`, `within 6m after power-cut`, `atEnd` */
  window: string;
  weight: number;
  met: boolean;
  violations: number;
  /** Values at the first violation. */
  firstViolation?: string;
}

/** Computed measure in the status of a drill. */
export interface DrillMeasureStatus {
  name: string;
  /** Absent: not applicable. */
  value?: number;
  unit: string;
  weight?: number;
  /** 0 to 1; present with a weight. */
  share?: number;
}

/** Condition of a {@link DrillObject}: Complete or Passed. */
export interface DrillObjectCondition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
  lastTransitionTime?: string;
}

/** Result of the newest run of a {@link DrillObject}. */
export interface DrillStatus {
  phase?: DrillPhase;
  /** Generation of the spec that was run. */
  observedGeneration?: number;
  verdict?: 'Passed' | 'Failed' | 'Inconclusive';
  reason?: string;
  message?: string;
  /** 0 to 100; absent for an inconclusive drill. */
  score?: number;
  seed?: number;
  /** Process of a run that has not ended: PID namespace and number. */
  runner?: string;
  /** Name of the played solution or cheat. */
  played?: string;
  /** Lab time of the lab at the begin and at the end of the run. */
  startTime?: string;
  completionTime?: string;
  objectives?: DrillObjectiveStatus[];
  measures?: DrillMeasureStatus[];
  /** Hash of the log of the drilled cluster. */
  logHash?: string;
  /** Command that repeats the run. */
  replay?: string;
  conditions?: DrillObjectCondition[];
}

/** Drill as an object of a lab. The package `drills` reads its spec. */
export interface DrillObject extends KubeObject {
  spec?: { title?: string; description?: string };
  status?: DrillStatus;
}
