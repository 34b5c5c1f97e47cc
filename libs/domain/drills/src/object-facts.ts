import { labelSelector } from '@klockwork/api-machinery';
import type { DrillState } from './drill-view.ts';

/** Fields of objects that facts read. */
export interface ObservedObject {
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly generation?: number;
    readonly labels?: Record<string, string>;
    readonly deletionTimestamp?: string;
  };
  readonly spec?: { readonly replicas?: number; readonly minAvailable?: unknown };
  readonly status?: {
    readonly phase?: string;
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly updatedReplicas?: number;
    readonly numberAvailable?: number;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly conditions?: readonly { readonly type?: string; readonly status?: string }[];
    readonly containerStatuses?: readonly { readonly restartCount?: number }[];
  };
}

interface Slice {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly endpoints?: readonly { readonly conditions?: { readonly ready?: boolean }; readonly addresses?: readonly string[] }[];
}

const SERVICE_LABEL = 'kubernetes.io/service-name';

/** Returns available replicas of a workload, ready endpoints of a Service, or 1 for another ready object. 0 for a missing one. */
export function availableReplicas(state: DrillState, name: string): number {
  const object = state.get<ObservedObject>(name);
  if (object === undefined) return 0;
  const { status = {} } = object;
  switch (object.kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
      return status.availableReplicas ?? 0;
    case 'DaemonSet':
      return status.numberAvailable ?? 0;
    case 'Service':
      return readyEndpoints(state, object);
    default:
      return Number(isReady(state, name));
  }
}

/** Returns the wanted replicas of a workload; 1 for another object, 0 for a missing one. */
export function desiredReplicas(state: DrillState, name: string): number {
  const object = state.get<ObservedObject>(name);
  if (object === undefined) return 0;
  return object.kind === 'DaemonSet' ? (object.status?.desiredNumberScheduled ?? 0) : (object.spec?.replicas ?? 1);
}

/** Returns true for a rolled out workload, a Service with endpoints, a bound claim, and an object whose main condition is True. */
export function isReady(state: DrillState, name: string): boolean {
  const object = state.get<ObservedObject>(name);
  if (object === undefined) return false;
  const { status = {}, metadata = {} } = object;
  const isObserved = (status.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet': {
      const wanted = desiredReplicas(state, name);
      const isUpdated = object.kind === 'ReplicaSet' || (status.updatedReplicas ?? 0) === wanted;
      return isObserved && isUpdated && (status.availableReplicas ?? 0) === wanted && (status.replicas ?? 0) === wanted;
    }
    case 'DaemonSet':
      return isObserved && status.numberAvailable === status.desiredNumberScheduled;
    case 'Service':
      return readyEndpoints(state, object) > 0;
    case 'PersistentVolumeClaim':
      return status.phase === 'Bound';
    case 'Job':
      return conditionStatus(object, 'Complete') === 'True';
    default:
      return ['Ready', 'Available'].some((type) => conditionStatus(object, type) === 'True');
  }
}

/** Returns the status of a condition: `True`, `False`, `Unknown`, or an empty text without the condition. */
export function conditionStatus(object: ObservedObject | undefined, type: string): string {
  return object?.status?.conditions?.find((condition) => condition.type === type)?.status ?? '';
}

/** Returns pods of a namespace by a label selector. Throws ApiError for an invalid selector. */
export function selectedPods(state: DrillState, namespace?: string, selector = ''): readonly ObservedObject[] {
  const { matches } = labelSelector.parse(selector);
  return state.list<ObservedObject>('pods', namespace).filter(({ metadata }) => matches(metadata?.labels ?? {}));
}

/** Returns the number of container restarts of pods. */
export function restartsOf(pods: readonly ObservedObject[]): number {
  const counts = pods.flatMap(({ status }) => status?.containerStatuses ?? []).map(({ restartCount }) => restartCount ?? 0);
  return counts.reduce((sum, count) => sum + count, 0);
}

function readyEndpoints(state: DrillState, { metadata }: ObservedObject): number {
  const slices = state.list<Slice>('endpointslices', metadata?.namespace);
  const own = slices.filter((slice) => slice.metadata?.labels?.[SERVICE_LABEL] === metadata?.name);
  const ready = own.flatMap(({ endpoints = [] }) => endpoints).filter(({ conditions }) => conditions?.ready !== false);
  return new Set(ready.flatMap(({ addresses = [] }) => addresses)).size;
}
