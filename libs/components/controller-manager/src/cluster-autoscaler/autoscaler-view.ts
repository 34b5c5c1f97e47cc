import type { LabTime } from '@klockwork/kernel';
import type { ConfigMap, Node, NodeGroupSize, Pod } from '@klockwork/resources';
import type { SchedulingView } from '@klockwork/scheduling';

/** Inputs of a scan. */
export interface AutoscalerView {
  readonly group: NodeGroupSize;
  /** All nodes of the cluster. */
  readonly nodes: readonly Node[];
  /** All pods of the cluster. */
  readonly pods: readonly Pod[];
  readonly scheduling: SchedulingView;
  /** Status ConfigMap; undefined before its creation. */
  readonly status: ConfigMap | undefined;
  readonly state: AutoscalerState;
}

/** State between two scans. As upstream's, it ends with its process. */
export interface AutoscalerState {
  /** True once the taints of an earlier process are removed. */
  readonly isClean: boolean;
  readonly lastScaleUp?: LabTime;
  /** Last failed removal of a node. */
  readonly lastFailure?: LabTime;
  readonly unneededSince: ReadonlyMap<string, LabTime>;
  readonly removals: ReadonlyMap<string, Removal>;
  /** Times of Events that do not repeat within {@link REPEAT_MS}, by pod and message. */
  readonly recorded: ReadonlyMap<string, LabTime>;
  readonly conditions: ReadonlyMap<string, ConditionState>;
}

/** Unfinished removal of a node: taint, drain, deletion. */
export interface Removal {
  readonly isDrain: boolean;
  readonly startedAt: LabTime;
  /** UIDs of pods with an Event about their eviction. */
  readonly evicted: readonly string[];
}

/** Status of a condition with the time of its last change. */
export interface ConditionState {
  readonly status: string;
  readonly since: LabTime;
}

/** State of a new process. */
export const INITIAL_STATE: AutoscalerState = {
  isClean: false,
  unneededSince: new Map(),
  removals: new Map(),
  recorded: new Map(),
  conditions: new Map(),
};

/** `--scan-interval`, at whole multiples of lab time. */
export const SCAN_MS = 10_000;
/** Minimum distance of equal Events without `--record-duplicated-events`. */
export const REPEAT_MS = 5 * 60_000;
/** `--max-node-startup-time`: a node that is not Ready counts as upcoming. */
export const STARTUP_MS_MAX = 15 * 60_000;
/** Taint of a node that is being removed. */
export const TO_BE_DELETED = 'ToBeDeletedByClusterAutoscaler';
/** Taint of an unneeded node. */
export const DELETION_CANDIDATE = 'DeletionCandidateOfClusterAutoscaler';
